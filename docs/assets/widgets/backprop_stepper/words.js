// What the backprop stepper says: names of the numbers as the text has them, what there is to find out, its sentences
// for a screen reader, and the slope of a push as the chain rule has it.

import { html, nothing } from "../shared/lit.js";
import { fixed, HIGH, LOW, show, term } from "../shared/numbers.js";
import { paths, slope } from "./maths.js";

/** @typedef {import("./maths.js").Dial} Dial */
/** @typedef {import("./maths.js").What} What */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Now} Now */
/** @typedef {import("./index.js").Pushed} Pushed */

/** @type {["levers" | "nudge" | "round", string][]} */
export const VIEWS = [
  ["levers", "three ways"],
  ["nudge", "push"],
  ["round", "step by step"],
];

/** @type {["one" | "three" | "outputs" | "hidden", string][]} */
export const NAMES = [
  ["one", "one neuron"],
  ["three", "three in a row"],
  ["outputs", "two outputs"],
  ["hidden", "2–2–1"],
];

/** The three kinds of lever of a sum. */
export const GROUPS = [
  "1. the bias: ∂z/∂b = 1",
  "2. the weights: ∂z/∂w = the activation it carries, a′",
  "3. the activations before: ∂z/∂a′ = its weight, w",
];

/** @type {Record<"levers" | "one" | "three" | "many" | "round" | "sum", import("../shared/base.js").Task>} */
const TASKS = {
  levers: {
    task:
      "Raise z from 0.2 to at least 1 by turning one lever as little as you can. Then find the lever that does " +
      "nothing, however far you turn it.",
    answer:
      "The fourth activation, turned by 0.4: each unit of it is worth 2, its weight. Its weight, the largest of all, " +
      "does nothing: it multiplies an activation of 0. (Turn that activation up a little, and the weight wakes.)",
  },
  one: {
    task:
      "Push the weight by 0.1 and compare the last two columns of the table. Then push by 0.01. Which of the two " +
      "agrees better with the slopes, and why?",
    answer:
      "The smaller push. The slopes belong to the place where you are; a push of 0.1 leaves it, and on the way the " +
      "sigmoid bends. For 0.1 the cost falls by 0.0104 where the slope promises 0.0106.",
  },
  three: {
    task:
      "Push the first weight up. Every number of the chain moves, but not all in the same direction. Where does the " +
      "move turn round?",
    answer:
      "At the second neuron: its weight is −4, so a brighter first neuron makes it darker. From there on everything " +
      "falls, the cost too, since the output should be 0.",
  },
  many: {
    task: "Push an input. How many ways lead from it to the cost, and how many from a weight of the last layer?",
    answer:
      "As many from an input as there are ways through the layers: two here, and their products add up. From a " +
      "weight of the last layer there is only one.",
  },
  round: {
    task:
      "After how many rounds is the cost of the single neuron below 0.01, with a learning rate of 1? Guess whether a " +
      "rate of 5 needs a fifth of them, then try it, and try it for the other networks.",
    answer:
      "After 24 rounds, and after 4 with a rate of 5. Three in a row need 25 rounds and a single one, 2–2–1 needs 15 " +
      "and one. Large steps do well here, for sigmoids make the slopes small; a rate of 5 would throw most networks " +
      "off the road.",
  },
  sum: {
    task: "Both outputs leave a wish with the first activation. Which weight would make the two wishes cancel?",
    answer:
      "The one that leads to the second output, with 2 instead of −1: then they are +0.5 and −0.5 (choose “push” to " +
      "turn it). Changing a weight moves z as well, so look at the sum again: the bias of the second output has to " +
      "follow, to −1.4.",
  },
};

/** @type {import("../shared/base.js").Task} What there is to find out where the chapter opens. */
export const CHOIR = {
  task: "Press Next until each of the four weights has its wish. Which two are asked for most, and why these two?",
  answer:
    "Those that come from the second input, +0.2 and −0.2: it is 0.8, the first only 0.5. Both outputs are off by as " +
    "much, so the louder input gets more of the blame.",
};

/** @param {State} state */
export function task({ view, net }) {
  if (view === "levers") return TASKS.levers;
  if (view === "nudge") return net === "one" || net === "three" ? TASKS[net] : TASKS.many;
  return net === "outputs" ? TASKS.sum : TASKS.round;
}

