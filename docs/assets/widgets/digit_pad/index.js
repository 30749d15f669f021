// A pad to draw a digit on, and all that a trained network makes of it: the picture as it sees it, every activation,
// ten probabilities, and for each node of the first layer what its weights do with the pixels.

import { button, choices, more } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { Answers } from "./answers.js";
import { bars, board, DIGITS, sees } from "./drawing.js";
import { Fetching } from "./fetching.js";
import { lessons } from "./lessons.js";
import { UNITS } from "./maths.js";
import { chosen, filters, found, hidden } from "./nodes.js";
import { paintPad, paintPixels } from "./pixels.js";
import { STEPS } from "./pupil.js";
import { listeners, strokes } from "./strokes.js";
import { mixing, teaching, training } from "./tools.js";
import { NETWORKS, said, TASK, trouble } from "./words.js";

// The tests compute with what readers get.
export { readNpz } from "../shared/npz.js";
export { stepped, Training } from "./learning.js";
export * from "./maths.js";
export { forward, layersOf, softmax } from "./network.js";

/** @typedef {import("./maths.js").Picture} Picture */
/** @typedef {import("./answers.js").Seen} Seen */
/** @typedef {"small" | "wide" | "conv" | "own"} Net */

/**
 * @typedef {object} State
 * @property {Net} net
 * @property {Net | "none"} beside the network whose answer stands beside
 * @property {import("./maths.js").Drawing} drawing
 * @property {number} real a test image; −1 for none
 * @property {boolean} centre
 * @property {number} turn degrees
 * @property {number} right pixels
 * @property {number} below pixels
 * @property {number} to the digit that the picture is mixed with
 * @property {number} mix
 * @property {number} noise
 * @property {number} seed
 * @property {number} pick the node or filter that is looked at
 * @property {import("./lessons.js").Lesson[]} lessons
 * @property {number} start the seed of the random weights of the network that learns here
 * @property {number} steps that it has made
 * @property {number[]} pen
 * @property {boolean} down whether the pen is on the paper
 */

const EACH = 20; // so many images of each digit, in the order of the digits, lie beside the page

/** @extends {Fetching<State>} */
export class DigitPad extends Fetching {
  static title = "Digit pad";

  waits = "The network’s weights are being fetched.";

  /** What is said instead of a network that could not be fetched. */
  trouble = "";

  /** @type {Record<string, { values: Picture, signed: boolean }>} What the canvases show. */
  pixels = {};

  /** @type {{ board: Element, drawing: State["drawing"], real: number } | undefined} What the pad shows. */
  laid = undefined;

  answers = new Answers(this);

  /** Whoever draws leaves the test image. */
  pad = listeners(
    () => this.state,
    (changes) => this.set("drawing" in changes ? { ...changes, real: -1 } : changes),
  );

  fields() {
    const names = NETWORKS.map(([name]) => name);
    const between = (/** @type {number} */ most) => number(0, { min: -most, max: most });
    return {
      net: choice("small", names),
      beside: choice("none", [...names, "none"]),
      drawing: strokes(),
      real: number(7 * EACH, { min: -1, max: 10 * EACH - 1, whole: true }),
      centre: flag(true),
      turn: between(90),
      right: between(10),
      below: between(10),
      to: number(9, { min: 0, max: 9, whole: true }),
      mix: number(0, { min: 0, max: 1 }),
      noise: number(0, { min: 0, max: 1 }),
      seed: number(1, { min: 1, max: 9999, whole: true }),
      pick: number(2, { min: 0, max: 99, whole: true }),
      lessons: lessons(),
      start: number(1, { min: 1, max: 9999, whole: true }),
      steps: number(0, { min: 0, max: STEPS, whole: true }),
      pen: numbers([UNITS / 2, UNITS / 4], { min: 0, max: UNITS - 1 }),
      down: flag(false),
    };
  }

  task() {
    return TASK;
  }

  /** @param {State} state */
  needs(state) {
    return this.answers.wanted(state);
  }

  /** Draw once the network that learns here has learned enough; and go on learning in the next frame. */
  paint() {
    if (this.lacks.length || this.answers.caughtUp(this.state)) super.paint();
    else {
      this.wait();
      this.redraw();
    }
  }

