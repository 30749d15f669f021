// The lessons that the reader gives the network, and how the address writes them: for each the digit that was meant,
// how often it was said, and the picture, two letters for a pixel, and three for a run of black ones.

import { SIDE } from "./maths.js";
import { LETTERS } from "./strokes.js";

/** @typedef {{ label: number, times: number, picture: number[] }} Lesson The pixels count from 0 to 4095. */

const MOST = 6;
const OFTEN = 20;
const WHITE = 4095;

const pair = (/** @type {number} */ value) => LETTERS[value >> 6] + LETTERS[value & 63];
const number = (/** @type {string} */ text) => 64 * LETTERS.indexOf(text[0]) + LETTERS.indexOf(text[1]);

/** @param {number[]} picture */
function packed(picture) {
  let [text, black] = ["", 0];
  for (const pixel of [...picture, WHITE]) {
    if (pixel === 0) black += 1;
    else {
      text += (black ? `*${pair(black)}` : "") + pair(pixel);
      black = 0;
    }
  }
  return text.slice(0, -2); // the white one at the end has only closed the last run
}

/** @param {string} text */
const unpacked = (text) =>
  (text.match(/\*..|../g) ?? []).flatMap((part) =>
    part[0] === "*" ? Array(Math.min(SIDE * SIDE, number(part.slice(1)))).fill(0) : [number(part)],
  );

/**
 * @param {unknown} value
 * @param {number} low
 * @param {number} high
 */
const whole = (value, low, high) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high;

/**
 * @param {unknown} value
 * @returns {value is Lesson}
 */
function isLesson(value) {
  const { label, times, picture } = Object(value);
  const known = Array.isArray(picture) && picture.length === SIDE * SIDE;
  return whole(label, 0, 9) && whole(times, 1, OFTEN) && known && picture.every((pixel) => whole(pixel, 0, WHITE));
}

/** The field of the state that holds the lessons. */
export function lessons() {
  return {
    /** @type {Lesson[]} */
    initial: [],
    /** @param {unknown} value */
    mend: (value) => (Array.isArray(value) && value.length <= MOST && value.every(isLesson) ? value : undefined),
    /** @param {Lesson[]} value */
    write: (value) => value.map(({ label, times, picture }) => `${label}${LETTERS[times]}${packed(picture)}`).join("."),
    /** @param {string} text */
    read: (text) =>
      text.split(".").map((one) => ({
        label: Number(one[0]),
        times: LETTERS.indexOf(one[1]),
        picture: unpacked(one.slice(2)),
      })),
  };
}

/**
 * The lessons with one more; the same once again counts as one that is repeated. None if there are enough.
 * @param {Lesson[]} given
 * @param {number} label
 * @param {Float64Array} x
 * @returns {Lesson[] | undefined}
 */
export function added(given, label, x) {
  const picture = Array.from(x, (value) => Math.round(WHITE * Math.min(1, value)));
  const last = given.at(-1);
  if (last?.label === label && last.picture.every((pixel, k) => pixel === picture[k])) {
    return last.times < OFTEN ? given.with(-1, { ...last, times: last.times + 1 }) : undefined;
  }
  return given.length < MOST ? [...given, { label, times: 1, picture }] : undefined;
}

/** @param {number[]} picture */
export const brightness = (picture) => Float64Array.from(picture, (pixel) => pixel / WHITE);
