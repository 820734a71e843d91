// The names of things in the reader's language, asked of the endpoint.
import { isOurs, language } from "./context.js";
import { ask } from "./endpoint.js";

const MOST = 500;
const UNSAFE = /[<>"{}|^`\\\u0000-\u0020]/;

// Returns IRI → name for those of `terms` that are ours and have one; an endpoint that fails gives none
export async function findNames(terms) {
  const iris = [...new Set(terms.filter((t) => t?.type === "uri" && isOurs(t.value) && !UNSAFE.test(t.value)).map((t) => t.value))];
  if (!iris.length) return new Map();
  const query = `PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing (SAMPLE(?label) AS ?name) WHERE {
  VALUES ?thing { ${iris.slice(0, MOST).sort().map((iri) => `<${iri}>`).join(" ")} }
  ?thing rdfs:label|skos:prefLabel ?label FILTER (LANGMATCHES(LANG(?label), "${language}"))
} GROUP BY ?thing`;
  try {
    const { rows } = await ask(query, { timeout: 5 });
    return new Map(rows.map(([thing, name]) => [thing.value, name.value]));
  } catch {
    return new Map();
  }
}
