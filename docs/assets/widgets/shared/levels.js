// Lines of equal height of a function of two numbers.

import { contours } from "./contours.js";
import { path } from "./plot.js";

/** @typedef {import("./plot.js").Scale} Scale */

/**
 * The lines as paths, one for each of the heights.
 * @param {(a: number, b: number) => number} f
 * @param {Scale} x
 * @param {Scale} y
 * @param {number[]} heights
 * @param {number[]} size how many numbers are taken across and up
 */
export function levels(f, x, y, heights, [columns, rows]) {
  // A little more than is seen, so that the rim of the grid, along which the areas close, is cut off.
  const at = (/** @type {import("./plot.js").Span} */ [low, high], /** @type {number} */ share) =>
    low + (high - low) * (1.06 * share - 0.03);
  const place = (/** @type {number} */ column, /** @type {number} */ row) => [
    at(x.from, column / (columns - 1)),
    at(y.from, row / (rows - 1)),
  ];
  const values = Array.from({ length: rows * columns }, (_, i) => {
    const [a, b] = place(i % columns, Math.floor(i / columns));
    return f(a, b);
  });
  const ring = (/** @type {number[][]} */ points) => {
    const corners = points.map(([u, v]) => place(u - 0.5, v - 0.5));
    return `${path(corners, x, y)}Z`;
  };
  return contours()
    .size([columns, rows])
    .thresholds(heights)(values)
    .map(({ coordinates }) => coordinates.flat().map(ring).join(""));
}
