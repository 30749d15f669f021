// Drawing on the digit pad: strokes of mouse, finger and keyboard, how the address writes them, and pictures of pixels.

import { PEN, SIDE, UNITS } from "./digit_maths.js";

const MOST = 600; // points; the address has three letters for each
const APART = 6; // a pointer must have moved so far to count
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const inside = (value) => Math.min(UNITS - 1, Math.max(0, Math.round(value)));

/** The field of the state that holds a drawing. In the address a point is 18 bits, nine for each direction. */
export function strokes() {
  const letters = ([x, y]) => [12, 6, 0].map((bits) => LETTERS[((x * 512 + y) >> bits) & 63]).join("");
  const point = (text) => {
    const number = [...text].reduce((sum, letter) => sum * 64 + LETTERS.indexOf(letter), 0);
    return [number >> 9, number & 511];
  };
  return {
    initial: [],
    mend(drawing) {
      if (!Array.isArray(drawing) || !drawing.every((stroke) => Array.isArray(stroke) && stroke.length > 0)) return undefined;
      if (drawing.flat().length > MOST || !drawing.flat(2).every(Number.isFinite)) return undefined;
      return drawing.map((stroke) => stroke.map(([x, y]) => [inside(x), inside(y)]));
    },
    write: (drawing) => drawing.map((stroke) => stroke.map(letters).join("")).join("."),
    read: (text) => (/^(([\w-]{3})+(\.|$))*$/.test(text) ? text.split(".").filter(Boolean).map((stroke) => stroke.match(/.{3}/g).map(point)) : undefined),
  };
}

export const isFull = (drawing) => drawing.flat().length > MOST - 10;

/** The drawing with one more point at the end of its last stroke; a point on a straight way takes the place of the last. */
export function extended(drawing, point) {
  const last = drawing.at(-1);
  if (!last) return [[point]];
  const [a, b] = [last.at(-2), last.at(-1)];
  if (b[0] === point[0] && b[1] === point[1]) return drawing;
  const straight = a && (b[0] - a[0]) * (point[1] - b[1]) === (b[1] - a[1]) * (point[0] - b[0]);
  const onward = a && (b[0] - a[0]) * (point[0] - b[0]) + (b[1] - a[1]) * (point[1] - b[1]) > 0;
  return drawing.with(-1, [...(straight && onward ? last.slice(0, -1) : last), point]);
}

/** Points that lie nearly on the line between their neighbours go (Ramer, Douglas and Peucker). */
export function thinned(points, tolerance = 2) {
  if (points.length < 3) return points;
  const [[x0, y0], [x1, y1]] = [points[0], points.at(-1)];
  const length = Math.hypot(x1 - x0, y1 - y0);
  const off = ([x, y]) => (length === 0 ? Math.hypot(x - x0, y - y0) : Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length);
  let worst = 0;
  points.forEach((point, k) => (worst = off(point) > off(points[worst]) ? k : worst));
  if (off(points[worst]) <= tolerance) return [points[0], points.at(-1)];
  return [...thinned(points.slice(0, worst + 1), tolerance), ...thinned(points.slice(worst), tolerance).slice(1)];
}

/** Listeners for a pad. `get()` is the state, `set(changes)` changes it: `drawing`, the `pen` and whether it is `down`. */
export function listeners(get, set) {
  const place = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [inside(((event.clientX - box.left) / box.width) * UNITS), inside(((event.clientY - box.top) / box.height) * UNITS)];
  };
  const far = ([x0, y0], [x1, y1]) => Math.hypot(x1 - x0, y1 - y0) >= APART;
  return {
    pointerdown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const pen = place(event);
      set({ drawing: [...get().drawing, [pen]], pen, down: false });
    },
    pointermove(event) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const pen = place(event);
      if (get().drawing.length && far(get().pen, pen)) set({ drawing: extended(get().drawing, pen), pen });
    },
    pointerup() {
      const { drawing } = get();
      if (drawing.length) set({ drawing: drawing.with(-1, thinned(drawing.at(-1))) });
    },
    keydown(event) {
      const { drawing, pen, down } = get();
      const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (way) {
        const step = (UNITS / SIDE) * (event.shiftKey ? 4 : 1);
        const next = [inside(pen[0] + way[0] * step), inside(pen[1] + way[1] * step)];
        set({ pen: next, ...(down ? { drawing: extended(drawing, next) } : {}) });
      } else if (event.key === " " || event.key === "Enter") {
        set(down ? { down: false } : { down: true, drawing: [...drawing, [pen]] });
      } else if (event.key === "Backspace" || event.key === "Delete") {
        set({ down: false, drawing: drawing.slice(0, -1) });
      } else if (event.key === "Escape" && down) {
        set({ down: false });
      } else return;
      event.preventDefault();
    },
  };
}

/** Draw the strokes in white on black, as they will be read; or the pixels of a picture, enlarged. */
export function paintPad(canvas, drawing, picture) {
  const context = canvas.getContext("2d");
  context.fillStyle = "#000";
  context.fillRect(0, 0, UNITS, UNITS);
  if (picture) {
    const pixels = new OffscreenCanvas(SIDE, SIDE);
    paintPixels(pixels, picture, false);
    context.imageSmoothingEnabled = false;
    context.drawImage(pixels, 0, 0, UNITS, UNITS);
  }
  context.strokeStyle = "#fff";
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of drawing) {
    context.beginPath();
    context.moveTo(...stroke[0]);
    for (const point of stroke.length > 1 ? stroke.slice(1) : stroke) context.lineTo(...point);
    context.stroke();
  }
}

/** The colours of the figures: orange below zero, nearly white at zero, blue above. */
const SIGNED = [[184, 92, 12], [246, 246, 244], [19, 56, 168]];

/** Colour the pixels of a small canvas, either grey from 0 to 1 or by sign, the strongest in full colour. */
export function paintPixels(canvas, values, signed) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(SIDE, SIDE);
  const strongest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const [below, zero, above] = SIGNED;
  values.forEach((value, k) => {
    const end = value < 0 ? below : above;
    const share = Math.abs(value) / strongest;
    for (let n = 0; n < 3; n += 1) image.data[4 * k + n] = signed ? zero[n] + share * (end[n] - zero[n]) : 255 * value;
    image.data[4 * k + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
