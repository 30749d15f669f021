// A line through points, with the area of its misses: first by guessing, then on the map of all lines.

import { Widget } from "../shared/base.js";
import { button, choices, more, slider, toggle } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { seeded } from "../shared/numbers.js";
import { remembered } from "../shared/plot.js";
import { both, contours, INTERCEPTS, kept, SLOPES } from "./drawing.js";
import { best, scatter } from "./maths.js";
import { compared, formula, hidden, NAMES, said, TASKS } from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";

/** @typedef {import("./maths.js").Loss} Loss */
/** @typedef {import("./maths.js").Point} Point */
/** @typedef {import("../shared/plot.js").Scale} Scale */

/**
 * @typedef {object} State
 * @property {number} m
 * @property {number} b
 * @property {number[]} points x and y of each, one after another
 * @property {Loss} loss
 * @property {number} count how many points chance draws
 * @property {number} seed
 * @property {boolean} revealed
 */

const FEWEST = 2;
const MOST = 12;
const TURN = 900; // milliseconds in which the line turns into its best place

/** The two sets of points on the page: a seedling's height in cm each week, and eight points with an outlier. */
const SEEDLING = {
  points: [1, 2.1, 2, 2.9, 3, 3.2, 4, 4.8, 5, 4.6, 6, 6.3],
  x: [0, 7],
  y: [0, 8],
  names: ["weeks", "height in cm"],
};
const OUTLIER = {
  points: [0, 1.1, 1, 1.4, 2, 2.1, 3, 2.4, 4, 3.1, 5, 3.4, 6, 4.1, 7, 14],
  x: [-0.5, 7.5],
  y: [-2, 16],
  names: ["x", "y"],
};

/** @extends {Widget<State>} */
export class LineFitter extends Widget {
  static title = "Line fitter";

  data = SEEDLING;

  /** @type {Loss[]} */
  offered = [];

  lowest = remembered(
    (/** @type {Loss} */ loss, /** @type {Point[]} */ points) => `${loss} ${points}`,
    (loss, points) => best(loss, points),
  );

  levels = remembered(
    (/** @type {Loss} */ loss, /** @type {Point[]} */ points, /** @type {Scale} */ x, /** @type {Scale} */ y) =>
      `${loss} ${points} ${x.to} ${y.to}`,
    contours,
  );

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ loss = "squared absolute", outlier, slope = "1", intercept = "0" }) {
    this.data = outlier === undefined ? SEEDLING : OUTLIER;
    this.offered = /** @type {Loss[]} */ (loss.split(" "));
    const { x, y, points } = this.data;
    const limits = { min: Math.min(x[0], y[0]), max: Math.max(x[1], y[1]), shortest: 2 * FEWEST, longest: 2 * MOST };
    return {
      m: number(slope, { min: -10, max: 10 }),
      b: number(intercept, { min: -20, max: 20 }),
      points: numbers(points, limits),
      loss: choice(this.offered[0], this.offered),
      count: number(points.length / 2, { min: FEWEST, max: MOST, whole: true }),
      seed: number(1, { min: 1, max: 1e9, whole: true }),
      revealed: flag(false),
    };
  }

  task() {
    return TASKS[this.data === OUTLIER ? "outlier" : "seedling"];
  }

  /**
   * The points, one by one.
   * @param {State} state
   * @returns {Point[]}
   */
  pairs({ points }) {
    return Array.from({ length: points.length >> 1 }, (_, i) => [points[2 * i], points[2 * i + 1]]);
  }

  /** @param {State} state */
  say(state) {
    return said(state, this.pairs(state));
  }

  /** @param {State} state */
  draw(state) {
    const points = this.pairs(state);
    const found = this.lowest(state.loss, points);
    return html`
      <div class="nn-w-row">
        ${choices({
          legend: "Loss",
          group: `${this.key}-loss`,
          value: state.loss,
          options: this.offered.map((name) => /** @type {const} */ ([name, NAMES[name]])),
          modes: true,
          on: (loss) => this.take({ loss }),
        })}
      </div>
      ${both(this, state, points, found)}
      ${slider({
        label: html`slope <i>m</i>`,
        name: "slope m",
        value: state.m,
        min: SLOPES[0],
        max: SLOPES[1],
        step: 0.01,
        digits: 4,
        on: (m) => this.take({ m }),
      })}
      ${slider({
        label: html`intercept <i>b</i>`,
        name: "intercept b",
        value: state.b,
        min: INTERCEPTS[0],
        max: INTERCEPTS[1],
        step: 0.02,
        digits: 4,
        on: (b) => this.take({ b }),
      })}
      ${formula(state, points)}
      <div class="nn-w-row">
        ${toggle({
          label: "Reveal the error surface and the best line",
          value: state.revealed,
          on: (revealed) => this.set({ revealed }),
        })}
        ${button({
          label: "Best fit",
          disabled: !found,
          on: () => {
            this.set({ revealed: true });
            this.tween({ ...found }, TURN);
          },
        })}
      </div>
      ${state.revealed ? compared(state, points, found) : kept(this) ? hidden() : nothing}
      ${more(this.points(state, points))}
    `;
  }

  /**
   * How many points there are, and where chance puts them.
   * @param {State} state
   * @param {Point[]} points
   */
  points(state, points) {
    return html`<div class="nn-w-row" role="group" aria-label="Points">
      ${button({ label: "Add a point", disabled: points.length >= MOST, on: () => this.put(this.middle()) })}
      ${button({
        label: "Remove the last",
        disabled: points.length <= FEWEST,
        on: () => this.drop(this.state.points.length / 2 - 1),
      })}
      <span class="nn-w-note">or press where it is to stand; on a keyboard, Delete removes the point in focus</span>
    </div>
    <div class="nn-w-row">
      ${button({ label: `Randomise ${state.count} points`, on: () => this.randomise(state) })}
      ${slider({
        label: "points",
        name: "how many random points",
        value: state.count,
        min: FEWEST,
        max: MOST,
        step: 1,
        on: (count) => this.set({ count }),
      })}
    </div>`;
  }

  /**
   * What the reader sets: what turns by itself stops.
   * @param {Partial<State>} changes
   */
  take(changes) {
    this.pause();
    this.set(changes);
  }

  /**
   * One more point.
   * @param {readonly number[]} place
   */
  put([x, y]) {
    if (this.state.points.length >= 2 * MOST) return;
    this.take({ points: [...this.state.points, ...[x, y].map((value) => Math.round(value * 20) / 20)] });
  }

  /** @param {number} i */
  drop(i) {
    if (this.state.points.length > 2 * FEWEST) this.take({ points: this.state.points.toSpliced(2 * i, 2) });
  }

  /** The middle of the drawing, where a point comes that has no place of its own. */
  middle() {
    const { x, y } = this.data;
    return [x, y].map(([low, high]) => (low + high) / 2);
  }

  /** @param {State} state */
  randomise({ count, seed }) {
    const { x, y } = this.data;
    const points = scatter(count, seeded(seed), [x[0] + 0.3, x[1] - 0.3], [y[0] + 0.5, y[1] - 0.5]);
    this.take({ points: points.flat(), seed: seed + 1, revealed: false });
  }
}

customElements.define("nn-line-fitter", LineFitter);
