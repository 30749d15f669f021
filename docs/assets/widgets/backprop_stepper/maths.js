// Forward and backward through small networks of sigmoid neurons, with every number on the way. Layers are counted from
// 1, as in the text: z[2] is z of layer 2, a[0] the input. Each of them is a list with a number for every neuron.

/**
 * What a reader can turn: weight k, j of layer l, bias j of layer l, or input k.
 * @typedef {{ kind: "w" | "b" | "x", l: number, k: number, j: number }} Dial
 */
/** @typedef {"z" | "a" | "C" | "dC_da" | "dC_dz" | "own" | "update"} What What a step of a round works out. */
/** @typedef {{ phase: "forward" | "backward" | "update", what: What, l: number }} Step */
/** @typedef {ReturnType<typeof forward>} Run */
/** @typedef {ReturnType<typeof backward>} Back */

/**
 * The networks of the chapters. `theta` has, layer by layer, the weights row by row, then the biases.
 * @type {Record<"one" | "three" | "hidden" | "outputs", Record<"sizes" | "theta" | "x" | "y", number[]>>}
 */
export const NETWORKS = {
  one: { sizes: [1, 1], theta: [1.5, -0.4], x: [0.6], y: [1] },
  three: { sizes: [1, 1, 1, 1], theta: [2, -1.5, -4, 2.5, 4, -1], x: [1], y: [0] },
  hidden: { sizes: [2, 2, 1], theta: [2, -1, 1, 0.5, -1.8, 0.1, 1.5, -2, 0.5], x: [0.5, 0.8], y: [1] },
  outputs: { sizes: [2, 2], theta: [2, -1, 1, 0.5, -1.8, 0.1], x: [0.5, 0.8], y: [1, 0] },
};

/** @param {number} z */
export const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** @param {number[]} list */
const sum = (list) => list.reduce((total, one) => total + one, 0);

/**
 * All parameters and then all inputs, each with its kind and place: what a reader can turn.
 * @param {number[]} sizes
 */
export function dials(sizes) {
  /** @type {Dial[]} */
  const list = [];
  for (let l = 1; l < sizes.length; l++) {
    for (let k = 0; k < sizes[l - 1]; k++) for (let j = 0; j < sizes[l]; j++) list.push({ kind: "w", l, k, j });
    for (let j = 0; j < sizes[l]; j++) list.push({ kind: "b", l, k: 0, j });
  }
  for (let k = 0; k < sizes[0]; k++) list.push({ kind: "x", l: 0, k, j: 0 });
  return list;
}

/**
 * From the input to the cost.
 * @param {number[]} sizes
 * @param {number[]} theta
 * @param {number[]} x
 * @param {number[]} y
 */
export function forward(sizes, theta, x, y) {
  const L = sizes.length - 1;
  /** @type {number[][][]} */
  const W = [[]];
  /** @type {number[][]} */
  const b = [[]];
  /** @type {number[][]} */
  const z = [[]];
  const a = [[...x]];
  let start = 0;
  for (let l = 1; l <= L; l++) {
    const [before, here] = [sizes[l - 1], sizes[l]];
    W.push(Array.from({ length: before }, (_, k) => theta.slice(start + k * here, start + (k + 1) * here)));
    start += before * here;
    b.push(theta.slice(start, start + here));
    start += here;
    z.push(b[l].map((bias, j) => sum(a[l - 1].map((value, k) => value * W[l][k][j])) + bias));
    a.push(z[l].map(sigmoid));
  }
  const C = sum(a[L].map((value, j) => (value - y[j]) ** 2));
  return { sizes, L, y, W, b, z, a, C };
}

/**
 * From the cost back to the input: adds to a run every local slope, and the slope of the cost in every number.
 * @param {Run} run
 */
export function backward(run) {
  const { L, W, a, y } = run;
  /** @type {{ da_dz: number[][], dC_da: number[][], dC_dz: number[][], dC_dW: number[][][], dC_db: number[][] }} */
  const back = { da_dz: [], dC_da: [], dC_dz: [], dC_dW: [], dC_db: [] };
  back.dC_da[L] = a[L].map((value, j) => 2 * (value - y[j]));
  for (let l = L; l >= 1; l--) {
    back.da_dz[l] = a[l].map((value) => value * (1 - value));
    back.dC_dz[l] = back.da_dz[l].map((slope, j) => slope * back.dC_da[l][j]);
    back.dC_dW[l] = a[l - 1].map((value) => back.dC_dz[l].map((delta) => value * delta));
    back.dC_db[l] = [...back.dC_dz[l]];
    back.dC_da[l - 1] = W[l].map((row) => sum(row.map((w, j) => w * back.dC_dz[l][j])));
  }
  return { ...run, ...back };
}

