// The picture that the reader draws: with a finger, with the mouse, or with the keyboard.

import { html, svg } from "./base.js";
import { button, choices, handle } from "./controls.js";
import { DRAWN } from "./convolution_pictures.js";
import { show } from "./numbers.js";

const INKS = [[9, "9, bright"], [5, "5"], [0, "0, dark"]];

/** The pixels on the way from one to another, without the first. */
function line(from, to) {
  const steps = Math.max(...to.map((place, axis) => Math.abs(place - from[axis])));
  return Array.from({ length: steps }, (_, s) =>
    from.map((place, axis) => Math.round(place + ((s + 1) / steps) * (to[axis] - place))),
  );
}

/** Paper for a widget whose state has the pixels `drawn` in one list, the place of the `pen`, and its `ink`. */
export class Paper {
  constructor(widget) {
    this.widget = widget;
  }

  tools({ ink }) {
    const { widget } = this;
    return html`<div class="nn-w-row">
      ${choices({ legend: "Draw with", group: `${widget.key}-ink`, value: ink, options: INKS, on: (chosen) => widget.set({ ink: chosen }) })}
      ${button({ label: "Clear", on: () => widget.set({ drawn: Array(DRAWN * DRAWN).fill(0) }) })}
      <span class="nn-w-note">Finger or mouse; or the arrow keys move the pen, and the space bar draws.</span>
    </div>`;
  }

  /** The pen, which the arrow keys move. */
  pen({ pen: [row, column], drawn }, unit, padding) {
    const draws = (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      this.mark([this.widget.state.pen]);
    };
    return svg`<g @keydown=${draws}>${handle({
      at: [(column + padding + 0.5) * unit, (row + padding + 0.5) * unit],
      label: "pen: arrow keys move it, space draws",
      text: `row ${row}, column ${column}: ${show(drawn[row * DRAWN + column])}`,
      now: row * DRAWN + column, min: 0, max: DRAWN * DRAWN - 1,
      to: () => {}, // the paper below it follows the pointer
      by: ([right, up]) => {
        const [r, c] = this.widget.state.pen;
        this.widget.set({ pen: [r - up, c + right] });
      },
      shape: svg`<circle class="nn-w-pen" r=${Math.min(6, unit / 3)}></circle>`,
    })}</g>`;
  }

  /** The pen is put down at a place of the framed picture. */
  press(at, padding, event) {
    event.currentTarget.setPointerCapture(event.pointerId);
    this.widget.set({ pen: at.map((place) => Math.floor(place) - padding) });
    this.mark([this.widget.state.pen]);
  }

  /** The pen moves on, and leaves no gap even if the pointer has jumped over some pixels. */
  stroke(at, padding) {
    const to = at.map((place) => Math.max(0, Math.min(DRAWN - 1, Math.floor(place) - padding)));
    const places = line(this.widget.state.pen, to);
    if (places.length) this.mark(places);
    this.widget.set({ pen: to });
  }

  mark(places) {
    const { drawn: before, ink } = this.widget.state;
    const drawn = [...before];
    for (const [row, column] of places) drawn[row * DRAWN + column] = ink;
    this.widget.set({ drawn });
  }
}
