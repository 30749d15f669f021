// What a reader moves: sliders, buttons, tables of numbers, handles in a drawing. Each is a function that returns a
// template and calls `on` with what the reader has chosen. All of them work with keyboard, mouse and finger.

import { html, nothing, svg } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { show } from "./numbers.js";

const rounded = (value, digits) => String(Number(value.toFixed(digits)) + 0);

/** A slider with its name, and a field for the exact number. */
export function slider({ label, name = label, value, min, max, step, digits = 3, on }) {
  return html`<div class="nn-w-slider">
    <label>
      <span>${label}</span>
      <input
        type="range"
        aria-label=${name}
        aria-valuetext=${show(value, digits)}
        min=${min}
        max=${max}
        step=${step}
        .value=${live(rounded(value, digits))}
        @input=${(event) => on(event.target.valueAsNumber)}
      />
    </label>
    <input
      type="number"
      aria-label="${name}, exact"
      step="any"
      .value=${live(rounded(value, digits))}
      @change=${(event) => numeric(event, value, digits, on)}
    />
  </div>`;
}

/** Hand on the number in a field; if there is none, put the old one back. */
function numeric(event, value, digits, on) {
  const given = Number(event.target.value.trim().replace("−", "-").replace(",", "."));
  if (event.target.value.trim() !== "" && Number.isFinite(given)) on(given);
  event.target.value = rounded(value, digits); // drawn anew if it was accepted
}

/** One of several, as a row of buttons. `group` is unique on the page; `modes` says that each shows another view. */
export function choices({ legend, group, value, options, modes = false, on }) {
  return html`<fieldset class="nn-w-choices" ?data-modes=${modes}>
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

/** On or off. */
export function toggle({ label, value, on }) {
  return html`<label class="nn-w-toggle"
    ><input type="checkbox" .checked=${live(value)} @change=${(event) => on(event.target.checked)} /><span
      >${label}</span
    ></label
  >`;
}

/** A button that does something; `pressed` says that what it does is in force. */
export function button({ label, name = nothing, disabled = false, pressed = nothing, on }) {
  // Not `disabled`: a button that the reader has just pressed must not lose the focus.
  return html`<button
    type="button"
    class="nn-w-button"
    aria-label=${name}
    aria-pressed=${pressed}
    aria-disabled=${disabled ? "true" : nothing}
    @click=${() => disabled || on()}
  >
    ${label}
  </button>`;
}

/** A table of number fields. Arrow keys go from field to field; `mark(i, j)` gives a field a class. */
export function matrix({ label, value, mark = () => "", on, digits = 3, focus = () => {} }) {
  return html`<table class="nn-w-matrix" aria-label=${label} @keydown=${walk}>
    <tbody>
      ${value.map(
        (row, i) =>
          html`<tr>
            ${row.map(
              (entry, j) =>
                html`<td class=${mark(i, j)}>
                  <input
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    aria-label="${label}, row ${i + 1}, column ${j + 1}"
                    .value=${live(rounded(entry, digits))}
                    @focus=${(event) => {
                      event.target.select();
                      focus(i, j);
                    }}
                    @change=${(event) => numeric(event, entry, digits, (given) => on(i, j, given))}
                  />
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Arrow keys leave a field when the cursor stands at its end, or all of it is selected. */
function walk(event) {
  const move = MOVES[event.key];
  const { target } = event;
  if (!move || !target.matches("input")) return;
  const all = target.selectionStart === 0 && target.selectionEnd === target.value.length;
  const end = move[1] < 0 ? target.selectionStart === 0 : target.selectionEnd === target.value.length;
  if (move[1] !== 0 && !all && !end) return;
  const cell = target.closest("td");
  const row = cell.parentElement;
  const next = row.parentElement.rows[row.rowIndex + move[0]]?.cells[cell.cellIndex + move[1]];
  if (!next) return;
  event.preventDefault();
  next.querySelector("input").focus();
}

/** A finger on a handle does not scroll the page; `touch-action` alone is not obeyed inside drawings. */
const HOLD = { handleEvent: (event) => event.preventDefault(), passive: false };

/**
 * Something in a drawing that can be dragged, and moved by arrow keys (ten times as far with Shift).
 * `at` is its place in the units of the drawing, `to([x, y])` gets such a place; `by([right, up])` gets steps.
 */
export function handle({ at, label, text, now, min, max, to, by, shape = nothing }) {
  return svg`<g
    class="nn-w-handle"
    role="slider"
    tabindex="0"
    aria-label=${label}
    aria-valuetext=${text}
    aria-valuenow=${now}
    aria-valuemin=${min}
    aria-valuemax=${max}
    transform="translate(${at[0]} ${at[1]})"
    @pointerdown=${(event) => {
      event.preventDefault();
      event.currentTarget.focus({ preventScroll: true });
      event.currentTarget.setPointerCapture(event.pointerId);
    }}
    @touchstart=${HOLD}
    @pointermove=${(event) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) to(place(event));
    }}
    @keydown=${(event) => {
      const move = MOVES[event.key];
      if (!move) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      by([move[1] * far, -move[0] * far]);
    }}
  ><circle class="nn-w-reach" r="20"></circle>${shape === nothing ? svg`<circle class="nn-w-dot" r="7"></circle>` : shape}</g>`;
}

/** Whether a `pointermove` is a mouse that points: a drawing that changes under a resting mouse does not send one. */
export const hovers = ({ pointerType, buttons }) => pointerType === "mouse" && buttons === 0;

/** Where in the drawing the pointer is. */
export function place(event) {
  const drawing = event.currentTarget.ownerSVGElement ?? event.currentTarget;
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  return [point.x, point.y];
}
