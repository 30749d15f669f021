// What the matrix stepper says: what there is to find out, its sentence for a screen reader, what does not fit and why,
// and one entry written out as the formula of the text has it.

import { html } from "../shared/lit.js";
import { show, term } from "../shared/numbers.js";
import { entry, fits, parts, shape } from "./maths.js";

/** @typedef {import("../shared/base.js").Content} Content */
/** @typedef {import("./maths.js").Matrix} Matrix */
/** @typedef {import("./maths.js").Operation} Operation */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Where} Where */

/**
 * What the tables of a product, and their rows and columns, are called where there is no talk of A and B yet; `inner`
 * are the columns of the first and the rows of the second.
 * @typedef {Record<"names" | "rows" | "inner" | "columns", string[]>} Named
 */

/**
 * The names that a place gives.
 * @param {import("../shared/base.js").Settings} settings
 * @returns {Named | undefined}
 */
export function namesOf({ names, rows = "", inner = "", columns = "" }) {
  if (names === undefined) return undefined;
  const [all, down, between, across] = [names, rows, inner, columns].map((text) => text.split(", "));
  return { names: all, rows: down, inner: between, columns: across };
}

/**
 * @param {Named | undefined} named
 * @param {"a" | "b" | "result"} table
 */
export const headed = (named, table) =>
  named && {
    rows: table === "b" ? named.inner : named.rows,
    columns: table === "a" ? named.inner : named.columns,
  };

/**
 * An entry of the result, in words.
 * @param {Named | undefined} named
 * @param {number} i
 * @param {number} j
 */
export const placed = (named, i, j) =>
  named ? `${named.rows[i] ?? i + 1}, ${named.columns[j] ?? j + 1}` : `row ${i + 1}, column ${j + 1}`;

const upper = (/** @type {string} */ text) => text[0].toUpperCase() + text.slice(1);

/** What there is to find out in the café, before anybody speaks of matrices. */
export const CAFE = {
  task:
    "Press “Next” until the bill of the first friend in the second café is complete. Which row of the orders and " +
    "which column of the prices have met? Then change an order or a price: which bills change with it?",
  answer:
    "8: the first row of the orders, 2 coffees and 1 roll, meets the second column of the prices, 2 for a coffee and " +
    "4 for a roll: 2 · 2 + 1 · 4 = 8. An order changes the two bills in its row, a price the three in its column.",
};

/** @type {[Operation, string][]} */
export const OPERATIONS = [
  ["add", "A + B"],
  ["scale", "c · A"],
  ["multiply", "A · B"],
  ["transpose", "Aᵀ"],
];

/** @type {Record<Operation, string>} The names of the results. */
export const RESULTS = { add: "A + B", scale: "cA", multiply: "AB", transpose: "Aᵀ" };

/** @type {Record<Operation, import("../shared/base.js").Task>} */
export const TASKS = {
  add: {
    task: "Find a matrix B for which every entry of A + B is 0. Then give B a third column. What is missing?",
    answer:
      "B must hold the entries of A with their signs turned round. With a third column, B has entries that have no " +
      "partner in A, and the sum does not exist.",
  },
  scale: {
    task:
      "Which c leaves A as it is? Which c makes all entries 0, and which turns every sign round? Can any c change " +
      "one entry and leave another, unless that is 0?",
    answer: "1, 0 and −1. No: the same number multiplies every entry. To change one alone you need another operation.",
  },
  multiply: {
    task: "Fill B so that AB equals A. Then exchange the two columns of that B. What happens to the columns of A?",
    answer:
      "B = (1, 0; 0, 1), the identity, gives A again. With its columns exchanged, the columns of A change places: " +
      "each column of B says which mixture of the columns of A is made.",
  },
  transpose: {
    task:
      "Make A a 3 by 3 matrix that is equal to its own transpose. How many of its nine entries can you choose " +
      "freely?",
    answer: "Six: the three on the diagonal and the three above it. Those below must be their mirror image.",
  },
};

