// Functions of one and two inputs with their derivatives, and the slopes between and at their points.

import { parse } from "./own.js";

/** @typedef {(x: number) => number} Curve */

/**
 * Functions of one input; `exact` is the derivative, `span` and `height` what is drawn.
 * @typedef {{ name: string, f: Curve, exact: Curve, span: number[], height: number[] }} Drawn
 * @type {Record<string, Drawn>}
 */
export const CURVES = {
  square: { name: "x²", f: (x) => x * x, exact: (x) => 2 * x, span: [-1, 6], height: [-4, 36] },
  cube: { name: "x³ − 3x", f: (x) => x ** 3 - 3 * x, exact: (x) => 3 * x * x - 3, span: [-2.5, 2.5], height: [-8, 8] },
  sine: { name: "sin x", f: Math.sin, exact: Math.cos, span: [-4, 4], height: [-1.6, 1.6] },
};

export const OWN = [-5, 5]; // where a function of the reader's own is drawn
const HUGE = 1e6; // what is larger is not drawn and not computed with

/** @param {number} value */
const tame = (value) => (Math.abs(value) <= HUGE ? value : NaN);

/** @type {Map<string, Drawn | string>} */
const written = new Map();

/**
 * The function that a reader has written, as high as nine tenths of what is drawn of it; a text says what is wrong.
 * @param {string} own
 * @returns {Drawn | string}
 */
export function curve(own) {
  const known = written.get(own);
  if (known) return known;
  let found;
  try {
    const both = parse(own);
    const span = OWN;
    const f = (/** @type {number} */ x) => tame(both(x)[0]);
    const exact = (/** @type {number} */ x) => tame(f(x) * 0 + both(x)[1]);
    const places = Array.from({ length: 201 }, (_, i) => span[0] + ((span[1] - span[0]) * i) / 200);
    const values = places
      .map(f)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const [low, high] = [0.05, 0.95].map((share) => values[Math.floor(share * (values.length - 1))] ?? 0);
    const room = Math.max(0.15 * (high - low), 0.5);
    found = { name: own, f, exact, span, height: [low - room, high + room] };
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
    found = problem.message;
  }
  if (written.size > 50) written.clear();
  written.set(own, found);
  return found;
}

/**
 * What is seen of a curve, 10^zoom times as large, about its point at x.
 * @param {Drawn} drawn
 * @param {number} x
 * @param {number} zoom
 */
export function view({ f, span, height }, x, zoom) {
  const about = (/** @type {number[]} */ range, /** @type {number} */ fixed) =>
    zoom === 0 || !Number.isFinite(fixed) ? range : range.map((end) => fixed + (end - fixed) / 10 ** zoom);
  return { span: about(span, x), height: about(height, f(x)) };
}

/**
 * How far a curve leaves its tangent at x at most in what is seen of it, as a share of the height that is seen.
 * @param {Drawn} drawn
 * @param {number} x
 * @param {number} zoom
 */
export function bend(drawn, x, zoom) {
  const { span, height } = view(drawn, x, zoom);
  const [y, slope] = [drawn.f(x), drawn.exact(x)];
  const places = Array.from({ length: 101 }, (_, i) => span[0] + ((span[1] - span[0]) * i) / 100);
  const away = places.map((v) => Math.abs(drawn.f(v) - y - slope * (v - x))).filter(Number.isFinite);
  return Math.max(0, ...away) / (height[1] - height[0]);
}

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
