// Descents: costs of one and of two numbers, a line through 200 points, and the rules that go down them.

import { seeded } from "../shared/numbers.js";
import { X, Y } from "./data.js";

export const FAR = 1e6; // beyond it a descent counts as diverged

/** @typedef {"plain" | "momentum" | "adam"} Rule */

/**
 * @typedef {object} Cost
 * @property {number} inputs
 * @property {(theta: number[]) => number} cost
 * @property {number[]} start
 * @property {number[][]} span what is drawn
 * @property {number[]} levels the costs whose lines are drawn, of two inputs
 * @property {[number, string][]} bounds the rates 2/λ above which plain descent cannot stay in a lowest point, with
 *   the name of that point if there are several
 * @property {boolean} [logarithmic] whether costs are drawn by their powers of ten
 */

/**
 * @typedef {Cost & Slopes} Surface
 * @typedef {object} Slopes
 * @property {(theta: number[]) => number[]} gradient
 * @property {Record<Rule, number>} rates where each rule begins
 * @property {Record<Rule, number>} longest how far its slider goes
 */

/**
 * The costs of the chapters.
 * @type {Record<"bowl" | "valleys" | "trough" | "ravine" | "saddle", Surface>}
 */
export const COSTS = {
  bowl: {
    inputs: 1,
    cost: ([x]) => (x - 38) ** 2,
    gradient: ([x]) => [2 * (x - 38)],
    start: [20, 0],
    span: [
      [14, 62],
      [-30, 620],
    ],
    levels: [],
    bounds: [[1, ""]],
    rates: { plain: 0.2, momentum: 0.05, adam: 2 },
    longest: { plain: 1.2, momentum: 1.2, adam: 10 },
    logarithmic: true,
  },
  valleys: {
    inputs: 1,
    cost: ([x]) => x ** 4 - 4 * x ** 2 + x,
    gradient: ([x]) => [4 * x ** 3 - 8 * x + 1],
    start: [0.3, 0],
    span: [
      [-2.3, 2.3],
      [-6.5, 6],
    ],
    levels: [],
    bounds: [
      [2 / curvature(-1.4729935), "left valley"],
      [2 / curvature(1.3469988), "right valley"],
    ],
    rates: { plain: 0.02, momentum: 0.02, adam: 0.1 },
    longest: { plain: 0.2, momentum: 0.2, adam: 1 },
  },
  trough: {
    inputs: 2,
    cost: ([a, b]) => (a ** 2 + 10 * b ** 2) / 2,
    gradient: ([a, b]) => [a, 10 * b],
    start: [9, 2],
    span: [
      [-4, 11],
      [-4, 4],
    ],
    levels: [0.5, 2, 5, 10, 20, 35, 60, 90],
    bounds: [[0.2, ""]],
    rates: { plain: 0.05, momentum: 0.02, adam: 0.5 },
    longest: { plain: 0.25, momentum: 0.25, adam: 2 },
    logarithmic: true,
  },
  ravine: {
    inputs: 2,
    cost: ([a, b]) => (a ** 2 + 100 * b ** 2) / 2,
    gradient: ([a, b]) => [a, 100 * b],
    start: [9, 1],
    span: [
      [-4, 11],
      [-4, 4],
    ],
    levels: [1, 5, 15, 40, 80, 150, 250, 400, 600],
    bounds: [[0.02, ""]],
    rates: { plain: 0.018, momentum: 0.01, adam: 0.5 },
    longest: { plain: 0.025, momentum: 0.025, adam: 2 },
    logarithmic: true,
  },
  saddle: {
    inputs: 2,
    cost: ([a, b]) => a ** 2 / 2 + b ** 4 / 4 - b ** 2 / 2,
    gradient: ([a, b]) => [a, b ** 3 - b],
    start: [2, 0],
    span: [
      [-3, 3],
      [-2, 2],
    ],
    levels: [-0.2, -0.1, 0, 0.1, 0.3, 0.7, 1.3, 2.2, 3.5],
    bounds: [[1, ""]],
    rates: { plain: 0.2, momentum: 0.1, adam: 0.1 },
    longest: { plain: 1.2, momentum: 1.2, adam: 1 },
  },
};

/**
 * The second derivative of the valleys.
 * @param {number} x
 */
function curvature(x) {
  return 12 * x ** 2 - 8;
}

// ---- The line: slope m and intercept b, and the mean squared error over the points -------------------------------

const n = X.length;
const mean = (/** @type {number[]} */ list) => list.reduce((total, value) => total + value, 0) / list.length;
const moments = {
  xx: mean(X.map((x) => x * x)),
  x: mean(X),
  xy: mean(X.map((x, i) => x * Y[i])),
  y: mean(Y),
  yy: mean(Y.map((y) => y * y)),
};

