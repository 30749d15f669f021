// Activations and their derivatives, safe for large numbers as the library's are.

import { relu, sigmoid } from "../network_microscope/maths.js";

export const LEAK = 0.1; // as in the figure of the page

/**
 * @typedef {object} Activation
 * @property {string} name
 * @property {(z: number) => number} f
 * @property {(z: number) => number} slope its derivative
 * @property {number} limit z is drawn from −limit to limit
 * @property {number[]} span the activations that are drawn
 * @property {number[]} rise the slopes that are drawn
 * @property {string} letter the activation in the formula of the text
 * @property {boolean} [kink] whether the slope jumps at z = 0
 */

/** @type {Record<string, Activation>} */
export const ACTIVATIONS = {
  sigmoid: {
    name: "sigmoid",
    f: sigmoid,
    slope: (z) => sigmoid(z) * sigmoid(-z),
    limit: 10,
    span: [-0.1, 1.1],
    rise: [0, 0.3],
    letter: "σ",
  },
  tanh: {
    name: "tanh",
    f: Math.tanh,
    slope: (z) => 1 - Math.tanh(z) ** 2,
    limit: 5,
    span: [-1.2, 1.2],
    rise: [0, 1.2],
    letter: "tanh",
  },
  relu: {
    name: "ReLU",
    f: relu,
    slope: (z) => (z > 0 ? 1 : 0),
    limit: 3,
    span: [-0.6, 3.2],
    rise: [0, 1.2],
    letter: "ReLU",
    kink: true,
  },
  leaky_relu: {
    name: "leaky ReLU",
    f: (z) => (z > 0 ? z : LEAK * z),
    slope: (z) => (z > 0 ? 1 : LEAK),
    limit: 3,
    span: [-0.6, 3.2],
    rise: [0, 1.2],
    letter: "leaky",
    kink: true,
  },
};

/**
 * What a neuron with one input gives at x, and the slope of it in x, by the chain rule.
 * @param {string} name
 * @param {number} w
 * @param {number} b
 * @param {number} x
 */
export function neuron(name, w, b, x) {
  const { f, slope } = ACTIVATIONS[name];
  const z = w * x + b;
  return { z, a: f(z), local: slope(z), slope: w * slope(z) };
}

/** @type {Record<string, number>} */
const STEEPEST = { sigmoid: 0.25, tanh: 1, relu: 1, leaky_relu: 1 };

/**
 * A neuron counts as saturated where its slope is below a twentieth of the steepest.
 * @param {string} name
 * @param {number} z
 */
export const saturated = (name, z) => ACTIVATIONS[name].slope(z) < STEEPEST[name] / 20;

/**
 * Inputs at equal distances, none of them at the rim, and what becomes of each in the neuron.
 * @param {string} name
 * @param {number} w
 * @param {number} b
 * @param {number} reach they lie between −reach and reach
 */
export const through = (name, w, b, reach, count = 24) =>
  Array.from({ length: count }, (_, i) => {
    const x = reach * ((2 * i + 1) / count - 1);
    const { z, a } = neuron(name, w, b, x);
    return { x, a, flat: saturated(name, z) };
  });

/**
 * The pieces of x between `low` and `high` where the neuron is saturated.
 * @param {string} name
 * @param {number} w
 * @param {number} b
 * @param {number} low
 * @param {number} high
 */
export function flat(name, w, b, low, high, steps = 400) {
  /** @type {number[][]} */
  const pieces = [];
  for (let i = 0; i < steps; i++) {
    const [from, to] = [low + ((high - low) * i) / steps, low + ((high - low) * (i + 1)) / steps];
    if (!saturated(name, (w * (from + to)) / 2 + b)) continue;
    const last = pieces.at(-1);
    if (last?.[1] === from) last[1] = to;
    else pieces.push([from, to]);
  }
  return pieces;
}