/**
 * A number as its network names it: z₂⁽¹⁾ is a letter with its neuron and its layer. There are no indices where each
 * layer has one neuron.
 * @param {number[]} sizes
 * @param {string} letter
 * @param {number} l
 * @param {number[]} indices
 */
export function name(sizes, letter, l, ...indices) {
  const alone = Math.max(...sizes) === 1 || (sizes[l] === 1 && letter !== "w");
  return `${letter}${alone ? "" : indices.map((i) => LOW[i + 1]).join("")}⁽${HIGH[l]}⁾`;
}

/**
 * @param {number[]} sizes
 * @param {Dial} dial
 */
export function dialName(sizes, { kind, l, k, j }) {
  if (kind === "w") return name(sizes, "w", l, k, j);
  return kind === "b" ? name(sizes, "b", l, j) : name(sizes, "a", 0, k);
}

/**
 * The target of an output.
 * @param {number[]} sizes
 * @param {number} j
 */
export const targetName = (sizes, j) => (sizes[sizes.length - 1] === 1 ? "y" : `y${LOW[j + 1]}`);

/** @param {ReturnType<typeof import("./maths.js").levers>} raised */
export const saidOfSum = ({ z, a }) => `z is ${show(z, 3)}, its activation ${show(a, 3)}.`;

/**
 * @param {number} push
 * @param {Pushed} pushed
 */
export const saidOfPush = (push, { before, after }) =>
  `Pushed by ${show(push, 3)}: the cost goes from ${fixed(before.C, 4)} to ${fixed(after.C, 4)}.`;

/** @type {Record<What, string>} */
const TOLD = {
  z: "the weighted sums",
  a: "the activations",
  C: "the cost",
  dC_da: "slopes in the activations",
  dC_dz: "slopes in the sums",
  own: "slopes in weights and biases",
  update: "all weights and biases change",
};

/**
 * @param {number} rounds
 * @param {Now} now
 */
export function saidOfStep(rounds, { all, step, back }) {
  const { phase, what, l } = all[step];
  const layer = what === "C" || what === "update" ? "" : `, layer ${l}`;
  return `Round ${rounds + 1}, ${phase}${layer}: ${TOLD[what]}. Cost ${fixed(back.C, 4)}.`;
}

/**
 * The cost after the rounds so far.
 * @param {number} rounds
 * @param {Now} now
 */
export function costs(rounds, { back, costs: [first] }) {
  const after = rounds === 0 ? "The cost" : `The cost after ${rounds} round${rounds > 1 ? "s" : ""}`;
  const before = rounds ? `; at the start it was ${fixed(first, 4)}` : "";
  return html`<p class="nn-w-note">${after}: ${fixed(back.C, 4)}${before}.</p>`;
}

/**
 * The slope as the chain rule has it: multiply along a path, add over the paths.
 * @param {Now} now
 * @param {Pushed} pushed
 * @param {Dial} dial
 * @param {number} push
 */
export function product({ sizes, back }, { after }, dial, push) {
  const ways = paths(back, dial);
  const total = slope(back, dial);
  const way = (/** @type {number[]} */ factors) =>
    factors.map((factor, i) => (i ? term(factor, 3) : show(factor, 3))).join(" · ");
  const lines = ways.length === 1 ? way(ways[0]) : ways.map((one, i) => html`${i ? " + " : ""}[${way(one)}]`);
  const symbols =
    back.L === 1 && ways.length === 1
      ? html` = <span>∂z/∂${dial.kind === "x" ? "a⁽⁰⁾" : dial.kind} · σ′(z) · 2(a − y)</span>`
      : nothing;
  return html`<p class="nn-w-formula">
      ∂C₀/∂${dialName(sizes, dial)}${symbols} = ${lines} = <strong>${show(total, 4)}</strong>
    </p>
    <p class="nn-w-formula">
      The slope promises ${term(total, 4)} · ${term(push, 3)} = <strong>${fixed(total * push, 4)}</strong>; the cost
      really moved by <strong>${fixed(after.C - back.C, 4)}</strong>.
    </p>`;
}
