// What the digit pad does with pictures: the ink of a drawing, its picture as MNIST has pictures, noise, mixtures and
// turns. What the networks make of them is in network.js.

import { seeded } from "../shared/numbers.js";

/** @typedef {number[]} Point A place x, y. */
/** @typedef {Point[][]} Drawing A list of strokes, a stroke a list of points. */
/** @typedef {Float64Array} Picture Brightness from 0 to 1, row after row. */
/** @typedef {Float64Array | Float32Array | Uint8Array} Numbers */

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
 * A picture turned by so many degrees anticlockwise about its middle, then moved; what comes into view is black. Each
 * pixel is looked up where it comes from, between the four pixels there.
 * @param {Picture} picture
 * @param {{ turn: number, right: number, down: number }} by
 */
export function warped(picture, { turn, right, down }) {
  const angle = (turn * Math.PI) / 180;
  const [cos, sin, middle] = [Math.cos(angle), Math.sin(angle), (SIDE - 1) / 2];
  const pixel = (/** @type {number} */ i, /** @type {number} */ j) =>
    i >= 0 && i < SIDE && j >= 0 && j < SIDE ? picture[i * SIDE + j] : 0;
  return picture.map((_, k) => {
    const [y, x] = [Math.floor(k / SIDE) - middle - down, (k % SIDE) - middle - right];
    const [row, column] = [sin * x + cos * y + middle, cos * x - sin * y + middle];
    const [i, j] = [Math.floor(row), Math.floor(column)];
    const [below, after] = [row - i, column - j];
    const line = (/** @type {number} */ at) => (1 - after) * pixel(at, j) + after * pixel(at, j + 1);
    return (1 - below) * line(i) + below * line(i + 1);
  });
}