/**
 * The mean squared error of the line, by the means over the points, which are computed once.
 * @param {number[]} line slope and intercept
 */
export const lineCost = ([m, b]) =>
  m * m * moments.xx + b * b + moments.yy + 2 * m * b * moments.x - 2 * m * moments.xy - 2 * b * moments.y;

/**
 * The mean over some points of the gradient of the squared error.
 * @param {number[]} line
 * @param {number[]} rows
 */
export function lineGradient([m, b], rows) {
  let [slope, intercept] = [0, 0];
  for (const i of rows) {
    const miss = m * X[i] + b - Y[i];
    slope += 2 * miss * X[i];
    intercept += 2 * miss;
  }
  return [slope / rows.length, intercept / rows.length];
}

export const ALL = X.map((_, i) => i);

/** The largest rate for the full batch: 2/λ with the larger eigenvalue of 2 times the matrix of the means. */
export function lineBound() {
  const [p, q, r] = [2 * moments.xx, 2 * moments.x, 2];
  return 2 / ((p + r) / 2 + Math.hypot((p - r) / 2, q));
}

/**
 * Which share of the single gradients makes less than a right angle with the full one.
 * @param {number[]} theta
 */
export function agreement(theta) {
  const [s, t] = lineGradient(theta, ALL);
  const downhill = ALL.filter((i) => {
    const [u, v] = lineGradient(theta, [i]);
    return u * s + v * t > 0;
  });
  return downhill.length / n;
}

/**
 * Batches of `size`: all points once in each epoch, shuffled anew.
 * @param {number} size
 * @param {number} count
 * @param {number} seed
 */
export function batches(size, count, seed) {
  const dice = seeded(seed);
  /** @type {number[][]} */
  const found = [];
  while (found.length < count) {
    if (size >= n) {
      found.push(ALL);
      continue;
    }
    const order = [...ALL];
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(dice() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let i = 0; i < n && found.length < count; i += size) found.push(order.slice(i, i + size));
  }
  return found;
}

// ---- The rules ---------------------------------------------------------------------------------------------------

/**
 * What a rule remembers from step to step: for momentum the sum of the slopes, before and after; for Adam the two
 * running means, the same without their beginning from zero, and the move that they make.
 * @typedef {object} Memory
 * @property {number[]} theta
 * @property {number[]} [u]
 * @property {number[]} [before]
 * @property {number[]} [m]
 * @property {number[]} [v]
 * @property {number} [t]
 * @property {number[]} [mean]
 * @property {number[]} [square]
 * @property {number[]} [move]
 */

/** @type {Record<Rule, (theta: number[], g: number[], rate: number, memory?: Partial<Memory>) => Memory>} */
const RULES = {
  plain: (theta, g, rate) => ({ theta: theta.map((value, i) => value - rate * g[i]) }),
  momentum(theta, g, rate, { u = theta.map(() => 0) } = {}) {
    const next = u.map((value, i) => 0.9 * value + g[i]);
    return { theta: theta.map((value, i) => value - rate * next[i]), u: next, before: u };
  },
  adam(theta, g, rate, { m = theta.map(() => 0), v = theta.map(() => 0), t = 0 } = {}) {
    const m1 = m.map((value, i) => 0.9 * value + 0.1 * g[i]);
    const v1 = v.map((value, i) => 0.999 * value + 0.001 * g[i] ** 2);
    const [a, b] = [1 - 0.9 ** (t + 1), 1 - 0.999 ** (t + 1)];
    const [mean, square] = [m1.map((value) => value / a), v1.map((value) => value / b)];
    const move = mean.map((value, i) => (rate * value) / (Math.sqrt(square[i]) + 1e-8));
    return { theta: theta.map((value, i) => value - move[i]), m: m1, v: v1, t: t + 1, mean, square, move };
  },
};

/**
 * Go down `count` steps: all places, the last step's gradient and memory, and whether it went beyond all measure, where
 * it stops.
 * @param {Rule} rule
 * @param {(theta: number[], step: number) => number[]} gradient
 * @param {number[]} start
 * @param {number} rate
 * @param {number} count
 */
export function descend(rule, gradient, start, rate, count) {
  const places = [start];
  /** @type {Memory | undefined} */
  let memory;
  /** @type {number[]} */
  let slope = [];
  let diverged = false;
  for (let step = 0; step < count && !diverged; step++) {
    slope = gradient(places[step], step);
    memory = RULES[rule](places[step], slope, rate, memory);
    places.push(memory.theta);
    diverged = memory.theta.some((value) => !(Math.abs(value) <= FAR));
  }
  return { places, slope, memory, diverged };
}
