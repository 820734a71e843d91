// Read N-Triples as the endpoint writes them, into terms of the shape that SPARQL results in JSON have.

const IRI = "<([^<>\"{}|^`\\\\\\x00-\\x20]*)>";
const BLANK = "_:([^\\s.]+(?:\\.[^\\s.]+)*)";
const LITERAL = `"((?:[^"\\\\]|\\\\.)*)"(?:@([A-Za-z0-9-]+)|\\^\\^${IRI})?`;
const TRIPLE = new RegExp(`^(?:${IRI}|${BLANK}) ${IRI} (?:${IRI}|${BLANK}|${LITERAL}) \\.$`, "u");
const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

export function readTriples(text) {
  return text.split("\n").map((line) => TRIPLE.exec(line)).filter(Boolean).map(([, s, b, p, o, c, v, tag, type]) => [
    iriOrBlank(s, b),
    { type: "uri", value: p },
    v === undefined ? iriOrBlank(o, c) : literal(v, tag, type),
  ]);
}

const iriOrBlank = (iri, label) =>
  iri === undefined ? { type: "bnode", value: label } : { type: "uri", value: iri };

const literal = (value, tag, datatype) => ({
  type: "literal",
  value: value.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, one) =>
    one ? (ESCAPES[one] ?? one) : String.fromCodePoint(parseInt(short ?? long, 16))),
  ...(tag && { "xml:lang": tag }),
  ...(datatype && { datatype }),
});
