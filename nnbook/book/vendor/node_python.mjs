// Python in Node, as the worker of live code starts it, and the same at each run. The first argument of the program is
// a folder with Pyodide's own files and what.json, the second the one that has boot.js.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";

/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").Boot} Boot */
/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").FileSystem} FileSystem */

export const { stdout, exit } = process; // which a worker has not
const { stderr } = process;
// Node would show the line of Pyodide's script, which is half a megabyte long.
process.on("uncaughtException", (problem) => stderr.write(`${problem.message}\n`, () => exit(1)));
export const [folder, scripts, target] = process.argv.slice(2);
/** @type {{ info: object, libraries: string[] }} */
const { info, libraries } = JSON.parse(readFileSync(path.join(folder, "what.json"), "utf8"));

/** The same at each run, and like a worker of a browser. */
function pretend() {
  let seed = 1;
  const byte = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed >>> 24;
  };
  const getRandomValues = (/** @type {ArrayBufferView} */ view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = byte();
    return view;
  };
  const location = { href: "https://files.invalid/", toString: () => location.href };
  const navigator = { languages: ["en"], userAgent: "", platform: "" };
  const like = { self: globalThis, importScripts() {}, location, navigator, process: undefined };
  for (const [name, value] of Object.entries({ ...like, crypto: { getRandomValues } })) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  Date.now = () => 1.7e12;
  performance.now = () => 1000;
}

/** Every file below a folder, in an order that is always the same. */
export const filesIn = (/** @type {string} */ place) =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();

pretend();
for (const script of [path.join(folder, "pyodide.asm.js"), path.join(scripts, "boot.js")]) {
  runInThisContext(readFileSync(script, "utf8"), script);
}
const site = path.join(folder, "site-packages");
const compiled = (/** @type {string} */ file) => new WebAssembly.Module(readFileSync(file));

/**
 * Start Python, with nothing in its file system unless told.
 * @param {Partial<Boot>} how
 */
export const start = (how) =>
  boot({
    info,
    wasm: compiled(path.join(folder, "pyodide.asm.wasm")),
    libraries: libraries.map((name) => ({ name, library: compiled(path.join(site, name)) })),
    files() {},
    ...how,
  });

/**
 * Give Python its standard library and all packages.
 * @param {FileSystem} FS
 */
export function allFiles(FS) {
  FS.writeFile(STDLIB, readFileSync(path.join(folder, "python_stdlib.zip")));
  for (const name of filesIn(site)) {
    const place = `${SITE}/${name}`;
    FS.mkdirTree(path.posix.dirname(place));
    FS.writeFile(place, readFileSync(path.join(site, name)));
  }
}