/**
 * Why the operation cannot be done with these shapes, or an empty string.
 * @param {Operation} operation
 * @param {Matrix} a
 * @param {Matrix} b
 */
export function misfit(operation, a, b) {
  if (fits(operation, a, b)) return "";
  const [n, m] = shape(a);
  const [k, p] = shape(b);
  const count = (/** @type {number} */ many, /** @type {string} */ what) => `${many} ${what}${many === 1 ? "" : "s"}`;
  if (operation === "multiply") {
    return (
      `AB does not exist: a row of A has ${count(m, "number")}, a column of B has ${k}. ` +
      `The inner sizes, (${n}, ${m}) and (${k}, ${p}), must be equal, so that every number has a partner.`
    );
  }
  const differ = n !== k ? [count(n, "row"), count(k, "row")] : [count(m, "column"), count(p, "column")];
  return (
    `A + B does not exist: every entry needs a partner in the same place, and ${differ[0]} of A and ${differ[1]} of ` +
    "B do not match. Both must have the same shape."
  );
}

/**
 * @param {State} state
 * @param {Where} at
 * @param {Named} [named]
 */
export function said(state, { i, j, k, each }, named) {
  const value = show(entry(state.operation, state, i, j, k + 1));
  const so = each > 1 && k + 1 < each ? `, after ${k + 1} of ${each} products` : "";
  return `${upper(placed(named, i, j))}: ${value}${so}.`;
}

/**
 * The sum, of which the part that is reached is lit and what follows is faint.
 * @param {Content[]} list
 * @param {number} last
 */
const sum = (list, last) =>
  list.map((one, n) => {
    const kind = n === last ? "nn-w-now" : n > last ? "nn-w-faint" : "";
    return html`${n ? " + " : ""}<span class=${kind}>${one}</span>`;
  });

/**
 * @param {string} letter
 * @param {number} r
 * @param {number} c
 */
const index = (letter, r, c) => html`<i>${letter}</i><sub>${r + 1}${c + 1}</sub>`;

/**
 * The entry, written out as the formula of the text has it.
 * @param {State} state
 * @param {Where} at
 * @param {Named} [named] then without letters
 */
export function formula(state, { i, j, k, each }, named) {
  const { operation } = state;
  const list = parts(operation, state, i, j);
  const [one, other] = list[0];
  const value = html`<strong>${show(entry(operation, state, i, j, k + 1))}</strong>`;
  const place = html`<sub>${i + 1}${j + 1}</sub>`;
  if (operation === "add") {
    const symbols = html`(<i>A</i> + <i>B</i>)${place} = ${index("a", i, j)} + ${index("b", i, j)}`;
    return html`<p class="nn-w-formula">${symbols} = ${show(one)} + ${term(other)} = ${value}</p>`;
  }
  if (operation === "scale") {
    const symbols = html`(<i>cA</i>)${place} = <i>c</i> · ${index("a", i, j)}`;
    return html`<p class="nn-w-formula">${symbols} = ${show(one)} · ${term(other)} = ${value}</p>`;
  }
  if (operation === "transpose") {
    return html`<p class="nn-w-formula">(<i>A</i><sup>⊤</sup>)${place} = ${index("a", j, i)} = ${value}</p>`;
  }
  const symbols = list.map((_, n) => html`${index("a", i, n)} ${index("b", n, j)}`);
  const numbers = list.map(([x, y]) => `${term(x)} · ${term(y)}`);
  const more = k + 1 < each ? html`<span class="nn-w-faint"> + …</span>` : "";
  if (named) {
    return html`<p class="nn-w-formula">
      ${upper(placed(named, i, j))}: ${sum(numbers, k)} = ${value}${more}
    </p>`;
  }
  return html`<p class="nn-w-formula">
    (<i>AB</i>)${place} = ${sum(symbols, k)} =
    ${sum(numbers, k)} = ${value}${more}
  </p>`;
}
