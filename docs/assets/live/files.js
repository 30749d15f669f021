// The files that Python is made of: fetched by the page, each compared with its checksum, and kept for the next start.

/** @typedef {import("./pyodide.d.ts").Manifest} Manifest */
/** @typedef {import("./pyodide.d.ts").Files} Files */
/** @typedef {{ type: "progress", step: "load", loaded: number, total: number }} Loading */

/** What could not be fetched, or is not what it should be. */
export class LoadError extends Error {}

const base = new URL("../vendor/live/", import.meta.url);
const EVERY = 50; // milliseconds between two reports

/**
 * Which parts a piece of code needs besides Python, NumPy and the library.
 * @type {Record<string, RegExp>}
 */
const NEEDS = {
  matplotlib: /\b(plots|matplotlib|pyplot)\b/,
  digits: /load_digits|DIGITS_PATH/,
  autograd: /\bautograd\b/,
};

/** What draws and asks for more than the book’s own figures do: other fonts, formulas, pictures. */
const MORE = /\$|font(?!size|weight)|serif|monospace|mathtext|\bPIL\b|dateutil/i;

/**
 * The steps that Python must have made for a piece of code. What is imported besides what Python starts with comes from
 * the sources, the standard library's among them.
 * @param {string} source
 */
export function needs(source) {
  const more = Object.keys(NEEDS).filter((step) => NEEDS[step].test(source));
  if (more.includes("matplotlib") && MORE.test(source)) more.push("rest");
  return more.length ? ["python", "sources", ...more] : ["python"];
}

/**
 * @param {URL} url
 * @param {RequestInit} from
 */
async function get(url, from) {
  const answer = await fetch(url, from).catch(() => {
    throw new LoadError("the network did not answer");
  });
  if (!answer.ok) throw new LoadError(`${url.pathname.split("/").pop()} is not there (${answer.status})`);
  return answer;
}

/** @type {Map<string, Promise<string>>} */
const texts = new Map();

/**
 * A script or page that stands beside this one.
 * @param {string} name
 */
export function text(name) {
  const before = texts.get(name);
  if (before) return before;
  const content = get(new URL(name, import.meta.url), {}).then((answer) => answer.text());
  texts.set(name, content);
  content.catch(() => texts.delete(name));
  return content;
}

/**
 * The address of a file, which has the content's own checksum: what is kept under it is never stale.
 * @param {string} name
 * @param {{ sha256: string }} file
 */
export const addressOf = (name, { sha256 }) => new URL(`${name}?${sha256.slice(0, 12)}`, base);

/** What there is; without a network, what there was the last time. */
export async function readManifest() {
  const list = new URL("runtime.json", base);
  const answer = await get(list, { cache: "no-cache" }).catch(() => get(list, { cache: "force-cache" }));
  try {
    return /** @type {Manifest} */ (await answer.json());
  } catch {
    throw new LoadError("runtime.json arrived damaged");
  }
}

/** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} By checksum: what has been fetched, or is on its way. */
const kept = new Map();
/** @type {Map<string, number>} How many bytes of each have come. */
const come = new Map();

/**
 * The files of some steps, and how far they are.
 * @param {Manifest} manifest
 * @param {string[]} steps
 * @param {(loading: Loading) => void} report before the first of them is asked for, and then as they come
 * @returns {Promise<Files>}
 */
export async function fetchAll({ steps: parts, files }, steps, report = () => {}) {
  const names = steps.flatMap((step) => parts[step]);
  const total = names.reduce((sum, name) => sum + files[name].size, 0);
  const loaded = () => names.reduce((sum, name) => sum + (come.get(files[name].sha256) ?? 0), 0);
  const tell = () => report({ type: "progress", step: "load", loaded: loaded(), total });
  tell();
  const timer = loaded() < total ? setInterval(tell, EVERY) : undefined;
  try {
    const fetched = await Promise.all(names.map((name) => fetchOne(name, files[name])));
    tell();
    return new Map(names.map((name, at) => [name, fetched[at]]));
  } finally {
    clearInterval(timer);
  }
}

/**
 * @param {string} name
 * @param {Manifest["files"][string]} file
 */
function fetchOne(name, { size, sha256 }) {
  const before = kept.get(sha256);
  if (before) return before;
  const content = download(name, size, sha256).catch((problem) => {
    kept.delete(sha256);
    come.delete(sha256);
    throw problem instanceof LoadError ? problem : new LoadError("the network was lost");
  });
  kept.set(sha256, content);
  return content;
}

/**
 * Fetch one file, and compare it with its checksum.
 * @param {string} name
 * @param {number} size
 * @param {string} sha256
 */
async function download(name, size, sha256) {
  const answer = await get(addressOf(name, { sha256 }), { cache: "force-cache" });
  if (!answer.body) throw new LoadError(`${name} is empty`);
  const content = new Uint8Array(size);
  const reader = answer.body.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > size) throw new LoadError(`${name} is longer than it should be`);
    content.set(value, at);
    at += value.length;
    come.set(sha256, at);
  }
  // A browser computes checksums where the connection, or the machine, is its own.
  const digest = globalThis.crypto.subtle && new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const found = digest && [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (at < size || (found && found !== sha256)) throw new LoadError(`${name} arrived damaged`);
  return content;
}
