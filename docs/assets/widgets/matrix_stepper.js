// Adding, scaling, transposing and multiplying matrices, one entry and one product at a time.

import { Widget, html, nothing } from "./base.js";
import { button, choices, matrix, slider } from "./controls.js";
import { choice, matrix as table, number } from "./fields.js";
import { entry, length, misfit, parts, resized, resultShape, shape } from "./matrix_maths.js";
import { show, term } from "./numbers.js";

const OPERATIONS = [
  ["add", "A + B"],
  ["scale", "c · A"],
  ["multiply", "A · B"],
  ["transpose", "Aᵀ"],
];

/** What the pages open with: the orders of three friends, a second round of orders, the prices in two cafés. */
const OPENING = {
  add: [[[2, 1], [1, 3], [0, 2]], [[1, 0], [0, 1], [2, 2]]],
  scale: [[[2, 1], [1, 3], [0, 2]], [[1, 0], [0, 1], [2, 2]]],
  multiply: [[[2, 1], [1, 3], [0, 2]], [[3, 2], [1, 4]]],
  transpose: [[[6, 2], [4, 10], [24, 3]], [[3, 2], [1, 4]]],
};

const TASKS = {
  add: {
    task: "Find a matrix B for which every entry of A + B is 0. Then give B a third column. What is missing?",
    answer: "B must hold the entries of A with their signs turned round. With a third column, B has entries that have no partner in A, and the sum does not exist.",
  },
  scale: {
    task: "Which c leaves A as it is? Which c makes all entries 0, and which turns every sign round? Can any c change one entry and leave another, unless that is 0?",
    answer: "1, 0 and −1. No: the same number multiplies every entry. To change one alone you need another operation.",
  },
  multiply: {
    task: "Fill B so that AB equals A. Then exchange the two columns of that B. What happens to the columns of A?",
    answer: "B = (1, 0; 0, 1), the identity, gives A again. With its columns exchanged, the columns of A change places: each column of B says which mixture of the columns of A is made.",
  },
  transpose: {
    task: "Make A a 3 by 3 matrix that is equal to its own transpose. How many of its nine entries can you choose freely?",
    answer: "Six: the three on the diagonal and the three above it. Those below must be their mirror image.",
  },
};

class MatrixStepper extends Widget {
  static title = "Matrix stepper";

  fields({ operation }) {
    const [a, b] = OPENING[operation];
    const limits = { min: -9999, max: 9999, rows: [1, 5], columns: [1, 5] };
    return {
      operation: choice(operation, OPERATIONS.map(([name]) => name)),
      a: table(a, limits),
      b: table(b, limits),
      c: number(2, { min: -100, max: 100 }),
      step: number(0, { min: 0, max: 124, whole: true }), // which product of which entry
    };
  }

  task = ({ operation }) => TASKS[operation];

  /** Where the reader is: row and column of the result, and the number of products reached in it. */
  where({ operation, a, b, step }) {
    const [rows, columns] = resultShape(operation, a, b);
    const each = length(operation, a);
    const last = rows * columns * each - 1;
    const now = Math.min(step, last);
    const place = Math.floor(now / each);
    return { i: Math.floor(place / columns), j: place % columns, k: now % each, each, now, last, place, rows, columns };
  }

  say(state) {
    if (misfit(state.operation, state.a, state.b)) return misfit(state.operation, state.a, state.b);
    const { i, j, k, each } = this.where(state);
    const value = show(entry(state.operation, state, i, j, k + 1));
    return `Row ${i + 1}, column ${j + 1}: ${value}${each > 1 && k + 1 < each ? `, after ${k + 1} of ${each} products` : ""}.`;
  }

