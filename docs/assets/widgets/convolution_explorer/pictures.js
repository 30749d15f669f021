// The pictures and the filters that the reader can choose from. Those of the chapter are the chapter's.

import { DIGIT } from "./data.js";
import { sunset } from "./maths.js";

const times = (/** @type {number} */ weight, /** @type {number[][]} */ rows) =>
  rows.map((row) => row.map((entry) => weight * entry));

/** A bow that is open to the right, like the left side of a 0. */
export const BOW = ["0001110", "0011000", "0110000", "0110000", "0110000", "0011000", "0001110"].map((row) =>
  [...row].map(Number),
);
const TURNED = BOW.map((row) => row.toReversed());

/** Four patches on black: the bow, the bow in a fifth of the light, the bow turned round, and plain white. */
function curves() {
  const picture = Array.from({ length: 18 }, () => Array(18).fill(0));
  const lay = (/** @type {number[][]} */ square, /** @type {number} */ top, /** @type {number} */ left) => {
    square.forEach((row, u) => {
      picture[top + u].splice(left, row.length, ...row);
    });
  };
  lay(times(255, BOW), 1, 1);
  lay(times(51, BOW), 1, 10);
  lay(times(255, TURNED), 10, 1);
  lay(
    BOW.map((row) => row.map(() => 255)),
    10,
    10,
  );
  return picture;
}

export const DRAWN = 12; // the length of the picture that the reader draws, with numbers from 0 to 9

/** What the drawing begins with: a bright square. */
export const SQUARE = Array.from({ length: DRAWN }, (_, i) =>
  Array.from({ length: DRAWN }, (_, j) => (Math.min(i, j) >= 4 && Math.max(i, j) < 8 ? 9 : 0)),
);

/** @typedef {"edge" | "digit" | "curves" | "drawn" | "photo" | "sunset"} Name */

/**
 * Words for the button, the number that is white, and the channels. Drawing and photo are in the state.
 * @type {Record<Name, { label: string, white: number, channels?: number[][][] }>}
 */
export const PICTURES = {
  edge: { label: "edge", white: 9, channels: [Array.from({ length: 6 }, () => [0, 0, 0, 9, 9, 9])] },
  digit: { label: "digit", white: 255, channels: [DIGIT] },
  curves: { label: "curves", white: 255, channels: [curves()] },
  drawn: { label: "draw your own", white: 9 },
  photo: { label: "your photo", white: 255 },
  sunset: { label: "sunset, three channels", white: 255, channels: sunset(24) },
};

const UPRIGHT = [
  [-1, 0, 1],
  [-1, 0, 1],
  [-1, 0, 1],
];
const transposed = (/** @type {number[][]} */ rows) => rows[0].map((_, j) => rows.map((row) => row[j]));
const all = (/** @type {number} */ weight, /** @type {number} */ size) =>
  Array.from({ length: size }, () => Array(size).fill(weight));

/**
 * Filters for one channel.
 * @type {Record<string, number[][]>}
 */
export const FILTERS = {
  "upright edges": UPRIGHT,
  "level edges": transposed(UPRIGHT),
  "from the corner": [
    [-1, 0, 0],
    [0, 0, 0],
    [0, 0, 1],
  ],
  Sobel: [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ],
  blur: all(1 / 9, 3),
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
  bow: BOW,
  "bow turned round": TURNED,
};

const HALVES = Array.from({ length: 4 }, (_, u) => Array(4).fill(u < 2 ? 1 / 8 : -1 / 8));

/**
 * Filters for three channels: a sheet for red, one for green, one for blue.
 * @type {Record<string, number[][][]>}
 */
export const DEEP = {
  "warm, not cold": [[[1]], [[0]], [[-1]]],
  "warm above cold": [HALVES, all(0, 4), times(-1, HALVES).map((row) => row.map((weight) => weight + 0))],
  "upright edges": [UPRIGHT, UPRIGHT, UPRIGHT],
  "one sheet for all": [all(1 / 9, 3), all(1 / 9, 3), all(1 / 9, 3)],
};
