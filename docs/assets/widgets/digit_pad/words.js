// What the digit pad says: what there is to find out, its sentence for a screen reader, and the sum of one node.

import { html } from "../shared/lit.js";
import { fixed, show } from "../shared/numbers.js";
import { SIDE, UNITS } from "./maths.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Seen} Seen */

/** @type {["small" | "wide", string][]} */
export const NETWORKS = [
  ["small", "784-16-16-10"],
  ["wide", "784-100-10"],
];

/** @type {import("../shared/base.js").Task} */
export const TASK = {
  task:
    "Draw a 7 so that it fills the pad, then a small one in a corner. Look at the answers. Then switch “centre and " +
    "scale” off.",
  answer:
    "Centred and scaled, the small 7 is much like the large one. Without that its pixels fall on weights that have " +
    "learned something else, or nothing: the answer changes, and the network may be as sure of it as before. What " +
    "looks the same to you is for it another row of 784 numbers.",
};

export const WAITING = "The network’s weights are being fetched.";

/**
 * @param {Seen} seen
 * @param {State | undefined} drawing the state, if the reader is drawing
 */
export function said({ chances, order: [first, second], z, pick }, drawing) {
  const column = (/** @type {number} */ value) => Math.floor((value * SIDE) / UNITS) + 1;
  const place = (/** @type {State} */ { pen, down }) =>
    `Pen ${down ? "down" : "up"}, column ${column(pen[0])}, row ${column(pen[1])} of ${SIDE}. `;
  const next = `then ${second}, ${percent(chances[second])}`;
  const reads = `The network reads a ${first}, ${percent(chances[first])}, ${next}.`;
  const node = `Node ${pick + 1} has the activation ${show(Math.max(0, z[0][pick]))}.`;
  return `${drawing ? place(drawing) : ""}${reads} ${node}`;
}

/**
 * A probability; never rounded to certainty.
 * @param {number} chance
 */
export function percent(chance) {
  if (chance > 0.9995) return "> 99.9 %";
  return chance < 0.0005 ? "< 0.1 %" : `${fixed(100 * chance, 1)} %`;
}

/**
 * The sum of a node, of what its weights above and below zero add up to.
 * @param {ReturnType<typeof import("./maths.js").node>} node
 * @param {number} sum
 * @param {number} activation
 */
export function sums({ bias, blue, orange }, sum, activation) {
  const added = html`<span class="nn-w-for">${fixed(blue)}</span> − <span class="nn-w-now">${fixed(-orange)}</span>`;
  return html`<div class="nn-w-sum">
    <p class="nn-w-formula">
      <span class="nn-w-for">blue ${fixed(blue)}</span>, <span class="nn-w-now">orange ${fixed(orange)}</span>,
      bias ${fixed(bias)}
    </p>
    <p class="nn-w-formula">
      <i>z</i> = ${added} ${bias < 0 ? "−" : "+"} ${fixed(Math.abs(bias))} = ${fixed(sum)}
    </p>
    <p class="nn-w-formula"><i>a</i> = ReLU(${fixed(sum)}) = <strong>${fixed(activation)}</strong></p>
  </div>`;
}
