// The chart of an answer: a first guess at what is drawn how, and controls to change it.
import { language, words } from "./context.js";
import { h } from "./dom.js";
import { draw } from "./drawing.js";
import { numberOf, scaleOf, textOf } from "./terms.js";

const MOST = 2000;
const TYPES = { number: "quantitative", time: "temporal", name: "nominal" };

// Returns the element, or null where no column holds numbers
export function showChart({ columns, rows }, names) {
  const scales = columns.map((_, i) => scaleOf(rows.map((row) => row[i])));
  const up = scales.indexOf("number");
  if (up < 0 || !rows.length) return null;
  const named = scales.findIndex((scale, i) => scale !== "number" && i !== up);
  const other = scales.findIndex((_, i) => i !== up);
  const across = named >= 0 ? named : other;
  const chosen = { mark: scales[across] === "name" || across < 0 ? "bar" : "line", across, up, colour: -1 };
  const paper = h("div", { class: "paper" });
  let end = () => {};

  async function update() {
    end();
    end = () => {};
    try {
      end = await draw(paper, (room) => specify(columns, rows.slice(0, MOST), scales, chosen, names, room));
    } catch (error) {
      paper.replaceChildren(h("p", { role: "alert" }, `${words.raised}: ${error.message}`));
    }
  }

  const pick = (name, choices) =>
    h("label", {}, `${words[name]} `,
      h("select", { onchange: (event) => {
        chosen[name] = name === "mark" ? event.target.value : Number(event.target.value);
        update();
      } }, choices.map(([value, text]) => h("option", { value, selected: String(chosen[name]) === String(value) }, text))));
  const all = columns.map((column, i) => [i, column]);
  const controls = h("div", { class: "tools" },
    pick("mark", ["bar", "line", "point"].map((mark) => [mark, words[mark]])),
    pick("across", [[-1, words.nothing], ...all]),
    pick("up", all.filter(([i]) => scales[i] === "number")),
    pick("colour", [[-1, words.nothing], ...all]));
  requestAnimationFrame(update); // its width is known once it stands in the page
  return h("div", { class: "chart" }, controls, paper);
}

// Bars lie on their side when names are long or many, so that every name can be read
function specify(columns, rows, scales, chosen, names, room) {
  const values = rows.map((row) => Object.fromEntries(row.map((term, i) => [`c${i}`, valueOf(term, scales[i], names)])));
  const channel = (i) => (i < 0 ? undefined : {
    field: `c${i}`, type: TYPES[scales[i]], title: columns[i], sort: null,
    ...(scales[i] === "number" && i !== chosen.up ? { scale: { zero: false } } : {}),
  });
  const lying = chosen.mark === "bar" && scales[chosen.across] === "name";
  const [x, y] = lying ? [chosen.up, chosen.across] : [chosen.across, chosen.up];
  return {
    data: { values },
    mark: { type: chosen.mark, ...(chosen.mark === "bar" ? {} : { point: true }), ...(chosen.mark === "point" ? { filled: true, size: 70 } : {}) },
    encoding: {
      ...(x >= 0 && { x: channel(x) }), ...(y >= 0 && { y: channel(y) }),
      ...(chosen.colour >= 0 && { color: channel(chosen.colour) }),
    },
    width: Math.max(160, room - (lying ? 190 : 90)),
    ...(lying ? { height: { step: 22 } } : { height: 320 }),
    autosize: { type: "pad", contains: "padding" },
    config: { axis: { labelLimit: lying ? 150 : 110 } },
    description: `${words.chart}: ${columns.join(", ")}`,
    usermeta: { language },
  };
}

function valueOf(term, scale, names) {
  if (term === null) return null;
  if (scale === "number") return numberOf(term);
  return (term.type === "uri" && names?.get(term.value)) || textOf(term);
}
