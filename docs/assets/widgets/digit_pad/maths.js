// What the digit pad computes: the ink of a drawing, its picture as MNIST has pictures, noise, mixtures, and all that a
// network of dense layers makes of it.

import { seeded } from "../shared/numbers.js";

/** @typedef {number[]} Point A place x, y. */
/** @typedef {Point[][]} Drawing A list of strokes, a stroke a list of points. */
/** @typedef {Float64Array} Picture Brightness from 0 to 1, row after row. */
/** @typedef {Float64Array | Float32Array | Uint8Array} Numbers */
/** @typedef {{ W: Numbers, b: Numbers }} Layer `W` row after row, a row for each input. */

export const SIDE = 28; // pixels of a picture, across and down
export const BOX = 20; // a digit of MNIST fills at most that many of them
export const CENTRE = 14; // where its centre of mass comes to lie, pixels being counted from 0
export const CELLS = 112; // the pad is four times as fine
export const UNITS = 448; // and the pen moves in steps of a sixteenth of a pixel
export const PEN = 32; // its width in those steps: two pixels, so that small digits do not become fat ones

/**
 * The ink on the pad, from 0 to 1 in each cell.
 * @param {Drawing} drawing
 * @param {number} pen
 */
export function inked(drawing, pen = PEN) {
  const ink = new Float64Array(CELLS * CELLS);
  const cell = UNITS / CELLS;
  const radius = pen / cell / 2;
  for (const stroke of drawing) {
    const points = stroke.map(([x, y]) => [x / cell, y / cell]);
    points.forEach((from, k) => {
      if (k === points.length - 1 && k > 0) return;
      line(ink, from, points[k + 1] ?? from, radius);
    });
  }
  return ink;
}

/**
 * A cell is inked as far as the pen covers it: half of it where the pen's edge goes through its middle.
 * @param {Picture} ink
 * @param {Point} from
 * @param {Point} to
 * @param {number} radius
 */
function line(ink, [x0, y0], [x1, y1], radius) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square = dx * dx + dy * dy;
  const range = (/** @type {number} */ a, /** @type {number} */ b) => [
    Math.max(0, Math.floor(Math.min(a, b) - radius - 1)),
    Math.min(CELLS - 1, Math.ceil(Math.max(a, b) + radius)),
  ];
  const [left, right] = range(x0, x1);
  const [top, bottom] = range(y0, y1);
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
      const covered = Math.min(1, radius + 0.5 - Math.hypot(px - along * dx, py - along * dy));
      const place = row * CELLS + column;
      if (covered > ink[place]) ink[place] = covered;
    }
  }
}

/**
 * A square picture as MNIST would have it: cut out, scaled to fit 20 by 20, its centre of mass in the middle of 28 by
 * 28.
 * @param {Numbers} ink
 * @param {number} side
 */
export function centred(ink, side = CELLS) {
  const picture = new Float64Array(SIDE * SIDE);
  const box = bounds(ink, side);
  if (!box) return picture;
  const larger = Math.max(box.high, box.wide);
  const rows = Math.max(1, Math.round((box.high * BOX) / larger));
  const columns = Math.max(1, Math.round((box.wide * BOX) / larger));
  const digit = resized(ink, side, box, rows, columns);
  const mass = { all: 0, down: 0, across: 0 };
  digit.forEach((value, k) => {
    mass.all += value;
    mass.down += value * Math.floor(k / columns);
    mass.across += value * (k % columns);
  });
  const inside = (/** @type {number} */ place, /** @type {number} */ length) =>
    Math.min(SIDE - length, Math.max(0, place));
  const top = inside(Math.round(CENTRE - mass.down / mass.all), rows);
  const left = inside(Math.round(CENTRE - mass.across / mass.all), columns);
  digit.forEach((value, k) => {
    picture[(top + Math.floor(k / columns)) * SIDE + left + (k % columns)] = value;
  });
  return picture;
}

/**
 * The pad as it is, made smaller: what a network would see without the care that MNIST took.
 * @param {Numbers} ink
 * @param {number} side
 */
export const uncentred = (ink, side = CELLS) =>
  resized(ink, side, { top: 0, left: 0, high: side, wide: side }, SIDE, SIDE);

/** @typedef {{ top: number, left: number, high: number, wide: number }} Box */

