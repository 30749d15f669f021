// Pixels as the figures of the chapter draw them, with their numbers where there is room.

import { HOLD } from "../shared/handles.js";
import { html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { signedScale } from "../shared/signed.js";

/** @typedef {number[]} Colour Red, green and blue, from 0 to 255. */
/** @typedef {[down: number, across: number]} Place In pixels of the picture. */
/** @typedef {PointerEvent & { currentTarget: SVGSVGElement }} RasterEvent */
/** @typedef {ReturnType<typeof pictured>} Picture */
/** @typedef {{ picture: Picture, reached: number, fonts: string, ratio: number }} Painted What stands on a canvas. */
/** @typedef {HTMLCanvasElement & { picture: Picture, reached: number, painted?: Painted }} Canvas */

const mix = (/** @type {Colour} */ from, /** @type {Colour} */ to, /** @type {number} */ share) =>
  from.map((value, c) => Math.round(value + share * (to[c] - value)));

/**
 * Colours for numbers with a sign: orange below 0, blue above, by the largest size.
 * @param {number[][]} rows
 * @param {number} size
 */
export function signed(rows, size = Math.max(...rows.flat().map(Math.abs)), [below, zero, above] = signedScale()) {
  return rows.map((row) => row.map((value) => mix(zero, value < 0 ? below : above, size ? Math.abs(value) / size : 0)));
}

/**
 * Greys from black, which is 0 or the smallest number, to white.
 * @param {number[][]} rows
 * @param {number} white
 * @returns {Colour[][]}
 */
export function grey(rows, white = Math.max(...rows.flat())) {
  const black = Math.min(0, ...rows.flat());
  const shade = (/** @type {number} */ value) =>
    Math.min(255, Math.round(255 * ((value - black) / (white - black || 1))));
  return rows.map((row) => row.map((value) => Array(3).fill(shade(value))));
}

/**
 * The colours of three channels, from 0 to 255.
 * @param {number[][][]} channels
 * @returns {Colour[][]}
 */
export const colours = ([red, green, blue]) =>
  red.map((row, i) => row.map((value, j) => [value, green[i][j], blue[i][j]]));

/**
 * Paint canvases: a square for each pixel, as far as is reached, and its number where there is room for it. Hundreds of
 * numbers as elements of the page would take the browser longer than a reader likes to wait. What stands there already
 * stays: of a map that fills, each frame adds one square.
 * @param {Iterable<Canvas>} canvases
 * @param {string} fontFamily
 */
export function fill(canvases, fontFamily) {
  const changed = [...canvases].map(due).filter((one) => one !== undefined);
  // Another size forgets the lettering, and to set it the browser works out the page: once, if all have their sizes.
  for (const { canvas, begun } of changed) if (begun === 0) fit(canvas);
  for (const { canvas, begun } of changed) {
    const { picture, reached } = canvas;
    const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    if (picture.texts.length) squares(brush, picture, begun, reached, fontFamily);
    else spots(brush, picture, reached);
  }
}

/**
 * A canvas on which other things are to be seen than stand there, and how many of its pixels stay.
 * @param {Canvas} canvas
 */
function due(canvas) {
  const { picture, reached, painted } = canvas;
  const now = { picture, reached, fonts: document.fonts.status, ratio: devicePixelRatio };
  const same = painted?.picture === picture && painted.fonts === now.fonts && painted.ratio === now.ratio;
  const begun = same && painted.reached <= reached ? painted.reached : 0;
  canvas.painted = now;
  return same && begun === reached ? undefined : { canvas, begun };
}

/** @param {number} unit */
const edges = (unit) => (/** @type {number} */ place) => Math.round(place * unit * devicePixelRatio);

/**
 * Give a canvas the size of its picture: as many pixels as its numbers need, or one for each if there are none.
 * @param {Canvas} canvas
 */
function fit(canvas) {
  const { shades, texts, unit } = canvas.picture;
  const edge = texts.length ? edges(unit) : (/** @type {number} */ place) => place;
  const [width, height] = [edge(shades[0].length), edge(shades.length)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.toggleAttribute("data-pixels", !texts.length);
}

/**
 * Paint squares with their numbers, from one place to another.
 * @param {CanvasRenderingContext2D} brush
 * @param {Picture} picture
 * @param {number} begun
 * @param {number} reached
 * @param {string} fontFamily
 */
function squares(brush, { shades, texts, unit }, begun, reached, fontFamily) {
  const [rows, columns] = [shades.length, shades[0].length];
  const edge = edges(unit);
  if (begun === 0) brush.clearRect(0, 0, edge(columns), edge(rows));
  const write = lettering(brush, texts, unit * devicePixelRatio, fontFamily);
  for (let place = begun; place < Math.min(reached, rows * columns); place += 1) {
    const [i, j] = [Math.floor(place / columns), place % columns];
    const colour = shades[i][j];
    brush.fillStyle = `rgb(${colour})`;
    brush.fillRect(edge(j), edge(i), edge(j + 1) - edge(j), edge(i + 1) - edge(i));
    write(i, j, colour);
  }
}

/**
 * Paint many pixels as such, up to a place; the browser enlarges them.
 * @param {CanvasRenderingContext2D} brush
 * @param {Picture} picture
 * @param {number} reached
 */
function spots(brush, { shades }, reached) {
  const image = brush.createImageData(shades[0].length, shades.length);
  for (const [place, colour] of shades.flat().slice(0, reached).entries()) image.data.set([...colour, 255], 4 * place);
  brush.putImageData(image, 0, 0);
}

/**
 * The lettering that is set, and how high it is: to ask for it, the browser works out the page.
 * @type {WeakMap<CanvasRenderingContext2D, { font: string, height: number }>}
 */
const written = new WeakMap();

/**
 * A function that writes the number of a pixel on its colour.
 * @param {CanvasRenderingContext2D} brush
 * @param {string[][]} texts
 * @param {number} sharp the width of a pixel on the canvas
 * @param {string} fontFamily
 */
function lettering(brush, texts, sharp, fontFamily) {
  const unit = sharp / devicePixelRatio;
  const size = fitting(Math.max(...texts.flat().map((text) => text.length)), unit);
  const font = `${(size * sharp) / unit}px ${fontFamily} ${document.fonts.status}`;
  if (brush.textAlign !== "center" || written.get(brush)?.font !== font) {
    brush.font = font.slice(0, font.lastIndexOf(" "));
    brush.textAlign = "center";
    brush.textBaseline = "alphabetic";
    written.set(brush, { font, height: brush.measureText("0").actualBoundingBoxAscent });
  }
  const height = written.get(brush)?.height ?? 0;
  return (/** @type {number} */ i, /** @type {number} */ j, /** @type {Colour} */ colour) => {
    brush.fillStyle = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] > 127 ? "#000" : "#fff";
    brush.fillText(texts[i][j], (j + 0.5) * sharp, (i + 0.5) * sharp + height / 2);
  };
}

/** Lettering below this size could not be read. */
const LEGIBLE = 9;

/**
 * The size of lettering with which texts of a length fit into their pixels.
 * @param {number} length
 * @param {number} unit
 */
const fitting = (length, unit) => Math.min(13, 0.7 * unit, (1.4 * unit) / length);

/**
 * The numbers as texts, or none from the first row on in which one does not fit: a digit has 784 of them.
 * @param {number[][]} numbers
 * @param {number} unit
 */
function lettered(numbers, unit) {
  const texts = [];
  for (const row of numbers) {
    const words = row.map((value) => show(value, 1));
    texts.push(words);
    if (fitting(Math.max(...words.map((text) => text.length)), unit) < LEGIBLE) return [];
  }
  return texts;
}

/**
 * What is to be painted. Who draws the same again hands on the same object: then nothing is painted anew.
 * @param {Colour[][]} shades
 * @param {number} unit the width of a pixel
 * @param {number[][]} numbers shown if there is room for them
 */
export const pictured = (shades, unit, numbers = []) => ({ shades, unit, texts: lettered(numbers, unit) });

/**
 * A picture as its pixels, with what lies above it.
 * @param {object} options
 * @param {Picture} options.picture
 * @param {number} [options.reached] how many of its pixels are shown, row after row
 * @param {string | typeof nothing} [options.label]
 * @param {import("../shared/base.js").Template} [options.above]
 * @param {string} [options.kind]
 * @param {(at: Place, event: RasterEvent) => void} [options.down] called with the place of the pointer
 * @param {(at: Place, event: RasterEvent) => void} [options.move]
 */
export function raster({ picture, reached = Infinity, label = nothing, above = nothing, kind = "", down, move }) {
  const { shades, unit } = picture;
  const [rows, columns] = [shades.length, shades[0].length];
  const [width, height] = [columns * unit, rows * unit];
  /** @type {(event: RasterEvent) => Place} */
  const at = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientY - box.top) / box.height) * rows, ((event.clientX - box.left) / box.width) * columns];
  };
  return html`<div class="nn-w-raster ${kind}" style="aspect-ratio: ${columns} / ${rows}; width: ${width}px">
    <canvas aria-hidden="true" .picture=${picture} .reached=${reached}></canvas>
    ${
      label === nothing && above === nothing
        ? nothing
        : html`<svg
          viewBox="0 0 ${width} ${height}"
          width=${width}
          role=${label === nothing ? nothing : "group"}
          aria-label=${label}
          aria-hidden=${label === nothing ? "true" : nothing}
          @pointerdown=${(/** @type {RasterEvent} */ event) => down?.(at(event), event)}
          @pointermove=${(/** @type {RasterEvent} */ event) => move?.(at(event), event)}
          @touchstart=${kind.includes("nn-w-paper") ? HOLD : nothing}
        >
          ${above}
        </svg>`
    }
  </div>`;
}

/**
 * The outline of some pixels.
 * @param {string} kind
 * @param {number} row
 * @param {number} column
 * @param {number} height
 * @param {number} width
 * @param {number} unit
 */
export const outline = (kind, row, column, height, width, unit) =>
  svg`<rect class=${kind} x=${column * unit} y=${row * unit} width=${width * unit} height=${height * unit}></rect>`;

/**
 * A frame around the origin, with a dark rim, so that it shows on orange too.
 * @param {number} half
 */
export const framing = (half) =>
  ["nn-w-shadow", "nn-w-frame"].map((kind) => outline(kind, -half, -half, 2 * half, 2 * half, 1));
