// Descents side by side: on curves, on surfaces seen from above, and on the cost of a line through 200 points.

import { Widget } from "../shared/base.js";
import { button, choices, more, toggle } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { levels } from "../shared/levels.js";
import { html, nothing } from "../shared/lit.js";
import { tidy } from "../shared/numbers.js";
import { scrub } from "../shared/track.js";
import { arithmetic, rated } from "./controls.js";
import { beside, curve, fall, map, races } from "./drawing.js";
import { able, about, beginning, end, LONGEST, label, ORDER, RUNNERS, Runs } from "./runs.js";
import { ends, moment, NAMES, said, TASKS } from "./words.js";

// The tests compute with what readers get.
export { X, Y } from "./data.js";
export * from "./maths.js";

/** @typedef {import("./runs.js").CostName} CostName */
/** @typedef {import("./runs.js").Run} Run */
/** @typedef {import("./runs.js").Who} Who */
/** @typedef {import("../shared/plot.js").Scale} Scale */

/**
 * @typedef {Record<Who, boolean> & Other} State
 * @typedef {object} Other
 * @property {CostName} cost
 * @property {number[]} start
 * @property {number[]} earlier the starts before this one, two numbers each
 * @property {number[]} rates of all who go down, in their order
 * @property {number} time
 * @property {"steps" | "examples"} clock
 * @property {Who} written whose step is written out
 * @property {number} seed
 */

const MANY = 5; // earlier starts that are kept
const NARROW = 480; // pixels: up to here the style sheet keeps the steps on one line

/** @extends {Widget<State>} */
export class DescentPlayground extends Widget {
  static title = "Descent playground";

  /** @type {Map<string, string[]>} The lines of equal cost, by cost and size. */
  contours = new Map();

