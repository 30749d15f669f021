// What the digit reader says: what there is to find out, and its sentence for a screen reader.

import { percent, reader } from "../digit_pad/words.js";

/** @type {import("../shared/base.js").Task} */
export const TASK = {
  task:
    "Draw a 4, and see what it lights up. Then press “Train it from random weights” and watch the answer to your " +
    "drawing while the network learns.",
  answer:
    "With random weights the ten answers have nothing to do with the drawing. After about a hundred steps most of " +
    "the test images are read right, after a few hundred nine of ten. Nobody has told the network what a 4 looks " +
    "like: each step has only moved 13,002 numbers a little, so that the answers to fifty examples fit better.",
};

/** @param {import("./index.js").Seen} seen */
export function said({ x, chances, order: [first, second], curve, of }) {
  const [likely, next] = [first, second].map((digit) => `${digit}, ${percent(chances[digit])}`);
  const reads = `${reader(x, "The network")} reads a ${likely}, then ${next}.`;
  return curve.length ? `${reads} ${learned(curve, of)}.` : reads;
}

/**
 * How well the network reads by now.
 * @param {number[][]} curve
 * @param {number} of
 */
export function learned(curve, of) {
  const [steps, right] = curve[curve.length - 1];
  return `After ${steps} steps it reads ${right} of ${of} test images right`;
}
