// Write the notices of the packages whose code went into the bundle. An unknown licence, or none, stops the build.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

const KNOWN = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);
const NOTICE = /^(licen[cs]e|notice|copying)|\.license\.txt$/i;

export async function collectNotices(inputs) {
  const packages = new Set(Object.keys(inputs).map(packageOf).filter(Boolean));
  const notices = await Promise.all([...packages].sort().map(noticeOf));
  return `The scripts beside this file hold code of ${notices.length} packages:\n\n${notices.join("\n")}`;
}

// "node_modules/@a/b/src/c.js" → "node_modules/@a/b"; null for our own files
function packageOf(path) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

async function noticeOf(folder) {
  const { name, version, license, homepage, author } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if (!KNOWN.has(license)) {
    throw new Error(`${name} ${version} has the licence ${license}: add it to notices.mjs if it may be shipped`);
  }
  const files = (await readdir(folder)).filter((file) => NOTICE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  if (!texts.length) throw new Error(`${name} ${version} comes without its licence's text`);
  const line = "=".repeat(80);
  return [`${line}\n${name} ${version} (${license})\n${line}`, ...texts.map((text) => text.trim()), ""].join("\n\n");
}
