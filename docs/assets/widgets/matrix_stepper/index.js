// Adding, scaling, transposing and multiplying matrices, one entry and one product at a time.

import { Widget } from "../shared/base.js";
import { choices, slider } from "../shared/controls.js";
import { choice, number, matrix as table } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { term } from "../shared/numbers.js";
import { box, outcome, refusal, steps } from "./drawing.js";
import { fly } from "./flight.js";
import { length, resultShape } from "./maths.js";
import { CAFE, formula, misfit, namesOf, OPERATIONS, said, TASKS } from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";
export { misfit } from "./words.js";

/** @typedef {import("./maths.js").Operation} Operation */
/** @typedef {import("./maths.js").Matrix} Matrix */

/**
 * @typedef {object} State
 * @property {Operation} operation
 * @property {Matrix} a
 * @property {Matrix} b
 * @property {number} c
 * @property {number} step which product of which entry
 */

/**
 * Where the reader is.
 * @typedef {object} Where
 * @property {number} i the row of the result
 * @property {number} j its column
 * @property {number} k the product that is reached in it
 * @property {number} each how many products an entry has
 * @property {number} now how many products have been passed in all
 * @property {number} last the last of them
 * @property {number} place how many entries have been passed
 * @property {number} rows
 * @property {number} columns
 */

const ORDERS = [
  [2, 1],
  [1, 3],
  [0, 2],
];
const MORE = [
  [1, 0],
  [0, 1],
  [2, 2],
];
const PRICES = [
  [3, 2],
  [1, 4],
];

const PACE = 900; // milliseconds from one product to the next while it plays

/**
 * What the pages open with: the orders of three friends, a second round of orders, the prices in two cafés.
 * @type {Record<Operation, [Matrix, Matrix]>}
 */
const OPENING = {
  add: [ORDERS, MORE],
  scale: [ORDERS, MORE],
  multiply: [ORDERS, PRICES],
  transpose: [
    [
      [6, 2],
      [4, 10],
      [24, 3],
    ],
    PRICES,
  ],
};

/**
 * The table that a place opens with, written as in an address: 1_2~3_4.
 * @param {string | undefined} given
 * @param {Matrix} otherwise
 */
const opened = (given, otherwise) => given?.split("~").map((row) => row.split("_").map(Number)) ?? otherwise;

/** @extends {Widget<State>} */
export class MatrixStepper extends Widget {
  static title = "Matrix stepper";

  /** The entry that was drawn last: to another one its numbers fly. */
  drawn = "";

  /** @type {import("./words.js").Named | undefined} */
  named = undefined;

  /** @param {import("../shared/base.js").Settings} settings */
  fields(settings) {
    const { operation = "multiply" } = settings;
    this.named = namesOf(settings);
    const [first, second] = OPENING[/** @type {Operation} */ (operation)];
    const [a, b] = [opened(settings.a, first), opened(settings.b, second)];
    const limits = { min: -9999, max: 9999, rows: [1, 5], columns: [1, 5] };
    const names = this.named ? /** @type {const} */ (["multiply"]) : OPERATIONS.map(([name]) => name);
    return {
      operation: choice(operation, names),
      a: table(a, limits),
      b: table(b, limits),
      c: number(2, { min: -100, max: 100 }),
      step: number(0, { min: 0, max: 124, whole: true }),
    };
  }

  /** @param {State} state */
  task({ operation }) {
    return this.named ? CAFE : TASKS[operation];
  }

  /**
   * @param {State} state
   * @returns {Where}
   */
  where({ operation, a, b, step }) {
    const [rows, columns] = resultShape(operation, a, b);
    const each = length(operation, a);
    const last = rows * columns * each - 1;
    const now = Math.min(step, last);
    const place = Math.floor(now / each);
    return { i: Math.floor(place / columns), j: place % columns, k: now % each, each, now, last, place, rows, columns };
  }

  /**
   * Another step, which the reader chooses: what plays stops.
   * @param {number} step
   */
  take(step) {
    this.pause();
    this.set({ step });
  }

  /** Play to the end, or pause; from the end, begin again. */
  start() {
    if (this.playing !== undefined) return this.pause();
    const { now, last } = this.where(this.state);
    if (now === last) this.set({ step: 0 });
    return this.play(() => {
      const at = this.where(this.state);
      this.set({ step: Math.min(at.last, at.now + 1) });
      return at.now + 1 < at.last && !misfit(this.state.operation, this.state.a, this.state.b);
    }, PACE);
  }

  paint() {
    super.paint();
    const { operation, a, b } = this.state;
    if (misfit(operation, a, b)) return;
    const at = this.where(this.state);
    const entry = `${operation} ${at.place}`;
    if (!this.calm && this.drawn.startsWith(operation) && this.drawn !== entry) fly(this.ui, operation, at);
    this.drawn = entry;
  }

  /** @param {State} state */
  say(state) {
    return misfit(state.operation, state.a, state.b) || said(state, this.where(state), this.named);
  }

  /** @param {Operation} operation */
  operations(operation) {
    return choices({
      legend: "Operation",
      group: `${this.key}-operation`,
      value: operation,
      options: OPERATIONS,
      modes: true,
      on: (chosen) => {
        this.pause();
        this.set({ operation: chosen, step: 0 });
      },
    });
  }

  /** @param {State} state */
  draw(state) {
    const { operation, a, b, c } = state;
    const problem = misfit(operation, a, b);
    const at = problem ? undefined : this.where(state);
    return html`
      ${this.named ? nothing : this.operations(operation)}
      ${
        operation === "scale"
          ? slider({
              label: "c",
              name: "the number c",
              value: c,
              min: -5,
              max: 5,
              step: 0.5,
              on: (given) => this.set({ c: given }),
            })
          : nothing
      }
      <div class="nn-w-equation">
        <div class="nn-w-next">
          ${operation === "scale" ? html`<span class="nn-w-sign">${term(c)} ·</span>` : nothing}
          ${box(this, "a", a, at)}
        </div>
        ${
          operation === "add" || operation === "multiply"
            ? html`<div class="nn-w-next">
                <span class="nn-w-sign">${operation === "add" ? "+" : "×"}</span>
                ${box(this, "b", b, at)}
              </div>`
            : nothing
        }
        <div class="nn-w-next">
          <span class="nn-w-sign">${operation === "transpose" ? "→" : "="}</span>
          ${at ? outcome(this, state, at) : refusal(this, problem, state)}
        </div>
      </div>
      ${at ? html`${formula(state, at, this.named)}${steps(this, at)}` : nothing}
    `;
  }
}

customElements.define("nn-matrix-stepper", MatrixStepper);
