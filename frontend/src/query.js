// The query page: editor, example queries, and the answer as table, chart, graph and text.
import "./query.css";
import { showChart } from "./chart.js";
import { completeFrom } from "./completion.js";
import { language, words } from "./context.js";
import { h } from "./dom.js";
import { makeEditor } from "./editor.js";
import { ask, address, Problem, request } from "./endpoint.js";
import { findNames } from "./names.js";
import { showNetwork } from "./network.js";
import { showTable } from "./table.js";
import { showTabs } from "./tabs.js";
import { loadVocabulary } from "./vocabulary.js";

const LONGEST_LINK = 6000;
// What formats are called whose name in an address tells little; the others are called by it
const CALLED = { "xlsx-csv": words.spreadsheet, json: "JSON", xml: "XML", csv: "CSV", tsv: "TSV", turtle: "Turtle", ntriples: "N-Triples", rdfxml: "RDF/XML", jsonld: "JSON-LD", trig: "TriG", nquads: "N-Quads" };
const MOST_SHOWN = 200_000;
const form = document.querySelector("form.ask");
const area = form.querySelector("textarea");
const button = form.querySelector("button");
const answers = document.getElementById("answers");
const formats = JSON.parse(answers.dataset.formats);
const state = { running: null };

const editor = makeEditor(area, { run, complete: completeFrom(loadVocabulary(answers.dataset.base)) });
form.querySelector("label").addEventListener("click", editor.focus);
form.addEventListener("submit", (event) => { event.preventDefault(); state.running ? stop() : run(); });
addEventListener("popstate", () => open(new URLSearchParams(location.search).get("query"), { remember: false }));
for (const link of document.querySelectorAll("#example-list a")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(new URL(link.href).searchParams.get("query"));
    scrollTo({ top: form.offsetTop - 16, behavior: "smooth" });
  });
}
addExampleFilter();
document.getElementById("keys").textContent = words.keys;
if (new URLSearchParams(location.search).has("query")) run({ remember: false });

function open(query, options) {
  if (query === null) return;
  editor.write(query);
  run(options);
}

function stop() {
  state.running?.abort();
}

async function run({ remember = true } = {}) {
  stop();
  const query = editor.read();
  const running = new AbortController();
  state.running = running;
  editor.clear();
  button.textContent = words.stop;
  answers.setAttribute("aria-busy", "true");
  answers.replaceChildren(h("p", { role: "status" }, words.running));
  if (remember) history.pushState(null, "", linkTo(query));
  try {
    const answer = await ask(query, { signal: running.signal });
    const names = await findNames(answer.rows.slice(0, 2000).flat());
    if (state.running === running) answers.replaceChildren(...show(query, answer, names));
  } catch (error) {
    if (state.running === running) answers.replaceChildren(...explain(error));
  } finally {
    if (state.running === running) {
      state.running = null;
      button.textContent = button.dataset.run;
      answers.removeAttribute("aria-busy");
    }
  }
}

function linkTo(query) {
  const here = new URL(location.href);
  const parameters = new URLSearchParams({ query, format: "html" });
  if (here.searchParams.has("lang")) parameters.set("lang", here.searchParams.get("lang"));
  return `${here.pathname}?${parameters}`;
}

function explain(error) {
  if (error.name === "AbortError") return [h("p", { role: "status" }, words.stopped)];
  if (!(error instanceof Problem)) return [h("section", { class: "error", role: "alert" }, h("h2", {}, words.offline), h("p", {}, error.message))];
  const go = editor.mark(error);
  return [h("section", { class: "error", role: "alert" },
    h("h2", {}, words.wrong), h("p", {}, error.message),
    go && h("p", {}, h("button", { type: "button", class: "quiet", onclick: go }, `${words.go}: ${words.place(error.line, error.column)}`)))];
}

