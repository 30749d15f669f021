// The book's own scripts and the widgets' style sheet, bundled and minified. The first argument is the folder whose
// esbuild does it, the second that of the assets; { made: { name: text }, used: [name] } goes out as JSON. What a page,
// a worker or a test addresses keeps its name; what two of them share is a chunk, its content's hash in its name.
import { globSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [home, assets] = process.argv.slice(2);
const { build } = createRequire(`${home}/package.json`)("esbuild");

/** @type {import("esbuild").BuildOptions} */
const SHORT = {
  tsconfigRaw: {}, // not what lies in some folder above
  absWorkingDir: assets,
  outbase: ".",
  outdir: ".",
  minify: true,
  legalComments: "none",
  charset: "utf8",
};
/**
 * Modules: a folder's entry points, and its chunks beside them.
 * @param {string} folder
 * @param {string[]} entries
 * @returns {import("esbuild").BuildOptions}
 */
const modules = (folder, entries) => ({
  entryPoints: entries.flatMap((entry) => globSync(`${folder}/${entry}`, { cwd: assets })).sort(),
  chunkNames: `${folder}/[name]-[hash]`,
  bundle: true,
  splitting: true,
  format: "esm",
});
const BUNDLES = [
  modules("live", ["live.js", "runner.js", "editor.js"]),
  modules("widgets", ["mount.js", "embed.js", "*/index.js", "widgets.css"]),
  // Parts of a classic script, whose beginning is Pyodide's.
  { entryPoints: globSync("live/{boot,worker}.js", { cwd: assets }).sort(), bundle: true, format: "iife" },
  // Classic scripts, which share one scope: their own names stay.
  { entryPoints: globSync("js/*.js", { cwd: assets }).sort() },
];

/** @param {string} file */
const name = (file) => path.relative(assets, file).split(path.sep).join("/");
/** @type {Record<string, string>} */
const made = {};
const used = new Set();
for (const bundle of BUNDLES) {
  const { outputFiles, metafile } = await build({ ...SHORT, ...bundle, write: false, metafile: true });
  for (const { path: file, text } of outputFiles) made[name(file)] = text;
  for (const input of Object.keys(metafile.inputs)) used.add(name(path.join(assets, input)));
}
process.stdout.write(JSON.stringify({ made, used: [...used] }));
