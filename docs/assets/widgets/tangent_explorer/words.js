// What the tangent explorer says: what there is to find out, its sentence for a screen reader, and the formulas of the
// text with the numbers of one place.

import { html } from "../shared/lit.js";
import { plus, show, term } from "../shared/numbers.js";
import { bend, directional, gradient, ground, quotient, steepest } from "./maths.js";
import { KNOWN } from "./own.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./maths.js").Drawn} Drawn */

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

/**
 * What stands in the place of a function that cannot be read.
 * @param {string} problem
 */
export const unknown = (problem) =>
  html`<div class="nn-w-refusal">
    <p>
      This is not a function yet: ${problem}. Write it with x, numbers, + − · / ^ and brackets, for example
      2x^3 − sin(x).
    </p>
    <p>Known are ${KNOWN.join(", ")}, pi and e.</p>
  </div>`;

/**
 * How straight the curve is in what is seen of it.
 * @param {State} state
 * @param {Drawn} drawn
 */
export function straight({ x, zoom }, drawn) {
  const share = bend(drawn, x, zoom);
  if (!Number.isFinite(drawn.exact(x))) return "";
  const times = zoom === 0 ? "Not enlarged" : `${show(10 ** zoom, zoom < 1 ? 1 : 0)} times as large`;
  return `${times}: the curve leaves its tangent by at most ${show(100 * share, 2)} % of the height.`;
}

/**
 * @param {State} state
 * @param {Drawn | string} drawn
 */
export function said({ mode, x, h, east, north, degrees }, drawn) {
  if (mode === "gradient") {
    const most = steepest(east, north);
    const here = `Slope ${show(directional(east, north, degrees))} at ${show(degrees, 0)} degrees`;
    return `${here}; steepest ${show(most.length)} at ${show(most.degrees, 0)} degrees.`;
  }
  if (typeof drawn === "string") return `This is not a function yet: ${drawn}.`;
  const { f, exact } = drawn;
  if (!(Number.isFinite(f(x)) && Number.isFinite(exact(x)))) return `No tangent at x = ${show(x)}.`;
  if (!Number.isFinite(f(x + h))) return `x ${show(x)}, h ${show(h, 4)}: no secant, tangent ${show(exact(x), 4)}.`;
  const secant = h === 0 ? "no secant" : `secant ${show(quotient(f, x, h), 4)}`;
  return `x ${show(x)}, h ${show(h, 4)}: ${secant}, tangent ${show(exact(x), 4)}.`;
}

/**
 * The slope of the secant as a quotient, the slope of the tangent, and how far they are apart.
 * @param {State} state
 * @param {Drawn} drawn
 */
export function slopes({ x, h }, { f, exact }) {
  const missing = [x, x + h].find((at) => !Number.isFinite(f(at)));
  if (missing !== undefined) return html`<p class="nn-w-formula">f has no value at ${show(missing, 4)}.</p>`;
  if (!Number.isFinite(exact(x))) return html`<p class="nn-w-formula">f has no slope at ${show(x)}.</p>`;
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
