// Pixels on a canvas: the strokes as they will be read, and the pictures that the network sees.

import { signedScale } from "../shared/signed.js";
import { PEN, SIDE, UNITS } from "./maths.js";

/** @typedef {import("./maths.js").Picture} Picture */

/**
 * A browser that has no two-dimensional drawing does not exist.
 * @param {HTMLCanvasElement} canvas
 */
export const brush = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/**
 * Draw the strokes in white on black, as they will be read; or the pixels of a picture, enlarged.
 * @param {HTMLCanvasElement} canvas
 * @param {import("./maths.js").Drawing} drawing
 * @param {Picture} [picture]
 */
export function paintPad(canvas, drawing, picture) {
  const context = brush(canvas);
  context.fillStyle = "#000";
  context.fillRect(0, 0, UNITS, UNITS);
  if (picture) {
    const pixels = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    paintPixels(pixels, picture, false);
    context.imageSmoothingEnabled = false;
    context.drawImage(pixels, 0, 0, UNITS, UNITS);
  }
  context.strokeStyle = "#fff";
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of drawing) {
    context.beginPath();
    context.moveTo(stroke[0][0], stroke[0][1]);
    for (const [x, y] of stroke.length > 1 ? stroke.slice(1) : stroke) context.lineTo(x, y);
    context.stroke();
  }
}

/**
 * Colour the pixels of a small canvas, either grey from 0 to 1 or by sign, the strongest in full colour.
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} values
 * @param {boolean} signed
 * @param {number} [full] what has the full colour, if not the strongest
 */
export function paintPixels(canvas, values, signed, full) {
  const context = brush(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  const strongest = full ?? (values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1);
  const [below, zero, above] = signedScale();
  values.forEach((value, k) => {
    const end = value < 0 ? below : above;
    const share = Math.abs(value) / strongest;
    for (let n = 0; n < 3; n += 1) image.data[4 * k + n] = signed ? zero[n] + share * (end[n] - zero[n]) : 255 * value;
    image.data[4 * k + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
