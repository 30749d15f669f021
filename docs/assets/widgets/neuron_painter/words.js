// What the neuron painter says: what there is to find out, its sentence for a screen reader, and its results.

import { html } from "../shared/lit.js";
import { fixed, show } from "../shared/numbers.js";
import { SIDE } from "./maths.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Seen} Seen */

/** @type {import("../shared/base.js").Task} */
export const TASK = {
  task:
    "Paint a neuron that finds the 1: blue where a 1 is bright, orange where other digits are. Then find the 7. Can " +
    "you beat the best of the sixteen trained ones?",
  answer:
    "An upright blue bar with orange at both sides tells the 1 from the others nearly every time. For the 7 the " +
    "orange matters as much as the blue: without it an 8 or a 9, with more ink, gets a larger sum. A neuron " +
    "that you paint for one digit often beats all sixteen, and that is fair: none of them was asked to find " +
    "this digit alone. The next layers add them up.",
};

const REST = "All sums are 0: paint to tell them apart.";

/** @param {number[]} sums */
const level = (sums) => sums.every((sum) => sum === 0);

/** @param {number} share */
const percent = (share) => `${fixed(100 * share, 1)} %`;

/**
 * @param {Seen} seen
 * @param {State} state
 * @param {boolean} painting whether the reader is at the paper
 */
export function said({ share, cut, sums }, { digit, pen, down }, painting) {
  const place = painting ? `Brush ${down ? "down" : "up"}, column ${pen[0] + 1}, row ${pen[1] + 1} of ${SIDE}. ` : "";
  if (level(sums)) return `${place}${REST}`;
  const pairs = `The ${digit} has the larger sum in ${percent(share)} of the pairs.`;
  return `${place}${pairs} Above the best cut: ${cut.hits} of ${cut.own}, and ${cut.alarms} of ${cut.others} others.`;
}

/**
 * How well the neuron does, beside the trained ones.
 * @param {Seen} seen
 * @param {number} digit
 */
export const results = ({ share, cut, best, sums }, digit) =>
  html`<p class="nn-w-verdict">
      In <strong>${percent(share)}</strong> of all pairs of a ${digit} and another digit, the ${digit} has the larger
      sum.
      <span class="nn-w-note">(Chance: 50 %. Best of the sixteen: node ${best.node + 1}, ${percent(best.share)}.)</span>
    </p>
    <p class="nn-w-note">${
      level(sums)
        ? REST
        : html`Cut at ${show(cut.cut)}, dashed: above it lie ${cut.hits} of ${cut.own} and ${cut.alarms} of the
            ${cut.others} others. With the bias lower by ${show(cut.cut)} the neuron is awake for just these.`
    }</p>`;
