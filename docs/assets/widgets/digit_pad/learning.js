// How the networks of the digit pad learn: the gradient of the cross-entropy over some pictures, one step against it,
// the lessons that the reader gives, and a network that learns from random weights.

import { seeded } from "../shared/numbers.js";
import { pool, unconvolve } from "./convolution.js";
import { brightness } from "./lessons.js";
import { SIDE } from "./maths.js";
import { forward, read } from "./network.js";

/** @typedef {import("./maths.js").Picture} Picture */
/** @typedef {import("./network.js").Layer} Layer */
/** @typedef {import("./network.js").Gradient} Gradient */
/** @typedef {{ images: Picture[], labels: ArrayLike<number> }} Digits */
/** @typedef {import("./lessons.js").Lesson} Lesson */

export const RATE = 0.1; // the page's own
export const GENTLE = 0.01; // for one picture alone
export const BATCH = 50;
export const EVERY = 20; // so many steps lie between two points of the curve
export const COUNTED = 4; // and between two counts of the test images

/**
 * Add the gradient for one picture, divided by the size of the batch.
 * @param {Layer[]} layers
 * @param {Picture} x
 * @param {number} label
 * @param {number} size
 * @param {Gradient[]} into
 */
function backward(layers, x, label, size, into) {
  const { z, a } = forward(layers, x);
  let g = a[layers.length].map((chance, k) => (chance - (k === label ? 1 : 0)) / size);
  for (let l = layers.length - 1; l >= 0; l -= 1) {
    const { maps } = layers[l];
    if (l < layers.length - 1) {
      if (maps) g = scattered(g, z[l], maps);
      g.forEach((_, j) => {
        if (z[l][j] <= 0) g[j] = 0;
      });
    }
    g = maps ? unconvolve(layers[l], maps, a[l], g, into[l]) : unweigh(layers[l], a[l], g, into[l], l > 0);
  }
}

/**
 * The gradient of what was pooled goes to the largest of each square.
 * @param {Float64Array} g
 * @param {Float64Array} z
 * @param {import("./network.js").Filters} maps
 */
function scattered(g, z, maps) {
  const { from } = pool(
    z.map((sum) => Math.max(0, sum)),
    maps,
  );
  const wide = new Float64Array(z.length);
  from.forEach((place, n) => {
    wide[place] = g[n];
  });
  return wide;
}

/**
 * @param {Layer} layer
 * @param {Float64Array} x
 * @param {Float64Array} g
 * @param {Gradient} into
 * @param {boolean} needed whether anybody asks for the gradient of the input
 */
function unweigh({ W, b }, x, g, { dW, db }, needed) {
  const n = b.length;
  for (let j = 0; j < n; j += 1) db[j] += g[j];
  const dx = new Float64Array(needed ? x.length : 0);
  x.forEach((value, k) => {
    if (value !== 0) for (let j = 0; j < n; j += 1) dW[k * n + j] += value * g[j];
    if (needed) for (let j = 0; j < n; j += 1) dx[k] += W[k * n + j] * g[j];
  });
  return dx;
}

/**
 * The network after one step of gradient descent on a batch; the one given stays as it is. Whoever leads may rest after
 * each picture.
 * @param {Layer[]} layers
 * @param {Digits} batch
 * @param {number} rate
 * @returns {Generator<void, Layer[]>}
 */
function* stepping(layers, { images, labels }, rate) {
  const gradients = layers.map(({ W, b }) => ({
    dW: new Float64Array(W.length),
    db: new Float64Array(b.length),
  }));
  for (const [n, image] of images.entries()) {
    backward(layers, image, labels[n], images.length, gradients);
    yield;
  }
  return layers.map((layer, l) => ({
    ...layer,
    W: gradients[l].dW.map((slope, k) => layer.W[k] - rate * slope),
    b: gradients[l].db.map((slope, k) => layer.b[k] - rate * slope),
  }));
}

/**
 * What comes of a work without rest.
 * @template Result
 * @param {Generator<void, Result>} work
 */
function done(work) {
  let part = work.next();
  while (!part.done) part = work.next();
  return part.value;
}

/**
 * The same at once.
 * @param {Layer[]} layers
 * @param {Digits} batch
 * @param {number} rate
 */
export const stepped = (layers, batch, rate = RATE) => done(stepping(layers, batch, rate));

/**
 * The network after the reader's lessons, each so many steps on one picture.
 * @param {Layer[]} layers
 * @param {Lesson[]} lessons
 */
export function taught(layers, lessons) {
  let found = layers;
  for (const { label, times, picture } of lessons) {
    const one = { images: [brightness(picture)], labels: [label] };
    for (let n = 0; n < times; n += 1) found = stepped(found, one, GENTLE);
  }
  return found;
}

/**
 * How many of some digits a network reads right, with a rest after each.
 * @param {Layer[]} layers
 * @param {Digits} digits
 * @returns {Generator<void, number>}
 */
function* reading(layers, { images, labels }) {
  let sum = 0;
  for (const [n, image] of images.entries()) {
    if (read(layers, image) === labels[n]) sum += 1;
    yield;
  }
  return sum;
}

/**
 * The same at once.
 * @param {Layer[]} layers
 * @param {Digits} digits
 */
export const right = (layers, digits) => done(reading(layers, digits));

export const SIZES = [SIDE * SIDE, 16, 16, 10]; // of the network of the page

/**
 * Dense layers with random weights of variance 2 / inputs, and biases of zero.
 * @param {number[]} sizes
 * @param {() => number} random
 * @returns {Layer[]}
 */
export function untrained(sizes, random) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return sizes.slice(1).map((outputs, l) => ({
    W: Float64Array.from({ length: sizes[l] * outputs }, () => Math.sqrt(2 / sizes[l]) * normal()),
    b: new Float64Array(outputs),
    inputs: sizes[l],
  }));
}

/** A network that learns from random weights, step by step, and remembers how well it read on the way. */
export class Training {
  done = 0;

  /** @type {number[][]} The steps, and how many test images it read right after them. */
  curve = [];

  /** @type {number | undefined} How many it reads right now, if they have been counted. */
  right = undefined;

  /**
   * @param {Digits} digits to learn from, in any order
   * @param {Digits} test
   * @param {number} seed of the weights and of the order
   */
  constructor(digits, test, seed) {
    this.digits = digits;
    this.test = test;
    this.random = seeded(seed);
    this.layers = untrained(SIZES, this.random);
    this.right = right(this.layers, this.test);
    this.curve.push([0, this.right]);
  }

  /** One batch, without rest. */
  step() {
    done(this.batch());
  }

  /**
   * One batch: pictures drawn by chance. What it leaves is there when all of it is done.
   * @returns {Generator<void, void>}
   */
  *batch() {
    const { images, labels } = this.digits;
    const drawn = Array.from({ length: BATCH }, () => Math.floor(this.random() * images.length));
    const batch = { images: drawn.map((n) => images[n]), labels: drawn.map((n) => labels[n]) };
    const layers = yield* stepping(this.layers, batch, RATE);
    const steps = this.done + 1;
    const right = steps % COUNTED === 0 ? yield* reading(layers, this.test) : undefined;
    Object.assign(this, { layers, right, done: steps });
    if (right !== undefined && steps % EVERY === 0) this.curve.push([steps, right]);
  }
}
