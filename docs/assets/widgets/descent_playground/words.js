// What the descent playground says: what there is to find out, its sentence for a screen reader, and the arithmetic of
// one step as the text has it.

import { html } from "../shared/lit.js";
import { plus, show, term } from "../shared/numbers.js";
import { X, Y } from "./data.js";
import { ALL, agreement, COSTS, lineGradient } from "./maths.js";

/** @typedef {import("../shared/base.js").Template} Template */
/** @typedef {import("../shared/base.js").Task} Task */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./runs.js").Run} Run */
/** @typedef {import("./runs.js").CostName} CostName */

/** @type {[CostName, string][]} */
export const NAMES = [
  ["bowl", "bowl"],
  ["valleys", "valleys"],
  ["trough", "trough"],
  ["ravine", "ravine"],
  ["saddle", "saddle"],
  ["line", "200 points"],
];

/** @type {Record<Exclude<CostName, "line"> | "plain" | "bound" | "stochastic" | "compare", Task>} */
export const TASKS = {
  plain: {
    task:
      "Each step leaves the same share of the distance. Find the step size with which nothing is left after one " +
      "step, then those with which the point changes sides in every step and still arrives.",
    answer:
      "0.5: the slope is twice the distance, and half of that is the distance. Between 0.5 and 1 a step goes too " +
      "far, but what is left is less each time.",
  },
  bowl: {
    task:
      "Each step leaves the same share of the distance. Find the rate with which nothing is left after one step, " +
      "then the rates with which the point changes sides in every step and still arrives.",
    answer:
      "0.5, for then 1 − 2η = 0. Between 0.5 and 1 that number is negative: the point overshoots, but less each time.",
  },
  bound: {
    task:
      "With 1.05 the descent runs away. Lower the rate until it does not. Where is the border, and what happens " +
      "exactly on it?",
    answer:
      "At η = 1, where 1 − 2η = −1: the point goes back and forth between 20 and 56 for ever. Below it arrives, " +
      "however slowly.",
  },
  valleys: {
    task:
      "Move the start until you have found the watershed: on its left every descent ends in the deep valley. Then " +
      "start at 2 with a rate of 0.12. Where does that end, and does it come to rest?",
    answer:
      "It lies at 0.126, where the slope is 0. From 2 the first step is so long that it jumps over the hill. But " +
      "0.12 is beyond the bound of the deep valley, 0.111, so there it goes back and forth between −1.22 and −1.64 " +
      "for ever.",
  },
  trough: {
    task: "Find the rate with which the cost falls below 0.01 in the fewest steps. Why not a larger one?",
    answer:
      "With 0.18 it takes 22 steps, with 0.05 it takes 81. Beyond that the steep direction is overshot further and " +
      "further, and from 0.2 on it never settles.",
  },
  ravine: {
    task: "Switch momentum on beside plain descent, and play. Which arrives first, and why is its path curved?",
    answer:
      "Momentum: its cost is below 0.01 after 83 steps, plain descent needs 229. Its steps remember the steps " +
      "before: along the floor they add up, across it they cancel. Having speed, it overshoots the lowest point and " +
      "swings back.",
  },
  saddle: {
    task: "Play from (2, 0). Then move the start a single step up, and play again.",
    answer:
      "From (2, 0) it ends in the saddle at (0, 0), where the slope is 0 but nothing is lowest. The smallest step " +
      "aside is enough: the path lingers at the saddle, and then leaves it for (0, 1), where the cost is −0.25.",
  },
  stochastic: {
    task:
      "Play to the end and look at the trembling. Then make the rate a third of what it was and play again. What do " +
      "you gain, and what do you pay?",
    answer:
      "It trembles less around the lowest point, (2.03, 1.02), but it takes longer to get there: the cost falls " +
      "below 1.2 after 86 steps instead of 39 (before you shuffle anew). That is why rates are often lowered along " +
      "the way.",
  },
  compare: {
    task:
      "Who is first below a cost of 1.2, per example seen? Now let all have the same number of steps instead. Who is " +
      "first then?",
    answer:
      "Per example the single ones: after 46 examples, where batches of 20 need 200 and the full batch 600, three " +
      "epochs. Per step the order is reversed: 46, 10 and 3 steps.",
  },
};

/**
 * A number, or several in brackets.
 * @param {number[]} list
 */
const vector = (list, digits = 2) =>
  list.length === 1 ? show(list[0], digits) : `(${list.map((value) => show(value, digits)).join(", ")})`;

/**
 * @param {string} moment
 * @param {Run[]} runs
 */
export function said(moment, runs) {
  const each = runs.map(({ label, place, last, diverged }) => {
    const where = `at ${vector(place)}, cost ${show(last, 3)}`;
    return `${label}: ${diverged ? "has diverged" : where}`;
  });
  return `${moment}. ${each.join("; ") || "nobody goes down"}.`;
}

/**
 * How far the descents have come.
 * @param {State} state
 * @param {number} end
 */
export function moment({ cost, clock, time: wanted }, end) {
  const time = Math.min(wanted, end);
  if (cost !== "line" || clock !== "examples") return `Step ${time}`;
  return `${time * 20} examples seen, ${show(time / 10, 1)} epochs`;
}

/**
 * The costs at the end of the runs.
 * @param {Run[]} runs
 * @param {boolean} alone whether there is one run, which needs no name
 */
