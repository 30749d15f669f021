// Drawing on the digit pad: strokes of mouse, finger and keyboard, and how the address writes them.

import { MOVES } from "../shared/controls.js";
import { SIDE, UNITS } from "./maths.js";

/** @typedef {import("./maths.js").Point} Point */
/** @typedef {import("./maths.js").Drawing} Drawing */
/** @typedef {{ drawing: Drawing, pen: number[], down: boolean }} Pad What is drawn, and where the pen is. */

const MOST = 600; // points; the address has three letters for each
const APART = 6; // a pointer must have moved so far to count
export const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const inside = (/** @type {number} */ value) => Math.min(UNITS - 1, Math.max(0, Math.round(value)));

/** The field of the state that holds a drawing. In the address a point is 18 bits, nine for each direction. */
export function strokes() {
  const letters = (/** @type {Point} */ [x, y]) =>
    [12, 6, 0].map((bits) => LETTERS[((x * 512 + y) >> bits) & 63]).join("");
  const point = (/** @type {string} */ text) => {
    const number = [...text].reduce((sum, letter) => sum * 64 + LETTERS.indexOf(letter), 0);
    return [number >> 9, number & 511];
  };
  const points = (/** @type {string} */ stroke) => (stroke.match(/.{3}/g) ?? []).map(point);
  return {
    /** @type {Drawing} */
    initial: [],
    /** @param {unknown} value */
    mend(value) {
      if (!isDrawing(value) || value.flat().length > MOST) return undefined;
      return value.map((stroke) => stroke.map(([x, y]) => [inside(x), inside(y)]));
    },
    /** @param {Drawing} drawing */
    write: (drawing) => drawing.map((stroke) => stroke.map(letters).join("")).join("."),
    /** @param {string} text */
    read: (text) => (/^(([\w-]{3})+(\.|$))*$/.test(text) ? text.split(".").filter(Boolean).map(points) : undefined),
  };
}

/**
 * @param {unknown} value
 * @returns {value is Drawing}
 */
const isDrawing = (value) =>
  Array.isArray(value) &&
  value.every((stroke) => Array.isArray(stroke) && stroke.length > 0) &&
  value.flat(2).every(Number.isFinite);

/** @param {Drawing} drawing */
export const isFull = (drawing) => drawing.flat().length > MOST - 10;

/**
 * The drawing with one more point at the end of its last stroke; a point on a straight way takes the place of the last.
 * @param {Drawing} drawing
 * @param {Point} point
 * @returns {Drawing}
 */
export function extended(drawing, point) {
  const last = drawing.at(-1);
  if (!last) return [[point]];
  const [b, a] = last.toReversed();
  if (b[0] === point[0] && b[1] === point[1]) return drawing;
  const straight = a && (b[0] - a[0]) * (point[1] - b[1]) === (b[1] - a[1]) * (point[0] - b[0]);
  const onward = a && (b[0] - a[0]) * (point[0] - b[0]) + (b[1] - a[1]) * (point[1] - b[1]) > 0;
  return drawing.with(-1, [...(straight && onward ? last.slice(0, -1) : last), point]);
}

/**
 * Points that lie nearly on the line between their neighbours go (Ramer, Douglas and Peucker).
 * @param {Point[]} points
 * @param {number} tolerance
 * @returns {Point[]}
 */
export function thinned(points, tolerance = 2) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  const [[x0, y0], [x1, y1]] = [first, last];
  const length = Math.hypot(x1 - x0, y1 - y0);
  const off = (/** @type {Point} */ [x, y]) =>
    length === 0 ? Math.hypot(x - x0, y - y0) : Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / length;
  let worst = 0;
  points.forEach((point, k) => {
    if (off(point) > off(points[worst])) worst = k;
  });
  if (off(points[worst]) <= tolerance) return [first, last];
  return [...thinned(points.slice(0, worst + 1), tolerance), ...thinned(points.slice(worst), tolerance).slice(1)];
}

/** @typedef {PointerEvent & { currentTarget: HTMLElement }} PadEvent */

/**
 * Listeners for a pad.
 * @param {() => Pad} get the state
 * @param {(changes: Partial<Pad>) => void} set changes it
 */
export function listeners(get, set) {
  const place = (/** @type {PadEvent} */ event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    return [inside(x * UNITS), inside(y * UNITS)];
  };
  const far = (/** @type {Point} */ [x0, y0], /** @type {Point} */ [x1, y1]) => Math.hypot(x1 - x0, y1 - y0) >= APART;
  return {
    /** @param {PadEvent} event */
    pointerdown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const pen = place(event);
      set({ drawing: [...get().drawing, [pen]], pen, down: false });
    },
    /** @param {PadEvent} event */
    pointermove(event) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const pen = place(event);
      if (get().drawing.length && far(get().pen, pen)) set({ drawing: extended(get().drawing, pen), pen });
    },
    pointerup() {
      const { drawing } = get();
      const last = drawing.at(-1);
      if (last) set({ drawing: drawing.with(-1, thinned(last)) });
    },
    /** @param {KeyboardEvent} event */
    keydown(event) {
      const { drawing, pen, down } = get();
      const move = MOVES[event.key];
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (move) {
        const step = (UNITS / SIDE) * (event.shiftKey ? 4 : 1);
        const next = [inside(pen[0] + move[1] * step), inside(pen[1] + move[0] * step)];
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