/**
 * The slope of the cost in one dial, out of a run that has gone backward.
 * @param {Back} back
 * @param {Dial} dial
 */
export function slope(back, { kind, l, k, j }) {
  return kind === "w" ? back.dC_dW[l][k][j] : kind === "b" ? back.dC_db[l][j] : back.dC_da[0][k];
}

/**
 * The gradient in the order of `theta`.
 * @param {Back} back
 */
export const gradient = (back) =>
  dials(back.sizes)
    .filter(({ kind }) => kind !== "x")
    .map((dial) => slope(back, dial));

/**
 * All rounds of forward, backward and update: the parameters at the end, and the cost before each round.
 * @param {number[]} sizes
 * @param {number[]} theta
 * @param {number[]} x
 * @param {number[]} y
 * @param {number} rate
 * @param {number} rounds
 */
export function descend(sizes, theta, x, y, rate, rounds) {
  const costs = [];
  let now = theta;
  for (let round = 0; ; round++) {
    const run = forward(sizes, now, x, y);
    costs.push(run.C);
    if (round === rounds) return { theta: now, costs };
    const slopes = gradient(backward(run));
    now = now.map((value, i) => value - rate * slopes[i]);
  }
}

/**
 * The ways from a dial to the cost: for each the slopes of its steps, to be multiplied.
 * @param {Back} back
 * @param {Dial} dial
 */
export function paths(back, { kind, l, k, j }) {
  /** @type {(layer: number, neuron: number, before: number[]) => number[][]} */
  const on = (layer, neuron, before) => {
    const factors = [...before, back.da_dz[layer][neuron]];
    if (layer === back.L) return [[...factors, back.dC_da[layer][neuron]]];
    return back.W[layer + 1][neuron].flatMap((w, next) => on(layer + 1, next, [...factors, w]));
  };
  if (kind === "x") return back.W[1][k].flatMap((w, next) => on(1, next, [w]));
  return on(l, j, [kind === "w" ? back.a[l - 1][k] : 1]);
}

/**
 * The slopes of z, a and C in one dial, from the dial forward: 0 where it has no influence.
 * @param {Back} back
 * @param {Dial} dial
 */
export function along(back, { kind, l, k, j }) {
  const { sizes, L, W, a, da_dz, dC_da } = back;
  /** @type {number[][]} */
  const inZ = [[]];
  /** @type {number[][]} */
  const inA = [a[0].map((_, i) => (kind === "x" && i === k ? 1 : 0))];
  for (let layer = 1; layer <= L; layer++) {
    const own = (/** @type {number} */ i) =>
      kind !== "x" && layer === l && i === j ? (kind === "w" ? a[l - 1][k] : 1) : 0;
    const sums = Array.from({ length: sizes[layer] }, (_, i) =>
      sum(inA[layer - 1].map((one, m) => one * W[layer][m][i])),
    );
    inZ.push(sums.map((value, i) => value + own(i)));
    inA.push(inZ[layer].map((value, i) => value * da_dz[layer][i]));
  }
  return { z: inZ, a: inA, C: sum(inA[L].map((value, i) => value * dC_da[L][i])) };
}

/**
 * Theta and x with one dial turned by `by`; `number` is its place among the dials.
 * @param {number[]} theta
 * @param {number[]} x
 * @param {number} number
 * @param {number} by
 */
export function turned(theta, x, number, by) {
  const at = number - theta.length;
  return at < 0 ? [theta.with(number, theta[number] + by), x] : [theta, x.with(at, x[at] + by)];
}

/**
 * What one round consists of: three phases, and in each of them its steps.
 * @param {number[]} sizes
 */
export function steps(sizes) {
  const L = sizes.length - 1;
  /** @type {Step[]} */
  const list = [];
  for (let l = 1; l <= L; l++) list.push({ phase: "forward", what: "z", l }, { phase: "forward", what: "a", l });
  list.push({ phase: "forward", what: "C", l: L }, { phase: "backward", what: "dC_da", l: L });
  for (let l = L; l >= 1; l--) {
    list.push({ phase: "backward", what: "dC_dz", l }, { phase: "backward", what: "own", l });
    list.push({ phase: "backward", what: "dC_da", l: l - 1 });
  }
  list.push({ phase: "update", what: "update", l: L });
  return list;
}

/**
 * One sum of many inputs, and by how much it rises for a unit more of each: the bias, the weights, what came before.
 * @param {number[]} before
 * @param {number[]} w
 * @param {number} b
 */
export function levers(before, w, b) {
  const z = sum(before.map((a, k) => a * w[k])) + b;
  return { z, a: sigmoid(z), bias: 1, weights: [...before], before: [...w] };
}
