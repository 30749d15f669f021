// Pixels as the figures of the chapter draw them, with their numbers where there is room, and a table of weights.

import { live } from "../vendor/lit-html/directives/live.js";
import { html, nothing, svg } from "./base.js";
import { show } from "./numbers.js";

/* The ends and the middle of the figures' scale for numbers with a sign. */
const ORANGE = [184, 92, 12];
const PALE = [246, 246, 244];
const BLUE = [19, 56, 168];

const mix = (from, to, share) => from.map((value, c) => Math.round(value + share * (to[c] - value)));

/** Colours for numbers with a sign: orange below 0, pale at 0, blue above, by the largest size. */
export function signed(rows, size = Math.max(...rows.flat().map(Math.abs))) {
  return rows.map((row) => row.map((value) => mix(PALE, value < 0 ? ORANGE : BLUE, size ? Math.abs(value) / size : 0)));
}

/** Greys from black, which is 0 or the smallest number, to white. */
export function grey(rows, white = Math.max(...rows.flat())) {
  const black = Math.min(0, ...rows.flat());
  const shade = (value) => Math.min(255, Math.round(255 * ((value - black) / (white - black || 1))));
  return rows.map((row) => row.map((value) => Array(3).fill(shade(value))));
}

/** The colours of three channels, from 0 to 255. */
export const colours = ([red, green, blue]) =>
  red.map((row, i) => row.map((value, j) => [value, green[i][j], blue[i][j]]));

/**
 * Paint a canvas: a square for each pixel that has a colour, and its number where there is room for it. Hundreds of
 * numbers as elements of the page would take the browser longer than a reader likes to wait.
 */
export function fill(canvas, fontFamily) {
  const { shades, texts, unit } = canvas.picture;
  const key = JSON.stringify([canvas.picture, document.fonts.status, devicePixelRatio]);
  if (canvas.painted === key) return;
  canvas.painted = key;
  const sharp = unit * devicePixelRatio;
  const edge = (place) => Math.round(place * sharp);
  canvas.width = edge(shades[0].length);
  canvas.height = edge(shades.length);
  const brush = canvas.getContext("2d");
  const size = fitting(Math.max(...texts.flat().map((text) => text.length)), unit);
  brush.font = `${(size * sharp) / unit}px ${fontFamily}`;
  brush.textAlign = "center";
  brush.textBaseline = "alphabetic";
  const { actualBoundingBoxAscent: height } = brush.measureText("0");
  shades.forEach((row, i) =>
    row.forEach((colour, j) => {
      if (!colour) return;
      brush.fillStyle = `rgb(${colour})`;
      brush.fillRect(edge(j), edge(i), edge(j + 1) - edge(j), edge(i + 1) - edge(i));
      if (!texts.length) return;
      brush.fillStyle = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] > 127 ? "#000" : "#fff";
      brush.fillText(texts[i][j], (j + 0.5) * sharp, (i + 0.5) * sharp + height / 2);
    }),
  );
}

/** Lettering below this size could not be read. */
const LEGIBLE = 7.5;

/** The size of lettering with which texts of a length fit into their pixels. */
const fitting = (length, unit) => Math.min(13, 0.7 * unit, (1.55 * unit) / length);

/** The numbers as texts, or none from the first row on in which one does not fit: a digit has 784 of them. */
function lettered(numbers, unit) {
  const texts = [];
  for (const row of numbers) {
    texts.push(row.map((value) => show(value, 1)));
    if (fitting(Math.max(...texts.at(-1).map((text) => text.length)), unit) < LEGIBLE) return [];
  }
  return texts;
}

/**
 * A picture as its pixels, each `unit` wide, with what lies above it: the numbers, if there is room for them, and
 * `above`. `down` and `move` are called with the place of the pointer, counted in pixels of the picture, and the event.
 */
export function raster({ shades, unit, label = nothing, numbers = [], above = nothing, kind = "", down, move }) {
  const [rows, columns] = [shades.length, shades[0].length];
  const [width, height] = [columns * unit, rows * unit];
  const texts = lettered(numbers, unit);
  const at = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientY - box.top) / box.height) * rows, ((event.clientX - box.left) / box.width) * columns];
  };
  return html`<div class="nn-w-raster ${kind}" style="aspect-ratio: ${columns} / ${rows}; width: ${width}px">
    <canvas aria-hidden="true" .picture=${{ shades, texts, unit }}></canvas>
    ${label === nothing && above === nothing
      ? nothing
      : html`<svg
          viewBox="0 0 ${width} ${height}"
          width=${width}
          role=${label === nothing ? nothing : "group"}
          aria-label=${label}
          aria-hidden=${label === nothing ? "true" : nothing}
          @pointerdown=${(event) => down?.(at(event), event)}
          @pointermove=${(event) => move?.(at(event), event)}
          @touchstart=${kind.includes("nn-w-paper") ? HOLD : nothing}
        >
          ${above}
        </svg>`}
  </div>`;
}

/** A finger that draws does not scroll the page. */
const HOLD = { handleEvent: (event) => event.preventDefault(), passive: false };

/** The outline of some pixels. */
export const outline = (kind, row, column, height, width, unit) =>
  svg`<rect class=${kind} x=${column * unit} y=${row * unit} width=${width * unit} height=${height * unit}></rect>`;

/** A frame around the origin, with a dark rim, so that it shows on orange too. */
export const framing = (half) =>
  ["nn-w-shadow", "nn-w-frame"].map((kind) => outline(kind, -half, -half, 2 * half, 2 * half, 1));

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** A sheet of weights to be edited, tinted by their sign and size. Rows and columns count from 0, as in the formula. */
export function weights({ name, sheet, on }) {
  const size = Math.max(...sheet.flat().map(Math.abs)) || 1;
  const tint = (weight) =>
    weight === 0 ? "" : `${weight < 0 ? "nn-w-minus" : "nn-w-plus"} nn-w-tint-${Math.ceil((4 * Math.abs(weight)) / size)}`;
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
                    @focus=${(event) => event.target.select()}
                    @change=${(event) => given(event, weight, (value) => on(u, v, value))}
                  />
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const short = (weight) => show(weight, 3);

/** Hand on the number in a field, which may be a fraction like 1/9; if there is none, put the old one back. */
function given({ target }, weight, on) {
  const text = target.value.trim().replaceAll("−", "-").replaceAll(",", ".");
  const [top, bottom = 1, ...more] = text.split("/").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const value = top / bottom;
  if (text !== short(weight).replace("−", "-") && Number.isFinite(value) && !more.length) on(value);
  target.value = short(weight); // drawn anew if it was accepted
}

/** Arrow keys go from field to field; to the side only when all of a field is selected, or the cursor is at its end. */
function walk(event) {
  const move = MOVES[event.key];
  const { target } = event;
  if (!move || !target.matches("input")) return;
  const all = target.selectionStart === 0 && target.selectionEnd === target.value.length;
  const end = target.selectionEnd === (move[1] < 0 ? 0 : target.value.length);
  if (move[1] && !all && !end) return;
  const cell = target.closest("td");
  const next = event.currentTarget.rows[cell.parentElement.rowIndex + move[0]]?.cells[cell.cellIndex + move[1]];
  if (!next) return;
  event.preventDefault();
  next.querySelector("input").focus();
}