  draw(state) {
    const { operation, a, b, c } = state;
    const problem = misfit(operation, a, b);
    const at = problem ? undefined : this.where(state);
    return html`
      ${choices({
        legend: "Operation",
        group: `${this.key}-operation`,
        value: operation,
        options: OPERATIONS,
        modes: true,
        on: (chosen) => this.set({ operation: chosen, step: 0 }),
      })}
      ${operation === "scale"
        ? slider({ label: "c", name: "the number c", value: c, min: -5, max: 5, step: 0.5, on: (v) => this.set({ c: v }) })
        : nothing}
      <div class="nn-w-equation">
        ${operation === "scale" ? html`<span class="nn-w-sign">${term(c)} ·</span>` : nothing}
        ${this.box("a", a, at)}
        ${operation === "add" || operation === "multiply"
          ? html`<span class="nn-w-sign">${operation === "add" ? "+" : "×"}</span>${this.box("b", b, at)}`
          : nothing}
        <span class="nn-w-sign">${operation === "transpose" ? "→" : "="}</span>
        ${problem ? this.refusal(problem, state) : this.outcome(state, at)}
      </div>
      ${problem ? nothing : html`${this.written(state, at)}${this.steps(at)}`}
    `;
  }

  /** One matrix, to be edited, with the buttons for its size. */
  box(name, value, at) {
    const [rows, columns] = shape(value);
    const label = name.toUpperCase();
    const size = (what, count, change) =>
      html`<span class="nn-w-size" role="group" aria-label="${what} of ${label}"
        >${button({ label: "−", name: `fewer ${what} in ${label}`, disabled: count <= 1, on: () => change(-1) })}<span
          >${count} ${count === 1 ? what.slice(0, -1) : what}</span
        >${button({ label: "+", name: `more ${what} in ${label}`, disabled: count >= 5, on: () => change(1) })}</span
      >`;
    return html`<div class="nn-w-box">
      <p class="nn-w-name"><i>${label}</i> (${rows}, ${columns})</p>
      ${matrix({
        label,
        value,
        mark: (i, j) => (at ? this.mark(name, at, i, j) : ""),
        on: (i, j, given) => this.set({ [name]: value.map((row, r) => (r === i ? row.with(j, given) : row)) }),
      })}
      ${size("rows", rows, (by) => this.set({ [name]: resized(value, rows + by, columns) }))}
      ${size("columns", columns, (by) => this.set({ [name]: resized(value, rows, columns + by) }))}
    </div>`;
  }

  /** The guides: the row of A and the column of B that meet, and in them the two numbers of this product. */
  mark(name, { i, j, k }, row, column) {
    const { operation } = this.state;
    if (operation === "multiply") {
      if (name === "a" ? row !== i : column !== j) return "";
      return (name === "a" ? column : row) === k ? "nn-w-here" : "nn-w-guide";
    }
    const [r, c] = operation === "transpose" ? [j, i] : [i, j];
    if (row === r && column === c) return "nn-w-here";
    return operation === "transpose" && column === c ? "nn-w-guide" : "";
  }

  /** The result as far as it has been worked out. Each entry leads to its own calculation. */
  outcome(state, at) {
    const { operation } = state;
    const name = { add: "A + B", scale: "cA", multiply: "AB", transpose: "Aᵀ" }[operation];
    const row = (i) =>
      Array.from({ length: at.columns }, (_, j) => {
        const place = i * at.columns + j;
        const here = place === at.place;
        const text = place > at.place ? "" : show(entry(operation, state, i, j, here ? at.k + 1 : Infinity));
        return html`<td class=${here ? "nn-w-here" : operation === "transpose" && i === at.i ? "nn-w-guide" : ""}>
          <button
            type="button"
            tabindex=${here ? 0 : -1}
            aria-label="${name}, row ${i + 1}, column ${j + 1}: ${text || "not yet worked out"}"
            aria-current=${here ? "true" : nothing}
            @click=${() => this.set({ step: (place + 1) * at.each - 1 })}
          >
            ${text || html`<span class="nn-w-faint">?</span>`}
          </button>
        </td>`;
      });
    return html`<div class="nn-w-box">
      <p class="nn-w-name"><i>${name}</i> (${at.rows}, ${at.columns})</p>
      <table class="nn-w-matrix" aria-label=${name} @keydown=${(event) => this.walk(event)}>
        <tbody>
          ${Array.from({ length: at.rows }, (_, i) => html`<tr>${row(i)}</tr>`)}
        </tbody>
      </table>
    </div>`;
  }

