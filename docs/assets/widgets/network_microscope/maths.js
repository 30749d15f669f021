// A small network of dense layers, with everything that it computes on the way.

/**
 * @typedef {object} Layer
 * @property {number[][]} W a row for each input and a column for each neuron
 * @property {number[]} b
 * @property {"relu" | "sigmoid"} f
 */

/**
 * Safe for large numbers: the exponential never overflows.
 * @param {number} z
 */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return z > 0 ? 1 / (1 + e) : e / (1 + e);
}

/** @param {number} z */
export const relu = (z) => Math.max(0, z);

/** The activations that the chapter uses, with the names that it gives them. */
export const FUNCTIONS = { relu: { name: "ReLU", apply: relu }, sigmoid: { name: "σ", apply: sigmoid } };

/**
 * The forward pass: the sums `z` of each layer, and the activations `a`, which begin with the input.
 * @param {number[]} x
 * @param {Layer[]} layers
 */
export function forward(x, layers) {
  /** @type {number[][]} */
  const z = [];
  const a = [x];
  layers.forEach(({ W, b, f }, l) => {
    z.push(b.map((bias, j) => a[l].reduce((sum, value, i) => sum + value * W[i][j], 0) + bias));
    a.push(z[l].map(FUNCTIONS[f].apply));
  });
  return { z, a };
}

/** The four states of the two switches, and whether the light is on. */
export const STATES = [
  { x: [0, 0], on: false },
  { x: [1, 0], on: true },
  { x: [0, 1], on: true },
  { x: [1, 1], on: false },
];

/**
 * For each state the output of the network, and whether it is on the right side of one half.
 * @param {Layer[]} layers
 */
export function judge(layers) {
  return STATES.map(({ x, on }) => {
    const [p] = forward(x, layers).a[layers.length];
    return { x, on, p, right: p > 0.5 === on };
  });
}
