// Backpropagation by hand: push one number and watch what follows, go forward and back step by step and let the
// weights learn, or take a single sum and try its three kinds of lever.

import { Widget } from "../shared/base.js";
import { button, choices, slider } from "../shared/controls.js";
import { choice, number, numbers } from "../shared/fields.js";
import { html, nothing } from "../shared/lit.js";
import { tidy } from "../shared/numbers.js";
import { lines } from "./arithmetic.js";
import { buttons, fall, leverage, moves } from "./drawing.js";
import { graph } from "./graph.js";
import { backward, descend, dials, forward, levers, NETWORKS, steps, turned } from "./maths.js";
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
  sum: { view: "round", net: "outputs", wishful: true, step: 6 },
};
const NEURON = { w: [0.5, 1.5, -1, 2], before: [0.9, 0.1, 0.6, 0], b: 0.2 };

/** @extends {Widget<State>} */
export class BackpropStepper extends Widget {
  static title = "Backprop stepper";

  /** Whether wishes are shown instead of slopes: the same numbers with the other sign. */
  wishful = false;

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
    };
  }

  /** @param {State} state */
  task(state) {
    return words.task(state);
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
        on: (view) => this.set({ view }),
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
      on: (net) => {
        const { theta, x, y } = NETWORKS[net];
        this.set({ net, theta: [...theta], x: [...x], y: [...y], dial: 0, step: 0, rounds: 0 });
      },
    })}
    ${state.view === "nudge" ? this.nudge(state, this.now(state)) : this.round(state, this.now(state))}`;
  }

  /**
   * Let the numbers as they stand, some of them changed, be the beginning of a new descent.
   * @param {{ theta: number[], x: number[], y: number[] }} numbers
   * @param {Partial<State>} changes
   */
  restart({ theta, x, y }, changes = {}) {
    this.set({ theta: theta.map(tidy), x: x.map(tidy), y, rounds: 0, ...changes });
  }

  /**
   * Push one number.
   * @param {State} state
   * @param {Now} now
   */
  nudge(state, now) {
    const dial = now.turnable[now.number];
    const name = words.dialName(now.sizes, dial);
    const value = dial.kind === "x" ? now.x[dial.k] : now.theta[now.number];
    const result = this.pushed(state, now);
    const [min, max] = dial.kind === "x" ? [0, 1] : [-6, 6];
    return html`
      ${graph(this, now, { way: dial, known: () => true })}
      <p class="nn-w-note">Blue: the value. Orange: the slope of the cost in it, ∂C₀/∂ of this number.</p>
      ${choices({
        legend: "Push",
        group: `${this.key}-dial`,
        value: String(now.number),
        options: now.turnable.map((one, i) => /** @type {const} */ ([String(i), words.dialName(now.sizes, one)])),
        on: (chosen) => this.set({ dial: Number(chosen) }),
      })}
      <div>
        ${slider({
          label: name,
          name: `value of ${name}`,
          value,
          min,
          max,
          step: 0.05,
          digits: 4,
          on: (given) => {
            const [theta, x] = turned(now.theta, now.x, now.number, given - value);
            this.restart({ ...now, theta, x });
          },
        })}
        ${slider({
          label: "push by",
          name: `push ${name} by`,
          value: state.push,
          min: -0.5,
          max: 0.5,
          step: 0.01,
          on: (push) => this.set({ push }),
        })}
      </div>
      ${moves(now, result, dial, state.push)}
      ${words.product(now, result, dial, state.push)}
      <div class="nn-w-row">
        ${button({
          label: "Keep the push",
          disabled: state.push === 0,
          on: () => this.restart({ ...now, ...result }),
        })}
        ${button({ label: "Turn it round", disabled: state.push === 0, on: () => this.set({ push: -state.push }) })}
      </div>
    `;
  }

  /**
   * Forward, backward, update.
   * @param {State} state
   * @param {Now} now
   */
  round({ rounds, rate }, now) {
    const { all, step } = now;
    const here = all[step];
    const below = this.wishful ? "the wish, −∂C₀/∂ of this number" : "the slope of the cost, ∂C₀/∂ of this number";
    return html`
      <div class="nn-w-row">
        <ol class="nn-w-phases" aria-label="Phases">
          ${["forward", "backward", "update"].map(
            (phase) => html`<li aria-current=${phase === here.phase ? "step" : nothing}>${phase}</li>`,
          )}
        </ol>
        <span class="nn-w-note">round ${rounds + 1}, step ${step + 1} of ${all.length}</span>
      </div>
      ${graph(this, now, {
        here,
        known: (what, l) => all.findIndex((one) => one.what === what && one.l === l) <= step,
      })}
      <p class="nn-w-note">Blue: the value. Orange: ${below}.</p>
      <div class="nn-w-lines">
        ${lines(now, here, rate, this.wishful).map((line) => html`<p class="nn-w-formula">${line}</p>`)}
      </div>
      ${buttons(this, rounds, now)}
      ${slider({
        label: "η",
        name: "learning rate eta",
        value: rate,
        min: 0.1,
        max: 10,
        step: 0.1,
        on: (given) => this.restart(now, { rate: given }),
      })}
      ${fall(this.width, now)}
      ${words.costs(rounds, now)}
    `;
  }
}

customElements.define("nn-backprop-stepper", BackpropStepper);