  /** Arrow keys go from entry to entry of the result. */
  walk(event) {
    const { i, j, each, rows, columns } = this.where(this.state);
    const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [0, 0];
    const [r, c] = [i + down, j + right];
    if ((!down && !right) || r < 0 || c < 0 || r >= rows || c >= columns) return;
    event.preventDefault();
    this.set({ step: (r * columns + c + 1) * each - 1 });
    event.currentTarget.rows[r].cells[c].firstElementChild.focus();
  }

  refusal(problem, { operation, a, b }) {
    const [rows, columns] = shape(a);
    const [k, p] = shape(b);
    const mended = operation === "add" ? resized(b, rows, columns) : resized(b, columns, p);
    const what = operation === "add" ? `(${rows}, ${columns})` : `(${columns}, ${p})`;
    return html`<div class="nn-w-refusal">
      <p>${problem}</p>
      ${button({ label: `Make B ${what} instead of (${k}, ${p})`, on: () => this.set({ b: mended, step: 0 }) })}
    </div>`;
  }

  /** The entry, written out as the formula of the text has it. */
  written(state, { i, j, k, each }) {
    const { operation } = state;
    const list = parts(operation, state, i, j);
    const index = (letter, r, c) => html`<i>${letter}</i><sub>${r + 1}${c + 1}</sub>`;
    const sum = (list, last) => list.map((one, n) => html`${n ? " + " : ""}<span class=${n === last ? "nn-w-now" : n > last ? "nn-w-faint" : ""}>${one}</span>`);
    const value = html`<strong>${show(entry(operation, state, i, j, k + 1))}</strong>`;
    const place = html`<sub>${i + 1}${j + 1}</sub>`;
    if (operation === "add") {
      return html`<p class="nn-w-formula">(<i>A</i> + <i>B</i>)${place} = ${index("a", i, j)} + ${index("b", i, j)} = ${show(list[0][0])} + ${term(list[0][1])} = ${value}</p>`;
    }
    if (operation === "scale") {
      return html`<p class="nn-w-formula">(<i>cA</i>)${place} = <i>c</i> · ${index("a", i, j)} = ${show(list[0][0])} · ${term(list[0][1])} = ${value}</p>`;
    }
    if (operation === "transpose") {
      return html`<p class="nn-w-formula">(<i>A</i><sup>⊤</sup>)${place} = ${index("a", j, i)} = ${value}</p>`;
    }
    return html`<p class="nn-w-formula">
      (<i>AB</i>)${place} = ${sum(list.map((_, n) => html`${index("a", i, n)} ${index("b", n, j)}`), k)} =
      ${sum(list.map(([x, y]) => `${term(x)} · ${term(y)}`), k)} = ${value}${k + 1 < each ? html`<span class="nn-w-faint"> + …</span>` : nothing}
    </p>`;
  }

  steps({ now, last, place, each, rows, columns }) {
    // Where the reader is when the button is pressed, which may be before the last press has been drawn.
    const to = (move) => () => this.set({ step: move(this.where(this.state)) });
    const entries = rows * columns;
    return html`<div class="nn-w-row" role="group" aria-label="Steps">
      ${button({ label: "Start", disabled: now === 0, on: to(() => 0) })}
      ${button({ label: "Back", disabled: now === 0, on: to((at) => at.now - 1) })}
      ${button({ label: "Next", disabled: now === last, on: to((at) => Math.min(at.last, at.now + 1)) })}
      ${each > 1 ? button({ label: "Next entry", disabled: now === last, on: to((at) => Math.min(at.last, (Math.floor((at.now + 1) / at.each) + 1) * at.each - 1)) }) : nothing}
      ${button({ label: "All", disabled: now === last, on: to((at) => at.last) })}
      <span class="nn-w-note">entry ${place + 1} of ${entries}${each > 1 ? `, product ${(now % each) + 1} of ${each}` : ""}</span>
    </div>`;
  }
}

customElements.define("nn-matrix-stepper", MatrixStepper);
