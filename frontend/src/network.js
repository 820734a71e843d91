// Draw triples as a graph with cytoscape and fcose, with the same relations as a list for whoever cannot see it.
import { linkOf, shorten, words } from "./context.js";
import { h } from "./dom.js";
import { textOf } from "./terms.js";

const MOST = 400;
const FEW = 6; // nodes that need less room
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

// Returns the element, or null where no triple leads from a thing to a thing
export function showNetwork(triples, names, focus) {
  const edges = triples.filter(([, predicate, object]) => object.type !== "literal" && predicate.value !== TYPE);
  if (!edges.length) return null;
  const drawn = edges.slice(0, MOST);
  const few = new Set(drawn.flatMap(([s, , o]) => [idOf(s), idOf(o)])).size <= FEW;
  const paper = h("div", { class: few ? "network few" : "network", role: "img", "aria-label": `${words.graph}: ${words.triples(drawn.length)}` });
  let graph;
  const button = (text, label, act) =>
    h("button", { type: "button", class: "quiet", "aria-label": label, onclick: () => graph && act() }, text);
  const zoom = (by) => graph.zoom({ level: graph.zoom() * by, renderedPosition: { x: paper.clientWidth / 2, y: paper.clientHeight / 2 } });
  const tools = h("div", { class: "tools" },
    button("+", words.nearer, () => zoom(1.3)), button("−", words.farther, () => zoom(1 / 1.3)), button(words.fit, words.fit, () => fitIn(graph)),
    h("span", {}, drawn.length < edges.length ? words.many(MOST) : words.graphHint));
  requestAnimationFrame(async () => { graph = await drawNetwork(paper, drawn, names, focus); });
  return h("div", {}, tools, paper, listOf(drawn, names));
}

function listOf(edges, names) {
  const link = (term) => {
    const address = term.type === "uri" ? linkOf(term.value) : null;
    return address ? h("a", { href: address }, nameOf(term, names)) : nameOf(term, names);
  };
  return h("details", {}, h("summary", {}, words.relations),
    h("ul", { class: "relations" }, edges.map(([s, p, o]) => h("li", {}, link(s), ` ${nameOf(p, names)} `, link(o)))));
}

const nameOf = (term, names) => (term.type === "uri" ? (names?.get(term.value) ?? shorten(term.value)) : textOf(term));
const idOf = (term) => `${term.type} ${term.value}`;

async function drawNetwork(paper, edges, names, focus) {
  const [{ default: cytoscape }, { default: fcose }] = await Promise.all([import("cytoscape"), import("cytoscape-fcose")]);
  cytoscape.use(fcose);
  holdStyles();
  const nodes = new Map(edges.flatMap(([s, , o]) => [[idOf(s), s], [idOf(o), o]]));
  const style = getComputedStyle(paper);
  const colour = (name) => style.getPropertyValue(name).trim();
  const graph = cytoscape({
    container: paper,
    elements: [
      ...[...nodes].map(([id, term]) => ({ data: { id, label: nameOf(term, names), focus: Number(term.value === focus), iri: term.type === "uri" ? term.value : "" } })),
      ...edges.map(([s, p, o], i) => ({ data: { id: `edge ${i}`, source: idOf(s), target: idOf(o), label: nameOf(p, names) } })),
    ],
    style: [
      { selector: "node", style: {
        label: "data(label)", "background-color": colour("--accent") || "#0550ae", color: style.color, width: 14, height: 14,
        "font-size": 11, "text-wrap": "wrap", "text-max-width": 120, "text-valign": "bottom", "text-margin-y": 3,
        "font-family": "sans-serif", "text-background-color": colour("--card") || "#fff", "text-background-opacity": 0.8 } },
      { selector: "node[focus = 1]", style: { width: 26, height: 26, "font-size": 13, "font-weight": "bold", "background-color": colour("--bad") || "#a40e26" } },
      { selector: "edge", style: {
        width: 1, "line-color": colour("--soft"), "target-arrow-color": colour("--soft"), "target-arrow-shape": "triangle", "arrow-scale": 0.8,
        "curve-style": "bezier", label: edges.length <= 16 ? "data(label)" : "", "font-size": 9, color: style.color, "text-rotation": "autorotate",
        "text-background-color": colour("--card") || "#fff", "text-background-opacity": 0.8, "font-family": "sans-serif" } },
    ],
    layout: { name: "fcose", animate: false, randomize: true, idealEdgeLength: 130, nodeSeparation: 160, nodeRepulsion: 20000, padding: 24 },
    minZoom: 0.15, maxZoom: 3, userZoomingEnabled: matchMedia("(pointer: coarse)").matches, // a wheel scrolls the page
  });
  if (isAcross(graph, paper)) graph.nodes().positions((node) => ({ x: node.position("y"), y: node.position("x") }));
  fitIn(graph);
  graph.on("tap", "node", ({ target }) => {
    const address = target.data("iri") && linkOf(target.data("iri"));
    if (address) location.assign(address);
  });
  return graph;
}

// A wide graph in a high frame, or the other way about, which would be drawn too small to read
function isAcross(graph, paper) {
  const { w, h: high } = graph.elements().boundingBox();
  return (w > high) !== (paper.clientWidth > paper.clientHeight);
}

// A graph of few nodes is not blown up
function fitIn(graph) {
  graph.fit(undefined, 24);
  if (graph.zoom() > 1.25) graph.zoom(1.25);
  graph.center();
}

// Cytoscape adds a style element, which the page's policy forbids, unless an element of this name is there
function holdStyles() {
  const name = "__________cytoscape_stylesheet";
  if (!document.getElementById(name)) document.head.append(h("meta", { id: name }));
}
