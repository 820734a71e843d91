// What a term of an answer is: how it is shown, and what it is worth on an axis.
import { shorten } from "./context.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ("integer decimal double float long int short byte nonNegativeInteger positiveInteger nonPositiveInteger " +
    "negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte").split(" ").map((name) => XSD + name));
const TIMES = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((name) => XSD + name));

export function textOf(term) {
  if (term === null) return "";
  if (term.type === "uri") return shorten(term.value);
  if (term.type === "bnode") return `_:${term.value}`;
  return typeof term.value === "string" ? term.value : JSON.stringify(term.value);
}

// "number", "time", or "name": how the values of a column may be drawn
export function scaleOf(terms) {
  const bound = terms.filter((term) => term !== null);
  if (bound.length && bound.every((term) => NUMBERS.has(term.datatype))) return "number";
  if (bound.length && bound.every((term) => TIMES.has(term.datatype))) return "time";
  return "name";
}

export const numberOf = (term) => (term === null ? null : Number(term.value));

// Orders terms: unbound last, numbers by value, all else by its text
export function compareTerms(a, b) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (NUMBERS.has(a.datatype) && NUMBERS.has(b.datatype)) return Number(a.value) - Number(b.value);
  return textOf(a).localeCompare(textOf(b), document.documentElement.lang, { numeric: true });
}
