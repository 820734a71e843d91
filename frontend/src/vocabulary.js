// The terms that a query may use: classes and properties with their names, things by name, and what goes with what.
import { ask } from "./endpoint.js";

const OWL = "http://www.w3.org/2002/07/owl#";
const TERMS = `PREFIX owl: <${OWL}>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?kind ?label WHERE {
  VALUES (?type ?kind) {
    (owl:Class "class") (rdfs:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
    (owl:AnnotationProperty "property") (rdf:Property "property")
  }
  ?term a ?type FILTER (ISIRI(?term))
  OPTIONAL { ?term rdfs:label ?label }
} ORDER BY ?term ?label LIMIT 5000`;
const USE = "SELECT DISTINCT ?class ?property WHERE { ?thing a ?class ; ?property ?value FILTER (ISIRI(?class)) } LIMIT 20000";
const THINGS = (base) => `PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?label WHERE { ?term rdfs:label ?label FILTER (STRSTARTS(STR(?term), "${base}id/")) } ORDER BY ?term LIMIT 10000`;

// Asks once for all of it; what cannot be had is left out, completion goes on with the rest
export async function loadVocabulary(base) {
  const [terms, use, things] = await Promise.all([TERMS, USE, THINGS(base)].map(rowsOf));
  const found = new Map();
  for (const [term, kind, label] of terms) addName(found, term.value, kind.value, label);
  for (const [term, label] of things) addName(found, term.value, "thing", label);
  const used = new Map();
  for (const [type, property] of use) {
    addName(found, type.value, "class", null);
    addName(found, property.value, "property", null);
    if (!used.has(type.value)) used.set(type.value, new Set());
    used.get(type.value).add(property.value);
  }
  return { terms: [...found.values()], used };
}

async function rowsOf(query) {
  try {
    return (await ask(query, { timeout: 5 })).rows;
  } catch {
    return [];
  }
}

function addName(found, iri, kind, label) {
  if (!found.has(iri)) found.set(iri, { iri, kind, names: [] });
  if (label !== null && !found.get(iri).names.includes(label.value)) found.get(iri).names.push(label.value);
}
