// Where this page is: the root of the site, the reader's language, the words and prefixes that go with it.
import { WORDS } from "./words.js";

export const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
export const language = document.documentElement.lang === "zh" ? "zh" : "en";
export const words = WORDS[language];

const given = document.querySelector("[data-prefixes]")?.dataset;
export const prefixes = given ? JSON.parse(given.prefixes) : {};
const base = given?.base ?? "https://w3id.org/aiinfra/";
const ours = /^(?:id|claim|discrepancy|source|vocabulary|query)\/[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*$/;

// The IRI with the longest prefix that fits, or as it is
export function shorten(iri) {
  const fitting = Object.entries(prefixes).filter(([, start]) => iri.startsWith(start));
  if (!fitting.length) return iri;
  const [prefix, start] = fitting.reduce((a, b) => (b[1].length > a[1].length ? b : a));
  return `${prefix}:${iri.slice(start.length)}`;
}

export const isOurs = (iri) => iri.startsWith(base);

// Where an IRI leads: ours to its page here, a web address to itself, any other nowhere
export function linkOf(iri) {
  if (isOurs(iri)) {
    const name = iri.slice(base.length);
    const lang = new URLSearchParams(location.search).get("lang");
    const kept = lang ? { lang } : {};
    return ours.test(name)
      ? withParameters(`${root}/${name}`, kept)
      : withParameters(`${root}/resource`, { iri, ...kept });
  }
  return /^https?:\/\//i.test(iri) ? iri : null;
}

export function withParameters(path, parameters) {
  const query = new URLSearchParams(parameters).toString();
  return query ? `${path}?${query}` : path;
}
