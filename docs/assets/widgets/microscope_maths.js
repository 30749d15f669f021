// A small network of dense layers, with everything that it computes on the way.

/** Safe for large numbers: the exponential never overflows. */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return z > 0 ? 1 / (1 + e) : e / (1 + e);
}

export const relu = (z) => Math.max(0, z);

/** The activations that the chapter uses, with the names that it gives them. */
export const FUNCTIONS = { relu: { name: "ReLU", apply: relu }, sigmoid: { name: "σ", apply: sigmoid } };

/**
 * The forward pass. `layers` are `{ W, b, f }`, `W` having a row for each input and a column for each neuron.
 * Returns the sums `z` of each layer, and the activations `a`, which begin with the input.
 */
export function forward(x, layers) {
  const z = [];
  const a = [x];
  for (const { W, b, f } of layers) {
    const before = a.at(-1);
    z.push(b.map((bias, j) => before.reduce((sum, value, i) => sum + value * W[i][j], 0) + bias));
    a.push(z.at(-1).map(FUNCTIONS[f].apply));
  }
  return { z, a };
}

/** The four states of the two switches, and whether the light is on. */
export const STATES = [[0, 0, false], [1, 0, true], [0, 1, true], [1, 1, false]];

/** For each state the output of the network, and whether it is on the right side of one half. */
export function judge(layers) {
  return STATES.map(([x1, x2, on]) => {
    const p = forward([x1, x2], layers).a.at(-1)[0];
    return { x: [x1, x2], on, p, right: p > 0.5 === on };
  });
}
