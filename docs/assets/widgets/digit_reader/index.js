// What the book opens with: a pad, the trained network of the page with the digit on its way through it, and the same
// network with random weights, which learns while the reader looks on. Its arithmetic is that of the digit pad.

import { Fetching } from "../digit_pad/fetching.js";
import { SIZES, untrained } from "../digit_pad/learning.js";
import { centred, inked, UNITS } from "../digit_pad/maths.js";
import { forward } from "../digit_pad/network.js";
import { paintPad, paintPixels } from "../digit_pad/pixels.js";
import { Pupil, STEPS, TICK } from "../digit_pad/pupil.js";
import { listeners, strokes } from "../digit_pad/strokes.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { html } from "../shared/lit.js";
import { seeded } from "../shared/numbers.js";
import { remembered } from "../shared/plot.js";
import { board, flow, learning, side } from "./drawing.js";
import { said, TASK } from "./words.js";

// The tests compute with what readers get.
export { layersOf } from "../digit_pad/network.js";
export { readNpz } from "../shared/npz.js";
export { strongest } from "./maths.js";
export { forward };

/** @typedef {import("../digit_pad/maths.js").Picture} Picture */
/** @typedef {import("../digit_pad/network.js").Layer} Layer */
/** @typedef {import("../digit_pad/data.js").Name} Name */
/**
 * @typedef {object} State
 * @property {"page" | "own"} net the trained network of the page, or the one that learns here
 * @property {import("../digit_pad/maths.js").Drawing} drawing
 * @property {boolean} example whether the page's own digit lies on an empty pad
 * @property {number[]} pen
 * @property {boolean} down whether the pen is on the paper
 * @property {number} start the seed of the random weights
 * @property {number} steps that the network has made here
 */
/** @typedef {NonNullable<ReturnType<DigitReader["look"]>>} Seen */

const STAGE = 220; // milliseconds between two layers as the signal passes

/** @extends {Fetching<State>} */
export class DigitReader extends Fetching {
  static title = "Digit reader";

  least = 640; // the style sheet puts the network beside the pad

  waits = "The network’s weights are being fetched.";

  /** What is said if the network cannot learn. */
  trouble = "";

  pupil = new Pupil();

  /** @type {{ drawing: State["drawing"], picture: Picture } | undefined} What the network sees of the last drawing. */
  ink = undefined;

  /** @type {Picture | undefined} The picture whose signal has been seen passing. */
  passed = undefined;

  /** When the last signal is through. */
  through = 0;

  fresh = remembered(String, (/** @type {number} */ start) => untrained(SIZES, seeded(start)));

  /** Whoever draws leaves the page's digit. */
  pad = listeners(
    () => this.state,
    (changes) => this.set("drawing" in changes ? { ...changes, example: false } : changes),
  );

  fields() {
    return {
      net: choice("page", /** @type {const} */ (["page", "own"])),
      drawing: strokes(),
      example: flag(true),
      pen: numbers([UNITS / 2, UNITS / 4], { min: 0, max: UNITS - 1 }),
      down: flag(false),
      start: number(1, { min: 1, max: 9999, whole: true }),
      steps: number(0, { min: 0, max: STEPS, whole: true }),
    };
  }

  task() {
    return TASK;
  }

  /**
   * What it takes to learn is fetched when somebody wants to see that.
   * @param {State} state
   * @returns {Name[]}
   */
  needs({ net, steps }) {
    return net === "own" && steps > 0 ? ["opening", "example", "digits", "train"] : ["opening", "example"];
  }

  /** Draw once the network has learned enough; and go on learning in the next frame. */
  paint() {
    const { train, digits } = this.ready;
    const { net, steps } = this.state;
    const behind = net === "own" && steps > 0 && train && digits && !this.pupil.caughtUp(train, digits, this.state);
    if (!behind) super.paint();
    else {
      this.wait();
      this.redraw();
    }
  }

  /** Nothing is said while it waits: the figure stays where it stands, and nothing moves. */
  wait() {
    if (!this.ui.querySelector(".nn-w")) this.classList.add("nn-failed");
  }

  painted() {
    const seen = this.look(this.state);
    if (!seen) return;
    const one = (/** @type {string} */ selector) =>
      /** @type {HTMLCanvasElement} */ (this.ui.querySelector(`${selector} canvas`));
    paintPixels(one(".nn-w-flow"), seen.x, false);
    const { drawing, example } = this.state;
    paintPad(one(".nn-w-pad"), drawing, example && !drawing.length ? this.ready.example?.images[0] : undefined);
    this.pass(seen.x);
  }

  /**
   * Let the light of a new picture pass from layer to layer, one after the other.
   * @param {Picture} x
   */
  pass(x) {
    if (this.passed === x || this.calm || performance.now() < this.through) return;
    this.passed = x;
    const layers = /** @type {NodeListOf<SVGElement>} */ (this.ui.querySelectorAll("[data-stage]"));
    for (const layer of layers) {
      const delay = STAGE * Number(layer.dataset.stage);
      layer.animate([{ opacity: 0.15 }, { opacity: 1 }], { delay, duration: 2 * STAGE, fill: "backwards" });
    }
    this.through = performance.now() + STAGE * (layers.length + 1);
  }

  /**
   * The page's network stays if what it takes to learn does not come.
   * @param {string} problem
   */
  lost(problem) {
    if (!this.ready.opening || !this.ready.example) {
      super.lost(problem);
      return;
    }
    this.trouble = `It cannot learn here: ${problem}.`;
    this.pause();
    this.set({ net: "page", steps: 0 });
  }

  /** Random weights, and on from there. */
  begin() {
    this.trouble = "";
    this.set({ net: "own", steps: 0 });
    this.train();
  }

  train() {
    this.play(() => this.pupil.onward(this), TICK);
  }

  /**
   * The picture that the network sees.
   * @param {State} state
   */
  picture({ drawing, example }) {
    if (this.ink?.drawing !== drawing) this.ink = { drawing, picture: centred(inked(drawing)) };
    const [own] = this.ready.example?.images ?? [];
    return example && own && !drawing.length ? own : this.ink.picture;
  }

  /**
   * The network that reads, with its picture and all that it makes of it; nothing before it is fetched.
   * @param {State} state
   */
  look(state) {
    const { net, steps, start } = state;
    const own = steps > 0 ? this.pupil.training?.layers : this.fresh(start);
    const layers = net === "page" ? this.ready.opening?.layers : own;
    if (!layers) return undefined;
    const x = this.picture(state);
    const { a } = forward(layers, x);
    const chances = a[layers.length];
    const order = Array.from(chances, (_, k) => k).sort((i, j) => chances[j] - chances[i]);
    const curve = net === "own" && steps > 0 ? (this.pupil.training?.curve ?? []) : [];
    return { layers, x, a, chances, order, curve, of: this.ready.digits?.images.length ?? 0 };
  }

  /** @param {State} state */
  say(state) {
    const seen = this.look(state);
    return seen ? said(seen) : this.waits;
  }

  /** @param {State} state */
  draw(state) {
    const seen = /** @type {Seen} */ (this.look(state));
    return html`<div class="nn-w-reader">
      ${board(this, state)} ${side(this, state, seen)} ${flow(this, seen)} ${learning(this, state, seen)}
    </div>`;
  }
}

customElements.define("nn-digit-reader", DigitReader);
