// A table of an answer: sorts by any column, filters, shows more on demand; IRIs lead on, by name if wanted.
import { linkOf, isOurs, words } from "./context.js";
import { h, newId } from "./dom.js";
import { compareTerms, scaleOf, textOf } from "./terms.js";

const AT_ONCE = 100;

export function showTable({ columns, rows }, names) {
  const numeric = columns.map((_, i) => scaleOf(rows.map((row) => row[i])) === "number");
  const state = { column: null, descending: false, filter: "", most: AT_ONCE };
  const id = newId("count");
  const count = h("p", { id, class: "count", role: "status" });
  const body = h("tbody");
  const heads = columns.map((column, i) =>
    h("th", { scope: "col", class: numeric[i] && "number" },
      h("button", { type: "button", onclick: () => sortBy(i) }, column)));
  const more = h("button", { type: "button", class: "quiet", onclick: () => { state.most += 10 * AT_ONCE; update(); } },
    words.more);
  const filter = h("input", { type: "search", "aria-label": words.filter, placeholder: words.filter, "aria-controls": id,
    oninput: (event) => { state.filter = event.target.value.toLowerCase(); state.most = AT_ONCE; update(); } });

  function sortBy(i) {
    state.descending = state.column === i && !state.descending;
    state.column = i;
    heads.forEach((head, j) =>
      j === i ? head.setAttribute("aria-sort", state.descending ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
    update();
  }

  function chosen() {
    const kept = state.filter
      ? rows.filter((row) => row.some((term) => `${textOf(term)} ${nameOf(term) ?? ""}`.toLowerCase().includes(state.filter)))
      : [...rows];
    if (state.column === null) return kept;
    const sign = state.descending ? -1 : 1;
    return kept.sort((a, b) => sign * compareTerms(a[state.column], b[state.column]));
  }

  const nameOf = (term) => (term?.type === "uri" ? names?.get(term.value) : undefined);

  function update() {
    const kept = chosen();
    const shown = kept.slice(0, state.most);
    body.replaceChildren(...shown.map((row) => h("tr", {}, row.map((term, i) => cell(term, numeric[i], nameOf(term))))));
    count.textContent = shown.length < rows.length ? words.shown(shown.length, rows.length) : "";
    more.hidden = shown.length === kept.length;
  }

  update();
  const table = h("table", {}, h("thead", {}, h("tr", {}, heads)), body);
  return h("div", { class: "results" },
    rows.length > 5 ? h("div", { class: "tools" }, filter, count) : null,
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words.answer }, table),
    rows.length ? null : h("p", {}, words.none), more);
}

function cell(term, numeric, name) {
  if (term === null) return h("td");
  const text = name ?? textOf(term);
  const link = term.type === "uri" ? linkOf(term.value) : null;
  const title = term.type === "uri" ? term.value : term.datatype && textOf({ type: "uri", value: term.datatype });
  const away = link && !isOurs(term.value);
  return h("td", { class: numeric && "number", lang: language(term), title },
    link ? h("a", { href: link, rel: away && "noreferrer nofollow" }, text) : text);
}

const language = (term) => (/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(term["xml:lang"] ?? "") ? term["xml:lang"] : null);
