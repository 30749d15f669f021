// From secant to tangent, and on a landscape with two inputs: the gradient, and the slope in every direction.

import { Widget } from "../shared/base.js";
import { button, choices, more, slider } from "../shared/controls.js";
import { choice, number, text } from "../shared/fields.js";
import { html, live, nothing } from "../shared/lit.js";
import { tidy } from "../shared/numbers.js";
import { within } from "../shared/plot.js";
import { EAST, map, NORTH, secant } from "./drawing.js";
import { CURVES, curve, OWN } from "./maths.js";
import { products, said, slopes, straight, TASKS, unknown } from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";
export { parse } from "./own.js";

/**
 * @typedef {object} State
 * @property {"secant" | "gradient"} mode
 * @property {string} f the curve, of those that have a name, or "own"
 * @property {string} own the function that the reader has written
 * @property {number} x
 * @property {number} h
 * @property {number} zoom powers of ten by which the curve is enlarged about its point
 * @property {number} east
 * @property {number} north
 * @property {number} degrees from east
 */

const DEEPEST = 3;
const ZOOM = 2500; // milliseconds

/** @extends {Widget<State>} */
export class TangentExplorer extends Widget {
  static title = "Tangent explorer";

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ mode = "secant", function: name = "square", x = "3", h = "2" }) {
    return {
      mode: choice(mode, ["secant", "gradient"]),
      f: choice(name, [...Object.keys(CURVES), "own"]),
      own: text("x² sin(x) / 5", 40),
      x: number(x, { min: -4, max: 6 }),
      h: number(h, { min: -3, max: 3 }),
      zoom: number(0, { min: 0, max: DEEPEST }),
      east: number(2, { min: EAST[0], max: EAST[1] }),
      north: number(1, { min: NORTH[0], max: NORTH[1] }),
      degrees: number(0, { min: 0, max: 360 }),
    };
  }

  /** @param {State} state */
  task({ mode }) {
    return TASKS[mode];
  }

  /** @param {State} state */
  say(state) {
    return said(state, this.drawn(state));
  }

  /** @param {State} state */
  draw(state) {
    return html`${choices({
      legend: "Inputs",
      group: `${this.key}-mode`,
      value: state.mode,
      options: [
        ["secant", "one: the tangent"],
        ["gradient", "two: the gradient"],
      ],
      modes: true,
      on: (mode) => {
        this.pause();
        this.set({ mode });
      },
    })}
    ${state.mode === "secant" ? this.one(state) : this.two(state)}`;
  }

  /** @param {State} state */
  one(state) {
    const { span } = CURVES[state.f] ?? { span: OWN };
    /** @type {[string, string][]} */
    const named = Object.entries(CURVES).map(([key, { name }]) => [key, name]);
    return html`
      ${choices({
        legend: "Function",
        group: `${this.key}-f`,
        value: state.f,
        options: [...named, ["own", "your own"]],
        on: (f) => this.choose(f),
      })}
      ${state.f === "own" ? this.line(state) : nothing} ${this.curve(state, span)}
    `;
  }

  /**
   * The field for a function.
   * @param {State} state
   */
  line({ own }) {
    return html`<label class="nn-w-own"
      ><span>f(x) =</span
      ><input
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="40"
        aria-label="your own function of x"
        .value=${live(own)}
        @change=${(/** @type {import("../shared/controls.js").FieldEvent} */ { target }) => {
          this.pause();
          this.set({ own: target.value });
        }}
    /></label>`;
  }

  /**
   * @param {State} state
   * @param {number[]} span
   */
  curve(state, span) {
    const drawn = this.drawn(state);
    if (typeof drawn === "string") return unknown(drawn);
    return html`${secant(this, state, drawn)}
      <p class="nn-w-note">
        Orange: the secant. Dashed grey: the step h and the rise over it. Dashed green: the tangent.
      </p>
      ${slider({
        label: html`<i>x</i>`,
        name: "x",
        value: state.x,
        min: span[0],
        max: span[1],
        step: 0.05,
        on: (x) => this.move(x),
      })}
      ${slider({
        label: html`<i>h</i>`,
        name: "h",
        value: state.h,
        min: -3,
        max: 3,
        step: 0.01,
        digits: 4,
        on: (h) => this.take(h),
      })}
      <div class="nn-w-row" role="group" aria-label="The step h">
        ${button({
          label: this.playing !== undefined ? "Stop" : state.h === 0 ? "Open again" : html`Let <i>h</i> → 0`,
          longest: "Open again",
          on: () => this.close(),
        })}
        ${button({
          label: html`<i>h</i> ÷ 10`,
          disabled: Math.abs(state.h) < 1e-5,
          on: () => this.take(tidy(this.state.h / 10)),
        })}
      </div>
      ${slopes(state, drawn)} ${more(this.glass(state, drawn), "Enlarge the curve")}`;
  }

  /**
   * Nearer and nearer to the point of the tangent.
   * @param {State} state
   * @param {import("./maths.js").Drawn} drawn
   */
  glass(state, drawn) {
    return html`${slider({
      label: "zoom",
      name: "zoom, powers of ten",
      value: state.zoom,
      min: 0,
      max: DEEPEST,
      step: 0.1,
      on: (zoom) => {
        this.pause();
        this.set({ zoom });
      },
    })}
      <div class="nn-w-row">
        ${button({
          label: state.zoom < DEEPEST ? "Zoom in" : "Zoom out",
          longest: "Zoom out",
          on: () => this.tween({ zoom: this.state.zoom < DEEPEST ? DEEPEST : 0 }, ZOOM),
        })}
        <span class="nn-w-note">${straight(state, drawn)}</span>
      </div>`;
  }

  /**
   * The curve that is seen, or what is wrong with the one that the reader has written.
   * @param {State} state
   */
  drawn({ f, own }) {
    return CURVES[f] ?? curve(own);
  }

  /** @param {string} f */
  choose(f) {
    this.pause();
    this.set({ f, zoom: 0, x: within(this.state.x, CURVES[f]?.span ?? OWN) });
  }

  /**
   * Another point of the tangent, within the curve.
   * @param {number} x
   */
  move(x) {
    this.set({ x: within(x, CURVES[this.state.f]?.span ?? OWN) });
  }

  /**
   * Another step, which the reader chooses: what moves it stops.
   * @param {number} h
   */
  take(h) {
    this.pause();
    this.set({ h });
  }

  /** The secant closes until it is the tangent; from there it opens again. */
  close() {
    const { h } = this.state;
    if (this.playing !== undefined) this.pause();
    else this.tween({ h: h === 0 ? this.initial.h || 1 : 0 }, 2500);
  }

  /** @param {State} state */
  two(state) {
    return html`${map(this, state)}
      <p class="nn-w-note">
        Each line joins places of equal height; from line to line it is 4 higher or lower. Green: the gradient, a tenth
        of its length. Orange: a step of length 1 in the direction that you choose.
      </p>
      ${slider({
        label: "direction",
        name: "direction in degrees from east",
        value: state.degrees,
        min: 0,
        max: 360,
        step: 1,
        digits: 1,
        on: (degrees) => this.set({ degrees }),
      })}
      ${products(state)}`;
  }
}

customElements.define("nn-tangent-explorer", TangentExplorer);
