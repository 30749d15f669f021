// The drawings of the convolution explorer: the picture with the patch, the map, and one place worked out.

import { button } from "../shared/controls.js";
import { handle, hovers } from "../shared/handles.js";
import { html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { padded, products, total } from "./maths.js";
import { colours, framing, grey, outline, raster, signed } from "./raster.js";
import { weights } from "./weights.js";

/** @typedef {import("./index.js").ConvolutionExplorer} ConvolutionExplorer */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Look} Look */
/** @typedef {import("./raster.js").Place} Place */

/**
 * The width of a pixel, in pictures that stand side by side.
 * @param {number} width
 * @param {Look} all
 */
function unitOf(width, { n, options, picture }) {
  const alone = picture === "drawn" && width < 560;
  const side = alone ? width : Math.min(320, (width - 24) / 2);
  return Math.min(36, side / (n + 2 * options.padding));
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
  const framed = channels.map((channel) => padded(channel, padding));
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
      shades: deep ? colours(framed) : grey(framed[0], white),
      numbers: deep ? undefined : framed[0],
      unit,
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
    ${lost.length ? html`<p class="nn-w-note">red: in no sum</p>` : nothing}
  </div>`;
}

/**
 * The frame of the patch: while the filter slides it glides from place to place, as long as it stays there.
 * @param {ConvolutionExplorer} widget
 * @param {number} half
 */
const gliding = (widget, half) =>
  svg`<g data-glide=${widget.playing === undefined ? nothing : widget.pace}>${framing(half)}</g>`;

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
  const { map: values, filter, deep, i, j, m, options, picture } = all;
  const unit = Math.max(unitOf(widget.width, all), Math.min(22, (widget.width - 24) / 2 / m));
  const hasSign = filter.flat(2).some((weight) => weight < 0) || options.bias < 0;
  const shades = hasSign ? signed(values) : grey(values);
  const reached = widget.playing === undefined ? m * m : i * m + j + 1;
  const frame = gliding(widget, unit / 2);
  const at = [(j + 0.5) * unit, (i + 0.5) * unit];
  const place = (/** @type {Place} */ [y, x]) => /** @type {Place} */ ([Math.floor(y), Math.floor(x)]);
  const drawn = picture === "drawn";
  return html`<div class="nn-w-box">
    <p class="nn-w-name">map <i>y</i>, ${m} × ${m}${deep ? ": one map" : ""}</p>
    ${raster({
      shades: shades.map((row, r) => row.map((colour, c) => (r * m + c < reached ? colour : undefined))),
      numbers: values,
      unit,
      label: drawn ? "map" : nothing,
      above: drawn
        ? holder(widget, all, at, frame, ([x, y]) => place([y / unit, x / unit]))
        : svg`<g transform="translate(${at[0]} ${at[1]})">${frame}</g>`,
      down: (where) => widget.go(...place(where)),
      move: (where, event) => {
        if (hovers(event) && widget.playing === undefined) widget.go(...place(where));
      },
    })}
    <p class="nn-w-note">${hasSign ? "blue above 0, orange below" : "white: the largest"}</p>
  </div>`;
}

/**
 * For one channel: the patch, the weights that lie on it, and their products.
 * @param {ConvolutionExplorer} widget
 * @param {Look} all
 * @param {string} name
 * @param {number} c
 */
export function sheet(widget, { deep, filter, pixels, white, m, k }, name, c) {
  const { width } = widget;
  const all = products(pixels, filter);
  // On a phone a large filter stands above its patch and the products, a small one between them.
  const roomy = width >= 480;
  const free = roomy ? (width - 110) / 3.3 : k > 3 ? (width - 50) / 2 : (width - 170) / 2;
  const unit = Math.min(34, free / k);
  const size = Math.max(...all.flat(2).map(Math.abs));
  const edit = (/** @type {number} */ u, /** @type {number} */ v, /** @type {number} */ weight) => {
    const changed = filter[c].map((row, r) => (r === u ? row.with(v, weight) : row));
    widget.take(filter.with(c, changed));
  };
  const sum = html`<strong>${show(total(all[c]))}</strong>`;
  const one = roomy && k <= 3; // all in one line
  const below = k > 1 && !one ? html`<p class="nn-w-name">sum ${sum}</p>` : nothing;
  const beside = k > 1 && one ? html`<span class="nn-w-sign">=</span>${box("sum", sum)}` : nothing;
  const patch = box(deep ? name : "patch", raster({ shades: grey(pixels[c], white), numbers: pixels[c], unit }));
  const product = raster({ shades: signed(all[c], size), numbers: all[c], unit });
  const long = roomy || k > 3;
  return html`<div class="nn-w-equation nn-w-lay ${k > 3 ? "nn-w-large" : ""}">
    ${m ? html`${patch}<span class="nn-w-sign">·</span>` : nothing}
    ${box(
      deep ? (long ? `weights for ${name}` : "weights") : html`filter <i>k</i>`,
      weights({ name: deep ? `filter for ${name}` : "filter k", sheet: filter[c], on: edit }),
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
