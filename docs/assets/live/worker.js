// The worker in which the reader's code runs: it loads Pyodide and the book's library from the site itself, and then
// has no way to the network, to what the browser stores, or to the page, other than the messages at the end of this
// file.
const tell = self.postMessage.bind(self);
const download = self.fetch.bind(self);
const subtle = self.crypto.subtle;
const MEMORY = 28672; // pages of 64 KiB: 1.75 gigabytes
const PACKAGES = "/lib/python3.12/site-packages";
const base = new URL("../vendor/live/", import.meta.url);

/** @typedef {import("./pyodide.d.ts").Manifest} Manifest */
/** @typedef {import("./pyodide.d.ts").Files} Files */
/** @typedef {import("./pyodide.d.ts").Tell} Tell */
/** @typedef {import("./pyodide.d.ts").Browser} Browser */
/** @typedef {import("./pyodide.d.ts").Pyodide} Pyodide */

/** @type {Manifest} */
let manifest;
/** @type {Browser | undefined} Once it is there. */
let python;
/** @type {Pyodide} */
let pyodide;
/** @type {Set<string>} */
const installed = new Set();

class LoadError extends Error {}

/**
 * What stands behind the last of these signs.
 * @param {string} text
 * @param {string} sign
 */
const last = (text, sign) => text.slice(text.lastIndexOf(sign) + 1);

/**
 * A file that has been fetched.
 * @param {Files} files
 * @param {string} name
 */
function part(files, name) {
  const content = files.get(name);
  if (!content) throw new LoadError(`${name} was not fetched`);
  return content;
}

/** @param {unknown} problem */
const reason = (problem) => String(problem instanceof Error ? problem.message : problem);

/**
 * Which parts a piece of code needs besides NumPy and the library.
 * @type {Record<string, RegExp>}
 */
const NEEDS = {
  matplotlib: /\b(plots|matplotlib|pyplot)\b/,
  digits: /load_digits|DIGITS_PATH/,
  autograd: /\bautograd\b/,
};

/**
 * @param {URL} url
 * @param {RequestInit} from
 */
async function get(url, from) {
  let answer;
  try {
    answer = await download(url, from);
  } catch {
    throw new LoadError("the network did not answer");
  }
  if (!answer.ok) throw new LoadError(`${last(url.pathname, "/")} is not there (${answer.status})`);
  return answer;
}

/**
 * Fetch the files of some steps at once; tell the page of the bytes as they come.
 * @param {string[]} steps
 * @returns {Promise<Files>}
 */
async function fetchAll(steps) {
  const names = steps.flatMap((step) => manifest.steps[step]);
  const total = names.reduce((sum, name) => sum + manifest.files[name].size, 0);
  let loaded = 0;
  let told = 0;
  const report = (/** @type {number} */ bytes) => {
    loaded += bytes;
    if (performance.now() - told > 50 || loaded === total) {
      told = performance.now();
      tell({ type: "progress", step: "load", loaded, total });
    }
  };
  const fetched = async (/** @type {string} */ name) => /** @type {const} */ ([name, await fetchOne(name, report)]);
  return new Map(await Promise.all(names.map(fetched)));
}

/**
 * Fetch one file, and compare it with its checksum.
 * @param {string} name
 * @param {(bytes: number) => void} report
 */
async function fetchOne(name, report) {
  const { size, sha256 } = manifest.files[name];
  // The address has the content's own checksum: what is kept under it is never stale.
  const answer = await get(new URL(`${name}?${sha256.slice(0, 12)}`, base), { cache: "force-cache" });
  if (!answer.body) throw new LoadError(`${name} is empty`);
  const content = new Uint8Array(size);
  const reader = answer.body.getReader();
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > size) throw new LoadError(`${name} is longer than it should be`);
      content.set(value, at);
      at += value.length;
      report(value.length);
    }
  } catch (problem) {
    throw problem instanceof LoadError ? problem : new LoadError("the network was lost");
  }
  if (subtle) {
    const found = new Uint8Array(await subtle.digest("SHA-256", content));
    if ([...found].map((byte) => byte.toString(16).padStart(2, "0")).join("") !== sha256) {
      throw new LoadError(`${name} arrived damaged`);
    }
  }
  return content;
}

/**
 * Start Python, with these steps besides what is always there.
 * @param {string[]} also
 */
