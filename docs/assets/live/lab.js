// The cells of a lab share one interpreter: what one has defined the others find, until it is ended. Before a cell runs
// those above it that have not run in it as they stand.
import { Engine, LIMIT, LONG } from "./engine.js";
import { bar, controls, part, say, showButton, smallerSource, stateOf } from "./fence.js";
import { outcome } from "./messages.js";

/** @typedef {import("./engine.js").End} End */
/**
 * How a cell runs and its results are shown: as those of a fence are.
 * @typedef {(fence: HTMLElement, engine: Engine, job: import("./engine.js").Work, how: How) => Promise<End>} Perform
 * @typedef {import("./results.js").How & { limit: number }} How
 */

const MODULE = { module: "nnbook.book.session", steps: ["session"] };
const GONE = "Its variables are gone with it: with the next Run the cells above run again.";
const NAME = /^name = .*$/m; // the line in which the name of a file stands

/** @param {HTMLElement} fence */
export const isCell = (fence) => bar(fence).dataset.lab !== undefined;

class Session {
  engine = new Engine();
  /** @type {HTMLElement[]} */
  cells = [];
  /** @type {Map<HTMLElement, string>} What has run, and in which words. */
  ran = new Map();
  /** @type {Map<string, string>} The reader's own files, in base64. */
  files = new Map();
  /** @type {Set<string>} Those that Python has. */
  handed = new Set();
  /** @type {import("./interpreter.js").Interpreter | undefined} The one that all of this is true of. */
  python = undefined;
  own = false; // whether anything has run in it that is not the page's
  shorter = false; // or was run smaller
  turn = 0; // how often the runs that wait were called off
  /** @type {Promise<unknown>} */
  queue = Promise.resolve();

  /** @param {HTMLElement} lab */
  constructor(lab) {
    this.lab = lab;
    this.cells = [.../** @type {NodeListOf<HTMLElement>} */ (lab.querySelectorAll(".nn-fence"))];
  }

  /** A new interpreter knows nothing. */
  #afresh() {
    if (this.engine.python === this.python && this.python) return;
    this.python = this.engine.python;
    this.ran.clear();
    this.handed.clear();
    this.own = this.shorter = false;
    for (const cell of this.cells) showButton(cell, "restart", false);
  }

  /** End the interpreter, and call off what runs and waits. */
  end() {
    this.turn += 1;
    for (const cell of this.cells) this.engine.stop(cell);
    this.engine.end();
    this.#afresh();
  }

  /**
   * Run a cell, and before it those above that have not run.
   * @param {HTMLElement} cell
   * @param {boolean} smaller
   * @param {Perform} perform
   */
  run(cell, smaller, perform) {
    const { turn } = this;
    stateOf(cell).running = true;
    controls(cell);
    say(cell, "Waiting for the run before this one");
    const ended = this.queue.then(() => this.#inTurn(cell, smaller, perform, turn));
    this.queue = ended.catch(() => {});
    return ended;
  }

  /**
   * @param {HTMLElement} cell
   * @param {boolean} smaller
   * @param {Perform} perform
   * @param {number} turn
   */
  async #inTurn(cell, smaller, perform, turn) {
    this.#afresh();
    const above = this.cells.slice(0, this.cells.indexOf(cell));
    const missing = above.filter((one) => this.ran.get(one) !== stateOf(one).text);
    for (const [at, one] of missing.entries()) {
      if (turn !== this.turn) return this.#leave(cell, "Stopped before its turn.");
      say(cell, `First the cells above that have not run: ${at + 1} of ${missing.length}`);
      // Who runs the last cell has not asked for the minutes that one above it takes.
      if (!(await this.#one(one, bar(one).dataset.smaller !== undefined, perform))) {
        return this.#leave(cell, "Not run: a cell above it did not run to its end.");
      }
    }
    if (turn !== this.turn) return this.#leave(cell, "Stopped before its turn.");
    const good = await this.#one(cell, smaller, perform);
    const count = missing.length === 1 ? "The cell above" : `The ${missing.length} cells above`;
    if (good && missing.length) say(cell, `${said(cell)}. ${count} ran first`);
  }

  /**
   * Run one cell; whether it ran to its end.
   * @param {HTMLElement} cell
   * @param {boolean} smaller
   * @param {Perform} perform
   */
  async #one(cell, smaller, perform) {
    const { text, source } = stateOf(cell);
    const code = smaller ? smallerSource(cell) : text;
    const { engine, turn } = this;
    for (const [name, content] of this.files) {
      if (this.handed.has(name)) continue;
      const { type } = await engine.run({ key: cell, source: "", call: "put", given: [name, content], ...MODULE });
      if (type === "done") this.handed.add(name);
    }
    if (turn !== this.turn) {
      this.#leave(cell, "Stopped before its turn.");
      return false;
    }
    this.own ||= !smaller && text !== source;
    this.shorter ||= smaller;
    const job = { source: code, call: "cell", given: [`cell ${this.cells.indexOf(cell) + 1}`, code], ...MODULE };
    const limit = bar(cell).dataset.smaller === undefined ? LIMIT : LONG;
    const how = { smaller, edited: this.own, above: this.shorter, limit };
    const end = await perform(cell, engine, job, how);
    if (end.type !== "done") {
      this.#afresh();
      say(cell, `${said(cell)} ${GONE}`, end.type !== "stopped");
      return false;
    }
    this.python = engine.python;
    for (const one of this.cells) showButton(one, "restart", true);
    if (outcome(end.text).error) return false;
    this.ran.set(cell, text);
    return true;
  }

  /**
   * @param {HTMLElement} cell
   * @param {string} why
   */
  #leave(cell, why) {
    stateOf(cell).running = false;
    controls(cell);
    say(cell, why, true);
  }
}

