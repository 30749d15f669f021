// One interpreter and the jobs that wait for it. One that must be stopped is ended and a new one takes
// its place: the page keeps all that was typed, so nothing is lost but the time to start.
import { LoadError, needs } from "./files.js";
import { outcome } from "./messages.js";
import { prepare, take } from "./spare.js";

/**
 * What a run gives.
 * @typedef {object} Result
 * @property {string} output
 * @property {{ svg: string, alt: string }[]} figures
 * @property {string} error
 */

/**
 * How a job ended: `text` is what it gives, as JSON.
 * @typedef {{ type: "done", job: number, text: string, milliseconds: number }} Done
 * @typedef {{ type: "failed", job?: number, lost: boolean, message: string }} Failed `lost` if a file did not come.
 * @typedef {Done | Failed | { type: "stopped" } | { type: "limit", limit: number }} End
 */

/**
 * What is told on the way.
 * @typedef {{ type: "progress", step: "load" | "start" | "import", loaded?: number, total?: number }} Progress
 * @typedef {Progress | { type: "queued" } | { type: "started", job: number } | Sent} Told
 * @typedef {{ job: number } & (Output | Training | Loss)} Sent
 * @typedef {{ type: "output", content: string }} Output
 * @typedef {{ type: "training", content: number }} Training
 * @typedef {{ type: "loss", content: [step: number, cost: number] }} Loss
 */

/**
 * A function to call, of nnbook.book.run.browser or another module, with what; `source` is the code that says which
 * files that takes, and `steps` names more of them. What a module remembers is lost with its interpreter.
 * @typedef {{ source: string, call?: string, given?: string[], module?: string, steps?: string[] }} Work
 * @typedef {Work & { key: object }} Job
 * @typedef {{ id: number, on: (told: Told) => void, limit: number, resolve: (end: End) => void }} Asked
 * @typedef {Job & Asked & { started?: boolean }} Waiting
 */

export const LIMIT = 120; // seconds that a run may take, as when the book is built
const SOURCES = "sources";
export const LONG = 3600; // and one that is known to take long
const ANSWER = 20; // seconds in which one that waits for work must have taken it up
const SOON = 1; // seconds after which a run that goes on may well be stopped

export class Engine {
  /** @type {Waiting[]} */
  waiting = [];
  /** @type {Waiting | undefined} */
  current = undefined;
  /** @type {import("./interpreter.js").Interpreter | undefined} */
  python = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  clock = undefined;
  count = 0;

  /**
   * Run a job. `on` is told of what happens on the way; the promise is fulfilled with how it ended.
   * @param {Job} job
   * @param {(told: Told) => void} on
   * @returns {Promise<End>}
   */
  run(job, on = () => {}, limit = LIMIT) {
    return new Promise((resolve) => {
      this.count += 1;
      this.waiting.push({ ...job, id: this.count, on, limit, resolve });
      if (this.current) on({ type: "queued" });
      this.#next();
    });
  }

  /**
   * Stop the run that was given this `key`, or take it from those that wait.
   * @param {object} key
   */
  stop(key) {
    if (this.current?.key === key) this.#replace({ type: "stopped" });
    for (const job of this.waiting.filter((waiting) => waiting.key === key)) job.resolve({ type: "stopped" });
    this.waiting = this.waiting.filter((job) => job.key !== key);
  }

  /** End the interpreter, and with it what runs; the next job has another. */
  end() {
    if (this.current) this.#replace({ type: "stopped" });
    else this.#close();
  }

  #start() {
    this.python ??= take((message) => this.#hear(message));
    return this.python;
  }

  #next() {
    if (this.current || !this.waiting.length) return;
    this.current = this.waiting.shift();
    const job = /** @type {Waiting} */ (this.current);
    // What an answer of an exercise imports, and what becomes of an error in it, only its check knows.
    const steps = [...needs(job.source), ...(job.call ? [SOURCES] : []), ...(job.steps ?? [])];
    this.#hand(job, steps, !job.module);
  }

  /**
   * Hand a job to Python, which answers at once, unless code before it has ended the worker: then to another.
   * @param {Waiting} job
   * @param {string[]} steps
   * @param {boolean} again
   */
  async #hand(job, steps, again) {
    const { id, source, call = "run", given = [source], module } = job;
    const python = this.#start();
    const mine = () => this.current === job && this.python === python;
    try {
      await python.prepare(steps);
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      if (mine()) this.#replace({ type: "failed", lost: problem instanceof LoadError, message });
    }
    if (!mine()) return;
    python.post({ type: "work", job: id, call, given, module });
    this.clock = setTimeout(() => {
      this.#close();
      if (again) this.#hand(job, steps, false);
      else this.#replace({ type: "failed", lost: false, message: "it does not answer" });
    }, 1000 * ANSWER);
  }

  /** @param {import("./interpreter.js").Heard} message */
  #hear(message) {
    const { current } = this;
    if (!current || ("job" in message && message.job !== undefined && message.job !== current.id)) return;
    if (message.type === "progress" && current.started) return; // of what comes for later
    if (message.type === "started") {
      current.started = true;
      setTimeout(() => prepare(current.source), 1000 * SOON);
      clearTimeout(this.clock);
      this.clock = setTimeout(() => this.#replace({ type: "limit", limit: current.limit }), 1000 * current.limit);
    }
    if (message.type === "done" && this.#lacked(current, message)) this.#hand(current, [SOURCES], false);
    else if (message.type === "done") this.#end(message);
    else if (message.type === "failed") this.#replace(message);
    else if (message.type !== "ready" && message.type !== "unfit") current.on(message);
  }

  /**
   * Whether a run may have failed for the want of what Python imports later, or shows in a traceback: then again.
   * @param {Waiting} job
   * @param {Done} done
   */
  #lacked(job, { text }) {
    return !job.call && this.python?.has("python") && !this.python.has(SOURCES) && outcome(text).error !== "";
  }

  /** @param {End} end */
  #replace(end) {
    const { current } = this;
    this.#close();
    // What follows a stop should not have to wait for Python to start.
    if (current && end.type !== "failed") prepare(current.source);
    this.#end(end);
  }

  #close() {
    clearTimeout(this.clock);
    this.python?.close();
    this.python = undefined;
  }

  /** @param {End} end */
  #end(end) {
    clearTimeout(this.clock);
    const { current } = this;
    this.current = undefined;
    current?.resolve(end);
    this.python?.prepare([SOURCES]).catch(() => {}); // what needs them will say so
    this.#next();
  }
}
