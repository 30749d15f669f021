// The picture that the reader draws: with a finger, with the mouse, or with the keyboard.

import { button, choices } from "../shared/controls.js";
import { handle } from "../shared/handles.js";
import { html, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { DRAWN } from "./pictures.js";

/** @typedef {import("./index.js").State} State */
/** @typedef {import("./raster.js").Place} Place */

/** @type {[number, string][]} */
const INKS = [
  [9, "9, bright"],
  [5, "5"],
  [0, "0, dark"],
];

/**
 * The pixels on the way from one to another, without the first.
 * @param {number[]} from
 * @param {number[]} to
 */
function line(from, to) {
  const steps = Math.max(...to.map((place, axis) => Math.abs(place - from[axis])));
  return Array.from({ length: steps }, (_, s) =>
    from.map((place, axis) => Math.round(place + ((s + 1) / steps) * (to[axis] - place))),
  );
}

/** Paper for a widget whose state has the pixels `drawn` in one list, the place of the `pen`, and its `ink`. */
export class Paper {
  /** @param {import("./index.js").ConvolutionExplorer} widget */
  constructor(widget) {
    this.widget = widget;
  }

  /**
   * What it is drawn with.
   * @param {State} state
   */
  tools({ ink }) {
    const { widget } = this;
    return html`<div class="nn-w-row">
      ${choices({
        legend: "Draw with",
        group: `${widget.key}-ink`,
        value: ink,
        options: INKS,
        on: (chosen) => widget.set({ ink: chosen }),
      })}
      ${button({ label: "Clear", on: () => widget.set({ drawn: Array(DRAWN * DRAWN).fill(0) }) })}
      <span class="nn-w-note">Finger or mouse; or the arrow keys move the pen, and the space bar draws.</span>
    </div>`;
  }

  /**
   * The pen, which the arrow keys move.
   * @param {State} state
   * @param {number} unit
   * @param {number} padding
   */
  pen({ pen: [row, column], drawn }, unit, padding) {
    const draws = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      this.mark([this.widget.state.pen]);
    };
    return svg`<g @keydown=${draws}>${handle({
      at: [(column + padding + 0.5) * unit, (row + padding + 0.5) * unit],
      label: "pen: arrow keys move it, space draws",
      text: `row ${row}, column ${column}: ${show(drawn[row * DRAWN + column])}`,
      now: row * DRAWN + column,
      min: 0,
      max: DRAWN * DRAWN - 1,
      to: () => {}, // the paper below it follows the pointer
      by: ([right, up]) => {
        const [r, c] = this.widget.state.pen;
        this.widget.set({ pen: [r - up, c + right] });
      },
      shape: svg`<circle class="nn-w-pen" r=${Math.min(6, unit / 3)}></circle>`,
    })}</g>`;
  }

  /**
   * The pen is put down at a place of the framed picture.
   * @param {Place} at
   * @param {number} padding
   * @param {import("./raster.js").RasterEvent} event
   */
  press(at, padding, event) {
    event.currentTarget.setPointerCapture(event.pointerId);
    this.widget.set({ pen: at.map((place) => Math.floor(place) - padding) });
    this.mark([this.widget.state.pen]);
  }

  /**
   * The pen moves on, and leaves no gap even if the pointer has jumped over some pixels.
   * @param {Place} at
   * @param {number} padding
   */
  stroke(at, padding) {
    const to = at.map((place) => Math.max(0, Math.min(DRAWN - 1, Math.floor(place) - padding)));
    const places = line(this.widget.state.pen, to);
    if (places.length) this.mark(places);
    this.widget.set({ pen: to });
  }

  /** @param {number[][]} places */
  mark(places) {
    const { drawn: before, ink } = this.widget.state;
    const drawn = [...before];
    for (const [row, column] of places) drawn[row * DRAWN + column] = ink;
    this.widget.set({ drawn });
  }
}
