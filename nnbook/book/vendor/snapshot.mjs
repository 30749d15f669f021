// A snapshot of Python's memory with the library imported, for the worker of live code: Node starts Python as that one
// does, from the files in a folder, and writes what differs from the memory before that. The third argument says where
// the snapshot goes; its description goes out as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { allFiles, exit, folder, start, stdout, target } from "./node_python.mjs";

/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").Known} Known */
/** @typedef {import("../../../docs/assets/live/pyodide.d.ts").PyodideModule} PyodideModule */

const GAP = 32; // bytes that may be equal between two that differ and are sent together
const SMALLEST = 16;

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

const python = await start({ making: true, files: allFiles });
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
