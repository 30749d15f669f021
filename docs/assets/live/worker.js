// The worker in which the reader's code runs, in one file with Pyodide's own script, the decoder and boot.js: it starts
// Python from the files that the page hands in, and then does one job after another. The page trusts nothing of it.
const MEMORY = 28672; // pages of 64 KiB: 1.75 gigabytes

/** @typedef {import("./pyodide.d.ts").Files} Files */
/** @typedef {import("./pyodide.d.ts").Pyodide} Pyodide */
/** @typedef {import("./pyodide.d.ts").Browser} Browser */
/** @typedef {import("./pyodide.d.ts").Manifest} Manifest */
/** @typedef {{ type: "install", steps: string[], files: Files, manifest: Manifest }} Install */
/** @typedef {{ type: "work", job: number, call: keyof Browser, given: string[], module?: string }} Work */

const BEGINNING = ["python", "snapshot"];

/** @type {Pyodide} */
let pyodide;
/** @type {Browser} */
let python;

/** What a snapshot has from the time when it was made: what is random would be so alike in every tab. */
const AFRESH = `import random, tempfile
import numpy as np
random.seed()
np.random.seed()
tempfile._name_sequence = None
`;

/** What Matplotlib knows of its fonts, once there are more of them. */
const FONTS = `import sys
if fonts := sys.modules.get("matplotlib.font_manager"):
    fonts.fontManager.ttflist = fonts._load_fontmanager().ttflist
    fonts.fontManager._findfont_cached.cache_clear()
`;

/** @param {unknown} problem */
const reason = (problem) => String(problem instanceof Error ? problem.message : problem);

/**
 * A file that the page has handed in.
 * @param {Files} files
 * @param {string} name
 */
function part(files, name) {
  const content = files.get(name);
  if (!content) throw new Error(`${name} was not handed in`);
  return name.endsWith(".zst") ? fzstd.decompress(content) : content;
}

/**
 * The libraries, which lie one after another.
 * @param {Install} install
 */
function apart({ files, manifest }) {
  const all = part(files, "libraries.zst");
  let at = 0;
  return manifest.libraries.map(({ name, size }) => {
    at += size;
    return { name, content: all.subarray(at - size, at) };
  });
}

/**
 * Start Python, from a snapshot if there is one.
 * @param {Install} install
 */
async function start(install) {
  const { steps, files, manifest } = install;
  const compiling = WebAssembly.compile(part(files, "pyodide.asm.wasm.zst")); // beside what follows
  const contents = apart(install);
  const compiled = contents.map(async ({ name, content }) => ({ name, library: await WebAssembly.compile(content) }));
  const restored = steps.includes("snapshot") ? fromSnapshot(install) : {};
  // No more memory than a tab can spare: Python then says MemoryError, and the page lives on.
  const Memory = WebAssembly.Memory;
  WebAssembly.Memory = class extends Memory {
    /** @param {WebAssembly.MemoryDescriptor} limits */
    constructor(limits) {
      super({ ...limits, maximum: Math.min(limits.maximum ?? MEMORY, MEMORY) });
    }
  };
  pyodide = await boot({
    wasm: await compiling,
    info: manifest.info,
    libraries: await Promise.all(compiled),
    files(FS) {
      if (restored.snapshot) return;
      FS.writeFile(STDLIB, part(files, "python_stdlib.zip.zst"));
      for (const { name, content } of contents) {
        FS.mkdirTree(`${SITE}/${name}`.replace(/\/[^/]*$/, ""));
        FS.writeFile(`${SITE}/${name}`, content);
      }
    },
    ...restored,
  });
  if (restored.snapshot) pyodide.runPython(AFRESH);
  WebAssembly.Memory = Memory;
}

/**
 * The snapshot as boot.js wants it. Its file has a count of runs of bytes, for each how far it is from the last one and
 * how long, and then all the bytes.
 * @param {Install} install
 * @returns {{ snapshot?: import("./pyodide.d.ts").Snapshot }}
 */
