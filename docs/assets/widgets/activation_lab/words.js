// What the activation lab says: what there is to find out, its sentence for a screen reader, and the formulas of the
// text with the numbers of one point.

import { html, nothing } from "../shared/lit.js";
import { plus, show, term } from "../shared/numbers.js";
import { ACTIVATIONS, LEAK, neuron, saturated, through } from "./maths.js";

/** @typedef {import("../shared/base.js").Task} Task */
/** @typedef {import("./index.js").State} State The input `x` is that which is looked at, within the drawing. */

/** @type {Record<string, Task>} */
export const TASKS = {
  sigmoid: {
    task:
      "Move the point along the curve. How steep is the sigmoid at its steepest, and from which z on is the slope " +
      "below a hundredth?",
    answer: "The slope is 0.25 at z = 0 and nowhere more. It falls below 0.01 at about z = ±4.6.",
  },
  tanh: {
    task: "Compare tanh and the sigmoid at z = 0 and at z = 2. Which is steeper, and by how much?",
    answer:
      "At 0 tanh has slope 1, the sigmoid 0.25. At 2 tanh has 0.07, the sigmoid 0.1: tanh is steeper in the middle " +
      "and flat sooner.",
  },
  relu: {
    task: "Where is the slope of ReLU 0, and what would a neuron learn from there?",
    answer: "Left of 0, and by convention at 0 itself. Nothing: a slope of 0 passes nothing on.",
  },
  leaky_relu: {
    task: "Move the point to the left of 0 and switch between ReLU and leaky ReLU. What does the leak save?",
    answer: "The slope: it is 0.1 in place of 0, so something still arrives.",
  },
};

/** @type {Task} */
export const MOVING = {
  task:
    "Put the midpoint of the sigmoid at x = 3, first with the weight 2 and then with −1. Which bias is needed, and " +
    "how steep is the curve there?",
  answer:
    "b = −6 for the weight 2, slope 0.5; b = 3 for the weight −1, slope −0.25. The midpoint is −b/w, the slope there " +
    "w/4.",
};

/** @param {State} state */
export function said({ f, w, b, x }) {
  const { z, a, slope } = neuron(f, w, b, x);
  const end = saturated(f, z) ? ", saturated" : "";
  return `${ACTIVATIONS[f].name} at z = ${show(z)}: activation ${show(a, 4)}, slope in x ${show(slope, 4)}${end}.`;
}

/**
 * What becomes of the data.
 * @param {State} state
 * @param {number} reach
 */
export function squeezed({ f, w, b }, reach) {
  const all = through(f, w, b, reach);
  const values = all.map(({ a }) => a);
  const count = all.filter(({ flat }) => flat).length;
  const ends = `${show(Math.min(...values))} to ${show(Math.max(...values))}`;
  const inputs = `${all.length} inputs from ${show(all[0].x, 1)} to ${show(-all[0].x, 1)}`;
  return `${inputs} become activations from ${ends}; ${count} of them (orange) arrive where the neuron is saturated.`;
}

/** @param {State} state */
export function formulas({ f, w, b, x }) {
  const { z, a, local, slope } = neuron(f, w, b, x);
  return html`<p class="nn-w-formula">
      z = w x + b = ${show(w)} · ${term(x)} ${plus(b)} = ${show(z)}, a = ${ACTIVATIONS[f].letter}(${show(z)}) =
      <strong>${show(a, 5)}</strong>${f === "leaky_relu" ? `, with α = ${LEAK}` : ""}
    </p>
    <p class="nn-w-formula">
      slope in z: ${derivative(f, a, z, local)}; in x: w · ${show(local, 5)} =
      <strong class="nn-w-slope">${show(slope, 5)}</strong>
    </p>`;
}

/** @param {State} state */
export function midpoint({ f, w, b }) {
  if (w === 0 || ACTIVATIONS[f].kink) return nothing;
  const steep = f === "sigmoid" ? `w / 4 = ${show(w / 4, 3)}` : `w = ${show(w)}`;
  return html`<p class="nn-w-formula">midpoint x = −b / w = ${show(-b / w)}, slope there ${steep}</p>`;
}

/**
 * The derivative as the text writes it, with numbers.
 * @param {string} f
 * @param {number} a
 * @param {number} z
 * @param {number} local
 */
function derivative(f, a, z, local) {
  if (f === "sigmoid") return `a (1 − a) = ${show(a, 4)} · ${show(1 - a, 4)} = ${show(local, 5)}`;
  if (f === "tanh") return `1 − a² = 1 − ${term(a, 4)}² = ${show(local, 5)}`;
  return `${show(local, 5)}, since z ${z > 0 ? "> 0" : "≤ 0"}`;
}
