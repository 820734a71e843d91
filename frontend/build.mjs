// Bundle src/ with esbuild into the folder given: names with a content hash, manifest.json, gzip copies, notices.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { land } from "./land.mjs";
import { collectNotices } from "./notices.mjs";

const ENTRIES = ["query", "site", "stories"];
const WORTH_COMPRESSING = 1024;

async function bundle(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    entryPoints: ENTRIES.map((name) => `src/${name}.js`),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: true,
    metafile: true,
    charset: "utf8",
    legalComments: "none", // the notices hold them
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".png": "file" },
    plugins: [land],
    logLevel: "warning",
  });
  await writeFile(join(folder, "THIRD_PARTY.txt"), await collectNotices(metafile.inputs));
  await compress(folder);
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifestOf(metafile.outputs), null, 1) + "\n");
}

// "query.js" → "query-HASH.js", and "query.css" likewise
function manifestOf(outputs) {
  const found = {};
  for (const [path, { entryPoint, cssBundle }] of Object.entries(outputs)) {
    if (!ENTRIES.includes(basename(entryPoint ?? "", ".js")) || !entryPoint.startsWith("src/")) continue;
    found[basename(entryPoint)] = basename(path);
    if (cssBundle) found[basename(entryPoint).replace(/js$/, "css")] = basename(cssBundle);
  }
  return Object.fromEntries(Object.entries(found).sort());
}

async function compress(folder) {
  for (const name of await readdir(folder)) {
    const body = await readFile(join(folder, name));
    if (/\.(js|css|txt)$/.test(name) && body.length > WORTH_COMPRESSING) {
      await writeFile(join(folder, `${name}.gz`), gzipSync(body, { level: 9 }));
    }
  }
}

await bundle(process.argv[2] ?? "dist");
