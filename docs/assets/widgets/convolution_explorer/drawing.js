// The drawings of the convolution explorer: the picture with the patch, the map, and one place worked out.

import { button } from "../shared/controls.js";
import { handle, hovers } from "../shared/handles.js";
import { html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { kept } from "../shared/plot.js";
import { signedScale } from "../shared/signed.js";
import { padded, products, total } from "./maths.js";
import { colours, framing, grey, outline, pictured, raster, signed } from "./raster.js";
import { weights } from "./weights.js";
import { CHANNELS } from "./words.js";

/** @typedef {import("./index.js").ConvolutionExplorer} ConvolutionExplorer */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Look} Look */
/** @typedef {import("./maths.js").Sheet} Sheet */
/** @typedef {import("./raster.js").Picture} Picture */
/** @typedef {import("./raster.js").Place} Place */

/** The pictures of a widget, coloured: they change less often than the place. */
export class Colouring {
  image = kept(
    /** @type {(channels: Sheet[], padding: number, white: number, unit: number) => Picture} */
    (channels, padding, white, unit) => {
      const framed = channels.map((channel) => padded(channel, padding));
      if (channels.length > 1) return pictured(colours(framed), unit);
      return pictured(grey(framed[0], white), unit, framed[0]);
    },
  );

  map = kept(
    /** @type {(values: Sheet, hasSign: boolean, unit: number, scale: number[][]) => Picture} */
    (values, hasSign, unit, scale) => pictured(hasSign ? signed(values, undefined, scale) : grey(values), unit, values),
  );
}

/**
 * The width of two pictures that stand side by side, so that they and what comes of them are seen at once.
 * @param {number} width
 * @param {number} k
 */
const sideOf = (width, k) => Math.min(many(k) ? 262 : 290, (width - 18) / 2);

/**
 * The width of a pixel in the picture.
 * @param {number} width
 * @param {Look} all
 */
function unitOf(width, { n, k, options, picture }) {
  const alone = picture === "drawn" && width < 560;
  return Math.min(36, (alone ? width : sideOf(width, k)) / (n + 2 * options.padding));
}

/**
 * Rows (and columns) of the framed picture that no place of the filter covers.
 * @param {Look} all
 */
function missed({ n, k, m, options: { padding, stride } }) {
  const seen = (/** @type {number} */ pixel) =>
    Array.from({ length: m }, (_, i) => pixel - stride * i).some((u) => u >= 0 && u < k);
  return Array.from({ length: n + 2 * padding }, (_, pixel) => pixel).filter((pixel) => !seen(pixel));
}

/**
 * The picture in its frame of zeros, with the patch that the filter covers.
 * @param {ConvolutionExplorer} widget
 * @param {State} state
 * @param {Look} all
 */
export function image(widget, state, all) {
  const { image: channels, white, options, n, k, i, j, m, deep, value } = all;
  const { padding, stride } = options;
  const unit = unitOf(widget.width, all);
  const drawing = state.picture === "drawn";
  const half = (k * unit) / 2;
  const frame = gliding(widget, half);
  const corner = (/** @type {number} */ place) => stride * place * unit + half;
  const at = [corner(j), corner(i)];
  const place = (/** @type {Place} */ [y, x]) =>
    /** @type {Place} */ ([Math.round((y - k / 2) / stride), Math.round((x - k / 2) / stride)]);
  const pen = () => widget.paper.pen(state, unit, padding);
  const patch = () =>
    drawing
      ? svg`<g class="nn-w-passive" transform="translate(${at[0]} ${at[1]})">${frame}</g>${pen()}`
      : holder(widget, all, at, frame, ([x, y]) => place([y / unit, x / unit]));
  const lost = m ? missed(all) : [];
  const long = (n + 2 * padding) * unit;
  const lines = lost.map((p) => `M0 ${p * unit}h${long}v${unit}h${-long}zM${p * unit} 0h${unit}v${long}h${-unit}z`);
  return html`<div class="nn-w-box">
    <p class="nn-w-name">
      image <i>x</i>, ${n} × ${n}${deep ? " × 3" : ""}${padding ? ", in a frame of zeros" : ""}
    </p>
    ${raster({
      picture: widget.colouring.image(channels, padding, white, unit),
      label: m ? `image, patch at row ${i}, column ${j}: ${show(value)}` : "image",
      kind: drawing ? "nn-w-paper" : "",
      above: svg`
        ${padding ? outline("nn-w-rim", padding, padding, n, n, unit) : nothing}
        ${lost.length ? svg`<path class="nn-w-lost" d=${lines.join("")}></path>` : nothing}
        ${m ? patch() : drawing ? pen() : nothing}`,
      down: (where, event) => (drawing ? widget.paper.press(where, padding, event) : widget.go(...place(where))),
      move: (where, event) => {
        if (drawing && event.currentTarget.hasPointerCapture(event.pointerId)) widget.paper.stroke(where, padding);
        else if (hovers(event) && widget.playing === undefined) widget.go(...place(where));
      },
    })}
  </div>`;
}

/**
 * The frame of the patch: while the filter slides it glides from place to place, as long as it stays there.
 * @param {ConvolutionExplorer} widget
 * @param {number} half
 */
const gliding = ({ playing, pace }, half) =>
  svg`<g data-glide=${playing === undefined ? nothing : pace}>${framing(half)}</g>`;

/**
 * The patch (or its pixel in the map), to be dragged and to be moved by the arrow keys.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 * @param {number[]} at
 * @param {import("../shared/base.js").Template} shape
 * @param {(pixel: [x: number, y: number]) => Place} place
 */
