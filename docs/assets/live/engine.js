// One worker and the jobs that wait for it. A worker that must be stopped is ended and a new one takes its place: the
// page keeps all that was typed, so nothing is lost but the time to start.

/**
 * What a run gives: its outcome, or whether the check accepts the answer.
 * @typedef {object} Result
 * @property {string} output
 * @property {{ svg: string, alt: string }[]} figures
 * @property {string} error
 * @property {boolean} [accepted]
 * @property {string} [message]
 */

/**
 * How a job ended.
 * @typedef {{ type: "done", job: number, result: Result, milliseconds: number }} Done
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
 * @typedef {{ key: object, source: string, check?: string }} Job
 * @typedef {Job & { id: number, on: (told: Told) => void, limit: number, resolve: (end: End) => void }} Waiting
 */

export const LIMIT = 120; // seconds that a run may take, as when the book is built
export const LONG = 3600; // and one that is known to take long

export class Engine {
  /** @type {Waiting[]} */
  waiting = [];
  /** @type {Waiting | undefined} */
  current = undefined;
  /** @type {Worker | undefined} */
  worker = undefined;
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
    else {
      for (const job of this.waiting.filter((waiting) => waiting.key === key)) job.resolve({ type: "stopped" });
      this.waiting = this.waiting.filter((job) => job.key !== key);
    }
  }

  #start() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = (problem) => {
      problem.preventDefault?.();
      this.#replace({ type: "failed", lost: true, message: problem.message || "the network did not answer" });
    };
    this.worker = worker;
    return worker;
  }

  #next() {
    if (this.current || !this.waiting.length) return;
    this.current = this.waiting.shift();
    const worker = this.worker ?? this.#start();
    worker.postMessage({ id: this.current?.id, source: this.current?.source, check: this.current?.check });
  }

  /** @param {Told | Done | Failed} message */
  #hear(message) {
    const { current } = this;
    if (!current || ("job" in message && message.job !== undefined && message.job !== current.id)) return;
    if (message.type === "started") {
      this.clock = setTimeout(() => this.#replace({ type: "limit", limit: current.limit }), 1000 * current.limit);
    }
    if (message.type === "done") this.#end(message);
    else if (message.type === "failed") this.#replace(message);
    else current.on(message);
  }

  /** @param {End} end */
  #replace(end) {
    this.worker?.terminate();
    this.worker = undefined;
    // What follows a stop should not have to wait for Python to start.
    if (end.type !== "failed") this.#start().postMessage({});
    this.#end(end);
  }

  /** @param {End} end */
  #end(end) {
    clearTimeout(this.clock);
    const { current } = this;
    this.current = undefined;
    current?.resolve(end);
    this.#next();
  }
}
