// What a reader moves: sliders, buttons, tables of numbers. Each is a function that returns a template and calls `on`
// with what the reader has chosen. All of them work with keyboard, mouse and finger. What is moved inside a drawing is
// in handles.js.

import { Directive, directive, html, live, noChange, nothing } from "./lit.js";
import { show } from "./numbers.js";
import { rounded, track } from "./track.js";

/** @typedef {import("./base.js").Content} Content */
/** @typedef {Event & { target: HTMLInputElement }} FieldEvent */

/** Fields with what a reader has typed there and not entered yet. */
const typed = new WeakSet();

/** What stands in a field. What a reader is typing there, such as "-" of "-6", stays when all else is drawn anew. */
const entered = directive(
  class extends Directive {
    render(/** @type {string} */ text) {
      return text;
    }

    /**
     * @param {import("./lit.js").PropertyPart} part
     * @param {[string]} text
     */
    update({ element }, [text]) {
      return typed.has(element) ? noChange : live(text);
    }
  },
);

/**
 * A slider with its name, and a field for the exact number.
 * @param {object} options
 * @param {Content} options.label
 * @param {Content} [options.name] the label in words, if it is more than words
 * @param {number} options.value
 * @param {number} options.min
 * @param {number} options.max
 * @param {number} options.step
 * @param {number} [options.digits]
 * @param {(value: number) => void} options.on
 */
export function slider({ label, name = label, value, min, max, step, digits = 3, on }) {
  return html`<div class="nn-w-slider">
    <label>
      <span>${label}</span>
      ${track({ name, text: show(value, digits), value, min, max, step, digits, on })}
    </label>
    <input
      type="number"
      aria-label="${name}, exact"
      step="any"
      .value=${entered(rounded(value, digits))}
      @input=${(/** @type {FieldEvent} */ event) => typed.add(event.target)}
      @blur=${(/** @type {FieldEvent} */ event) => typed.delete(event.target)}
      @change=${(/** @type {FieldEvent} */ event) => numeric(event, value, digits, on)}
    />
  </div>`;
}

/**
 * Hand on the number in a field; if there is none, put the old one back.
 * @param {FieldEvent} event
 * @param {number} value
 * @param {number} digits
 * @param {(value: number) => void} on
 */
function numeric(event, value, digits, on) {
  typed.delete(event.target);
  const given = read(event.target.value);
  if (given !== undefined) on(given);
  event.target.value = rounded(value, digits); // drawn anew if it was accepted
}

/**
 * The number that a text stands for; nothing for "", "-" and what else is none.
 * @param {string} text
 */
function read(text) {
  const given = Number(text.trim().replace("−", "-").replace(",", "."));
  return text.trim() !== "" && Number.isFinite(given) ? given : undefined;
}

/**
 * What stands in a field: its number, or, while the reader types there, what stands for that number, such as "1." for
 * 1, or for none yet, such as "-".
 * @param {string} name of the field
 * @param {number} value
 * @param {number} digits
 */
function standing(name, value, digits) {
  const field = document.activeElement;
  const typing = field instanceof HTMLInputElement && field.name === name;
  return typing && [value, undefined].includes(read(field.value)) ? field.value : rounded(value, digits);
}

/**
 * One of several, as a row of buttons. `group` is unique on the page; `modes` says that each shows another view; a
 * `strip` stays on one line of a phone, without its legend.
 * @template {string | number} Option
 * @param {object} options
 * @param {Content} options.legend
 * @param {string} options.group
 * @param {Option} options.value
 * @param {readonly (readonly [Option, Content])[]} options.options
 * @param {boolean} [options.modes]
 * @param {boolean} [options.strip]
 * @param {(option: Option) => void} options.on
 */
export function choices({ legend, group, value, options, modes = false, strip = false, on }) {
  return html`<fieldset class="nn-w-choices ${strip ? "nn-w-strip" : ""}" ?data-modes=${modes}>
    <legend>${legend}</legend>
    ${options.map(
      ([option, label]) =>
        html`<label
          ><input
            type="radio"
            name=${group}
            value=${option}
            .checked=${live(option === value)}
            @change=${() => on(option)}
          /><span>${label}</span></label
        >`,
    )}
  </fieldset>`;
}

/**
 * On or off.
 * @param {object} options
 * @param {Content} options.label
 * @param {boolean} options.value
 * @param {(value: boolean) => void} options.on
 */
export function toggle({ label, value, on }) {
  return html`<label class="nn-w-toggle"
    ><input
      type="checkbox"
      .checked=${live(value)}
      @change=${(/** @type {FieldEvent} */ event) => on(event.target.checked)}
    /><span>${label}</span></label
  >`;
}

