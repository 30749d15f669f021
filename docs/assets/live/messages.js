// What comes out of a sandbox may have been made up by the reader's code: a message is taken for what it must be, and
// what is nothing of the kind is no message.

/** @typedef {import("./engine.js").Told} Told */
/** @typedef {import("./engine.js").Done} Done */
/** @typedef {import("./engine.js").Failed} Failed */
/** @typedef {import("./engine.js").Result} Result */
/** @typedef {{ type: "ready" } | { type: "unfit", message: string }} Ready */

const LONGEST = 300_000; // characters of output or of an error that a page can show
const LARGEST = 30_000_000; // characters of a drawing

/**
 * @param {unknown} value
 * @returns {value is number}
 */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;

/** @param {unknown} value */
const shown = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : "");

/** @param {unknown} text */
function parsed(text) {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The outcome of a run.
 * @param {unknown} text
 * @returns {Result}
 */
export function outcome(text) {
  const { output, figures, error } = Object(parsed(text));
  const drawings = Array.isArray(figures) ? figures.slice(0, 100).map(Object) : [];
  return {
    output: shown(output),
    figures: drawings.map(({ svg, alt }) => ({ svg: String(svg).slice(0, LARGEST), alt: shown(alt) })),
    error: shown(error),
  };
}

/**
 * @param {unknown} data
 * @returns {Told | Done | Failed | Ready | undefined}
 */
export function understood(data) {
  const { type, job, content, step, message, milliseconds } = Object(data);
  if (type === "failed") {
    return { type, lost: false, message: shown(message) || "it does not say why", ...(isNumber(job) && { job }) };
  }
  if (type === "ready") return { type };
  if (type === "unfit") return { type, message: shown(message) };
  if (type === "progress" && (step === "start" || step === "import")) return { type, step };
  if (!isNumber(job)) return undefined;
  if (type === "started") return { type, job };
  if (type === "done" && typeof content === "string" && isNumber(milliseconds)) {
    return { type, job, text: content, milliseconds };
  }
  const value = parsed(content);
  if (type === "output" && typeof value === "string") return { type, job, content: shown(value) };
  if (type === "training" && isNumber(value)) return { type, job, content: value };
  if (type === "loss" && Array.isArray(value) && isNumber(value[0]) && Number.isFinite(value[1])) {
    return { type, job, content: [value[0], Number(value[1])] };
  }
  return undefined;
}