  painted() {
    for (const one of /** @type {NodeListOf<HTMLCanvasElement>} */ (this.ui.querySelectorAll("canvas[data-shows]"))) {
      const shown = this.pixels[one.dataset.shows ?? ""];
      if (shown) paintPixels(one, shown.values, shown.signed);
    }
    this.paintBoard(/** @type {HTMLCanvasElement} */ (this.ui.querySelector(".nn-w-pad canvas")));
  }

  /**
   * The pad is painted anew only when what lies on it has changed.
   * @param {HTMLCanvasElement} board
   */
  paintBoard(board) {
    const { drawing, real } = this.state;
    const { laid } = this;
    if (laid?.board === board && laid.drawing === drawing && laid.real === real) return;
    this.laid = { board, drawing, real };
    paintPad(board, drawing, drawing.length ? undefined : this.ready.digits?.images[real]);
  }

  /**
   * The small network stands in for another that does not come.
   * @param {string} problem
   */
  lost(problem) {
    if (!this.ready.small || !this.ready.digits) {
      super.lost(problem);
      return;
    }
    this.trouble = trouble(this.state.net, problem);
    this.pause();
    this.set({ net: "small", beside: "none" });
  }

  /** @param {State} state */
  say(state) {
    const seen = this.answers.seen(state);
    if (!seen) return this.waits;
    const { activeElement } = document;
    const drawing = activeElement?.matches(".nn-w-pad") && this.contains(activeElement);
    return said(seen, drawing ? state : undefined);
  }

  /** @param {State} state */
  draw(state) {
    const seen = this.answers.seen(state);
    if (!seen) return nothing;
    this.pixels = { seen: { values: seen.x, signed: false } };
    const { drawing, real } = state;
    const label = drawing.length || real < 0 ? undefined : this.ready.digits?.labels[real];
    const small = this.width < 480;
    return html`
      ${this.network(state, seen)}
      ${this.trouble ? html`<p class="nn-w-refusal" role="alert">${this.trouble}</p>` : nothing}
      ${seen.training ? training(this, state, seen.training) : nothing}
      <div class="nn-w-digit">
        ${this.real(state)}
        ${board(this, state, label)}
        ${sees(this, state)}
        ${bars(seen)}
        ${teaching(this, state, seen)}
      </div>
      ${small ? nothing : this.inside(seen)}
      ${
        small
          ? more(html`${this.inside(seen)} ${mixing(this, state)}`, "Look inside, turn, shift, morph, add noise")
          : more(mixing(this, state), "Turn, shift, morph, add noise")
      }
    `;
  }

  /**
   * What lies between the picture and the answer; on a phone it is folded away.
   * @param {Seen} seen
   */
  inside(seen) {
    return html`<div class="nn-w-inside">
      ${
        seen.layers[0].maps
          ? html`${filters(this, seen)}${found(seen)}${hidden(this, seen)}`
          : html`${hidden(this, seen)}${chosen(this, seen)}`
      }
    </div>`;
  }

  /**
   * Which network reads. The one before it answers beside it.
   * @param {State} state
   * @param {Seen} seen
   */
  network({ net }, { count }) {
    const size = `${count.toLocaleString("en")} numbers, ${Math.round((4 * count) / 1000)} kB`;
    return html`<div class="nn-w-row">
      ${choices({
        legend: "Network",
        group: `${this.key}-net`,
        value: net,
        options: NETWORKS,
        modes: true,
        on: (chosenNet) => {
          this.trouble = "";
          this.pause();
          this.set({ net: chosenNet, beside: this.state.net });
        },
      })}
      <span class="nn-w-note">${size}</span>
    </div>`;
  }

  /**
   * Test images, one after another.
   * @param {State} state
   */
  real({ drawing, real }) {
    const shown = drawing.length || real < 0 ? undefined : Math.floor(real / EACH);
    return html`<div class="nn-w-row nn-w-real" role="group" aria-label="Show me a real digit">
      <span class="nn-w-note">Show me a real</span>
      <div class="nn-w-ten">
        ${DIGITS.map((digit) =>
          button({ label: digit, name: `a real ${digit}`, pressed: digit === shown, on: () => this.another(digit) }),
        )}
      </div>
    </div>`;
  }

  /**
   * The next real example of a digit.
   * @param {number} digit
   */
  another(digit) {
    const { real, drawing } = this.state;
    const here = !drawing.length && Math.floor(real / EACH) === digit;
    this.set({ real: digit * EACH + (here ? (real + 1) % EACH : 0), drawing: [], down: false });
  }
}

customElements.define("nn-digit-pad", DigitPad);
