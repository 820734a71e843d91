// Ask the endpoint of this site, and read what comes back: SPARQL results in JSON, or triples.
import { root } from "./context.js";
import { readTriples } from "./ntriples.js";

const LONGEST_ADDRESS = 6000;
const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
export const address = `${root}/sparql`;

// What is wrong with a query, as the endpoint says it (RFC 9457)
export class Problem extends Error {
  constructor({ detail, code, line, column }, status) {
    super(detail);
    Object.assign(this, { code, line, column, status });
  }
}

export async function request(query, { accept = ACCEPT, signal, ...more } = {}) {
  const parameters = new URLSearchParams({ query, ...more });
  const short = parameters.toString().length < LONGEST_ADDRESS;
  const response = await (short
    ? fetch(`${address}?${parameters}`, { headers: { accept }, signal })
    : fetch(address, { method: "POST", headers: { accept }, body: parameters, signal }));
  if (response.ok) return response;
  const said = await response.text();
  let problem;
  try {
    problem = JSON.parse(said);
  } catch {
    problem = { detail: said.slice(0, 500) || response.statusText };
  }
  throw new Problem(problem, response.status);
}

// The answer: its form (select, ask, graph), its columns and rows of terms, or its truth, and its body as it came
export async function ask(query, options) {
  const started = performance.now();
  const response = await request(query, options);
  const body = await response.text();
  const milliseconds = performance.now() - started;
  const type = response.headers.get("content-type") ?? "";
  return { ...readAnswer(body, type), body, milliseconds };
}

function readAnswer(body, type) {
  if (!type.includes("json")) {
    const columns = ["subject", "predicate", "object"];
    return { form: "graph", columns, rows: readTriples(body) };
  }
  const { head, results, boolean } = JSON.parse(body);
  if (boolean !== undefined) return { form: "ask", truth: boolean, columns: [], rows: [] };
  const columns = head.vars ?? [];
  return { form: "select", columns, rows: results.bindings.map((row) => columns.map((name) => row[name] ?? null)) };
}