function fromSnapshot({ files, manifest: { snapshot } }) {
  if (!snapshot) return {};
  const { buffer } = part(files, "snapshot.zst").slice();
  const [count] = new Uint32Array(buffer, 0, 1);
  const runs = new Uint32Array(buffer, 4, 2 * count);
  const put = (/** @type {Uint8Array} */ memory, /** @type {number} */ sum) => {
    if (sum !== snapshot.sum) throw new Error(`the memory begins as ${sum}, not as ${snapshot.sum}`);
    let [from, to] = [4 + runs.byteLength, 0];
    for (let at = 0; at < runs.length; at += 2) {
      const [gap, length] = runs.subarray(at, at + 2);
      memory.set(new Uint8Array(buffer, from, length), to + gap);
      from += length;
      to += gap + length;
    }
  };
  return { snapshot: { ...snapshot, put } };
}

/**
 * @param {string} step
 * @param {Install} install
 */
function unpack(step, { files, manifest: { steps } }) {
  if (step === "digits") {
    const folder = pyodide.runPython("import os, nnbook; os.path.join(os.path.dirname(nnbook.__file__), 'data')");
    pyodide.FS.mkdirTree(folder);
    pyodide.FS.writeFile(`${folder}/mnist.npz`, part(files, "mnist.npz"));
    return;
  }
  for (const name of steps[step]) {
    if (name === "python_stdlib.zip.zst") pyodide.FS.writeFile(STDLIB, part(files, name));
    else pyodide.unpackArchive(part(files, name), "whl", { extractDir: SITE });
  }
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
  if (step === "rest") pyodide.runPython(FONTS);
}

/** What the faster products take the place of. */
const SLOW = "import numpy as np; f'{id(np.matmul)} {id(np.ndarray)} {id(np.ndarray.dot)}'";

/**
 * NumPy multiplies matrices here without BLAS: have it done faster, with the same results, where the engine can.
 * @param {Install} install
 */
async function hasten({ files }) {
  const code = files.get("products.so");
  if (!code || !WebAssembly.validate(code)) return;
  const how = { loadAsync: false, nodelete: true, allowUndefined: true, global: false };
  const library = await WebAssembly.compile(code);
  const { hook } = pyodide._module.loadWebAssemblyModule(library, how, "products.so", {});
  hook(...pyodide.runPython(SLOW).split(" ").map(Number));
}

// The browser refuses what could carry anything out or read what is stored: no origin, no requests. A second line, for
// a browser that forgets: the names are gone, from `self` and from all that it inherits from.
const FORBIDDEN =
  "fetch XMLHttpRequest WebSocket WebSocketStream EventSource WebTransport Worker SharedWorker indexedDB caches " +
  "BroadcastChannel importScripts cookieStore Notification RTCPeerConnection FontFace fonts close";

function lockUp() {
  for (const name of FORBIDDEN.split(" ")) {
    for (let at = self; at; at = Object.getPrototypeOf(at))
      if (Object.hasOwn(at, name)) Reflect.deleteProperty(at, name);
    Object.defineProperty(self, name, { value: undefined, configurable: false, writable: false });
  }
}

/** @param {MessagePort} port */
function serve(port) {
  const tell = port.postMessage.bind(port);

  /** @param {Install} content */
  async function install(content) {
    const first = !pyodide;
    if (first) {
      tell({ type: "progress", step: "start" });
      try {
        await start(content);
      } catch (problem) {
        if (!content.steps.includes("snapshot")) throw problem;
        tell({ type: "unfit", message: reason(problem) });
        return;
      }
    }
    tell({ type: "progress", step: "import" });
    for (const step of content.steps) if (!BEGINNING.includes(step)) unpack(step, content);
    if (first) {
      python = pyodide.pyimport("nnbook.book.run.browser");
      await hasten(content);
      lockUp();
    }
    tell({ type: "ready" });
  }

  /** @param {Work} asked */
  function work({ job, call, given, module }) {
    tell({ type: "started", job });
    const began = performance.now();
    /** @type {import("./pyodide.d.ts").Tell} */
    const event = (type, content) => tell({ type, job, content });
    const content = (module ? pyodide.pyimport(module) : python)[call](...given, event);
    tell({ type: "done", job, content, milliseconds: performance.now() - began });
  }

  port.onmessage = async (/** @type {MessageEvent<Install | Work>} */ { data }) => {
    try {
      if (data.type === "install") await install(data);
      else work(data);
    } catch (problem) {
      tell({ type: "failed", message: reason(problem) });
    }
  };
}

self.onmessage = ({ ports }) => serve(ports[0]);
