// The graph on the page of a thing: what the report relates it to, one step away, and how those are related.
import { words } from "./context.js";
import { h } from "./dom.js";
import { ask } from "./endpoint.js";
import { findNames } from "./names.js";
import { showNetwork } from "./network.js";

const UNSAFE = /[<>"{}|^`\\\u0000-\u0020]/;

export async function showNeighbours(section) {
  const iri = section.dataset.graph;
  if (UNSAFE.test(iri)) return section.remove();
  const base = iri.replace(/id\/[^/]*$/, "");
  const query = `CONSTRUCT { ?a ?p ?b } WHERE {
  GRAPH <${base}graph/facts> {
    { BIND (<${iri}> AS ?a) <${iri}> ?p ?b } UNION { BIND (<${iri}> AS ?b) ?a ?p <${iri}> }
    UNION { <${iri}> ?x ?a . ?a ?p ?b . <${iri}> ?y ?b }
  }
  FILTER (ISIRI(?b) && STRSTARTS(STR(?a), "${base}id/") && STRSTARTS(STR(?b), "${base}id/"))
} LIMIT 150`;
  try {
    const { rows } = await ask(query, { timeout: 5 });
    const network = rows.length ? showNetwork(rows, await findNames(rows.flat()), iri) : null;
    if (network) section.append(network);
    else section.remove();
  } catch (error) {
    section.append(h("p", { role: "alert" }, `${words.raised}: ${error.message}`));
  }
}