  runs = new Runs();

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ mode, function: name = "bowl", start, rate }) {
    const cost = /** @type {CostName} */ (mode ? "line" : name);
    const first = beginning(cost);
    if (start) first.start = start.split(" ").map(Number).concat(0).slice(0, 2);
    if (rate) first.rates[0] = Number(rate);
    if (mode === "stochastic") first.rates[2] = 0.03;
    /** @type {Who[]} */
    const on = mode === "stochastic" ? ["single"] : mode === "compare" ? ["full", "mini", "single"] : ["full"];
    const names = NAMES.map(([value]) => value);
    return {
      cost: choice(cost, names),
      start: numbers(first.start, { min: -100, max: 100 }),
      earlier: numbers([], { min: -100, max: 100, shortest: 0, longest: 2 * MANY }),
      rates: numbers(first.rates, { min: 0, max: 100 }),
      full: flag(on.includes("full")),
      mini: flag(on.includes("mini")),
      single: flag(on.includes("single")),
      momentum: flag(false),
      adam: flag(false),
      time: number(0, { min: 0, max: LONGEST, whole: true }),
      clock: choice(mode === "compare" ? "examples" : "steps", ["steps", "examples"]),
      written: choice(on[0], ORDER),
      seed: number(1, { min: 1, max: 999, whole: true }),
    };
  }

  /** @param {State} state */
  task({ cost }) {
    if (this.settings.plain !== undefined && cost === "bowl") return TASKS.plain;
    if (cost === "bowl" && Number(this.settings.rate) > 1) return TASKS.bound;
    if (cost !== "line") return TASKS[cost];
    return this.settings.mode === "stochastic" ? TASKS.stochastic : TASKS.compare;
  }

  /**
   * The lines of equal cost.
   * @param {CostName} name
   * @param {import("./maths.js").Cost} cost
   * @param {Scale} x
   * @param {Scale} y
   */
  levels(name, cost, x, y) {
    const key = `${name} ${x.to[1]} ${y.to[0]}`;
    const paths = this.contours.get(key) ?? levels((a, b) => cost.cost([a, b]), x, y, cost.levels, [96, 144]);
    this.contours.set(key, paths);
    return paths;
  }

  /**
   * Whether it is told in words: where the chapter has no symbols yet, as long as the reader has gone nowhere else.
   * @param {State} state
   */
  plainly({ cost, momentum, adam }) {
    return this.settings.plain !== undefined && cost === "bowl" && !momentum && !adam;
  }

  /** @param {State} state */
  say(state) {
    return said(moment(state, end(state)), this.runs.of(state));
  }

  /**
   * Begin elsewhere.
   * @param {number[]} start
   */
  begin(start) {
    this.pause();
    this.set({ start: start.map(tidy) });
  }

  /** Keep this start: its descent goes on beside the next one. */
  keep() {
    const { earlier, start } = this.state;
    this.set({ earlier: [...earlier, ...start].slice(-2 * MANY) });
  }

  /**
   * Begin in one more place, and go down from all of them.
   * @param {number[]} start
   */
  plant(start) {
    this.keep();
    this.begin(start);
    this.set({ time: 0 });
    this.start(end(this.state));
  }

  /** @param {State} state */
  draw(state) {
    const cost = about(state.cost);
    const runs = this.runs.of(state);
    const costs = fall(this, state, cost, runs, LONGEST);
    const seen = cost.inputs === 1; // the height of a curve is the cost
    const near = !seen && beside(this);
    const race = races(this, state);
    const picture = (seen ? curve : map)(this, state, cost, runs);
    const rates = html`<div class="nn-w-rates">${runs.map((run) => rated(this, state, run))}</div>`;
    const sums = arithmetic(this, state, runs);
    const clocks = state.cost === "line" ? this.clocks(state) : nothing;
    const plain = this.settings.plain !== undefined;
    const who = this.going(state);
    return html`
      ${plain ? nothing : who}
      ${near ? html`<div class="nn-w-both">${picture}<div class="nn-w-costs">${costs}</div></div>` : picture}
      ${this.steps(state, near || race ? [] : runs)}
      ${race ? [clocks, near ? rates : costs] : [rates, sums, near ? clocks : nothing]}
      ${
        race
          ? more(
              [near ? nothing : rates, sums, this.starts(state)],
              near ? "A step written out, more starts" : "Rates, a step written out, more starts",
            )
          : more(
              [this.starts(state), near ? nothing : [costs, clocks], plain ? who : nothing],
              `More starts${plain ? ", the costs, other costs and rules" : near ? "" : ", and the costs"}`,
            )
      }
    `;
  }

  /**
   * What is gone down, and who goes. Before the chapter has told of others than the first, that is folded.
   * @param {State} state
   */
  going(state) {
    return html`${choices({
      legend: "Cost",
      group: `${this.key}-cost`,
      value: state.cost,
      options: NAMES,
      modes: this.settings.plain === undefined,
      strip: true,
      on: (cost) => this.choose(cost),
    })}
      <div class="nn-w-row" role="group" aria-label="Who goes down">
        ${able(state.cost).map((who) => this.runner(state, who))}
      </div>`;
  }

  /** @param {CostName} cost */
  choose(cost) {
    this.pause();
    const idle = able(cost).every((who) => !this.state[who]);
    this.set({ cost, ...beginning(cost), earlier: [], time: 0, ...(idle ? { full: true } : {}) });
  }

  /**
   * @param {State} state
   * @param {Who} who
   */
  runner(state, who) {
    return html`<span class="nn-w-runner" style="--nn-runner: var(--nn-${RUNNERS[who].colour})">${toggle({
      label: label(state.cost, who),
      value: state[who],
      on: (on) => this.set({ [who]: on }),
    })}</span>`;
  }

  /** @param {State} state */
  clocks({ clock }) {
    return html`<div class="nn-w-row nn-w-strip">
      ${choices({
        legend: "All take",
        group: `${this.key}-clock`,
        value: clock,
        options: [
          ["steps", "as many steps"],
          ["examples", "as many examples"],
        ],
        strip: true,
        on: (chosen) => this.set({ clock: chosen, time: 0 }),
      })}
      ${button({ label: "Shuffle anew", on: () => this.set({ seed: (this.state.seed % 999) + 1 }) })}
    </div>`;
  }

  /**
   * @param {State} state
   * @param {Run[]} told those whose costs are told beside the step
   */
  steps(state, told) {
    const last = end(state);
    const time = Math.min(state.time, last);
    const go = (/** @type {number} */ by) => {
      this.pause();
      this.set({ time: Math.max(0, Math.min(last, Math.min(this.state.time, last) + by)) });
    };
    return html`<div class="nn-w-row nn-w-strip" role="group" aria-label="Steps">
      ${button({ label: "Step", disabled: time >= last, on: () => go(1) })}
      ${button({ label: "Back", disabled: time === 0, on: () => go(-1) })}
      ${button({ label: "10 steps", disabled: time >= last, on: () => go(10) })}
      ${button({ label: this.playing === undefined ? "Play" : "Pause", on: () => this.start(last) })}
      ${
        this.width < NARROW // there the scrub bar does it, on the same line
          ? nothing
          : button({ label: "To the start", disabled: time === 0, on: () => go(-LONGEST) })
      }
      ${scrub({
        name: "steps",
        text: moment(state, last),
        now: time,
        last,
        on: (to) => go(to - Math.min(this.state.time, last)),
      })}
      <span class="nn-w-note"
        >${moment(state, last)}${told.length ? html`, ${ends(told, this.plainly(state))}` : nothing}</span
      >
    </div>`;
  }

  /** @param {State} state */
  starts(state) {
    return html`<div class="nn-w-row" role="group" aria-label="Starts">
      ${button({ label: "Keep this start", on: () => this.keep() })}
      ${button({
        label: "Forget the others",
        disabled: !state.earlier.length,
        on: () => this.set({ earlier: [] }),
      })}
      <span class="nn-w-note">or press where one more is to begin</span>
    </div>`;
  }

  /**
   * Play to the end, or pause; from the end, begin again.
   * @param {number} last
   */
  start(last) {
    if (this.playing !== undefined) return this.pause();
    if (this.calm) return this.set({ time: last });
    if (this.state.time >= last) this.set({ time: 0 });
    return this.play(() => {
      this.set({ time: this.state.time + 1 });
      return this.state.time < last;
    }, 120);
  }
}

customElements.define("nn-descent-playground", DescentPlayground);
