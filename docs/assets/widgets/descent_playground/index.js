// Descents side by side: on curves, on surfaces seen from above, and on the cost of a line through 200 points.

import { Widget } from "../shared/base.js";
import { button, choices, more, slider, toggle } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { levels } from "../shared/levels.js";
import { html, nothing } from "../shared/lit.js";
import { tidy } from "../shared/numbers.js";
import { beside, curve, fall, map, marked, races } from "./drawing.js";
import { able, about, beginning, end, fastest, LONGEST, label, ORDER, RUNNERS, Runs } from "./runs.js";
import { ends, lines, moment, NAMES, said, TASKS } from "./words.js";

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
    const rates = html`<div class="nn-w-rates">${runs.map((run) => this.rate(state, run))}</div>`;
    const sums = this.arithmetic(state, runs);
    const clocks = state.cost === "line" ? this.clocks(state) : nothing;
    return html`
      ${choices({
        legend: "Cost",
        group: `${this.key}-cost`,
        value: state.cost,
        options: NAMES,
        modes: true,
        strip: true,
        on: (cost) => this.choose(cost),
      })}
      <div class="nn-w-row" role="group" aria-label="Who goes down">
        ${able(state.cost).map((who) => this.runner(state, who))}
      </div>
      ${near ? html`<div class="nn-w-both">${picture}<div class="nn-w-costs">${costs}</div></div>` : picture}
      ${this.steps(state, near || race ? [] : runs)}
      ${race ? [clocks, near ? rates : costs] : [rates, sums, near ? clocks : nothing]}
      ${
        race
          ? more(
              [near ? nothing : rates, sums, this.starts(state)],
              near ? "A step written out, more starts" : "Rates, a step written out, more starts",
            )
          : near
            ? more(this.starts(state), "More starts")
            : more([this.starts(state), costs, clocks], "More starts, and the costs")
      }
    `;
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
      ${button({ label: "To the start", disabled: time === 0, on: () => go(-LONGEST) })}
      <span class="nn-w-note">${moment(state, last)}${told.length ? html`, ${ends(told)}` : nothing}</span>
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
      <span class="nn-w-note">or click where one more is to begin</span>
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

  /**
   * The learning rate of a runner; for plain descent the bound stands below it.
   * @param {State} state
   * @param {Run} run
   */
  rate({ cost }, { who, rule, rate, size, colour, label: name }) {
    const max = fastest(cost, who);
    const bounds = rule === "plain" && size === 200 ? about(cost).bounds : [];
    return html`<div class="nn-w-runner" style="--nn-runner: var(--nn-${colour})">
      ${slider({
        label: html`η, ${name}`,
        name: `learning rate, ${name}`,
        value: rate,
        min: 0,
        max,
        step: 10 ** Math.floor(Math.log10(max)) / 100,
        digits: 4,
        on: (given) => this.set({ rates: this.state.rates.with(ORDER.indexOf(who), tidy(given)) }),
      })}
      ${bounds.length ? marked(bounds, max) : nothing}
    </div>`;
  }

  /**
   * The last step of one run, written out.
   * @param {State} state
   * @param {Run[]} runs
   */
  arithmetic(state, runs) {
    const run = runs.find(({ who }) => who === state.written) ?? runs[0];
    if (!run) return html`<p class="nn-w-note">Nobody goes down: choose a rule above.</p>`;
    return html`<div class="nn-w-lines">
      ${
        runs.length > 1
          ? choices({
              legend: "Written out",
              group: `${this.key}-written`,
              value: run.who,
              options: runs.map(({ who, label: name }) => /** @type {const} */ ([who, name])),
              on: (written) => this.set({ written }),
            })
          : nothing
      }
      ${lines(state, run).map((line) => html`<p class="nn-w-formula">${line}</p>`)}
    </div>`;
  }
}

customElements.define("nn-descent-playground", DescentPlayground);
