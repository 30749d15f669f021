// The track of a slider, alone or with its field, and the scrub bar of what plays.

import { html, live } from "./lit.js";
import { asShown } from "./numbers.js";

/** @typedef {import("./base.js").Content} Content */

/**
 * @param {number} value
 * @param {number} digits
 */
export const rounded = (value, digits) => String(asShown(value, digits));

/**
 * From where to where the track of a slider is filled, as shares of its length: from zero if it has one, else from its
 * beginning.
 * @param {number} value
 * @param {number} min
 * @param {number} max
 */
function filled(value, min, max) {
  const shares = [Math.max(min, Math.min(0, max)), value].map((one) =>
    Math.min(1, Math.max(0, (one - min) / (max - min))),
  );
  return `--nn-from: ${Math.min(...shares)}; --nn-to: ${Math.max(...shares)}`;
}

/** What a slider stood at before a finger came down on it. */
let before = 0;

/**
 * A slider. A finger that comes down on it moves it at once; if it then scrolls the page, it meant no more, and the
 * slider goes back.
 * @param {object} options
 * @param {Content} options.name
 * @param {string} options.text the value in words
 * @param {number} options.value
 * @param {number} options.min
 * @param {number} options.max
 * @param {number} options.step
 * @param {number} [options.digits]
 * @param {(value: number) => void} options.on
 */
export const track = ({ name, text, value, min, max, step, digits = 3, on }) =>
  html`<input
    type="range"
    aria-label=${name}
    aria-valuetext=${text}
    min=${min}
    max=${max}
    step=${step}
    style=${filled(value, min, max)}
    .value=${live(rounded(value, digits))}
    @pointerdown=${() => {
      before = value;
    }}
    @pointercancel=${() => on(before)}
    @input=${(/** @type {Event & { target: HTMLInputElement }} */ event) => on(event.target.valueAsNumber)}
  />`;

/**
 * The scrub bar of what plays: where it is of all its steps, counted from 0, and a handle to move it there and back.
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.text where it is, in words
 * @param {number} options.now
 * @param {number} options.last
 * @param {(step: number) => void} options.on
 */
export const scrub = ({ name, text, now, last, on }) =>
  html`<div class="nn-w-slider nn-w-scrub">
    ${track({ name, text, value: now, min: 0, max: Math.max(1, last), step: 1, on: (to) => on(Math.min(last, to)) })}
  </div>`;
