// An interpreter in which no code of a page has run yet. It is started beforehand, where a reader seems about to run
// something; from the first run on there is always one, so that what follows a stop, and the second interpreter of an
// exercise, need not wait for Python to start.
import { needs } from "./files.js";
import { Interpreter } from "./interpreter.js";

/** @typedef {(message: import("./interpreter.js").Heard) => void} Hearer */

/** @type {Interpreter | undefined} */
let spare;
/** @type {Set<string>} What has been asked for so far: a spare one has all of it. */
const steps = new Set();

/**
 * Have a spare one, for code like this, and have it do once what the first run of such code takes time for.
 * @param {string} source
 * @param {Hearer} hearer
 */
export async function prepare(source, hearer = () => {}) {
  for (const step of needs(source)) steps.add(step);
  spare ??= new Interpreter(hearer);
  spare.hearer = hearer;
  const mine = spare;
  try {
    await mine.prepare([...steps, "sources"]);
    if (mine === spare) mine.warm();
  } catch {
    if (mine !== spare) return; // whoever took it hears of it
    mine.close();
    spare = undefined;
  }
}

/**
 * The spare one, or a new one; from now on it tells `hearer`.
 * @param {Hearer} hearer
 */
export function take(hearer) {
  const taken = spare ?? new Interpreter(hearer);
  taken.hearer = hearer;
  spare = undefined;
  return taken;
}
