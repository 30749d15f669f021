// What the tangent explorer says: what there is to find out, its sentence for a screen reader, and the formulas of the
// text with the numbers of one place.

import { html } from "../shared/lit.js";
import { plus, show, term } from "../shared/numbers.js";
import { CURVES, directional, gradient, ground, quotient, steepest } from "./maths.js";

/** @typedef {import("./index.js").State} State */

/** @type {Record<State["mode"], import("../shared/base.js").Task>} */
export const TASKS = {
  secant: {
    task:
      "Take x² at x = 3 and make h ten times smaller, from 1 to 0.1 to 0.01. What happens to the error of the slope, " +
      "and what if h is negative?",
    answer:
      "For the square the error is h itself: 1, 0.1, 0.01. With a negative h the secant comes from the other side, " +
      "with a slope that is too small by as much.",
  },
  gradient: {
    task: "Turn the direction at (2, 1). In which direction is the slope largest, and in which two is it 0?",
    answer:
      "Largest, 9.22, at about 41°, along the gradient. It is 0 at right angles to it, at about 131° and 311°: along " +
      "the line of equal height.",
  },
};

/** @param {State} state */
export function said({ mode, f: name, x, h, east, north, degrees }) {
  if (mode === "gradient") {
    const most = steepest(east, north);
    const here = `Slope ${show(directional(east, north, degrees))} at ${show(degrees, 0)} degrees`;
    return `${here}; steepest ${show(most.length)} at ${show(most.degrees, 0)} degrees.`;
  }
  const { f, exact } = CURVES[name];
  const secant = h === 0 ? "no secant" : `secant ${show(quotient(f, x, h), 4)}`;
  return `x ${show(x)}, h ${show(h, 4)}: ${secant}, tangent ${show(exact(x), 4)}.`;
}

/**
 * The slope of the secant as a quotient, the slope of the tangent, and how far they are apart.
 * @param {State} state
 */
export function slopes({ f: name, x, h }) {
  const { f, exact } = CURVES[name];
  const slope = exact(x);
  const between = h === 0 ? slope : quotient(f, x, h);
  const rise = `${show(f(x + h), 4)} − ${term(f(x), 4)}`;
  return html`<p class="nn-w-formula">${
    h === 0
      ? "At h = 0 the quotient would be 0 / 0: there is no secant through one point. The limit is never computed there."
      : html`(f(${show(x)} ${plus(h, 4)}) − f(${show(x)})) / h = (${rise}) / ${term(h, 4)} =
        <strong>${show(between, 5)}</strong>`
  }</p>
  <p class="nn-w-formula">f′(${show(x)}) = <strong>${show(slope, 5)}</strong>${
    h === 0 ? "" : `, error of the secant ${show(between - slope, 6)}`
  }</p>`;
}

/**
 * The gradient, and the slope in one direction as its dot product with a step of length 1.
 * @param {State} state
 */
export function products({ east, north, degrees }) {
  const [gx, gy] = gradient(east, north);
  const { degrees: best, length } = steepest(east, north);
  const angle = (degrees * Math.PI) / 180;
  const [u, v] = [Math.cos(angle), Math.sin(angle)];
  const away = Math.abs(((degrees - best + 540) % 360) - 180);
  return html`<p class="nn-w-formula">∇f(${show(east)}, ${show(north)}) =
      (2 · ${term(east)} + 3 · ${term(north)}, 3 · ${term(east)}) = (${show(gx)}, ${show(gy)}), length ${show(length)}${
        length > 0 ? `, at ${show(best, 1)}°` : ""
      }; height f = ${show(ground(east, north))}</p>
    <p class="nn-w-formula">∇f · u = ${show(gx)} · ${term(u, 3)} + ${term(gy)} · ${term(v, 3)} =
      <strong class="nn-w-slope">${show(directional(east, north, degrees))}</strong>${
        length > 0 ? ` = ${show(length)} · cos ${show(away, 1)}°` : ""
      }</p>`;
}
