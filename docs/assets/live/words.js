// What live code says of a run: how it ended, what an error means, and why its results differ from the page's.

/** @typedef {import("./engine.js").End} End */

export const STEPS = { load: "Loading", start: "Starting Python", import: "Preparing the library" };

export const mega = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);

/** What is said of Python before anything is run. */
export const BEFOREHAND = {
  loads: (/** @type {number} */ bytes) => `Python is being loaded beforehand: ${mega(bytes)} MB`,
  ready: "Python is ready",
};

/** Why results are not those of the page. */
export const DIFFERENCES = {
  differs: "This differs from what the page shows.",
  captured: "These are your browser’s numbers: the page’s come from another machine.",
  edited: "This is what your code gives; it differs from the page’s.",
  smaller: "This is the smaller run; the page shows the full one.",
  above: "This follows from a smaller run above; the page shows what the full one gives.",
};

/** @param {number} milliseconds */
export const took = (milliseconds) =>
  milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

const MISSING = /The check stopped with AttributeError: 'types\.SimpleNamespace' object has no attribute '(.+?)'.*/s;

/**
 * What a check says that could not be carried out.
 * @param {string} error
 */
export const plain = (error) => error.replace(MISSING, "Your code does not define `$1`, which the check asks for.");

/**
 * An error, the line in the reader's words first, then the traceback.
 * @param {string} error
 * @returns {[headline: string, details?: string]}
 */
export function explain(error) {
  const [, cell, line, what] = /^(?:your code|(cell \d+)):(\d+): (.*)$/m.exec(error) ?? [];
  const details = error.split("\n").slice(2).join("\n");
  const at = line && line !== "0" ? `Line ${line}: ` : "";
  if (/MemoryError|Unable to allocate|array is too big/.test(what ?? error)) {
    const headline = `${at ? "the" : "The"} code asked for more memory than a tab can spare (1.8 GB in all).`;
    return [`${at}${headline} Take fewer or smaller numbers.`, details];
  }
  if (!what) return [error];
  if (cell && what.startsWith("FileNotFoundError")) {
    return [`${at}${what}. The page keeps no file: choose yours again with the button of the cell.`, details];
  }
  return [at + what, details];
}

/**
 * How a run ended that has no results, and whether that is a fault.
 * @param {Exclude<End, { type: "done" }>} end
 * @returns {[text: string, wrong?: boolean]}
 */
export function ending(end) {
  if (end.type === "stopped") return ["Stopped. What you typed is still here."];
  if (end.type === "limit") {
    const limit = `Stopped after ${end.limit} seconds, the limit for one run.`;
    return [`${limit} Does it end? What you typed is still here.`, true];
  }
  if (end.lost) return [`Not everything could be loaded: ${end.message}. Press Run to try again.`, true];
  return [`Python itself broke down: ${end.message.split("\n").pop()}. It starts afresh with the next Run.`, true];
}
