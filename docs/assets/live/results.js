// The place below a fence where its results stand.

import { captioned, drawing, LossCurve } from "./drawing.js";
import { bar, element, part, results, say, stale, stateOf } from "./fence.js";
import { verdict } from "./judge.js";
import { outcome } from "./messages.js";
import { DIFFERENCES, ending, explain, mega, plain, STEPS, took } from "./words.js";

/** @typedef {import("./engine.js").Done} Done */
/** @typedef {import("./engine.js").End} End */
/** @typedef {import("./engine.js").Told} Told */
/**
 * What is known of a run: whether it was the smaller one, whether the code is the reader's, and, in a lab, whether a
 * cell above was run smaller.
 * @typedef {{ smaller: boolean, edited: boolean, above?: boolean }} How
 */

let runs = 0; // of this page: ids in figures are told apart by it

export class Area {
  /** @type {HTMLElement[]} New results. */
  results = [];

  /** @type {HTMLElement | undefined} Where what is printed goes on. */
  samp = undefined;

  /** @type {LossCurve | undefined} */
  curve = undefined;

  trainings = 0;
  /** @type {HTMLDetailsElement | undefined} The box of their curves. */
  losses = undefined;

  meter = element("progress", { className: "nn-live-meter", hidden: true });
  bytes = element("span", { className: "nn-live-bytes", ariaHidden: "true" });

  /** @param {HTMLElement} fence */
  constructor(fence) {
    this.fence = fence;
    this.shown = results(fence);
    this.text = stateOf(fence).text;
    this.meter.setAttribute("aria-label", "Loaded so far");
    bar(fence).append(this.meter, this.bytes);
    say(fence, "Starting");
  }

  /** @param {Told} event */
  hear(event) {
    if (event.type === "queued") say(this.fence, "Waiting for the run before this one");
    else if (event.type === "progress") this.progress(event);
    else if (event.type === "started") {
      this.meter.hidden = true;
      this.bytes.textContent = "";
      say(this.fence, "Running");
    } else if (event.type === "output") this.print(event.content);
    else if (event.type === "training") this.curve = new LossCurve(event.content, ++this.trainings);
    else if (event.type === "loss" && this.curve) this.train(this.curve, event.content);
  }

  /** @param {import("./engine.js").Progress} progress */
  progress({ step, loaded = 0, total }) {
    say(this.fence, STEPS[step]);
    this.meter.hidden = false;
    if (total) {
      Object.assign(this.meter, { max: total, value: loaded });
      this.bytes.textContent = `${mega(loaded)} of ${mega(total)} MB`;
    } else {
      this.meter.removeAttribute("value");
      this.bytes.textContent = "";
    }
  }

  /**
   * @param {LossCurve} curve
   * @param {[step: number, cost: number]} point
   */
  train(curve, point) {
    if (!this.losses) {
      const summary = element("summary", { textContent: "The loss while training" });
      this.losses = element("details", { className: "nn-losses", open: true }, summary);
      this.place(this.losses);
    }
    if (!curve.points.length) this.losses.append(curve.figure);
    curve.add(point);
  }

  /** The curves of a run that is over stand below its results, and several of them in a box that is closed. */
  fold() {
    if (!this.losses?.isConnected) return; // after Reset
    const count = this.losses.querySelectorAll(".nn-loss").length;
    this.fence.append(this.losses);
    this.losses.open = count < 2;
    if (count > 1) part(this.losses, "summary").textContent = `The loss of ${count} trainings`;
  }

  /** What stands below the code is from now on what this run gives. */
  replace() {
    for (const old of this.shown) old.remove();
    stateOf(this.fence).ran = this.text;
  }

  /**
   * The first new result takes the place of the old ones.
   * @param {HTMLElement} node
   */
  place(node) {
    if (!this.results.length) this.replace();
    this.results.push(node);
    this.fence.append(node);
  }

