// What the line fitter says: what there is to find out, its sentence for a screen reader, and the formula of the text
// with the numbers of one line.

import { html, nothing } from "../shared/lit.js";
import { asShown, equal, fixed, plus, show, term } from "../shared/numbers.js";
import { DELTA, LOSSES, misses, total } from "./maths.js";

/** @typedef {import("./maths.js").Point} Point */
/** @typedef {import("./index.js").State} State */

/** @type {Record<import("./maths.js").Loss, string>} */
export const NAMES = { squared: "L2, squared", absolute: "L1, absolute", huber: "Huber" };

/** @type {Record<"seedling" | "outlier", import("../shared/base.js").Task>} */
export const TASKS = {
  seedling: {
    task:
      "Guess first: make the total as small as you can, with the sliders or by dragging the ends of the line. Then " +
      "reveal the error surface. In which direction is its valley long, and why?",
    answer:
      "With L2 the lowest point is at m = 0.79, b = 1.21, where the total is 0.79. The valley runs from upper left " +
      "to lower right: a steeper line that starts lower passes near the same points, so the total hardly grows " +
      "along it.",
  },
  outlier: {
    task:
      "Reveal the best line and drag the far point on the right up and down. Which of the three best lines follows " +
      "it, which holds still, and what does the third one do?",
    answer:
      "The L2 line follows the point all the way, since its square outweighs the others. The L1 line does not move " +
      "while the point stays above it: only on which side it lies counts. Huber’s line does the same once the point " +
      "is more than δ = 0.5 away, and follows a little when it is near.",
  },
};

/**
 * @param {State} state
 * @param {Point[]} points
 */
export function said({ loss, m, b }, points) {
  return `Slope ${show(m)}, intercept ${show(b)}: total ${show(total(loss, m, b, points))}.`;
}

/** @type {Record<import("./maths.js").Loss, [string, string]>} What stands around an error in the formula. */
const SIGNS = { squared: ["(", ")²"], absolute: ["|", "|"], huber: ["ℓ(", ")"] };

/**
 * The formula of the text with the numbers of this line.
 * @param {State} state
 * @param {Point[]} points
 */
export function formula({ m, b, loss }, points) {
  const [sign, end] = SIGNS[loss];
  const errors = misses(m, b, points);
  const [x, y] = points[0];
  const values = errors.map((e) => LOSSES[loss](e));
  const first = `${sign}${show(m)} · ${term(x)} ${plus(b)} − ${term(y)}${end}`;
  const miss = loss === "squared" ? `${term(errors[0])}²` : `${sign}${show(errors[0])}${end}`;
  const all = values.reduce((sum, v) => sum + v, 0);
  // What a reader gets who takes the numbers as they stand here.
  const [byHand, one] = [asShown(m) * asShown(x) + asShown(b) - asShown(y), asShown(errors[0])];
  const added = values.reduce((sum, v) => sum + asShown(v), 0);
  return html`<p class="nn-w-formula">
      First point: ${first} ${equal(byHand, one)} ${miss} ${equal(LOSSES[loss](one), values[0], 3)}
      ${show(values[0], 3)}${loss === "huber" ? html`, with <i>δ</i> = ${DELTA}` : nothing}
    </p>
    <p class="nn-w-formula">
      Total: <i>E</i>(${show(m)}, ${show(b)}) = ${values.map((v) => show(v)).join(" + ")} ${equal(added, all)}
      <strong class="nn-w-total">${fixed(all)}</strong>
    </p>`;
}

/** What stands in the place of the lowest total until it is revealed. */
export const hidden = () =>
  html`<p class="nn-w-note">The lowest total is hidden: guess <i>m</i> and <i>b</i> first.</p>`;

/**
 * The lowest total beside that of the reader's line.
 * @param {State} state
 * @param {Point[]} points
 * @param {import("./maths.js").Line | undefined} found
 */
export function compared({ loss, m, b }, points, found) {
  return html`<p class="nn-w-note">
    ${
      found
        ? html`Lowest (the cross): <i>m</i> = ${show(found.m, 4)}, <i>b</i> = ${show(found.b, 4)}, total
            ${fixed(total(loss, found.m, found.b, points), 4)}. You (the dot): ${fixed(total(loss, m, b, points), 4)}.`
        : "All points stand at the same x: no line is the single best one."
    }
  </p>`;
}
