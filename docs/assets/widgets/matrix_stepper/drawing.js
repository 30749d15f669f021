// The drawings of the matrix stepper: the matrices to be edited, with guides, and the result as far as it is known.

import { button, columnHeads, MOVES, matrix, rowHead } from "../shared/controls.js";
import { html, nothing } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { scrub } from "../shared/track.js";
import { entry, resized, shape } from "./maths.js";
import { headed, placed, RESULTS } from "./words.js";

/** @typedef {import("./index.js").MatrixStepper} MatrixStepper */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Where} Where */

/**
 * One matrix, to be edited, with the buttons for its size.
 * @param {MatrixStepper} widget
 * @param {"a" | "b"} name
 * @param {number[][]} value
 * @param {Where | undefined} at
 */
export function box(widget, name, value, at) {
  const [rows, columns] = shape(value);
  const { named } = widget;
  const label = named ? named.names[name === "a" ? 0 : 1] : name.toUpperCase();
  const set = (/** @type {number[][]} */ changed) => widget.set({ [name]: changed });
  return html`<div class="nn-w-box">
    <p class="nn-w-name">${named ? label : html`<i>${label}</i> (${rows}, ${columns})`}</p>
    ${matrix({
      label,
      heads: headed(named, name),
      group: `${widget.key}-${name}`,
      value,
      mark: (i, j) => (at ? guide(widget.state.operation, name, at, i, j) : ""),
      beside: (i, j) => (at && name === "b" ? partner(widget.state, at, i, j) : nothing),
      on: (i, j, given) => set(value.map((row, r) => (r === i ? row.with(j, given) : row))),
    })}
    ${named ? nothing : size(label, "rows", rows, (by) => set(resized(value, rows + by, columns)))}
    ${named ? nothing : size(label, "columns", columns, (by) => set(resized(value, rows, columns + by)))}
  </div>`;
}

/**
 * How many rows or columns there are, with the buttons for one fewer and one more.
 * @param {string} label
 * @param {"rows" | "columns"} what
 * @param {number} count
 * @param {(by: number) => void} change
 */
const size = (label, what, count, change) =>
  html`<span class="nn-w-size" role="group" aria-label="${what} of ${label}"
    >${button({
      label: "−",
      name: `fewer ${what} in ${label}`,
      disabled: count <= 1,
      on: () => change(-1),
    })}<span>${count} ${count === 1 ? what.slice(0, -1) : what}</span>${button({
      label: "+",
      name: `more ${what} in ${label}`,
      disabled: count >= 5,
      on: () => change(1),
    })}</span
  >`;

/**
 * The guides: the row of A and the column of B that meet, and in them the two numbers of this product.
 * @param {import("./maths.js").Operation} operation
 * @param {"a" | "b"} name
 * @param {Where} at
 * @param {number} row
 * @param {number} column
 */
function guide(operation, name, { i, j, k }, row, column) {
  if (operation === "multiply") {
    if (name === "a" ? row !== i : column !== j) return "";
    return (name === "a" ? column : row) === k ? "nn-w-here" : "nn-w-guide";
  }
  const [r, c] = operation === "transpose" ? [j, i] : [i, j];
  if (row === r && column === c) return "nn-w-here";
  return operation === "transpose" && column === c ? "nn-w-guide" : "";
}

/**
 * The number of the row of A that has come to its partner in the column of B.
 * @param {State} state
 * @param {Where} at
 * @param {number} row
 * @param {number} column
 */
const partner = ({ operation, a }, { i, j }, row, column) =>
  operation === "multiply" && column === j
    ? html`<span class="nn-w-partner" aria-hidden="true">${show(a[i][row])} ·</span>`
    : nothing;

/**
 * The result as far as it has been worked out. Each entry leads to its own calculation.
 * @param {MatrixStepper} widget
 * @param {State} state
 * @param {Where} at
 */
