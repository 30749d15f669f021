// The modules that the pages import from npm packages, bundled and minified by esbuild into the folder given as second
// argument; the packages are those of the folder given as first. What two of them share is a chunk beside them. Which
// packages have a part in it goes out as JSON.
import { createRequire } from "node:module";

const [home, target] = process.argv.slice(2);
const { build } = createRequire(`${home}/package.json`)("esbuild");

// What docs/assets/live/editor.js imports.
const EDITOR = [
  "@codemirror/commands",
  "@codemirror/lang-python",
  "@codemirror/language",
  "@codemirror/state",
  "@codemirror/view",
  "@lezer/highlight",
];
// What docs/assets/widgets/ imports.
const WIDGETS = [
  "lit-html/lit-html.js",
  "lit-html/directive.js",
  "lit-html/directives/guard.js",
  "lit-html/directives/live.js",
  "lit-html/directives/repeat.js",
  "d3-array/src/ticks.js",
  "d3-contour/src/contours.js",
];

/**
 * Bundle modules; what two of them share goes into the folder of chunks.
 * @param {string[] | { in: string, out: string }[]} entryPoints
 * @param {string} chunks
 */
const bundle = (entryPoints, chunks) =>
  build({
    absWorkingDir: home,
    entryPoints,
    outdir: target,
    chunkNames: `${chunks}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    legalComments: "none", // The licences lie in docs/licences/.
    logLevel: "warning",
    metafile: true,
  });

/** @param {string} name */
const fileName = (name) => name.replace(/^@/, "").replaceAll("/", "-");
const editor = await bundle(
  EDITOR.map((name) => ({ in: name, out: `editor/${fileName(name)}` })),
  "editor",
);
const widgets = await bundle(
  WIDGETS.map((name) => ({ in: `node_modules/${name}`, out: name.replace(/\.js$/, "") })),
  "lit-html",
);
// A classic script for the worker of live code, which makes its files of zstd out again.
const { metafile: decoder } = await build({
  absWorkingDir: home,
  entryPoints: [{ in: "fzstd", out: "fzstd/fzstd" }],
  outdir: target,
  bundle: true,
  format: "iife",
  globalName: "fzstd",
  minify: true,
  legalComments: "none",
  metafile: true,
});

const inputs = [editor, widgets, { metafile: decoder }].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const packages = inputs.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
process.stdout.write(JSON.stringify([...new Set(packages)].sort()));
