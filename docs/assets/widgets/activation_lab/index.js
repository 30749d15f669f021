// An activation with its derivative, under a weight and a bias: where it is steep, and where it is flat.

import { Widget } from "../shared/base.js";
import { button, choices, more, slider, toggle } from "../shared/controls.js";
import { choice, flag, number } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { within } from "../shared/plot.js";
import { curve, slopes } from "./drawing.js";
import { ACTIVATIONS } from "./maths.js";
import { formulas, MOVING, midpoint, said, squeezed, TASKS } from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";

/**
 * @typedef {object} State
 * @property {string} f the activation
 * @property {number} w
 * @property {number} b
 * @property {number} x
 * @property {boolean} all whether the other functions are seen beside it
 * @property {number} pass how far the data have come: 0 at the inputs, a half on the curve, 1 at the activations
 */

const JOURNEY = 2600; // milliseconds from the inputs to the activations

/** @extends {Widget<State>} */
export class ActivationLab extends Widget {
  static title = "Activation lab";

  /** Whether the reader moves the curve by weight and bias, and not only the point along it. */
  moving = false;

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ function: name = "sigmoid", controls }) {
    this.moving = controls !== undefined;
    return {
      f: choice(name, Object.keys(ACTIVATIONS)),
      w: number(this.moving ? 2 : 1, { min: -8, max: 8 }),
      b: number(this.moving ? -6 : 0, { min: -20, max: 20 }),
      x: number(this.moving ? 3 : name === "leaky_relu" ? -2 : name === "tanh" ? 2 : 4, { min: -10, max: 10 }),
      all: flag(false),
      pass: number(0, { min: 0, max: 1 }),
    };
  }

  /** @param {State} state */
  task({ f }) {
    return this.moving && f === "sigmoid" ? MOVING : TASKS[f];
  }

  /** @param {State} state */
  say(state) {
    return said(this.within(state));
  }

  /**
   * Inputs are drawn from −reach to reach.
   * @param {string} name
   */
  reach(name) {
    return this.moving ? 10 : ACTIVATIONS[name].limit;
  }

  /**
   * The state with the input that is looked at, which lies within the drawing.
   * @param {State} state
   */
  within(state) {
    const reach = this.reach(state.f);
    return { ...state, x: within(state.x, [-reach, reach]) };
  }

  /**
   * What the reader chooses: the data stop where they are.
   * @param {Partial<State>} changes
   */
  take(changes) {
    this.pause();
    this.set(changes);
  }

  /** Send the data through the neuron, or stop them. */
  send() {
    if (this.playing !== undefined) return this.pause();
    this.set({ pass: 0 });
    return this.tween({ pass: 1 }, JOURNEY);
  }

  /** @param {State} given */
  draw(given) {
    const state = this.within(given);
    const reach = this.reach(state.f);
    return html`
      ${choices({
        legend: "Function",
        group: `${this.key}-f`,
        value: state.f,
        options: Object.entries(ACTIVATIONS).map(([key, { name }]) => /** @type {[string, string]} */ ([key, name])),
        modes: true,
        strip: true,
        on: (f) => this.take({ f }),
      })}
      ${curve(this, state)} ${slopes(this, state)}
      <p class="nn-w-note">
        Drag the point. Orange: the tangent, and below it the slope. Shaded: saturated, the slope below a twentieth of
        the steepest. ${state.w === 1 && state.b === 0 ? nothing : "Dashed: weight 1, bias 0."}
      </p>
      ${this.moving ? this.weights(state) : nothing}
      ${slider({
        label: html`input <i>x</i>`,
        name: "input x",
        value: state.x,
        min: -reach,
        max: reach,
        step: 0.1,
        on: (x) => this.set({ x }),
      })}
      ${formulas(state)} ${this.moving ? midpoint(state) : nothing}
      ${more(this.further(state), this.moving ? "Data, and other functions" : "Data, weight and bias")}
    `;
  }

  /** @param {State} state */
  weights(state) {
    return html`${slider({
      label: html`weight <i>w</i>`,
      name: "weight w",
      value: state.w,
      min: -8,
      max: 8,
      step: 0.1,
      on: (w) => this.set({ w }),
    })}
    ${slider({
      label: html`bias <i>b</i>`,
      name: "bias b",
      value: state.b,
      min: -20,
      max: 20,
      step: 0.1,
      on: (b) => this.set({ b }),
    })}`;
  }

  /**
   * What the reader may try besides the point on the curve.
   * @param {State} state
   */
  further(state) {
    return html`<div class="nn-w-row">
        ${button({ label: this.playing === undefined ? "Send data through" : "Stop", on: () => this.send() })}
        ${toggle({ label: "Show the other functions", value: state.all, on: (all) => this.set({ all }) })}
      </div>
      <p class="nn-w-note">${squeezed(state, this.reach(state.f))}</p>
      ${this.moving ? nothing : html`${this.weights(state)} ${midpoint(state)}`}`;
  }
}

customElements.define("nn-activation-lab", ActivationLab);
