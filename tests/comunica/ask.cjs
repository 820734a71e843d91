// node ask.cjs FOLDER SOURCE… < [QUERY, …]: ask each query of the sources through Comunica, which is installed
// in FOLDER/node_modules; print a list of the answers: SPARQL JSON, N-Quads, or "error: …".
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, ...sources] = process.argv.slice(2);
const { QueryEngine } = createRequire(folder + "/")("@comunica/query-sparql");

async function ask(engine, query) {
  try {
    const result = await engine.query(query, { sources });
    const type = result.resultType === "quads" ? "application/n-quads" : "application/sparql-results+json";
    const { data } = await engine.resultToString(result, type);
    let text = "";
    for await (const part of data) text += part;
    return text;
  } catch (error) {
    return `error: ${error.message}`;
  }
}

(async () => {
  const engine = new QueryEngine();
  const answers = [];
  for (const query of JSON.parse(readFileSync(0, "utf8"))) answers.push(await ask(engine, query));
  console.log(JSON.stringify(answers));
})();
