// One worker and the jobs that wait for it. A worker that must be stopped is ended and a new one takes its place: the
// page keeps all that was typed, so nothing is lost but the time to start.
export const LIMIT = 120; // seconds that a run may take, as when the book is built
export const LONG = 3600; // and one that is known to take long

export class Engine {
  constructor() {
    this.waiting = [];
    this.current = null;
    this.worker = null;
    this.count = 0;
  }

  // Run { key, source, check? }. `on` is told of { type, … } on the way; the promise is fulfilled with how it ended:
  // { type: "done", result, milliseconds }, "failed" with a message, "stopped", or "limit".
  run(job, on = () => {}, limit = LIMIT) {
    return new Promise((resolve) => {
      this.waiting.push({ ...job, id: ++this.count, on, limit, resolve });
      if (this.current) on({ type: "queued" });
      this.#next();
    });
  }

  // Stop the run that was given this `key`, or take it from those that wait.
  stop(key) {
    if (this.current?.key === key) this.#replace({ type: "stopped" });
    else {
      for (const job of this.waiting.filter((waiting) => waiting.key === key)) job.resolve({ type: "stopped" });
      this.waiting = this.waiting.filter((job) => job.key !== key);
    }
  }

  #start() {
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.#hear(data);
    this.worker.onerror = (problem) => {
      problem.preventDefault?.();
      this.#replace({ type: "failed", lost: true, message: problem.message || "the network did not answer" });
    };
  }

  #next() {
    if (this.current || !this.waiting.length) return;
    this.current = this.waiting.shift();
    if (!this.worker) this.#start();
    const { id, source, check } = this.current;
    this.worker.postMessage({ id, source, check });
  }

  #hear(message) {
    const { current } = this;
    if (!current || (message.job !== undefined && message.job !== current.id)) return;
    if (message.type === "started") {
      this.clock = setTimeout(() => this.#replace({ type: "limit", limit: current.limit }), 1000 * current.limit);
    }
    if (message.type === "done") this.#end(message);
    else if (message.type === "failed") this.#replace(message);
    else current.on(message);
  }

  #replace(end) {
    this.worker?.terminate();
    this.worker = null;
    // What follows a stop should not have to wait for Python to start.
    if (end.type !== "failed") {
      this.#start();
      this.worker.postMessage({});
    }
    this.#end(end);
  }

  #end(end) {
    clearTimeout(this.clock);
    const { current } = this;
    this.current = null;
    current?.resolve(end);
    this.#next();
  }
}
