// The drawings of the digit pad: the pad itself, what the network sees, and its answer. Its nodes are in nodes.js.

import { button, toggle } from "../shared/controls.js";
import { html, nothing } from "../shared/lit.js";
import { SIDE, UNITS } from "./maths.js";
import { isFull } from "./strokes.js";
import { NETWORKS, percent, reader } from "./words.js";

/** @typedef {import("./index.js").DigitPad} DigitPad */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./answers.js").Seen} Seen */

export const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * A picture, painted when it stands on the page; without a label one that says nothing by itself.
 * @param {string} shows
 * @param {string} [label]
 * @param {number} [side]
 */
export const canvas = (shows, label, side = SIDE) =>
  html`<canvas
    data-shows=${shows}
    width=${side}
    height=${side}
    role=${label ? "img" : nothing}
    aria-label=${label ?? nothing}
    aria-hidden=${label ? nothing : "true"}
  ></canvas>`;

/**
 * What the network sees.
 * @param {DigitPad} widget
 * @param {State} state
 */
export const sees = (widget, { centre }) =>
  html`<div class="nn-w-sees">
    <p class="nn-w-name">What it sees</p>
    ${canvas("seen", `The picture that the network sees, ${SIDE} by ${SIDE} pixels`)}
    ${toggle({ label: "centre and scale", value: centre, on: (on) => widget.set({ centre: on }) })}
  </div>`;

/** How one draws without a pointer. */
export const KEYS =
  "Arrow keys move the pen, with Shift further; the space bar lowers and lifts it; Backspace takes a stroke back.";

/**
 * What is drawn on, by mouse, finger or keys.
 * @param {{ pad: ReturnType<typeof import("./strokes.js").listeners> }} widget
 * @param {{ pen: number[], down: boolean }} state
 * @param {string} help the id of what says how
 */
export function surface({ pad }, { pen, down }, help) {
  const place = `left: ${(100 * pen[0]) / UNITS}%; top: ${(100 * pen[1]) / UNITS}%`;
  return html`<div
    class="nn-w-pad"
    role="application"
    aria-label="Drawing pad"
    aria-describedby=${help}
    tabindex="0"
    @pointerdown=${pad.pointerdown}
    @pointermove=${pad.pointermove}
    @pointerup=${pad.pointerup}
    @pointercancel=${pad.pointerup}
    @keydown=${pad.keydown}
  >
    <canvas width=${UNITS} height=${UNITS} aria-hidden="true"></canvas>
    <span class="nn-w-tip ${down ? "nn-w-lit" : ""}" style=${place}></span>
  </div>`;
}

/**
 * The pad, with what it holds and how to take it back.
 * @param {DigitPad} widget
 * @param {State} state
 * @param {number | undefined} label of the test image that lies on it
 */
export function board(widget, { drawing, real, pen, down }, label) {
  const help = `${widget.key}-help`;
  return html`<div class="nn-w-board">
    <p class="nn-w-name">
      ${label === undefined ? "Draw a digit" : html`A real ${label}. Draw your own`}
    </p>
    ${surface(widget, { pen, down }, help)}
    <p class="nn-w-note nn-w-keys" id=${help}>${KEYS}</p>
    <div class="nn-w-row">
      ${button({
        label: "Undo",
        name: "undo the last stroke",
        disabled: !drawing.length,
        on: () => widget.set({ drawing: widget.state.drawing.slice(0, -1), down: false }),
      })}
      ${button({
        label: "Clear",
        name: "clear the pad",
        disabled: !drawing.length && real < 0,
        on: () => widget.set({ drawing: [], real: -1, down: false }),
      })}
      ${isFull(drawing) ? html`<span class="nn-w-note" role="alert">The pad is full.</span>` : ""}
    </div>
  </div>`;
}

/**
 * The ten bars, and in thin ones the answer of the network beside.
 * @param {Seen} seen
 */
export function bars({ x, chances, order: [first], beside }) {
  const bar = (/** @type {number} */ chance, kind = "") =>
    html`<span class=${kind} style="--nn-share: ${chance.toFixed(4)}"></span>`;
  return html`<div class="nn-w-says">
    <p class="nn-w-name nn-w-answer">${reader(x, "It")} reads a <strong>${first}</strong></p>
    <table class="nn-w-chances" aria-label="Probabilities">
      <tbody>
        ${DIGITS.map(
          (digit) =>
            html`<tr class=${digit === first ? "nn-w-best-row" : ""}>
              <th scope="row">${digit}</th>
              <td>${bar(chances[digit])}${beside ? bar(beside.chances[digit], "nn-w-beside") : nothing}</td>
              <td>${percent(chances[digit])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${beside ? other(beside) : nothing}
  </div>`;
}

/** @param {NonNullable<Seen["beside"]>} beside */
const other = ({ net, chances, first }) =>
  html`<p class="nn-w-note nn-w-other">
    Thin: ${NETWORKS.find(([name]) => name === net)?.[1]} reads a ${first}, ${percent(chances[first])}
  </p>`;
