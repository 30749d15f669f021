// What the networks of the digit pad compute: blocks, each a dense or a convolutional layer with what follows it, the
// pass forward, the pass backward, and one step of gradient descent.

import { convolve, pool } from "./convolution.js";
import { SIDE } from "./maths.js";

/** @typedef {import("./maths.js").Numbers} Numbers */
/** @typedef {{ channels: number, filters: number, k: number, side: number }} Filters of pictures `side` pixels wide */
/**
 * A layer: a dense one, with `W` row after row, a row for each input; or, with `maps`, a convolutional one, with `W`
 * filter after filter, which max-pooling by two follows.
 * @typedef {{ W: Numbers, b: Numbers, inputs: number, maps?: Filters }} Layer
 */
/** @typedef {{ dW: Float64Array, db: Float64Array }} Gradient */

/**
 * The largest score is taken away first, so that the exponential never overflows.
 * @param {Float64Array} z
 */
export function softmax(z) {
  const most = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/**
 * The weighted sums of a dense layer.
 * @param {Layer} layer
 * @param {Float64Array} x
 */
function weigh({ W, b }, x) {
  const sums = Float64Array.from(b);
  const n = b.length;
  for (let k = 0; k < x.length; k += 1) {
    const value = x[k];
    if (value !== 0) for (let j = 0; j < n; j += 1) sums[j] += value * W[k * n + j];
  }
  return sums;
}

/**
 * The forward pass: the weighted sums `z` of each layer, and the activations `a`, which begin with the input. ReLU
 * stands between two layers, and pooling after a convolutional one; softmax at the end.
 * @param {Layer[]} layers
 * @param {Float64Array} x
 */
export function forward(layers, x) {
  /** @type {Float64Array[]} */
  const z = [];
  /** @type {Float64Array[]} */
  const a = [x];
  layers.forEach((layer, l) => {
    const sums = layer.maps ? convolve(layer, layer.maps, a[l]) : weigh(layer, a[l]);
    z.push(sums);
    if (l === layers.length - 1) a.push(softmax(sums));
    else {
      const active = sums.map((sum) => Math.max(0, sum));
      a.push(layer.maps ? pool(active, layer.maps).largest : active);
    }
  });
  return { z, a };
}

/**
 * The digit that a network reads.
 * @param {Layer[]} layers
 * @param {Float64Array} x
 */
export function read(layers, x) {
  const chances = forward(layers, x).a[layers.length];
  return chances.indexOf(Math.max(...chances));
}

/**
 * One node of a dense first layer: its weight for each pixel, weight times pixel, and what those above zero (blue) and
 * below (orange) add up to.
 * @param {Layer} layer
 * @param {Float64Array} x
 * @param {number} j
 */
export function node({ W, b }, x, j) {
  const weights = x.map((_, k) => W[k * b.length + j]);
  const products = weights.map((weight, k) => weight * x[k]);
  const sum = (/** @type {number} */ sign) =>
    products.reduce((total, value) => total + (value * sign > 0 ? value : 0), 0);
  return { weights, products, bias: b[j], blue: sum(1), orange: sum(-1) };
}

/**
 * The layers of a network from its arrays, named as nnbook names them: `0.W`, `0.b` and so on, the numbers being those
 * of the layers. After a dense layer comes ReLU, after a convolutional one ReLU and pooling, and a layer that lays the
 * maps in a row before the first dense one.
 * @param {Record<string, import("../shared/npz.js").NumberArray>} arrays
 * @returns {Layer[]}
 */
export function layersOf(arrays) {
  const places = [...new Set(Object.keys(arrays).map((name) => Number.parseInt(name, 10)))].sort((p, q) => p - q);
  /** @type {Layer[]} */
  const layers = [];
  let [place, side] = [0, SIDE];
  for (const here of places) {
    const [W, b] = ["W", "b"].map((name) => arrays[`${here}.${name}`]);
    const before = layers[layers.length - 1]?.maps;
    const maps = W?.shape.length === 4 ? { filters: W.shape[0], channels: W.shape[1], k: W.shape[2], side } : undefined;
    if (before && !maps) place += 1;
    if (!W || !b || here !== place) throw new Error("the layers do not follow each other as they should");
    layers.push({
      W: W.data,
      b: b.data,
      inputs: maps ? maps.channels * side * side : W.shape[0],
      ...(maps && { maps }),
    });
    place += maps ? 3 : 2;
    if (maps) side = Math.floor((side - maps.k + 1) / 2);
  }
  if (layers.at(-1)?.b.length !== 10 || !layers.every(fits)) throw new Error("the weights do not fit the layers");
  return layers;
}

/**
 * Whether a layer takes what the layer before gives, and has its weights.
 * @param {Layer} layer
 * @param {number} l
 * @param {Layer[]} layers
 */
function fits({ W, b, inputs, maps }, l, layers) {
  const before = layers[l - 1];
  const given = before?.maps
    ? before.b.length * Math.floor((before.maps.side - before.maps.k + 1) / 2) ** 2
    : (before?.b.length ?? SIDE * SIDE);
  return inputs === given && W.length === (maps ? maps.channels * maps.k ** 2 : inputs) * b.length;
}

/** @param {Layer[]} layers */
export const counted = (layers) => layers.reduce((sum, { W, b }) => sum + W.length + b.length, 0);