export const ends = (runs, alone = false) =>
  runs.map(({ label, costs, last, diverged }, i) => {
    const end = diverged
      ? html`<strong>diverged</strong> after ${costs.length - 1} steps`
      : html`cost <strong>${show(last, 4)}</strong>`;
    return html`${i ? "; " : ""}${alone ? "" : `${label}: `}${end}`;
  });

/**
 * The last step on the bowl of the shower, in words: before there are symbols.
 * @param {Run} run
 */
export function inWords({ places, slope, rate }) {
  const [before, after] = [places.at(-2), places[places.length - 1]];
  const left = html`Each step leaves <strong>${show(1 - 2 * rate, 3)}</strong> of the distance to 38.`;
  if (!before) {
    const here = vector(COSTS.bowl.gradient(after));
    return [html`The temperature is ${vector(after)}, and there the slope is ${here}. The first step is yours.`, left];
  }
  const sum = html`${vector(before)} − ${show(rate, 4)} · ${term(slope[0])} = <strong>${vector(after)}</strong>`;
  return [html`${sum}, the temperature minus step size times slope.`, left];
}

/**
 * The last step of a run, written out.
 * @param {State} state
 * @param {Run} run
 */
export function lines({ cost }, run) {
  const line = cost === "line";
  const one = !line && COSTS[cost].inputs === 1;
  const name = one ? "x" : line ? "(m, b)" : "θ";
  const gradient = one ? "C′(x)" : line ? (run.size === 1 ? html`∇C<sub>i</sub>` : "g") : "∇C(θ)";
  const { place } = run;
  const found = [];
  if (run.places.length === 1) {
    const here = line ? lineGradient(place, ALL) : COSTS[cost].gradient(place);
    const what = line ? "∇C over all examples" : gradient;
    found.push(html`At the start ${name} = ${vector(place)} and ${what} = ${vector(here)}. The first step is yours.`);
  } else {
    if (line) found.push(batch(run));
    found.push(...step(run, one, name, gradient, line ? "g" : gradient));
  }
  if (run.rule === "plain") found.push(...shares(cost, run.rate));
  if (line) {
    const share = show(100 * agreement(place), 1);
    found.push(html`At this place ${share} % of the 200 steps, one for each example, point downhill.`);
  }
  return found;
}

/**
 * The gradient of the batch that the last step has seen.
 * @param {Run} run
 */
function batch({ places, rows, size, slope }) {
  const seen = rows[places.length - 2];
  if (size > 1) {
    const which = size === 200 ? "all 200 examples" : `these ${seen.length} examples`;
    return html`The mean gradient of ${which} is g = ${vector(slope)}`;
  }
  const [i] = seen;
  const [m, b] = places[places.length - 2];
  const miss = m * X[i] + b - Y[i];
  const sum = `${show(m)} · ${term(X[i])} ${plus(b)} ${plus(-Y[i])} = ${show(miss)}`;
  return html`Example ${i + 1}, x = ${show(X[i])}, y = ${show(Y[i])}: the line misses it by m x + b − y = ${sum},
    so ∇C<sub>i</sub> = 2 · ${term(miss)} · (${show(X[i])}, 1) = ${vector(slope)}`;
}

/**
 * The last step, by its rule.
 * @param {Run} run
 * @param {boolean} one whether the cost has one input
 * @param {string} name
 * @param {string | Template} gradient
 * @param {string | Template} given the gradient as momentum names it
 */
function step({ places, slope, memory, rate, rule }, one, name, gradient, given) {
  const [before, after] = places.slice(-2);
  const eta = show(rate, 4);
  const factor = (/** @type {number[]} */ list) => (one ? term(list[0]) : vector(list));
  const start = vector(before);
  const end = html`<strong>${vector(after)}</strong>`;
  const { before: old = [], u = [], mean = [], square = [], move = [] } = memory ?? {};
  if (rule === "plain")
    return [html`${name} ← ${name} − η ${gradient} = ${start} − ${eta} · ${factor(slope)} = ${end}`];
  if (rule === "momentum") {
    return [
      html`u ← 0.9 u + ${given} = 0.9 · ${factor(old)} + ${factor(slope)} = ${vector(u)}`,
      html`${name} ← ${name} − η u = ${start} − ${eta} · ${factor(u)} = ${end}`,
    ];
  }
  const means = `m̂ = ${vector(mean, 3)}, v̂ = ${vector(square, 3)}`;
  return [
    html`${means}, from all slopes so far; the last was ${vector(slope)}`,
    html`${name} ← ${name} − η m̂ / (√v̂ + ε) = ${start} − ${vector(move, 3)} = ${end}`,
  ];
}

/** @type {Partial<Record<CostName, number[]>>} */
const CURVATURES = { bowl: [2], trough: [1, 10], ravine: [1, 100] };

/**
 * The share of the distance that a step of plain descent leaves, where the curvature is the same everywhere.
 * @param {CostName} cost
 * @param {number} rate
 */
function shares(cost, rate) {
  const curvatures = CURVATURES[cost];
  if (!curvatures) return [];
  const factors = curvatures.map((c, i) => {
    const along = curvatures.length > 1 && !i ? " along θ₁" : "";
    const factor = html`<strong>${show(1 - rate * c, 3)}</strong>`;
    return html`${i ? ", along θ₂ by " : ""}1 − ${show(rate, 4)} · ${c} = ${factor}${along}`;
  });
  return [html`Each step multiplies the distance by ${factors}.`];
}
