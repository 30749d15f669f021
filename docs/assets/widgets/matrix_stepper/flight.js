// Numbers that fly where they are needed: the row of A onto the column of B, number by number, or an entry of A to its
// place in the result.

/** @typedef {import("./index.js").Where} Where */

const LONG = 550; // milliseconds of one flight
const NEXT = 70; // and from one number of a row to the next

/**
 * @param {HTMLElement} ui
 * @param {import("./maths.js").Operation} operation
 * @param {Where} at
 */
export function fly(ui, operation, { i, j }) {
  const tables = ui.querySelectorAll("table");
  const [a, result] = [tables[0], tables[tables.length - 1]];
  const from = (/** @type {number} */ row, /** @type {number} */ column) => cell(a, row, column);
  if (operation === "multiply") {
    /** @type {NodeListOf<HTMLElement>} */
    const partners = ui.querySelectorAll(".nn-w-partner");
    for (const [k, partner] of partners.entries()) sent(partner, from(i, k), k * NEXT);
  } else {
    const [row, column] = operation === "transpose" ? [j, i] : [i, j];
    const number = /** @type {HTMLElement} */ (cell(result, i, j).querySelector("span"));
    sent(number, from(row, column), 0);
  }
}

/**
 * A cell of a table, names of rows and columns not counted.
 * @param {HTMLTableElement} table
 * @param {number} row
 * @param {number} column
 */
const cell = (table, row, column) => table.tBodies[0].rows[row].querySelectorAll("td")[column];

/**
 * Let an element come from where another stands.
 * @param {HTMLElement} element
 * @param {HTMLElement} start
 * @param {number} delay
 */
function sent(element, start, delay) {
  const [here, there] = [element, start].map((one) => one.getBoundingClientRect());
  const x = there.left + there.width / 2 - here.left - here.width / 2;
  const y = there.top + there.height / 2 - here.top - here.height / 2;
  const frames = [{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }];
  element.animate(frames, { duration: LONG, delay, easing: "ease-in-out", fill: "backwards" });
}