/**
 * The smallest rectangle that holds all ink, or nothing if there is none.
 * @param {Numbers} ink
 * @param {number} side
 * @returns {Box | undefined}
 */
function bounds(ink, side) {
  let [top, bottom, left, right] = [side, -1, side, -1];
  ink.forEach((value, k) => {
    if (value <= 0) return;
    const [row, column] = [Math.floor(k / side), k % side];
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  });
  return bottom < 0 ? undefined : { top, left, high: bottom - top + 1, wide: right - left + 1 };
}

/**
 * A rectangle of a picture in so many rows and columns: each new pixel is the mean of the area that it covers.
 * @param {Numbers} ink
 * @param {number} side
 * @param {Box} box
 * @param {number} rows
 * @param {number} columns
 */
function resized(ink, side, { top, left, high, wide }, rows, columns) {
  const down = shares(top, high, rows);
  const across = shares(left, wide, columns);
  const result = new Float64Array(rows * columns);
  down.forEach((lines, i) => {
    across.forEach((places, j) => {
      let sum = 0;
      for (const [row, a] of lines) for (const [column, b] of places) sum += a * b * ink[row * side + column];
      result[i * columns + j] = sum;
    });
  });
  return result;
}

/**
 * `length` cells from `start` on, cut into equal parts: for each part the cells in it, and their shares of it.
 * @param {number} start
 * @param {number} length
 * @param {number} parts
 */
function shares(start, length, parts) {
  const size = length / parts;
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [part * size, (part + 1) * size];
    /** @type {[cell: number, share: number][]} */
    const found = [];
    for (let cell = Math.floor(from); cell < Math.min(length, Math.ceil(to - 1e-9)); cell += 1) {
      found.push([start + cell, (Math.min(cell + 1, to) - Math.max(cell, from)) / size]);
    }
    return found;
  });
}

/**
 * Pixel by pixel, so much of the second picture and the rest of the first.
 * @param {Picture} first
 * @param {Picture} second
 * @param {number} share
 */
export const mixed = (first, second, share) => first.map((value, k) => (1 - share) * value + share * second[k]);

/**
 * A picture mixed with random grey; the same seed gives the same grey.
 * @param {Picture} picture
 * @param {number} share
 * @param {number} seed
 */
export function noisy(picture, share, seed) {
  const random = seeded(seed);
  return mixed(picture, Float64Array.from(picture, random), share);
}

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
 * The forward pass: the weighted sums `z` of each layer, and the activations `a`, which begin with the input. ReLU
 * stands between two layers, softmax at the end.
 * @param {Layer[]} layers
 * @param {Picture} x
 */
export function forward(layers, x) {
  /** @type {Float64Array[]} */
  const z = [];
  /** @type {Float64Array[]} */
  const a = [x];
  layers.forEach(({ W, b }, l) => {
    const sums = Float64Array.from(b);
    a[l].forEach((value, k) => {
      if (value === 0) return;
      for (let j = 0; j < b.length; j += 1) sums[j] += value * W[k * b.length + j];
    });
    z.push(sums);
    a.push(l === layers.length - 1 ? softmax(sums) : sums.map((sum) => Math.max(0, sum)));
  });
  return { z, a };
}

/**
 * One node of the first layer: its weight for each pixel, weight times pixel, and what those above zero (blue) and
 * below (orange) add up to.
 * @param {Layer} layer
 * @param {Picture} x
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
 * The dense layers of a network with ReLU between them, from its arrays `0.W`, `0.b`, `2.W`, `2.b` and so on.
 * @param {Record<string, import("../shared/npz.js").NumberArray>} arrays
 * @returns {Layer[]}
 */
export function dense(arrays) {
  const count = Object.keys(arrays).length / 2;
  const layers = Array.from({ length: count }, (_, l) => {
    const [W, b] = ["W", "b"].map((name) => arrays[`${2 * l}.${name}`]);
    if (!W || !b) throw new Error("the layers are not dense ones with ReLU between them");
    return { W: W.data, b: b.data, inputs: W.shape[0] };
  });
  const fit = layers.every(
    ({ W, b, inputs }, l) => W.length === inputs * b.length && inputs === (layers[l - 1]?.b.length ?? SIDE * SIDE),
  );
  const last = layers[layers.length - 1];
  if (layers.length !== count || !fit || last?.b.length !== 10) throw new Error("the weights do not fit the layers");
  return layers;
}
