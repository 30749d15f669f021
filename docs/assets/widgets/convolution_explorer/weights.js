// A table of weights to be edited.

import { walk } from "../shared/controls.js";
import { html, live } from "../shared/lit.js";
import { show } from "../shared/numbers.js";

/** @typedef {import("../shared/controls.js").FieldEvent} FieldEvent */

/**
 * A sheet of weights to be edited, tinted by their sign and size. Rows and columns count from 0, as in the formula.
 * @param {object} options
 * @param {string} options.name
 * @param {number[][]} options.sheet
 * @param {(row: number, column: number, weight: number) => void} options.on
 */
export function weights({ name, sheet, on }) {
  const size = Math.max(...sheet.flat().map(Math.abs)) || 1;
  const tint = (/** @type {number} */ weight) =>
    weight === 0
      ? ""
      : `${weight < 0 ? "nn-w-minus" : "nn-w-plus"} nn-w-tint-${Math.ceil((4 * Math.abs(weight)) / size)}`;
  return html`<table class="nn-w-matrix nn-w-weights" aria-label=${name} data-size=${sheet.length} @keydown=${walk}>
    <tbody>
      ${sheet.map(
        (row, u) =>
          html`<tr>
            ${row.map(
              (weight, v) =>
                html`<td class=${tint(weight)}>
                  <input
                    type="text"
                    autocomplete="off"
                    aria-label="${name}, row ${u}, column ${v}"
                    .value=${live(short(weight))}
                    @focus=${(/** @type {FieldEvent} */ event) => event.target.select()}
                    @change=${(/** @type {FieldEvent} */ event) => given(event, weight, (value) => on(u, v, value))}
                  />
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const short = (/** @type {number} */ weight) => show(weight, 3);

/**
 * Hand on the number in a field, which may be a fraction like 1/9; if there is none, put the old one back.
 * @param {FieldEvent} event
 * @param {number} weight
 * @param {(value: number) => void} on
 */
function given({ target }, weight, on) {
  const text = target.value.trim().replaceAll("−", "-").replaceAll(",", ".");
  const [top, bottom = 1, ...more] = text.split("/").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const value = top / bottom;
  if (text !== short(weight).replace("−", "-") && Number.isFinite(value) && !more.length) on(value);
  target.value = short(weight); // drawn anew if it was accepted
}
