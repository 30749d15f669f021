// What the digit pad works out from its state: the picture, the network as it is after all lessons, and its answer.

import { right, taught } from "./learning.js";
import { centred, inked, mixed, noisy, SIDE, uncentred, warped } from "./maths.js";
import { counted, forward } from "./network.js";
import { Pupil } from "./pupil.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./maths.js").Picture} Picture */
/** @typedef {import("./network.js").Layer} Layer */

/**
 * @typedef {ReturnType<typeof forward> & Answer} Seen All that is shown.
 * @typedef {object} Answer
 * @property {Layer[]} layers
 * @property {number} count of the numbers of the network
 * @property {Picture} x
 * @property {Float64Array} chances
 * @property {number[]} order of the digits, the likeliest first
 * @property {number} pick
 * @property {{ net: string, chances: Float64Array, first: number } | undefined} beside
 * @property {Told | undefined} told
 * @property {{ points: number[][], right: number, of: number, among: number } | undefined} training
 */
/**
 * What the last lesson was about, how likely it was before all lessons and is now, and the test images read right.
 * @typedef {{ label: number, times: number, chance: number[], right: number[], of: number }} Told
 */

const EACH = 20; // so many test images of each digit, in the order of the digits

export class Answers {
  /** @type {{ drawing: State["drawing"], ink: Float64Array } | undefined} The ink of the last drawing. */
  ink = undefined;

  pupil = new Pupil();

  /** @type {{ base: Layer[], lessons: State["lessons"], layers: Layer[] } | undefined} */
  last = undefined;

  /** @type {WeakMap<Layer[], number>} How many test images networks read right. */
  counts = new WeakMap();

  /** @param {import("./index.js").DigitPad} widget */
  constructor(widget) {
    this.widget = widget;
  }

  /**
   * The files that a state needs.
   * @param {State} state
   * @returns {import("./data.js").Name[]}
   */
  wanted({ net, beside }) {
    const nets = new Set([net, beside].map((name) => (name === "own" ? "train" : name)));
    return ["digits", ...[...nets].filter((name) => name !== "none")];
  }

  /**
   * Learn for a while, if the state needs it; whether enough has been learned.
   * @param {State} state
   */
  caughtUp({ net, beside, start, steps }) {
    const { train, digits } = this.widget.ready;
    if ((net !== "own" && beside !== "own") || !train || !digits) return true;
    return this.pupil.caughtUp(train, digits, { start, steps });
  }

  /**
   * A network as it came, or as far as it has learned.
   * @param {State["beside"]} net
   */
  layers(net) {
    if (net === "own") return this.pupil.training?.layers;
    return net === "none" ? undefined : this.widget.ready[net]?.layers;
  }

  /**
   * The network after the lessons; they are learned once.
   * @param {Layer[]} base
   * @param {State["lessons"]} lessons
   */
  taught(base, lessons) {
    if (!lessons.length) return base;
    if (this.last?.base !== base || this.last.lessons !== lessons) {
      this.last = { base, lessons, layers: taught(base, lessons) };
    }
    return this.last.layers;
  }

  /** @param {Layer[]} layers */
  right(layers) {
    const { digits } = this.widget.ready;
    const count = this.counts.get(layers) ?? (digits ? right(layers, digits) : 0);
    this.counts.set(layers, count);
    return count;
  }

  /**
   * The picture that the network sees.
   * @param {State} state
   * @param {Picture[]} images
   */
  picture({ drawing, real, centre, turn, right: aside, below, to, mix, noise, seed }, images) {
    let picture = images[real] ?? new Float64Array(SIDE * SIDE);
    if (drawing.length) {
      const ink = this.ink?.drawing === drawing ? this.ink : { drawing, ink: inked(drawing) };
      this.ink = ink;
      picture = (centre ? centred : uncentred)(ink.ink);
    }
    if (mix > 0) picture = mixed(picture, images[to * EACH + 1], mix);
    if (turn || aside || below) picture = warped(picture, { turn, right: aside, down: below });
    return noise > 0 ? noisy(picture, noise, seed) : picture;
  }

  /**
   * The picture, the pass through the network, the answer and the next best; nothing before all is fetched.
   * @param {State} state
   * @returns {Seen | undefined}
   */
  seen(state) {
    const { digits } = this.widget.ready;
    const base = this.layers(state.net);
    if (!digits || !base) return undefined;
    const layers = this.taught(base, state.lessons);
    const x = this.picture(state, digits.images);
    const pass = forward(layers, x);
    const chances = pass.a[layers.length];
    const order = Array.from(chances, (_, k) => k).sort((i, j) => chances[j] - chances[i]);
    const pick = Math.min(state.pick, layers[0].b.length - 1);
    const [beside, told] = [this.beside(state, x), this.told(state, base, layers, x)];
    const training = state.net === "own" ? this.progress(base) : undefined;
    return { layers, count: counted(layers), x, ...pass, chances, order, pick, beside, told, training };
  }

  /**
   * @param {State} state
   * @param {Picture} x
   */
  beside({ net, beside }, x) {
    const layers = beside === net ? undefined : this.layers(beside);
    if (!layers) return undefined;
    const chances = forward(layers, x).a[layers.length];
    return { net: beside, chances, first: chances.indexOf(Math.max(...chances)) };
  }

  /**
   * @param {State} state
   * @param {Layer[]} base
   * @param {Layer[]} layers
   * @param {Picture} x
   */
  told({ lessons }, base, layers, x) {
    const last = lessons.at(-1);
    if (!last) return undefined;
    const chance = [base, layers].map((one) => forward(one, x).a[one.length][last.label]);
    const times = lessons.reduce((sum, lesson) => sum + lesson.times, 0);
    const of = this.widget.ready.digits?.images.length ?? 0;
    return { label: last.label, times, chance, right: [base, layers].map((one) => this.right(one)), of };
  }

  /** @param {Layer[]} base */
  progress(base) {
    const { train, digits } = this.widget.ready;
    const {
      curve,
      done,
      right = this.right(base),
    } = /** @type {import("./learning.js").Training} */ (this.pupil.training);
    const of = digits?.images.length ?? 0;
    return { points: [...curve, [done, right]], right, of, among: train?.images.length ?? 0 };
  }
}
