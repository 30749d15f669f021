// A picture of the reader's own, from a file or a phone's camera. It is read in this browser and sent nowhere; what is
// kept of it are 24 × 24 grey pixels of 64 shades, which the address can hold.

import { LETTERS } from "../digit_pad/strokes.js";
import { html, nothing } from "../shared/lit.js";

/** @typedef {import("../shared/controls.js").FieldEvent} FieldEvent */

export const SIDE = 24;
const SHADES = 63;
const FINE = 10;

/** @param {number} value from 0 to 255 */
const shade = (value) => Math.round((Math.min(255, Math.max(0, value)) / 255) * SHADES);

/** @param {number} level */
const bright = (level) => Math.round((level * 255) / SHADES);

/** What is seen before the reader has chosen a picture: a disc in a twilight. */
const DISC = Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [row, column] = [Math.floor(i / SIDE), i % SIDE];
  return bright(shade(Math.hypot(row - 11.5, column - 11.5) < 7 ? 230 : 20 + 4 * row));
});

/** The field of the state that holds the picture, pixel after pixel. */
export function picture() {
  return {
    initial: DISC,
    /** @param {unknown} value */
    mend(value) {
      const known = Array.isArray(value) && value.length === SIDE * SIDE && value.every(Number.isFinite);
      return known ? value.map((pixel) => bright(shade(pixel))) : undefined;
    },
    /** @param {number[]} value */
    write: (value) => value.map((pixel) => LETTERS[shade(pixel)]).join(""),
    /** @param {string} text */
    read: (text) => [...text].map((letter) => (LETTERS.includes(letter) ? bright(LETTERS.indexOf(letter)) : NaN)),
  };
}

/**
 * The grey of a colour.
 * @param {ArrayLike<number>} rgba
 * @param {number} i
 */
const grey = (rgba, i) => 0.2126 * rgba[4 * i] + 0.7152 * rgba[4 * i + 1] + 0.0722 * rgba[4 * i + 2];

/**
 * The square in the middle of a picture, in few pixels: each is the mean of FINE × FINE.
 * @param {Blob} file
 */
async function pixels(file) {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const side = Math.min(width, height);
  const long = SIDE * FINE;
  const canvas = new OffscreenCanvas(long, long);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, (width - side) / 2, (height - side) / 2, side, side, 0, 0, long, long);
  bitmap.close();
  const { data } = pen.getImageData(0, 0, long, long);
  const means = Array(SIDE * SIDE).fill(0);
  for (let i = 0; i < long * long; i++) {
    const [row, column] = [Math.floor(i / long / FINE), Math.floor((i % long) / FINE)];
    means[row * SIDE + column] += grey(data, i) / FINE ** 2;
  }
  return means;
}

/** The reader's picture for a widget whose state has it as `photo`. */
export class Photo {
  problem = "";

  /** @param {import("./index.js").ConvolutionExplorer} widget */
  constructor(widget) {
    this.widget = widget;
  }

  /** @param {Blob | undefined} file */
  async take(file) {
    if (!file) return;
    try {
      this.widget.set({ photo: await pixels(file) });
      this.problem = "";
    } catch (problem) {
      if (!(problem instanceof DOMException)) throw problem;
      this.problem = "This file is no picture that the browser can read: take a JPEG or PNG.";
      this.widget.redraw();
    }
  }

  /** Where the picture is chosen. */
  tools() {
    return html`<label class="nn-w-photo"
        ><span>Your picture</span
        ><input
          type="file"
          accept="image/*"
          @change=${(/** @type {FieldEvent} */ { target }) => this.take(target.files?.[0])}
      /></label>
      ${this.problem ? html`<p class="nn-w-refusal" role="alert">${this.problem}</p>` : nothing}
      <p class="nn-w-note">
        A phone offers its camera. The picture is sent nowhere: the widget keeps ${SIDE} × ${SIDE} grey pixels of the
        square in its middle, and the address of the page holds them.
      </p>`;
  }
}
