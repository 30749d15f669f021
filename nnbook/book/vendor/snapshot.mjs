// A snapshot of Python's memory with the library imported, for the worker of live code: Node starts Python as that one
// does, from the files in a folder, and writes what differs from the memory before that. The first argument is the
// folder, the second the one that has boot.js, the third where the snapshot goes; its description goes out as JSON.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";

/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").Boot} Boot */
/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").FileSystem} FileSystem */
/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").Known} Known */
/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").PyodideModule} PyodideModule */

const [folder, scripts, target] = process.argv.slice(2);
const { stdout, exit } = process;
/** @type {{ info: object, libraries: string[] }} */
const { info, libraries } = JSON.parse(readFileSync(path.join(folder, "what.json"), "utf8"));
const GAP = 32; // bytes that may be equal between two that differ and are sent together
const SMALLEST = 16;

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
const filesIn = (/** @type {string} */ place) =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();

/**
 * Memory that is free is full of what was there before: make it zeros.
 * @param {PyodideModule} module
 */
function clear({ HEAPU8: memory, LDSO }) {
  const { malloc, free, sbrk } = LDSO.loadedLibsByName.__main__.exports;
  const top = sbrk(0);
  const held = [];
  for (let size = 1 << 16; size >= SMALLEST; size >>= 1) {
    for (;;) {
      const place = malloc(size);
      if (!place) break;
      if (place + size > top) {
        free(place);
        break;
      }
      memory.fill(0, place, place + size);
      held.push(place);
    }
  }
  for (const place of held) free(place);
}

/**
 * What differs between two memories: how many runs of bytes, how far each is from the last, its length, then all bytes.
 * @param {Uint8Array} before
 * @param {Uint8Array} after
 */
function difference(before, after) {
  const runs = [];
  const parts = [];
  let last = 0;
  for (let at = 0; at < after.length; ) {
    if (after[at] === before[at]) {
      at += 1;
      continue;
    }
    let end = at + 1;
    for (let next = end, same = 0; next < after.length && same < GAP; next += 1) {
      if (after[next] === before[next]) same += 1;
      else [same, end] = [0, next + 1];
    }
    runs.push(at - last, end - at);
    parts.push(after.subarray(at, end));
    [at, last] = [end, end];
  }
  return Buffer.concat([Buffer.from(Uint32Array.of(parts.length, ...runs).buffer), ...parts]);
}

pretend();
for (const script of [path.join(folder, "pyodide.asm.js"), path.join(scripts, "boot.js")]) {
  runInThisContext(readFileSync(script, "utf8"), script);
}
const site = path.join(folder, "site-packages");
const compiled = (/** @type {string} */ file) => new WebAssembly.Module(readFileSync(file));
const start = (/** @type {Partial<Boot>} */ how) =>
  boot({
    info,
    wasm: compiled(path.join(folder, "pyodide.asm.wasm")),
    libraries: libraries.map((name) => ({ name, library: compiled(path.join(site, name)) })),
    files() {},
    ...how,
  });

const python = await start({
  making: true,
  files(FS) {
    FS.writeFile(STDLIB, readFileSync(path.join(folder, "python_stdlib.zip")));
    for (const name of filesIn(site)) {
      const place = `${SITE}/${name}`;
      FS.mkdirTree(path.posix.dirname(place));
      FS.writeFile(place, readFileSync(path.join(site, name)));
    }
  },
});
const { _module: module } = python;
python.runPython(readFileSync(path.join(folder, "make.py"), "utf8"));
for (const name of Object.keys(python.loadedPackages)) delete python.loadedPackages[name];
const open = module.FS.streams.filter((stream, at) => stream && at > 2).map((stream) => stream?.path);
if (open.length) throw new Error(`files are open, which a snapshot cannot have: ${open}`);
const state = module.API.serializeHiwireState();
clear(module);
const { exports } = module.LDSO.loadedLibsByName.__main__;
module.HEAP32[(exports._PyRuntime + module.HEAP32[exports._PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET >> 2]) >> 2] = 0;
const memory = module.HEAPU8.slice();

/** @type {Known | undefined} */
let known;
await start({
  snapshot: {
    length: memory.length,
    state,
    put(before, sum) {
      writeFileSync(target, difference(before, memory));
      before.set(memory);
      known = { length: memory.length, sum, state };
    },
  },
});
stdout.write(JSON.stringify(known), () => exit(0));
