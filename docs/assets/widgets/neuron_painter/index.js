// The reader paints the 784 weights of one neuron, and sees at once its sums for the test images, and how well it alone
// tells one digit from all others.

import { DIGITS } from "../digit_pad/drawing.js";
import { Fetching } from "../digit_pad/fetching.js";
import { brush, paintPixels } from "../digit_pad/pixels.js";
import { choices, more, slider } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { kept, remembered } from "../shared/plot.js";
import { signedScale } from "../shared/signed.js";
import { examples, narrow, paper, strips, tracing } from "./drawing.js";
import { bestCut, mean, painted, SIDE, separation, weighted } from "./maths.js";
import { listeners, painting, WEIGHTS, WIDTHS } from "./strokes.js";
import { results, said, TASK } from "./words.js";

// The tests compute with what readers get.
export { layersOf } from "../digit_pad/network.js";
export { readNpz } from "../shared/npz.js";
export * from "./maths.js";

/** @typedef {import("./maths.js").Picture} Picture */
/** @typedef {import("./maths.js").Stroke} Stroke */

/**
 * @typedef {object} State
 * @property {"zero" | "node"} start what the strokes lie on
 * @property {number} node of the trained network, from 1
 * @property {Stroke[]} strokes
 * @property {number} weight of the brush
 * @property {number} wide the brush, in pixels
 * @property {number} digit that is to be found
 * @property {boolean} trace whether its mean shows through
 * @property {number} which of the test images of each digit is shown
 * @property {number[]} pen
 * @property {boolean} down
 */
/** @typedef {ReturnType<NeuronPainter["look"]>} Seen */

/**
 * A number that must be one of some.
 * @param {number} initial
 * @param {number[]} options
 */
const oneOf = (initial, options) => ({
  ...number(initial),
  mend: (/** @type {unknown} */ value) => options.find((option) => option === value),
});

/** @extends {Fetching<State>} */
export class NeuronPainter extends Fetching {
  static title = "Neuron painter";

  waits = "The test images and the trained weights are being fetched.";

  /** @type {Record<string, { values: Picture, reach?: number }>} What the canvases show. */
  pixels = {};

  pad = listeners(
    () => this.state,
    (changes) => this.set(changes),
  );

  /** The node of the trained network that tells a digit best from the others. */
  best = remembered(String, (/** @type {number} */ digit) => {
    const shares = this.nodes.map(({ weights, bias }) => {
      const sums = this.digits.images.map((image) => weighted(weights, image, bias));
      return separation(sums, this.digits.labels, digit);
    });
    const share = Math.max(...shares);
    return { node: shares.indexOf(share), share };
  });

  mean = remembered(String, (/** @type {number} */ digit) => {
    const { images, labels } = this.digits;
    return mean(images.filter((_, n) => labels[n] === digit));
  });

  fields() {
    return {
      start: choice("zero", /** @type {const} */ (["zero", "node"])),
      node: number(1, { min: 1, max: 16, whole: true }),
      strokes: painting(),
      weight: oneOf(1, WEIGHTS),
      wide: oneOf(3, WIDTHS),
      digit: number(7, { min: 0, max: 9, whole: true }),
      trace: flag(true),
      which: number(0, { min: 0, max: 19, whole: true }),
      pen: numbers([SIDE / 2, SIDE / 2], { min: 0, max: SIDE - 1 }),
      down: flag(false),
    };
  }

  task() {
    return TASK;
  }

  /** @returns {("digits" | "small")[]} */
  needs() {
    return ["digits", "small"];
  }

  /** The test images; asked for only when they are there. */
  get digits() {
    return /** @type {import("../digit_pad/data.js").Digits} */ (this.ready.digits);
  }

  /** The nodes of the first layer of the trained network. */
  get nodes() {
    return this.firstLayer(/** @type {import("../digit_pad/data.js").Network} */ (this.ready.small));
  }

