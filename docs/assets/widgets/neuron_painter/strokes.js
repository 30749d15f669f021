// Painting weights with mouse, finger and keyboard, and how the address writes the strokes: two letters for the brush,
// two for each pixel on its way.

import { extended, LETTERS } from "../digit_pad/strokes.js";
import { MOVES } from "../shared/controls.js";
import { SIDE } from "./maths.js";

/** @typedef {import("./maths.js").Point} Point */
/** @typedef {import("./maths.js").Stroke} Stroke */
/** @typedef {{ strokes: Stroke[], weight: number, wide: number, pen: number[], down: boolean }} Pad */

export const WEIGHTS = [-1, -0.5, 0, 0.5, 1];
export const WIDTHS = [1, 3, 5];
const MOST = 600; // pixels named in all strokes

const inside = (/** @type {number} */ value) => Math.min(SIDE - 1, Math.max(0, Math.round(value)));

/**
 * @param {unknown} value
 * @returns {value is Stroke}
 */
function isStroke(value) {
  const { weight, wide, points } = Object(value);
  const place = (/** @type {unknown} */ point) =>
    Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
  return WEIGHTS.includes(weight) && WIDTHS.includes(wide) && Array.isArray(points) && points.every(place);
}

/** The field of the state that holds the strokes. */
export function painting() {
  const pair = (/** @type {number[]} */ [a, b]) => LETTERS[a] + LETTERS[b];
  const numbers = (/** @type {string} */ text) => [...text].map((letter) => LETTERS.indexOf(letter));
  return {
    /** @type {Stroke[]} */
    initial: [],
    /** @param {unknown} value */
    mend(value) {
      if (!Array.isArray(value) || !value.every(isStroke)) return undefined;
      if (value.some(({ points }) => points.length === 0) || size(value) > MOST) return undefined;
      return value.map((stroke) => ({ ...stroke, points: stroke.points.map((point) => point.map(inside)) }));
    },
    /** @param {Stroke[]} value */
    write: (value) =>
      value
        .map(({ weight, wide, points }) =>
          [[WEIGHTS.indexOf(weight), WIDTHS.indexOf(wide)], ...points].map(pair).join(""),
        )
        .join("."),
    /** @param {string} text */
    read: (text) =>
      text.split(".").map((stroke) => {
        const [[weight, wide], ...points] = (stroke.match(/../g) ?? [""]).map(numbers);
        return { weight: WEIGHTS[weight], wide: WIDTHS[wide], points };
      }),
  };
}

/** @param {Stroke[]} strokes */
const size = (strokes) => strokes.reduce((sum, { points }) => sum + points.length + 1, 0);

/** @param {Stroke[]} strokes */
export const isFull = (strokes) => size(strokes) > MOST - 10;

/**
 * The strokes with one more pixel on the way of the last.
 * @param {Stroke[]} strokes
 * @param {Point} point
 */
function onward(strokes, point) {
  const last = strokes[strokes.length - 1];
  const [points] = extended([last.points], point);
  return strokes.with(-1, { ...last, points });
}

/** @typedef {PointerEvent & { currentTarget: HTMLElement }} PadEvent */

/**
 * Listeners for the paper.
 * @param {() => Pad} get the state
 * @param {(changes: Partial<Pad>) => void} set changes it
 */
export function listeners(get, set) {
  const place = (/** @type {PadEvent} */ event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    return [inside(x * SIDE - 0.5), inside(y * SIDE - 0.5)];
  };
  const begun = (/** @type {Point} */ point) => {
    const { strokes, weight, wide } = get();
    return [...strokes, { weight, wide, points: [point] }];
  };
  return {
    /** @param {PadEvent} event */
    pointerdown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const pen = place(event);
      set({ strokes: begun(pen), pen, down: false });
    },
    /** @param {PadEvent} event */
    pointermove(event) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId) || !get().strokes.length) return;
      const pen = place(event);
      if (pen.some((value, k) => value !== get().pen[k])) set({ strokes: onward(get().strokes, pen), pen });
    },
    /** @param {KeyboardEvent} event */
    keydown(event) {
      const { strokes, pen, down } = get();
      const move = MOVES[event.key];
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (move) {
        const far = event.shiftKey ? 4 : 1;
        const next = [inside(pen[0] + move[1] * far), inside(pen[1] + move[0] * far)];
        set({ pen: next, ...(down && strokes.length ? { strokes: onward(strokes, next) } : {}) });
      } else if (event.key === " " || event.key === "Enter") {
        set(down ? { down: false } : { down: true, strokes: begun(pen) });
      } else if (event.key === "Backspace" || event.key === "Delete") {
        set({ down: false, strokes: strokes.slice(0, -1) });
      } else if (event.key === "Escape" && down) {
        set({ down: false });
      } else return;
      event.preventDefault();
    },
  };
}
