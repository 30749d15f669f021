// What the grades explorer says: what there is to find out, its sentence for a screen reader, and the formula of the
// text with the numbers of one student.

import { html, nothing } from "../shared/lit.js";
import { plus, show } from "../shared/numbers.js";
import { isAbove, relu, rows, STUDENTS, weightedSum } from "./maths.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Feature} Feature */

export const SHORT = ["Ma", "Ph", "CS", "L1", "L2", "Bi", "Ch"];

/** @type {Record<string, string>} The presets of the weights. */
export const NAMES = {
  mean: "Mean",
  languages: "Languages",
  difference: "Maths − Physics",
  sciences: "Sciences",
};

const MANY = 12; // the largest denominator

/**
 * A weight so that a sum with it can be checked by hand: 1/7, where decimals would be rounded.
 * @param {number} weight
 */
export function weighed(weight) {
  const whole = (/** @type {number} */ value) => Math.abs(value - Math.round(value)) < 1e-9;
  if (whole(100 * weight)) return show(weight);
  for (let n = 3; n <= MANY; n++) if (whole(n * weight)) return `${show(Math.round(n * weight))}/${n}`;
  return show(weight, 3);
}

/** @type {Record<"opening" | "bias" | "relu" | "two", import("../shared/base.js").Task>} */
export const TASKS = {
  opening: {
    task:
      "Choose “Sciences” and put the best first. Who are the first three? Then choose “Languages”. Who is among the " +
      "first three again?",
    answer:
      "In the sciences Goran, Bruno and Amina; in the languages Chloé, Amina and Goran. Amina and Goran are on both " +
      "lists. The weights decide whose list it is.",
  },
  bias: {
    task:
      "With the weights for the sciences, move only the bias. Between which two numbers must it lie, so that exactly " +
      "three students stay above zero?",
    answer: "Above −14 and up to −11.4. At −11.4 Farah, whose mean is 11.4, is exactly at zero; at −14 Amina is too.",
  },
  relu: {
    task:
      "Elif is at zero whichever preset you choose. Find two weights and a bias with which she is the only one above " +
      "zero.",
    answer:
      "Computer Science +1, Mathematics −1, bias −1. She is five marks better in the first than in the second; " +
      "nobody else is more than one mark better. Every student can be somebody’s answer: it depends on the question.",
  },
  two: {
    task:
      "Leave everything but the bias of feature 2 (languages) as it is. For which values is exactly one student " +
      "above zero in both? Who is it?",
    answer:
      "Above −15 and up to −14: then Goran, whose mean in languages is 14, is out, and Amina with 15 is the only one " +
      "left.",
  },
};

/**
 * @param {State} state
 * @param {Feature[]} all
 */
export function said({ student }, all) {
  const above = STUDENTS.filter((_, i) => all.every(({ values }) => isAbove(values[i])));
  const mine = all.map(({ values }) => show(values[student])).join(" and ");
  const both = all.length > 1 ? " in both" : "";
  return `${STUDENTS[student]}: ${mine}. Above zero${both}: ${above.join(", ") || "nobody"}.`;
}

/**
 * The formula of the text with the numbers of the chosen student.
 * @param {State} state
 * @param {Feature} feature
 * @param {number} number of the feature, if there are two
 */
export function formula({ student, relu: bent, marks }, { w, b, before }, number) {
  const x = rows(marks)[student];
  const terms = w.map((weight, i) => [weight, x[i]]).filter(([weight]) => weight !== 0);
  const sum = terms
    .map(([weight, mark], n) => `${n ? " + " : ""}${weighed(weight).replace(/^−.*/, "($&)")} · ${show(mark)}`)
    .join("");
  const sub = number ? html`<sub>${number}</sub>` : nothing;
  const s = weightedSum(w, x, b);
  const after = html`, <i>a</i>${sub} = ReLU(<i>s</i>${sub}) = max(0, ${show(s)}) = <strong>${show(relu(s))}</strong>`;
  return html`<p class="nn-w-formula">
    ${STUDENTS[student]}: <i>s</i>${sub} = <i>w</i> · <i>x</i> + <i>b</i> =
    ${sum || "0"} ${plus(b)} =
    <strong>${show(before[student])}</strong>${bent ? after : nothing}
  </p>`;
}