async function start(also) {
  const list = new URL("runtime.json", base);
  // Without a network, as it was the last time.
  const answer = await get(list, { cache: "no-cache" }).catch(() => get(list, { cache: "force-cache" }));
  manifest = await answer.json();
  const files = await fetchAll(["core", "numpy", "nnbook", ...also]);
  tell({ type: "progress", step: "start" });
  // Pyodide asks for its own files: it gets those that were just checked.
  /** @type {Record<string, string>} */
  const types = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm", zip: "application/zip" };
  const lock = JSON.stringify({ info: manifest.info, packages: {} });
  self.fetch = async (asked) => {
    const name = last(new URL(asked instanceof Request ? asked.url : asked, base).pathname, "/");
    const content = name === "pyodide-lock.json" ? lock : files.get(name);
    const type = types[last(name, ".")] ?? "application/json";
    return content ? new Response(content, { headers: { "Content-Type": type } }) : new Response("", { status: 404 });
  };
  // No more memory than a tab can spare: Python then says MemoryError, and the page lives on.
  const Memory = WebAssembly.Memory;
  WebAssembly.Memory = class extends Memory {
    /** @param {WebAssembly.MemoryDescriptor} limits */
    constructor(limits) {
      super({ ...limits, maximum: Math.min(limits.maximum ?? MEMORY, MEMORY) });
    }
  };
  const load = async (/** @type {string} */ name) => {
    const address = URL.createObjectURL(new Blob([part(files, name)], { type: "text/javascript" }));
    const module = await import(address);
    URL.revokeObjectURL(address);
    return module;
  };
  await load("pyodide.asm.js");
  const { loadPyodide } = await load("pyodide.mjs");
  pyodide = await loadPyodide({
    indexURL: base.href,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", MPLBACKEND: "agg", PYTHONDONTWRITEBYTECODE: "1" },
    stdout: () => {},
    stderr: () => {},
  });
  WebAssembly.Memory = Memory;
  install("numpy", files);
  install("nnbook", files);
  for (const step of also) install(step, files);
  tell({ type: "progress", step: "import" });
  python = pyodide.pyimport("nnbook.book.run.browser");
  lockUp();
}

// From here on the reader's code may run: take away what could carry anything out of the browser or read what is
// stored, and the ways to write JavaScript in Python, of which `import("https://…")` is one.
const FORBIDDEN = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
  "WebTransport",
  "Worker",
  "SharedWorker",
  "indexedDB",
  "caches",
  "BroadcastChannel",
  "importScripts",
  "cookieStore",
  "Notification",
  "RTCPeerConnection",
  "FontFace",
  "fonts",
];

function lockUp() {
  for (const name of FORBIDDEN) {
    Object.defineProperty(self, name, { value: undefined, configurable: false, writable: false });
  }
  function refused() {
    throw new TypeError("no JavaScript is made here");
  }
  refused.prototype = Function.prototype; // which `instanceof` asks for
  for (const name of ["eval", "Function"]) {
    Object.defineProperty(self, name, { value: refused, configurable: false, writable: false });
  }
  for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(kind), "constructor", { value: refused });
  }
  for (const name of /** @type {const} */ (["setTimeout", "setInterval"])) {
    const timer = self[name].bind(self);
    /** @type {(action: TimerHandler, wait?: number, ...rest: unknown[]) => number} */
    self[name] = (action, ...rest) => (typeof action === "function" ? timer(action, ...rest) : 0);
  }
}

/**
 * @param {string} step
 * @param {Files} files
 */
function install(step, files) {
  if (installed.has(step)) return;
  if (step === "digits") {
    const folder = pyodide.runPython("import os, nnbook; os.path.join(os.path.dirname(nnbook.__file__), 'data')");
    pyodide.FS.mkdirTree(folder);
    pyodide.FS.writeFile(`${folder}/mnist.npz`, part(files, "mnist.npz"));
  } else {
    for (const name of manifest.steps[step]) pyodide.unpackArchive(part(files, name), "whl", { extractDir: PACKAGES });
    pyodide.runPython("import importlib; importlib.invalidate_caches()");
    if (step === "matplotlib") {
      // Otherwise it takes seconds to find out about its own fonts.
      const fonts = pyodide.FS.readFile(`${PACKAGES}/nnbook/book/run/fontlist.json`);
      pyodide.FS.writeFile(`${PACKAGES}/matplotlib/fontlist.json`, fonts);
    }
  }
  installed.add(step);
}

/** @param {string} source */
function missing(source) {
  return Object.keys(NEEDS).filter((step) => !installed.has(step) && NEEDS[step].test(source));
}

/** @param {string} source */
async function prepare(source) {
  const also = missing(source);
  if (!python) return start(also);
  if (also.length) {
    const files = await fetchAll(also);
    tell({ type: "progress", step: "import" });
    for (const step of also) install(step, files);
  }
}

// Read when the worker starts: the reader's code shares `self` and could put something else in its place.
const { parse } = JSON;

let before = Promise.resolve();
self.onmessage = ({ data }) => {
  before = before.then(() => work(data));
};

/**
 * A job without code only asks to be ready for the next.
 * @param {{ id?: number, source?: string, check?: string }} job
 */
async function work({ id: job, source = "", check }) {
  /** @type {Tell} */
  const event = (type, content) => tell({ type, job, content: parse(content) });
  try {
    await prepare(check ? `${source}\n${check}` : source);
  } catch (problem) {
    tell({ type: "failed", job, lost: problem instanceof LoadError, message: reason(problem) });
    return;
  }
  if (job === undefined) return;
  tell({ type: "started", job });
  const began = performance.now();
  try {
    const browser = /** @type {Browser} */ (python);
    const result = parse(check ? browser.check(source, check, event) : browser.run(source, event));
    tell({ type: "done", job, result, milliseconds: performance.now() - began });
  } catch (problem) {
    tell({ type: "failed", job, lost: false, message: reason(problem) });
  }
}