  firstLayer = kept((/** @type {import("../digit_pad/data.js").Network} */ { layers: [{ W, b }] }) =>
    Array.from(b, (bias, j) => ({
      weights: Float64Array.from({ length: SIDE * SIDE }, (_, k) => W[k * b.length + j]),
      bias,
    })),
  );

  /**
   * All that follows from the state: the weights, the sums, and how well they tell the digit from the others.
   * @param {State} state
   */
  look({ start, node, strokes, digit }) {
    const { images, labels } = this.digits;
    const trained = start === "node" ? this.nodes[node - 1] : { weights: new Float64Array(SIDE * SIDE), bias: 0 };
    const reach = trained.weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    const weights = painted(strokes, trained.weights, reach);
    const sums = images.map((image) => weighted(weights, image, trained.bias));
    const share = separation(sums, labels, digit);
    const cut = bestCut(sums, labels, digit);
    return { weights, reach, sums, labels, share, cut, best: this.best(digit), each: images.length / 10 };
  }

  /** @param {State} state */
  say(state) {
    if (this.lacks.length) return this.waits;
    const { activeElement } = document;
    const at = activeElement?.matches(".nn-w-pad") && this.contains(activeElement);
    return said(this.look(state), state, Boolean(at));
  }

  /** @param {State} state */
  draw(state) {
    const seen = this.look(state);
    this.pixels = { weights: { values: seen.weights, reach: seen.reach } };
    for (const digit of DIGITS) {
      this.pixels[`digit${digit}`] = { values: this.digits.images[digit * seen.each + state.which] };
    }
    const small = narrow(this);
    return html`
      <div class="nn-w-row">${this.find(state)}${this.from(state)}</div>
      <div class="nn-w-painter">
        ${paper(this, state)}
        <div>${results(seen, state.digit)}${strips(this, state, seen)}</div>
        ${small ? nothing : examples(this, state, seen)}
      </div>
      ${
        small
          ? more(
              html`${tracing(this, state)} ${examples(this, state, seen)}`,
              `Ten test images, tracing the mean ${state.digit}`,
            )
          : nothing
      }
    `;
  }

  /** @param {State} state */
  find({ digit }) {
    return choices({
      legend: "Find the",
      group: `${this.key}-digit`,
      value: digit,
      options: DIGITS.map((one) => /** @type {const} */ ([one, one])),
      on: (one) => this.set({ digit: one }),
    });
  }

  /** @param {State} state */
  from({ start, node }) {
    return html`${choices({
      legend: "Begin with",
      group: `${this.key}-start`,
      value: start,
      options: /** @type {const} */ ([
        ["zero", "zeros"],
        ["node", "a trained node"],
      ]),
      modes: true,
      on: (one) => this.set({ start: one }),
    })}
    ${
      start === "node"
        ? slider({
            label: "node",
            name: "trained node",
            value: node,
            min: 1,
            max: 16,
            step: 1,
            on: (one) => this.set({ node: one }),
          })
        : nothing
    }`;
  }

  painted() {
    for (const one of /** @type {NodeListOf<HTMLCanvasElement>} */ (this.ui.querySelectorAll("canvas[data-shows]"))) {
      const { values, reach } = this.pixels[one.dataset.shows ?? ""];
      paintPixels(one, values, reach !== undefined, reach);
      if (reach !== undefined && this.state.trace) shade(one, this.mean(this.state.digit));
    }
  }
}

/**
 * Darken the pixels of a canvas where a picture is bright, or lighten them if the page is dark.
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} picture
 */
function shade(canvas, picture) {
  const context = brush(canvas);
  const shadow = signedScale()[1][0] > 127 ? "0 0 0" : "255 255 255";
  picture.forEach((value, k) => {
    if (value < 0.02) return;
    context.fillStyle = `rgb(${shadow} / ${(0.4 * value).toFixed(3)})`;
    context.fillRect(k % SIDE, Math.floor(k / SIDE), 1, 1);
  });
}

customElements.define("nn-neuron-painter", NeuronPainter);
