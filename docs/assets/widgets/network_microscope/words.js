// What the network microscope says: what there is to find out, its sentences for a screen reader, and the formulas of
// the text for the node or edge that is looked at.

import { html } from "../shared/lit.js";
import { plus, show, term } from "../shared/numbers.js";
import { FUNCTIONS, judge, sigmoid } from "./maths.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Layer} Layer */
/** @typedef {import("./index.js").Picked} Picked */

/** @type {["no-hidden" | "hidden" | "bias", string][]} */
export const MODES = [
  ["no-hidden", "no hidden layer"],
  ["hidden", "one hidden layer"],
  ["bias", "one bias"],
];

/** @type {Record<State["mode"], import("../shared/base.js").Task>} */
export const TASKS = {
  "no-hidden": {
    task:
      "The light is on if exactly one switch is up. Change the weights and the bias. How many of the four states can " +
      "you get right?",
    answer:
      "Three at most. With both weights 2 and the bias −1, for example, only “both up” is wrong. The text proves " +
      "that no choice does better.",
  },
  hidden: {
    task:
      "All four states are right. Take the edge from the second hidden node to the output and bring its weight of −8 " +
      "up towards 0. At which weight does the network fail, and in which state?",
    answer:
      "From −6 on, with both switches up: the output then adds up to 4 · 2 − 6 · 1 − 2 = 0, and above that the " +
      "sigmoid is more than one half. Without the second hidden node the network is blind to “too many”.",
  },
  bias: {
    task: "Which bias makes a sum of 3 light the neuron up, but no sum below 3? What does the curve do on the way?",
    answer: "b = −3, since the threshold is −b. The curve slides to the side and keeps its shape.",
  },
};

const SUBSCRIPTS = ["₁", "₂"];

/**
 * The name of a node; `last` is the layer of the output.
 * @param {number} l
 * @param {number} i
 * @param {number} last
 */
export const letter = (l, i, last) => (l === 0 ? `x${SUBSCRIPTS[i]}` : l === last ? "p" : `h${SUBSCRIPTS[i]}`);

/** @param {State} state */
export function saidOfThreshold({ sum, bias }) {
  return `Sum ${show(sum)}, bias ${show(bias)}: activation ${show(sigmoid(sum + bias), 3)}.`;
}

/**
 * @param {string[]} lines
 * @param {Layer[]} layers
 */
export const said = (lines, layers) => `${lines.join(" ")} ${score(layers)}`;

/** @param {Layer[]} layers */
export const score = (layers) => `Right in ${judge(layers).filter(({ right }) => right).length} of 4 states.`;

/**
 * Lines about the node or edge that is looked at, as the text writes them.
 * @param {Picked} picked
 * @param {Layer[]} layers
 * @param {ReturnType<typeof import("./maths.js").forward>} pass
 */
export function reading({ l, i, j }, layers, { z, a }) {
  const last = layers.length;
  if (j !== undefined) {
    const w = layers[l].W[i][j];
    const [from, to] = [letter(l, i, last), letter(l + 1, j, last)];
    const product = `${show(w)} · ${term(a[l][i])} = ${show(w * a[l][i], 4)}`;
    return [
      `Edge from ${from} to ${to}: weight ${show(w)}.`,
      `It carries ${product} to ${to}, whose sum is z = ${show(z[l][j], 4)}.`,
    ];
  }
  const name = letter(l, i, last);
  if (l === 0) return [`Input ${name} = ${show(a[0][i])}.`, "It computes nothing: it holds a number of the example."];
  const { W, b, f } = layers[l - 1];
  const products = a[l - 1].map((value, k) => `${term(W[k][i])} · ${term(value)}`).join(" + ");
  const sum = show(z[l - 1][i], 4);
  return [
    `${last === l ? "Output" : "Hidden node"} ${name}: z = ${products} ${plus(b[i])} = ${sum},`,
    `${name} = ${FUNCTIONS[f].name}(${sum}) = ${show(a[l][i], 4)}.`,
  ];
}

/**
 * The same in words, where the chapter has named neither sum nor sigmoid; of a network of one layer.
 * @param {Picked} picked
 * @param {Layer[]} layers
 * @param {ReturnType<typeof import("./maths.js").forward>} pass
 */
export function inWords(picked, layers, pass) {
  const { i, j } = picked;
  const [x, p] = pass.a;
  const sum = show(pass.z[0][0], 4);
  if (j !== undefined) {
    const w = layers[0].W[i][0];
    return [
      `Edge from switch ${i + 1} to the neuron: weight ${show(w)}.`,
      `It carries ${show(w)} · ${term(x[i])} = ${show(w * x[i], 4)} to the sum, which is ${sum}.`,
    ];
  }
  if (picked.l === 0) return [`Switch ${i + 1}: ${show(x[i])}.`, "It computes nothing: 1 is up, 0 is down."];
  const products = x.map((value, k) => `${term(layers[0].W[k][0])} · ${term(value)}`).join(" + ");
  return [
    `The neuron adds up ${products} ${plus(layers[0].b[0])} = ${sum}.`,
    `Squeezed between 0 and 1, that is ${show(p[0], 4)}: so sure is it that the light is on.`,
  ];
}

/**
 * One neuron: its sum with the bias, and the threshold.
 * @param {State} state
 */
export function thresholds({ sum, bias }) {
  const z = show(sum + bias);
  return html`<p class="nn-w-formula">
      z = s + b = ${show(sum)} ${plus(bias)} = ${z}, a = σ(${z}) = <strong>${show(sigmoid(sum + bias), 3)}</strong>
    </p>
    <p class="nn-w-formula">
      More than half active if s &gt; −b = ${show(-bias)}: ${sum > -bias ? "it is" : "it is not"}.
    </p>`;
}
