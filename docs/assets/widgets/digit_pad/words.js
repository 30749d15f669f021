// What the digit pad says: what there is to find out, its sentence for a screen reader, and the sum of one node.

import { html } from "../shared/lit.js";
import { fixed, show } from "../shared/numbers.js";
import { SIDE, UNITS } from "./maths.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./answers.js").Seen} Seen */

/** @type {[import("./index.js").Net, string][]} */
export const NETWORKS = [
  ["small", "784-16-16-10"],
  ["wide", "784-100-10"],
  ["conv", "convolutional"],
  ["own", "untrained"],
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

/**
 * Why another network reads than the one that was chosen.
 * @param {State["net"]} net
 * @param {string} problem
 */
export const trouble = (net, problem) =>
  `The network ${NETWORKS.find(([name]) => name === net)?.[1]} is not there: ${problem}. This is 784-16-16-10.`;

/**
 * Who reads, and that there is nothing to read if there is nothing.
 * @param {import("./maths.js").Picture} x what the network sees
 * @param {string} who
 */
export const reader = (x, who) =>
  x.some(Boolean) ? who : `In an empty picture ${who[0].toLowerCase()}${who.slice(1)}`;

/**
 * @param {Seen} seen
 * @param {State | undefined} drawing the state, if the reader is drawing
 */
export function said({ layers, x, chances, order: [first, second], z, pick, beside, told }, drawing) {
  const column = (/** @type {number} */ value) => Math.floor((value * SIDE) / UNITS) + 1;
  const place = (/** @type {State} */ { pen, down }) =>
    `Pen ${down ? "down" : "up"}, column ${column(pen[0])}, row ${column(pen[1])} of ${SIDE}. `;
  const next = `then ${second}, ${percent(chances[second])}`;
  const reads = `${reader(x, "The network")} reads a ${first}, ${percent(chances[first])}, ${next}.`;
  const node = layers[0].maps ? "" : ` Node ${pick + 1} has the activation ${show(Math.max(0, z[0][pick]))}.`;
  const other = beside
    ? ` The network beside it reads a ${beside.first}, ${percent(beside.chances[beside.first])}.`
    : "";
  const after = told ? ` It has been told ${told.times} times; test images right: ${told.right[1]} of ${told.of}.` : "";
  return `${drawing ? place(drawing) : ""}${reads}${other}${node}${after}`;
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
 * @param {ReturnType<typeof import("./network.js").node>} node
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

/**
 * What the lessons have changed.
 * @param {NonNullable<Seen["told"]>} told
 */
export const lesson = ({ label, times, chance, right, of }) =>
  html`<p class="nn-w-note">
    After ${times === 1 ? "one step" : `${times} steps`} of gradient descent: here the ${label} goes from
    ${percent(chance[0])} to <strong>${percent(chance[1])}</strong>. Of the ${of} test images it reads
    ${right[1]} right, before ${right[0]}.
  </p>`;
