// Python from its files, by way of Pyodide's own functions: in the worker, and in Node when a snapshot is made
// (nnbook/book/vendor/snapshot.mjs). What both must do alike, or the snapshot does not fit, is here alone.

/** @typedef {import("./pyodide.d.ts").Boot} Boot */
/** @typedef {import("./pyodide.d.ts").PyodideModule} PyodideModule */
/** @typedef {import("./pyodide.d.ts").Snapshot} Snapshot */

const SITE = "/lib/python3.12/site-packages";
const STDLIB = "/lib/python312.zip";
const HOME = "/home/pyodide";
const SETTINGS = {
  HOME,
  LANG: "en_US.UTF-8", // not the browser's: it would stand in the memory
  PYTHONHASHSEED: "0",
  MPLBACKEND: "agg",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONINSPECT: "1",
};
// What one engine has and another lacks would change the table of functions, into which the memory has indexes.
const LEVEL = ["Suspending", "Suspender", "promising", "Function", "SuspendError"];

/**
 * A library, at the place in memory and table that is next: in the same order they have the same places.
 * @param {PyodideModule} module
 * @param {string} path
 * @param {WebAssembly.Module} library
 */
function link(module, path, library) {
  const linked = module.newDSO(path, undefined, "loading");
  linked.global = false;
  const how = { loadAsync: false, nodelete: true, allowUndefined: true, global: false };
  linked.exports = module.loadWebAssemblyModule(library, how, path, {});
}

/**
 * Put a snapshot into the memory of a module that has not begun, if that is as it was when the snapshot was made.
 * @param {PyodideModule} module
 * @param {{ table: number, heap: number }} begun
 * @param {Snapshot} snapshot
 */
function restore(module, begun, snapshot) {
  const { HEAPU8: memory, HEAP32: words, ___stack_low: low, ___stack_high: high } = module;
  // What the engine has left on the stack and the heap is its own, and of no use; so is the index of one function.
  memory.fill(0, low, high);
  memory.fill(0, begun.heap);
  const { _PyRuntime, _PyEM_EMSCRIPTEN_COUNT_ARGS_OFFSET: offset } = module.LDSO.loadedLibsByName.__main__.exports;
  const own = (_PyRuntime + words[offset >> 2]) >> 2;
  words[own] = 0;
  let sum = begun.table;
  for (const [from, to] of [
    [0, low >> 2],
    [high >> 2, begun.heap >> 2],
  ]) {
    for (let at = from; at < to; at += 1) sum = (Math.imul(sum, 31) + words[at]) | 0;
  }
  snapshot.put(memory, sum);
  words[own] = module._PyEM_CountArgsPtr;
  return snapshot.state;
}

/**
 * Start Python, or have it go on from a snapshot of its memory.
 * @param {Boot} how
 */
async function boot({ wasm, info, libraries, files, snapshot, making = false }) {
  const silent = () => {};
  for (const name of LEVEL) Reflect.deleteProperty(WebAssembly, name);
  const config = {
    indexURL: "/",
    lockFileURL: "",
    packageCacheDir: "/",
    packages: [],
    args: [],
    env: SETTINGS,
    jsglobals: globalThis,
    fullStdLib: false,
    enableRunUntilComplete: true,
    checkAPIVersion: true,
    _makeSnapshot: making,
    stdout: silent,
    stderr: silent,
  };
  const begun = { table: 0, heap: 0 };
  /** @param {PyodideModule} module */
  const before = (module) => {
    // At once: a step of Pyodide's own that follows adds a function to the table in some engines.
    for (const folder of [SITE, HOME]) module.FS.mkdirTree(folder);
    module.API.sitePackages = SITE;
    module.FS.chdir(HOME);
    Object.assign(module.ENV, SETTINGS);
    files(module.FS);
    for (const { name, library } of libraries) link(module, `${SITE}/${name}`, library);
    Object.assign(begun, { table: module.wasmTable.length, heap: module.getMemory(0) });
  };
  const module = await _createPyodideModule({
    API: { config, lockFilePromise: Promise.resolve({ info, packages: {} }) },
    noImageDecoding: true,
    noAudioDecoding: true,
    noWasmDecoding: true,
    print: silent,
    printErr: silent,
    arguments: [],
    locateFile: (name) => name,
    instantiateWasm(imports, receive) {
      WebAssembly.instantiate(wasm, imports).then((instance) => receive(instance, wasm));
      return {};
    },
    preRun: [before],
    ...(snapshot && { noInitialRun: true, INITIAL_MEMORY: snapshot.length }),
  });
  const { API } = module;
  const python = API.finalizeBootstrap(snapshot && restore(module, begun, snapshot));
  if (!snapshot) {
    API.sys.path.insert(0, "");
    API._pyodide.set_excepthook();
  }
  await API.packageIndexReady;
  API.initializeStreams(undefined, silent, silent);
  return python;
}

Object.assign(self, { boot, SITE, STDLIB });