/** @type {Session | undefined} */
let session;

/** Who goes to another page leaves the lab. */
function leave() {
  if (!session || session.lab.isConnected) return;
  session.end();
  session = undefined;
}

/** @param {HTMLElement} cell */
export function sessionOf(cell) {
  const lab = /** @type {HTMLElement} */ (cell.closest(".jupyter-wrapper"));
  if (session?.lab !== lab) {
    session?.end();
    session = new Session(lab);
    document$.subscribe(leave);
  }
  return session;
}

/** @param {HTMLElement} cell */
const said = (cell) => part(cell, ":scope > .nn-live > .nn-live-status").textContent ?? "";

/** @param {HTMLElement} cell */
export function stopCells(cell) {
  const mine = sessionOf(cell);
  if (!stateOf(cell).running) return;
  mine.turn += 1;
  for (const one of mine.cells) mine.engine.stop(one);
}

/** @param {HTMLElement} cell */
export function restart(cell) {
  sessionOf(cell).end();
  say(cell, "Python starts afresh: no cell has run in it.");
}

/**
 * Have a cell read the file that the reader has chosen. Nothing of it leaves the machine.
 * @param {HTMLElement} cell
 * @param {(cell: HTMLElement, text: string) => Promise<void>} edit
 * @param {(cell: HTMLElement) => Promise<unknown>} run
 */
export async function bringFile(cell, edit, run) {
  const input = /** @type {HTMLInputElement} */ (part(cell, "input[type=file]"));
  const file = input.files?.[0];
  const state = stateOf(cell);
  if (!file || state.running) return;
  const { read } = await import("./own_file.js");
  try {
    const { name, content, words } = await read(file, input.dataset.kind ?? "");
    if (!NAME.test(state.text)) throw new Error("This cell has no line left that begins with “name =”. Press Reset.");
    const mine = sessionOf(cell);
    mine.files.set(name, content);
    mine.handed.delete(name);
    await edit(cell, state.text.replace(NAME, `name = "${name}"`));
    await run(cell);
    say(cell, `${words} ${said(cell)}`, part(cell, ".nn-live-status").classList.contains("nn-live-wrong"));
  } catch (problem) {
    say(cell, problem instanceof Error ? problem.message : String(problem), true);
  }
  input.value = ""; // so that the same file can be chosen again when it has been changed
}
