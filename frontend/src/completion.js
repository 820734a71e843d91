// Completion in the editor: keywords, variables, our terms by IRI or by name in either language, best first.
import { prefixes, shorten, words } from "./context.js";

const MOST = 60;
const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const KEYWORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND AS PREFIX CONSTRUCT DESCRIBE ASK " +
  "ORDER BY GROUP HAVING LIMIT OFFSET ASC DESC COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT EXISTS NOT IN FROM NAMED LANG " +
  "LANGMATCHES STR STRSTARTS STRENDS CONTAINS REGEX REPLACE LCASE UCASE CONCAT STRLEN SUBSTR DATATYPE BOUND IF COALESCE " +
  "ISIRI ISBLANK ISLITERAL ISNUMERIC YEAR MONTH DAY ROUND ABS CEIL FLOOR SEPARATOR").split(" ");
const NAME = "[\\p{L}\\p{N}_.-]*";
const TOKEN = new RegExp(`(?:[?$][\\p{L}\\p{N}_]*|[\\p{L}][\\p{L}\\p{N}_-]*:${NAME}|[\\p{L}]${NAME})$`, "u");
const WORDS = /<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^\S+)?|[.;,{}()]|[^\s.;,{}()<"]+(?:\.[^\s.;,{}()<"]+)*/gu;

// Returns a completion source (CodeMirror) over a vocabulary that arrives later
export function completeFrom(vocabulary) {
  return async (context) => {
    const text = context.state.doc.toString();
    const before = text.slice(0, context.pos);
    const token = TOKEN.exec(before)?.[0] ?? "";
    if (!token && !context.explicit) return null;
    if (insideTextOrComment(before)) return null;
    const from = context.pos - token.length;
    const options = /^[?$]/.test(token) ? variablesIn(text, token) : termsFor(token, before.slice(0, from), text, await vocabulary);
    return options.length ? { from, options: options.slice(0, MOST), filter: false } : null;
  };
}

function insideTextOrComment(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1).replace(/<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return /["'#]/.test(line);
}

function variablesIn(text, token) {
  const all = new Set(text.match(/[?$][\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
  all.delete(token);
  return [...all].filter((name) => name.slice(1).startsWith(token.slice(1))).sort().map((label) => ({ label, type: "variable" }));
}

function termsFor(token, before, text, { terms, used }) {
  const { position, subject, predicate } = whereIn(before);
  const types = typesOf(subject, text);
  const fits = new Set(types.flatMap((type) => [...(used.get(type) ?? [])]));
  const wanted = token.toLowerCase();
  const found = terms
    .map((term) => ({ term, rank: rankOf(term, wanted, position, predicate, fits) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.term.iri.localeCompare(b.term.iri));
  const options = found.map(({ term }) => optionOf(term, fits.has(term.iri)));
  const keywords = wanted && !wanted.includes(":") ? KEYWORDS.filter((word) => word.toLowerCase().startsWith(wanted)) : [];
  return [...keywords.map((label) => ({ label, type: "keyword" })), ...options];
}

// How well a term goes there: 0 not at all
function rankOf({ iri, kind, names }, wanted, position, predicate, fits) {
  const short = shorten(iri).toLowerCase();
  if (short === iri.toLowerCase()) return 0;
  const local = short.slice(short.indexOf(":") + 1);
  const name = names.some((label) => label.toLowerCase().includes(wanted));
  const match = short.startsWith(wanted) || local.startsWith(wanted) ? 3 : name ? 2 : local.includes(wanted) ? 1 : 0;
  if (!match) return 0;
  const expected = position === "predicate" ? "property" : predicate === "a" || predicate === "rdf:type" ? "class" : null;
  if (expected && kind !== expected) return 0;
  if (!wanted && kind === "thing") return 0;
  return match + (fits.has(iri) ? 10 : 0) + (short.startsWith("aii:") ? 2 : 0);
}

function optionOf({ iri, kind, names }, fits) {
  const short = shorten(iri);
  const prefix = short.slice(0, short.indexOf(":"));
  return {
    label: short,
    detail: names.join(" · ") + (fits ? ` (${words.used})` : ""),
    type: { class: "class", property: "property", thing: "constant" }[kind],
    apply: (view, _, from, to) => insert(view, short, prefix, from, to),
  };
}

// Inserts the term, and above the query the PREFIX that it needs
function insert(view, short, prefix, from, to) {
  const text = view.state.doc.toString();
  const declared = new RegExp(`prefix\\s+${prefix}:`, "i").test(text);
  const line = declared ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
  const at = /^(?:\s*#[^\n]*\n)*/.exec(text)[0].length;
  view.dispatch({
    changes: [...(line ? [{ from: Math.min(at, from), insert: line }] : []), { from, to, insert: short }],
    selection: { anchor: from + line.length + short.length },
    userEvent: "input.complete",
  });
}

// Which part of a triple stands at the end of `before`, and the parts before it
function whereIn(before) {
  const tokens = before.replace(/(^|\s)#[^\n]*/g, "$1").match(WORDS) ?? [];
  let parts = [];
  for (const token of tokens) {
    if (/^[.{}()]$/.test(token)) parts = [];
    else if (token === ";") parts = parts.slice(0, 1);
    else if (token === ",") parts = parts.slice(0, 2);
    else if (parts.length === 3) parts = [token];
    else parts.push(token);
  }
  return { position: ["subject", "predicate", "object"][parts.length] ?? "subject", subject: parts[0], predicate: parts[1] };
}

// The classes that the query gives `subject` anywhere
function typesOf(subject, text) {
  if (!subject) return [];
  const name = subject.replace(/[$^*+?.()[\]{}|\\/]/g, "\\$&");
  const found = text.matchAll(new RegExp(`${name}\\s+(?:[^.{}]*;\\s*)?(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+|<[^<>\\s]+>)`, "gu"));
  return [...found].map(([, type]) => expand(type)).filter((iri) => iri !== RDF_TYPE);
}

function expand(name) {
  if (name.startsWith("<")) return name.slice(1, -1);
  const [prefix, local] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
  return (prefixes[prefix] ?? `${prefix}:`) + local;
}
