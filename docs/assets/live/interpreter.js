// One life of Python: its sandbox, and which of the files it has.
import { fetchAll, LoadError, readManifest, text } from "./files.js";
import { understood } from "./messages.js";
import { Sandbox } from "./sandbox.js";

/** @typedef {NonNullable<ReturnType<typeof understood>> | import("./files.js").Loading} Heard */

/** What a worker is made of, behind Pyodide's own script. */
export const SCRIPTS = ["../vendor/fzstd/fzstd.js", "boot.js", "worker.js"];
const PATIENCE = 60; // seconds in which Python must be a step further

/** The snapshot is of another memory than the one that this engine makes. */
class UnfitError extends Error {}
let fits = true; // as far as is known

const PRINT = `import numpy as np
import nnbook as nn
print(nn.relu(np.random.default_rng(0).normal(size=(2, 3)) @ np.eye(3)).round(2))
`;
const DRAW = `from nnbook import plots
plots.lines([0, 1], {"line": [0, 1]}, alt="A line")
`;

export class Interpreter {
  /** @type {Set<string>} */
  #made = new Set();
  #sandbox = this.#newSandbox();
  #warm = 0; // how many steps it has made this for
  #closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #clock = undefined;
  /** @type {Promise<void>} */
  #before = Promise.resolve();
  /** @type {(problem?: Error) => void} */
  #settle = () => {};

  /**
   * Whom it tells what it does: first who has it started, then who has it work.
   * @param {(message: Heard) => void} hearer
   */
  constructor(hearer) {
    this.hearer = hearer;
  }

  /**
   * Have Python started, with the files of these steps.
   * @param {string[]} steps
   */
  prepare(steps) {
    if (this.has(...steps)) return Promise.resolve();
    const made = this.#before.then(() => this.#install(steps));
    this.#before = made.catch((problem) => {
      if (!(problem instanceof LoadError)) throw problem; // what did not come may be asked for again
    });
    this.#before.catch(() => {}); // whoever waits for it hears of it
    return made;
  }

  /** Have it do once, for nobody, what the first run with these steps takes time for. */
  warm() {
    if (this.#warm === this.#made.size) return;
    this.#warm = this.#made.size;
    const source = this.#made.has("matplotlib") ? PRINT + DRAW : PRINT;
    this.post({ type: "work", job: 0, call: "run", given: [source] });
  }

  /** @param {string[]} steps */
  has(...steps) {
    return steps.every((step) => this.#made.has(step));
  }

  #newSandbox() {
    return new Sandbox((message) => this.#hear(message));
  }

  /** @param {string[]} all */
  async #install(all) {
    if (this.has(...all) || this.#closed) return;
    const manifest = await readManifest();
    const short = manifest.snapshot && fits ? ["python", "snapshot"] : ["python", "sources"];
    const wanted = this.has("python") ? all : [...new Set([...short, ...all])];
    // All at once, though Python starts as soon as its own are there: whoever waits hears of the sum.
    const missing = wanted.filter((step) => !this.has(step));
    fetchAll(manifest, missing, (loading) => this.hearer(loading)).catch(() => {}); // whoever needs them says so
    if (!this.has("python")) await this.#start(manifest);
    const steps = all.filter((step) => !this.has(step));
    if (steps.length) await this.#make(manifest, steps);
  }

  /**
   * Start Python: from the snapshot of its memory, or, where there is none or it does not fit, the long way.
   * @param {import("./pyodide.d.ts").Manifest} manifest
   */
  async #start(manifest) {
    if (manifest.snapshot && fits) {
      try {
        await this.#make(manifest, ["python", "snapshot"]);
        return;
      } catch (problem) {
        if (problem instanceof UnfitError) fits = false;
        else if (!(problem instanceof LoadError)) throw problem;
        this.#sandbox.close();
        if (this.#closed) return;
        this.#sandbox = this.#newSandbox();
      }
    }
    await this.#make(manifest, ["python", "sources"]);
  }

  /**
   * @param {import("./pyodide.d.ts").Manifest} manifest
   * @param {string[]} steps
   */
  async #make(manifest, steps) {
    const files = await fetchAll(manifest, steps);
    if (steps.includes("python") && !this.#closed) {
      const scripts = SCRIPTS.map(text);
      await this.#sandbox.open([files.get("pyodide.asm.js") ?? "", ...(await Promise.all(scripts))]);
    }
    if (this.#closed) return;
    const done = new Promise((resolve, reject) => {
      this.#settle = (problem) => (problem ? reject(problem) : resolve(undefined));
    });
    this.post({ type: "install", steps, files, manifest });
    this.#watch();
    await done;
    for (const step of steps) this.#made.add(step);
  }

  /** It is given time from each of its messages to the next. */
  #watch() {
    clearTimeout(this.#clock);
    const late = new Error(`it did not start within ${PATIENCE} seconds`);
    this.#clock = setTimeout(() => this.#settle(late), 1000 * PATIENCE);
  }

  /** @param {unknown} data */
  #hear(data) {
    const message = understood(data);
    if (message?.type === "progress") this.#watch();
    else clearTimeout(this.#clock);
    if (message?.type === "ready") this.#settle();
    else if (message?.type === "unfit") this.#settle(new UnfitError(message.message));
    else if (message) this.hearer(message);
    if (message?.type === "failed") this.#settle(new Error(message.message));
  }

  /** @param {unknown} message */
  post(message) {
    this.#sandbox.post(message);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#clock);
    this.#settle();
    this.#sandbox.close();
  }
}
