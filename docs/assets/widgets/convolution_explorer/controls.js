// What the reader of the convolution explorer moves, besides the picture itself.

import { button, slider } from "../shared/controls.js";
import { html, nothing } from "../shared/lit.js";
import { scrub } from "../shared/track.js";
import { largest } from "./maths.js";
import { DEEP, FILTERS } from "./pictures.js";
import { LIMITS } from "./words.js";

/** @typedef {import("./index.js").ConvolutionExplorer} ConvolutionExplorer */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Look} Look */
/** @typedef {import("./maths.js").Sheet} Sheet */

/**
 * @param {Sheet[]} one
 * @param {Sheet[]} other
 */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const MEAN = "subtract its mean";
const EDGES = ["upright edges", "level edges", "blur", "from the corner", "Sobel", "sharpen"];
const BOWS = ["bow", "bow turned round", MEAN];

/**
 * The filters that are asked for first with a picture, as many as stand in a row, and the others.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 */
export function offered({ width, settings }, { deep, picture }) {
  if (deep) return [Object.keys(DEEP), []];
  const round = picture === "curves" || (picture === "digit" && settings.mode !== "question");
  const edges = picture === "drawn" ? EDGES.toSorted((one) => (one === "from the corner" ? -1 : 0)) : EDGES;
  const row = round ? BOWS : edges.slice(0, width < 560 ? 3 : 6);
  return [row, [...edges, ...BOWS].filter((name) => !row.includes(name))];
}

/**
 * Filters to begin with.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 * @param {string[]} names
 */
export function presets(widget, { deep, filter }, names) {
  const one = (/** @type {string} */ name) => (deep ? DEEP[name] : [FILTERS[name]]);
  return html`<div class="nn-w-row nn-w-presets" role="group" aria-label="Filters: ${names[0]} and others">
    <span class="nn-w-note">Filter</span>
    ${names.map((name) =>
      name === MEAN
        ? button({ label: name, on: () => widget.centre() })
        : button({ label: name, pressed: same(filter, one(name)), on: () => widget.take(one(name)) }),
    )}
  </div>`;
}

/**
 * Padding, stride, and the length of the filter; its bias, if it has three sheets.
 * @param {ConvolutionExplorer} widget
 * @param {State} state
 * @param {Look} all
 */
export function sliders(widget, { padding, stride, bias }, { deep, filter, k, longest }) {
  return html`<div class="nn-w-row nn-w-knobs">
    ${slider({
      label: html`padding <i>p</i>`,
      name: "padding p",
      value: padding,
      min: 0,
      max: LIMITS.paddings,
      step: 1,
      on: (value) => widget.set({ padding: value }),
    })}
    ${slider({
      label: html`stride <i>s</i>`,
      name: "stride s",
      value: stride,
      min: 1,
      max: LIMITS.strides,
      step: 1,
      on: (value) => widget.set({ stride: value }),
    })}
    ${slider({
      label: html`length <i>k</i>`,
      name: "length of the filter k",
      value: k,
      min: 1,
      max: longest,
      step: 1,
      on: (value) => widget.lengthen(filter, Math.max(1, Math.min(longest, Math.round(value)))),
    })}
    ${
      deep
        ? slider({
            label: html`bias <i>b</i>`,
            name: "bias b",
            value: bias,
            min: -255,
            max: 255,
            step: 1,
            on: (value) => widget.set({ bias: value }),
          })
        : nothing
    }
  </div>`;
}

/**
 * From place to place.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 */
export function steps(widget, { i, j, m }) {
  const last = m * m - 1;
  const here = i * m + j;
  const where = `place ${here + 1} of ${m * m}`;
  // From where the reader is when the button is pressed, which may be before the last press has been drawn.
  const by = (/** @type {number} */ step) => () => {
    const now = widget.look(widget.state);
    const place = Math.max(0, Math.min(last, now.i * m + now.j + step));
    widget.go(Math.floor(place / m), place % m);
  };
  const playing = widget.playing !== undefined;
  const top = () => {
    const [row, column] = largest(widget.look(widget.state).map);
    widget.go(row, column);
  };
  return html`<div class="nn-w-row" role="group" aria-label="Places">
    ${button({
      label: playing ? "Stop" : "Slide",
      pressed: playing,
      on: () => (playing ? widget.pause() : widget.slide()),
    })}
    ${button({ label: "Back", disabled: here === 0, on: by(-1) })}
    ${button({ label: "Next", disabled: here === last, on: by(1) })}
    ${button({ label: "Largest answer", on: top })}
    ${scrub({
      name: "places of the filter",
      text: where,
      now: here,
      last,
      on: (place) => {
        widget.pause();
        widget.go(Math.floor(place / m), place % m);
      },
    })}
    ${widget.width < 480 ? nothing : html`<span class="nn-w-note">${where}</span>`}
  </div>`;
}