  /** @param {string} text */
  print(text) {
    if (!this.samp) {
      this.samp = element("samp");
      const box = element("div", { className: "nn-output" }, element("pre", { tabIndex: 0 }, this.samp));
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Output");
      this.place(box);
    }
    this.samp.append(text);
  }

  clear() {
    this.meter.remove();
    this.bytes.remove();
    const { text, ran } = stateOf(this.fence);
    stale(this.fence, text !== ran);
  }

  /**
   * @param {End} end
   * @param {How} run
   */
  finish(end, run) {
    if (end.type === "done") this.show(end, run);
    else say(this.fence, ...ending(end));
    this.fold();
    this.clear();
  }

  /**
   * The results, instead of what came piece by piece, but for the curves of trainings.
   * @param {Done} end
   * @param {How} run
   */
  show({ text, milliseconds }, { smaller, edited, above = false }) {
    const { fence } = this;
    const state = stateOf(fence);
    const result = outcome(text);
    const { output, figures, error } = result;
    for (const old of [...this.shown, ...this.results]) if (!old.matches(".nn-losses")) old.remove();
    this.results = this.results.filter((node) => node.matches(".nn-losses"));
    if (!this.results.length) this.replace();
    this.samp = undefined;
    const printed = output.replace(/\n+$/, "");
    if (printed) this.print(printed);
    runs += 1;
    const originals = state.originals.filter((node) => node.matches(".nn-figure"));
    figures.forEach((figure, index) => {
      try {
        const drawn = drawing(figure, `${fence.id}-run-${runs}-${index}-`);
        this.place(captioned(drawn, figure.alt, originals[index]));
      } catch (problem) {
        this.fail(`A figure could not be shown: ${problem instanceof Error ? problem.message : problem}.`);
      }
    });
    if (error) this.fail(...explain(error));
    this.shown = [];
    const time = took(milliseconds);
    const difference = differs(state, result) || above; // of figures only their number is known
    const same = difference || edited ? "" : ", as on the page";
    say(fence, error ? `Stopped by an error after ${time}` : `Done in ${time}${same}`, Boolean(error));
    if (error || !difference) return;
    const mine = state.captured ? "captured" : "differs";
    this.mark(smaller ? "smaller" : edited ? "edited" : above ? "above" : mine);
  }

  /** @param {End} end */
  verdict(end) {
    this.clear();
    const { fence } = this;
    fence.querySelector(":scope > .nn-verdict")?.remove();
    if (end.type !== "done") {
      say(fence, ...ending(end));
      return;
    }
    const { accepted, message, error } = verdict(end.text);
    say(fence, "");
    const wrong = message ? `Not yet: ${message}` : plain(error);
    const words = accepted ? "Right. The check accepts your answer." : wrong;
    const className = `nn-verdict ${accepted ? "nn-verdict-right" : "nn-verdict-wrong"}`;
    const box = element("div", { className }, element("p", {}, words));
    box.setAttribute("role", "status");
    bar(fence).after(box);
  }

  /**
   * @param {string} headline
   * @param {string} [details]
   */
  fail(headline, details) {
    const box = element("div", { className: "nn-error" }, element("p", { textContent: headline }));
    box.setAttribute("role", "alert");
    if (details) box.append(element("pre", { tabIndex: 0 }, element("samp", { textContent: details })));
    this.place(box);
  }

  /** @param {keyof typeof DIFFERENCES} why */
  mark(why) {
    const textContent = `${DIFFERENCES[why]} Reset brings the page’s back.`;
    this.place(element("p", { className: "nn-differs", textContent }));
  }
}

/**
 * Whether results are other than the page's.
 * @param {Pick<import("./fence.js").Fence, "output" | "figures">} state
 * @param {import("./engine.js").Result} result
 */
export function differs(state, { output, figures, error }) {
  return Boolean(error) || output.replace(/\n+$/, "") !== state.output || figures.length !== state.figures;
}
