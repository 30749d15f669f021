// Backpropagation by hand: push one number and watch what follows, go forward and back step by step and let the
// weights learn, or take a single sum and try its three kinds of lever.

import { Widget } from "../shared/base.js";
import { choices } from "../shared/controls.js";
import { choice, number, numbers } from "../shared/fields.js";
import { html } from "../shared/lit.js";
import { tidy } from "../shared/numbers.js";
import { RUN, send } from "../shared/pulses.js";
import { leverage } from "./drawing.js";
import { backward, descend, dials, forward, levers, NETWORKS, steps, turned } from "./maths.js";
import { nudge, round } from "./views.js";
import * as words from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";

/** @typedef {keyof typeof NETWORKS} Net */
/** @typedef {import("./maths.js").Back} Back */

/**
 * @typedef {object} State
 * @property {"levers" | "nudge" | "round"} view
 * @property {Net} net
 * @property {number[]} theta
 * @property {number[]} x
 * @property {number[]} y
 * @property {number} dial what is pushed
 * @property {number} push and how far
 * @property {number} step
 * @property {number} rounds
 * @property {number} rate
 * @property {number[]} w the weights of the single sum
 * @property {number[]} before its inputs
 * @property {number} b its bias
 * @property {number} lever which of them the reader turns: the bias, a weight or an input
 */

/**
 * @typedef {object} Now The network as it stands after the rounds so far.
 * @property {number[]} sizes
 * @property {number[]} theta
 * @property {number[]} x
 * @property {number[]} y
 * @property {number[]} costs before each round
 * @property {import("./maths.js").Step[]} all the steps of a round
 * @property {number} step which of them is shown
 * @property {Back} back
 * @property {import("./maths.js").Dial[]} turnable
 * @property {number} number of the dial
 * @property {number} digits
 */

/** @typedef {{ before: Back, after: Back, theta: number[], x: number[] }} Pushed */

/** @type {Record<string, { view: State["view"], net: Net, wishful: boolean, step: number }>} */
const OPENING = {
  chain: { view: "nudge", net: "one", wishful: false, step: 0 },
  "three-ways": { view: "levers", net: "outputs", wishful: true, step: 0 },
  choir: { view: "round", net: "outputs", wishful: true, step: 0 },
  sum: { view: "round", net: "outputs", wishful: true, step: 6 },
};
const NEURON = { w: [0.5, 1.5, -1, 2], before: [0.9, 0.1, 0.6, 0], b: 0.2 };

/** @extends {Widget<State>} */
export class BackpropStepper extends Widget {
  static title = "Backprop stepper";

  /** Whether wishes are shown instead of slopes: the same numbers with the other sign. */
  wishful = false;

