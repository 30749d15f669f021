// Functions of one and two inputs with their derivatives, and the slopes between and at their points.

/** @typedef {(x: number) => number} Curve */

/**
 * Functions of one input; `exact` is the derivative, `span` and `height` what is drawn.
 * @type {Record<string, { name: string, f: Curve, exact: Curve, span: number[], height: number[] }>}
 */
export const CURVES = {
  square: { name: "x²", f: (x) => x * x, exact: (x) => 2 * x, span: [-1, 6], height: [-4, 36] },
  cube: { name: "x³ − 3x", f: (x) => x ** 3 - 3 * x, exact: (x) => 3 * x * x - 3, span: [-2.5, 2.5], height: [-8, 8] },
  sine: { name: "sin x", f: Math.sin, exact: Math.cos, span: [-4, 4], height: [-1.6, 1.6] },
};

/**
 * The slope of the secant from x to x + h.
 * @param {Curve} f
 * @param {number} x
 * @param {number} h
 */
export const quotient = (f, x, h) => (f(x + h) - f(x)) / h;

/**
 * The ant's landscape.
 * @param {number} x
 * @param {number} y
 */
export const ground = (x, y) => x * x + 3 * x * y;

/**
 * Its gradient.
 * @param {number} x
 * @param {number} y
 */
export const gradient = (x, y) => [2 * x + 3 * y, 3 * x];

/**
 * The slope at a place in a direction, in degrees from east: the dot product with the vector of length 1.
 * @param {number} x
 * @param {number} y
 * @param {number} degrees
 */
export function directional(x, y, degrees) {
  const [east, north] = gradient(x, y);
  const angle = (degrees * Math.PI) / 180;
  return east * Math.cos(angle) + north * Math.sin(angle);
}

/**
 * The direction of the gradient in degrees from 0 to 360, and its length.
 * @param {number} x
 * @param {number} y
 */
export function steepest(x, y) {
  const [east, north] = gradient(x, y);
  return { degrees: ((Math.atan2(north, east) * 180) / Math.PI + 360) % 360, length: Math.hypot(east, north) };
}