const holder = (widget, { i, j, m, value }, at, shape, place) =>
  handle({
    at,
    label: "the patch",
    text: `row ${i}, column ${j}: ${show(value)}`,
    now: i * m + j,
    min: 0,
    max: m * m - 1,
    to: (pixel) => widget.go(...place(pixel)),
    by: ([right, up]) => {
      const here = widget.look(widget.state);
      widget.go(here.i - up, here.j + right);
    },
    shape,
  });

/**
 * The map; while the patch slides it fills.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 */
export function map(widget, all) {
  const { map: values, deep, i, j, m, k, picture } = all;
  const unit = Math.max(unitOf(widget.width, all), Math.min(22, sideOf(widget.width, k) / m));
  const reached = widget.playing === undefined ? m * m : i * m + j + 1;
  const frame = gliding(widget, unit / 2);
  const at = [(j + 0.5) * unit, (i + 0.5) * unit];
  const place = (/** @type {Place} */ [y, x]) => /** @type {Place} */ ([Math.floor(y), Math.floor(x)]);
  const drawn = picture === "drawn";
  return html`<div class="nn-w-box">
    <p class="nn-w-name">map <i>y</i>, ${m} × ${m}${deep ? ": one map" : ""}</p>
    ${raster({
      picture: widget.colouring.map(values, hasSign(all), unit, signedScale()),
      reached,
      label: drawn ? "map" : nothing,
      above: drawn
        ? holder(widget, all, at, frame, ([x, y]) => place([y / unit, x / unit]))
        : svg`<g transform="translate(${at[0]} ${at[1]})">${frame}</g>`,
      down: (where) => widget.go(...place(where)),
      move: (where, event) => {
        if (hovers(event) && widget.playing === undefined) widget.go(...place(where));
      },
    })}
  </div>`;
}

/** @param {Look} all */
const hasSign = ({ filter, options }) => filter.flat(2).some((weight) => weight < 0) || options.bias < 0;

/**
 * What the colours say.
 * @param {Look} all
 */
export const key = (all) =>
  html`<p class="nn-w-note">Map: ${hasSign(all) ? "blue above 0, orange below" : "white is the largest"}${
    missed(all).length ? "; red: in no sum" : ""
  }</p>`;

/**
 * For one channel: the patch, the weights that lie on it, and their products. Many weights are shown as a picture, and
 * are edited below.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 * @param {string} name
 * @param {number} c
 */
export function sheet(widget, { deep, filter, pixels, white, m, k }, name, c) {
  const { width } = widget;
  const all = products(pixels, filter);
  const roomy = width >= 480;
  const free = roomy ? (width - 140) / 3.3 : many(k) ? (width - 76) / 3 : (width - 170) / 2;
  const unit = Math.min(34, (many(k) ? Math.min(150, free) : free) / k);
  const size = Math.max(...all.flat(2).map(Math.abs));
  const sum = html`<strong>${show(total(all[c]))}</strong>`;
  const below = k > 1 && !roomy ? html`<p class="nn-w-name">sum ${sum}</p>` : nothing;
  const beside = k > 1 && roomy ? html`<span class="nn-w-sign">=</span>${box("sum", sum)}` : nothing;
  const patch = box(deep ? name : "patch", raster({ picture: pictured(grey(pixels[c], white), unit, pixels[c]) }));
  const product = raster({ picture: pictured(signed(all[c], size), unit, all[c]) });
  return html`<div class="nn-w-equation nn-w-lay">
    ${m ? html`${patch}<span class="nn-w-sign">·</span>` : nothing}
    ${box(
      deep ? (roomy ? `weights for ${name}` : "weights") : html`filter <i>k</i>`,
      many(k)
        ? raster({ picture: pictured(signed(filter[c]), unit, filter[c]) })
        : table(widget, filter, deep, name, c),
    )}
    ${
      m
        ? html`<span class="nn-w-sign">→</span>
            ${box(k > 1 ? "products" : "product", html`${product} ${below}`)} ${beside}`
        : nothing
    }
  </div>`;
}

/**
 * Whether a filter has so many weights that they are edited below.
 * @param {number} k
 */
const many = (k) => k > 3;

/**
 * The weights of one channel, to be edited.
 * @param {ConvolutionExplorer} widget
 * @param {Look["filter"]} filter
 * @param {boolean} deep
 * @param {string} name
 * @param {number} c
 */
const table = (widget, filter, deep, name, c) =>
  weights({
    name: deep ? `filter for ${name}` : "filter k",
    sheet: filter[c],
    on: (u, v, weight) => {
      const changed = filter[c].map((row, r) => (r === u ? row.with(v, weight) : row));
      widget.take(filter.with(c, changed));
    },
  });

/**
 * The many weights of a large filter.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 */
export function tables(widget, { deep, filter, k }) {
  if (!many(k)) return nothing;
  return html`<div class="nn-w-equation">
    ${filter.map((_, c) =>
      box(deep ? `weights for ${CHANNELS[c]}` : "weights of the filter", table(widget, filter, deep, CHANNELS[c], c)),
    )}
  </div>`;
}

/**
 * @param {import("../shared/base.js").Content} title
 * @param {import("../shared/base.js").Content} inside
 */
const box = (title, inside) => html`<div class="nn-w-box"><p class="nn-w-name">${title}</p>${inside}</div>`;

/**
 * What does not fit, with buttons for what helps.
 * @param {ConvolutionExplorer} widget
 * @param {import("./words.js").Misfit} problem
 * @param {Look} all
 */
export function refusal(widget, { words, remedies }, { filter, k }) {
  return html`<div class="nn-w-refusal">
    <p>${words}</p>
    <div class="nn-w-row">
      ${remedies.map(({ words: label, change, length = k }) =>
        button({ label, on: () => (change ? widget.set(change) : widget.lengthen(filter, length)) }),
      )}
    </div>
  </div>`;
}