/**
 * A button that does something; `pressed` says that what it does is in force. One that is called now this, now that
 * says its `longest` name: it keeps the room for it, and what stands behind it stays in its place.
 * @param {object} options
 * @param {Content} options.label
 * @param {string | typeof nothing} [options.longest]
 * @param {string | typeof nothing} [options.name]
 * @param {boolean} [options.disabled]
 * @param {boolean | typeof nothing} [options.pressed]
 * @param {() => void} options.on
 */
export function button({ label, longest = nothing, name = nothing, disabled = false, pressed = nothing, on }) {
  // Not `disabled`: a button that the reader has just pressed must not lose the focus.
  return html`<button
    type="button"
    class="nn-w-button"
    data-longest=${longest}
    aria-label=${name}
    aria-pressed=${pressed}
    aria-disabled=${disabled ? "true" : nothing}
    @click=${() => disabled || on()}
  >
    ${label}
  </button>`;
}

/**
 * Further controls, folded away below the result: picture, main controls and result fit one screen.
 * Whether the reader has opened it is the browser's affair: drawing anew leaves it as it is.
 * @param {Content} content
 * @param {string} [label]
 */
export const more = (content, label = "More settings") =>
  html`<details class="nn-w-more"><summary>${label}</summary><div>${content}</div></details>`;

/** @typedef {{ rows: string[], columns: string[] }} Heads */

/**
 * The names of the columns of a table, above it.
 * @param {Heads | undefined} heads
 * @param {number} count
 */
export const columnHeads = (heads, count) =>
  heads
    ? html`<thead>
        <tr>
          <td></td>
          ${Array.from({ length: count }, (_, j) => html`<th scope="col">${heads.columns[j] ?? j + 1}</th>`)}
        </tr>
      </thead>`
    : nothing;

/**
 * The name of a row, before it.
 * @param {Heads | undefined} heads
 * @param {number} i
 */
export const rowHead = (heads, i) => (heads ? html`<th scope="row">${heads.rows[i] ?? i + 1}</th>` : nothing);

/**
 * A table of number fields. Arrow keys go from field to field; `mark(i, j)` gives a field a class, `beside(i, j)` puts
 * something into its cell. What is typed counts at once where it is a number.
 * @param {object} options
 * @param {string} options.label
 * @param {string} [options.group] unique on the page
 * @param {Heads} [options.heads] what its rows and columns are called, if that is more than their numbers
 * @param {number[][]} options.value
 * @param {(i: number, j: number) => string} [options.mark]
 * @param {(i: number, j: number) => Content} [options.beside]
 * @param {(i: number, j: number, value: number) => void} options.on
 */
export function matrix({ label, group = label, heads, value, mark = () => "", beside = () => nothing, on }) {
  const digits = 3;
  const name = (/** @type {number} */ i, /** @type {number} */ j) => `${group}-${i + 1}-${j + 1}`;
  const named = (/** @type {number} */ i, /** @type {number} */ j) =>
    heads ? `${heads.rows[i] ?? i + 1}, ${heads.columns[j] ?? j + 1}` : `row ${i + 1}, column ${j + 1}`;
  return html`<table class="nn-w-matrix" aria-label=${label} @keydown=${walk}>
    ${columnHeads(heads, value[0].length)}
    <tbody>
      ${value.map(
        (row, i) =>
          html`<tr>
            ${rowHead(heads, i)}${row.map(
              (entry, j) =>
                html`<td class=${mark(i, j)}>
                  <input
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    name=${name(i, j)}
                    aria-label="${label}, ${named(i, j)}"
                    .value=${live(standing(name(i, j), entry, digits))}
                    @focus=${(/** @type {FieldEvent} */ event) => event.target.select()}
                    @input=${(/** @type {FieldEvent} */ event) => {
                      const given = read(event.target.value);
                      if (given !== undefined) on(i, j, given);
                    }}
                    @change=${(/** @type {FieldEvent} */ event) =>
                      numeric(event, entry, digits, (given) => on(i, j, given))}
                  />${beside(i, j)}
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/**
 * Steps of the arrow keys: down, then to the right.
 * @type {Record<string, [number, number]>}
 */
export const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Arrow keys leave a field to the side when the cursor stands at its end, or all of it is selected.
 * @param {KeyboardEvent & { currentTarget: HTMLTableElement }} event
 */
export function walk(event) {
  const move = MOVES[event.key];
  const { target } = event;
  if (!move || !(target instanceof HTMLInputElement)) return;
  const all = target.selectionStart === 0 && target.selectionEnd === target.value.length;
  const end = move[1] < 0 ? target.selectionStart === 0 : target.selectionEnd === target.value.length;
  if (move[1] !== 0 && !all && !end) return;
  const cell = /** @type {HTMLTableCellElement} */ (target.closest("td"));
  const { rowIndex } = /** @type {HTMLTableRowElement} */ (cell.parentElement);
  const next = event.currentTarget.rows[rowIndex + move[0]]?.cells[cell.cellIndex + move[1]]?.querySelector("input");
  if (!next) return;
  event.preventDefault();
  next.focus();
}
