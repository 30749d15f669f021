// The network that learns here: led as far as is asked for, a while in each frame, and on by a few steps at each tick.

import { Training } from "./learning.js";

/** @typedef {import("./learning.js").Digits} Digits */

export const STEPS = 1200; // after so many the network that learns here has seen as much as in an epoch of the page
export const TICK = 40; // milliseconds
const STRIDE = 4; // steps in each
const PATIENCE = 12; // milliseconds that learning may take in a frame

export class Pupil {
  /** @type {Training | undefined} */
  training = undefined;
  seed = 0;

  /**
   * Learn for a while; whether enough has been learned. Another start, or fewer steps, begin anew.
   * @param {Digits} train
   * @param {Digits} test
   * @param {{ start: number, steps: number }} wanted
   */
  caughtUp(train, test, { start, steps }) {
    if (!this.training || this.seed !== start || this.training.done > steps) {
      this.training = new Training(train, test, start);
      this.seed = start;
    }
    const end = performance.now() + PATIENCE;
    while (this.training.done < steps && performance.now() < end) this.training.step();
    return this.training.done === steps;
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