  /** The step that was drawn last: in another one something flows. */
  drawn = "";

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ mode = "chain" }) {
    const { view, net, wishful, step } = OPENING[mode] ?? OPENING.chain;
    const { theta, x, y } = NETWORKS[net];
    const views = words.VIEWS.map(([name]) => name);
    const nets = words.NAMES.map(([name]) => name);
    this.wishful = wishful;
    return {
      view: choice(view, views),
      net: choice(net, nets),
      theta: numbers(theta, { min: -1000, max: 1000, shortest: 2, longest: 9 }),
      x: numbers(x, { min: -10, max: 10, shortest: 1, longest: 2 }),
      y: numbers(y, { min: 0, max: 1, shortest: 1, longest: 2 }),
      dial: number(0, { min: 0, max: 10, whole: true }),
      push: number(0.1, { min: -1, max: 1 }),
      step: number(step, { min: 0, max: 20, whole: true }),
      rounds: number(0, { min: 0, max: 999, whole: true }),
      rate: number(1, { min: 0.01, max: 20 }),
      w: numbers(NEURON.w, { min: -10, max: 10 }),
      before: numbers(NEURON.before, { min: 0, max: 1 }),
      b: number(NEURON.b, { min: -10, max: 10 }),
      lever: number(0, { min: 0, max: NEURON.w.length + NEURON.before.length, whole: true }),
    };
  }

  /**
   * Whether a step is told in words: where the chapter has no symbols yet, for the network that it opens with.
   * @param {State} state
   */
  plainly({ view, net }) {
    return this.settings.plain !== undefined && this.wishful && view === "round" && net === "outputs";
  }

  /** @param {State} state */
  task(state) {
    const opens = this.settings.mode === "choir" && state.view === "round" && state.net === "outputs";
    return opens ? words.CHOIR : words.task(state);
  }

  /**
   * An address may name a network and numbers that do not fit it: then the network's own are taken.
   * @param {State} state
   * @returns {Now}
   */
  now({ net, rate, rounds, dial, step, ...own }) {
    const given = NETWORKS[net];
    const { sizes } = given;
    const fits = /** @type {const} */ (["theta", "x", "y"]).every((name) => own[name].length === given[name].length);
    const { theta, x, y } = fits ? own : given;
    const after = descend(sizes, theta, x, y, rate, rounds);
    const turnable = dials(sizes);
    const all = steps(sizes);
    return {
      ...after,
      sizes,
      x,
      y,
      all,
      step: Math.min(step, all.length - 1),
      back: backward(forward(sizes, after.theta, x, y)),
      turnable,
      number: Math.min(dial, turnable.length - 1),
      digits: net === "one" || net === "outputs" ? 3 : 2,
    };
  }

  /**
   * What becomes of the network when one number is pushed.
   * @param {State} state
   * @param {Now} now
   * @returns {Pushed}
   */
  pushed({ push }, now) {
    const [theta, x] = turned(now.theta, now.x, now.number, push);
    return { before: now.back, after: backward(forward(now.sizes, theta, x, now.y)), theta, x };
  }

  /**
   * What the reader chooses: what plays stops.
   * @param {Partial<State>} changes
   */
  take(changes) {
    this.pause();
    this.set(changes);
  }

  /**
   * One step on; after the last the next round begins.
   * @param {number} last
   */
  next(last) {
    const { step, rounds } = this.state;
    this.set(step >= last ? { rounds: rounds + 1, step: 0 } : { step: step + 1 });
  }

  /**
   * Play the round to its end, or pause; from the end, play the next.
   * @param {number} last
   */
  start(last) {
    if (this.playing !== undefined) return this.pause();
    if (this.state.step >= last) this.next(last);
    return this.play(() => {
      this.next(last);
      return this.state.step < last;
    }, RUN + 350);
  }

  paint() {
    super.paint();
    const { view, net, rounds, step } = this.state;
    const place = `${view} ${net} ${rounds} ${step}`;
    const stepped = this.drawn.startsWith(`${view} ${net} `) && this.drawn !== place;
    if (view === "round" && stepped && !this.calm) send(this.ui);
    this.drawn = place;
  }

  /** @param {State} state */
  say(state) {
    if (state.view === "levers") return words.saidOfSum(levers(state.before, state.w, state.b));
    const now = this.now(state);
    if (state.view === "nudge") return words.saidOfPush(state.push, this.pushed(state, now));
    return words.saidOfStep(state.rounds, now);
  }

  /** @param {State} state */
  draw(state) {
    return html`
      ${choices({
        legend: "Show",
        group: `${this.key}-view`,
        value: state.view,
        options: words.VIEWS,
        modes: true,
        strip: true,
        on: (view) => this.take({ view }),
      })}
      ${state.view === "levers" ? leverage(this, state) : this.network(state)}
    `;
  }

  /** @param {State} state */
  network(state) {
    return html`${choices({
      legend: "Network",
      group: `${this.key}-net`,
      value: state.net,
      options: words.NAMES,
      modes: true,
      strip: true,
      on: (net) => {
        const { theta, x, y } = NETWORKS[net];
        this.take({ net, theta: [...theta], x: [...x], y: [...y], dial: 0, step: 0, rounds: 0 });
      },
    })}
    ${(state.view === "nudge" ? nudge : round)(this, state, this.now(state))}`;
  }

  /**
   * Let the numbers as they stand, some of them changed, be the beginning of a new descent.
   * @param {{ theta: number[], x: number[], y: number[] }} numbers
   * @param {Partial<State>} changes
   */
  restart({ theta, x, y }, changes = {}) {
    this.take({ theta: theta.map(tidy), x: x.map(tidy), y, rounds: 0, ...changes });
  }
}

customElements.define("nn-backprop-stepper", BackpropStepper);
