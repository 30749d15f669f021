// The network that learns here: led as far as is asked for, a while in each frame, and on by a few steps at each tick.

import { COUNTED, Training } from "./learning.js";

/** @typedef {import("./learning.js").Digits} Digits */

export const STEPS = 1200; // after so many the network that learns here has seen as much as in an epoch of the page
export const TICK = 40; // milliseconds
const STRIDE = COUNTED; // steps in each
const PATIENCE = 8; // milliseconds that learning may take in a frame

export class Pupil {
  /** @type {Training | undefined} */
  training = undefined;
  seed = 0;

  /** @type {Generator<void, void> | undefined} The step that is being made. */
  step = undefined;

  /**
   * Learn for a while; whether enough had been learned before: a frame is for learning or for drawing. Another start,
   * or fewer steps, begin anew.
   * @param {Digits} train
   * @param {Digits} test
   * @param {{ start: number, steps: number }} wanted
   */
  caughtUp(train, test, { start, steps }) {
    if (!this.training || this.seed !== start || this.training.done > steps) {
      this.training = new Training(train, test, start);
      this.seed = start;
      this.step = undefined;
    }
    const { training } = this;
    if (training.done === steps) return true;
    const end = performance.now() + PATIENCE;
    while (training.done < steps && performance.now() < end) {
      this.step ??= training.batch();
      if (this.step.next().done) this.step = undefined;
    }
    return false;
  }

  /**
   * A step of `play`: a slow machine takes longer, and shows each step.
   * @param {{ state: { steps: number }, set: (changes: { steps: number }) => void }} widget
   */
  onward(widget) {
    const { steps } = widget.state;
    if ((this.training?.done ?? 0) < steps) return true;
    widget.set({ steps: Math.min(STEPS, steps + STRIDE) });
    return widget.state.steps < STEPS;
  }
}