export function outcome(widget, state, at) {
  const { operation } = state;
  const { named } = widget;
  const name = named?.names[2] ?? RESULTS[operation];
  const heads = headed(named, "result");
  const cell = (/** @type {number} */ i, /** @type {number} */ j) => {
    const place = i * at.columns + j;
    const here = place === at.place;
    const text = place > at.place ? "" : show(entry(operation, state, i, j, here ? at.k + 1 : Infinity));
    return html`<td class=${here ? "nn-w-here" : operation === "transpose" && i === at.i ? "nn-w-guide" : ""}>
      <button
        type="button"
        tabindex=${here ? 0 : -1}
        aria-label="${name}, ${placed(named, i, j)}: ${text || "not yet worked out"}"
        aria-current=${here ? "true" : nothing}
        @click=${() => widget.take((place + 1) * at.each - 1)}
      >
        ${text ? html`<span class="nn-w-number">${text}</span>` : html`<span class="nn-w-faint">?</span>`}
      </button>
    </td>`;
  };
  const row = (/** @type {number} */ i) => Array.from({ length: at.columns }, (_, j) => cell(i, j));
  return html`<div class="nn-w-box">
    <p class="nn-w-name">${named ? name : html`<i>${name}</i> (${at.rows}, ${at.columns})`}</p>
    <table
      class="nn-w-matrix"
      aria-label=${name}
      @keydown=${(/** @type {KeyboardEvent & { currentTarget: HTMLTableElement }} */ event) => walk(widget, event)}
    >
      ${columnHeads(heads, at.columns)}
      <tbody>
        ${Array.from({ length: at.rows }, (_, i) => html`<tr>${rowHead(heads, i)}${row(i)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

/**
 * Arrow keys go from entry to entry of the result.
 * @param {MatrixStepper} widget
 * @param {KeyboardEvent & { currentTarget: HTMLTableElement }} event
 */
function walk(widget, event) {
  const { i, j, each, rows, columns } = widget.where(widget.state);
  const [down, right] = MOVES[event.key] ?? [0, 0];
  const [r, c] = [i + down, j + right];
  if ((!down && !right) || r < 0 || c < 0 || r >= rows || c >= columns) return;
  event.preventDefault();
  widget.take((r * columns + c + 1) * each - 1);
  event.currentTarget.tBodies[0].rows[r].querySelectorAll("button")[c].focus();
}

/**
 * What stands in the place of a result that does not exist: why, and a button that mends it.
 * @param {MatrixStepper} widget
 * @param {string} problem
 * @param {State} state
 */
export function refusal(widget, problem, { operation, a, b }) {
  const [rows, columns] = shape(a);
  const [k, p] = shape(b);
  const mended = operation === "add" ? resized(b, rows, columns) : resized(b, columns, p);
  const what = operation === "add" ? `(${rows}, ${columns})` : `(${columns}, ${p})`;
  return html`<div class="nn-w-refusal">
    <p>${problem}</p>
    ${button({ label: `Make B ${what} instead of (${k}, ${p})`, on: () => widget.set({ b: mended, step: 0 }) })}
  </div>`;
}

/**
 * Forward and back through the products.
 * @param {MatrixStepper} widget
 * @param {Where} at
 */
export function steps(widget, { now, last, place, each, rows, columns }) {
  // Where the reader is when the button is pressed, which may be before the last press has been drawn.
  const to = (/** @type {(at: Where) => number} */ move) => () => widget.take(move(widget.where(widget.state)));
  const product = each > 1 ? `, product ${(now % each) + 1} of ${each}` : "";
  const where = `entry ${place + 1} of ${rows * columns}${product}`;
  const ended = now === last;
  const nextEntry = (/** @type {Where} */ at) =>
    Math.min(at.last, (Math.floor((at.now + 1) / at.each) + 1) * at.each - 1);
  return html`<div class="nn-w-row" role="group" aria-label="Steps">
    ${button({
      label: widget.playing === undefined ? "Play" : "Pause",
      longest: "Pause",
      on: () => widget.start(),
    })}
    ${button({ label: "To the start", disabled: now === 0, on: to(() => 0) })}
    ${button({ label: "Back", disabled: now === 0, on: to((at) => at.now - 1) })}
    ${button({ label: "Next", disabled: ended, on: to((at) => Math.min(at.last, at.now + 1)) })}
    ${each > 1 ? button({ label: "Next entry", disabled: ended, on: to(nextEntry) }) : nothing}
    ${button({ label: "All", disabled: ended, on: to((at) => at.last) })}
    ${scrub({ name: "steps", text: where, now, last, on: (step) => widget.take(step) })}
    <span class="nn-w-note">${where}</span>
  </div>`;
}