function show(query, answer, names) {
  const raw = [words.raw, () => showRaw(query, answer)];
  const network = () => showNetwork(answer.rows, names) ?? h("p", {}, words.noGraph);
  const views = {
    ask: [[words.answer, () => h("p", { class: "truth" }, answer.truth ? words.yes : words.no)], raw],
    select: [[words.table, () => tableWithNames(answer, names)], [words.chart, () => showChart(answer, names) ?? h("p", {}, words.noChart)], raw],
    graph: [[words.graph, network], [words.table, () => tableWithNames(answer, names)], raw],
  }[answer.form];
  return [h("h2", {}, words.answer), h("p", { class: "summary", role: "status" }, summarise(query, answer)), showTabs(words.views, views), downloads(query, answer)];
}

function summarise(query, { form: kind, rows, milliseconds }) {
  const took = words.time(milliseconds);
  if (kind === "ask") return took;
  const limit = Number(/\blimit\s+(\d+)\s*(?:offset\s+\d+\s*)?(?:values\b[^]*)?$/i.exec(query.replace(/(^|\s)#[^\n]*/g, "$1").trimEnd())?.[1] ?? NaN);
  const count = kind === "graph" ? words.triples(rows.length) : words.rows(rows.length);
  const reached = kind === "select" && rows.length === limit;
  return `${count} · ${took}${reached ? ` · ${words.limited(limit)}` : ""}`;
}

function tableWithNames(answer, names) {
  const place = h("div", {}, showTable(answer, names));
  if (!names.size) return place;
  const box = h("input", { type: "checkbox", checked: true, onchange: () => place.replaceChildren(showTable(answer, box.checked ? names : null)) });
  return h("div", {}, h("label", { class: "choice" }, box, ` ${words.names}`), place);
}

function showRaw(query, answer) {
  const text = h("pre", { tabindex: "0", "aria-label": words.raw });
  const cut = h("p", {});
  const put = (body) => {
    text.textContent = body.slice(0, MOST_SHOWN);
    cut.textContent = body.length > MOST_SHOWN ? words.truncated : "";
  };
  put(answer.form === "graph" ? "…" : answer.body);
  if (answer.form === "graph") {
    request(query, { accept: "text/turtle" }).then((response) => response.text()).then(put, () => put(answer.body));
  }
  return h("div", {}, text, cut);
}

function downloads(query, { form: kind }) {
  const offers = formats[kind === "graph" ? "graph" : "results"];
  const copied = h("span", { role: "status" });
  const share = h("button", { type: "button", class: "quiet", onclick: () => copy(new URL(linkTo(query), location.href).href, copied) }, words.share);
  return h("div", { class: "downloads" }, h("span", {}, `${words.download}:`),
    offers.map(([name, suffix]) => downloadLink(query, name, suffix)), share, copied);
}

function downloadLink(query, name, suffix) {
  const parameters = new URLSearchParams({ query, format: name });
  const link = h("a", { href: `${address}?${parameters}`, download: `answer.${suffix}` }, CALLED[name] ?? name);
  // too long for an address: fetched by POST
  if (parameters.toString().length > LONGEST_LINK) link.addEventListener("click", (event) => { event.preventDefault(); save(query, name, suffix); });
  return link;
}

async function save(query, name, suffix) {
  const body = await (await request(query, { format: name })).blob();
  const link = h("a", { href: URL.createObjectURL(body), download: `answer.${suffix}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = words.shared;
  } catch {
    said.replaceChildren(h("input", { readonly: true, value: text, "aria-label": words.link })); // not on https
    said.firstChild.select();
  }
}

function addExampleFilter() {
  const list = document.getElementById("example-list");
  if (!list) return;
  const entries = [...list.querySelectorAll("li")];
  const field = h("input", { type: "search", class: "find", "aria-label": words.find, placeholder: words.find, "aria-controls": list.id, lang: language,
    oninput: () => {
      const wanted = field.value.trim().toLowerCase().split(/\s+/);
      for (const entry of entries) entry.hidden = !wanted.every((word) => entry.textContent.toLowerCase().includes(word));
    } });
  list.before(field);
}
