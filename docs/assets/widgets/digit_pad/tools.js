// What the reader does with a picture and a network: turn, shift, mix; say what was meant; let a network learn.

import { button, choices, slider } from "../shared/controls.js";
import { html, nothing, svg } from "../shared/lit.js";
import { linear, path, plot } from "../shared/plot.js";
import { DIGITS } from "./drawing.js";
import { added } from "./lessons.js";
import { STEPS, TICK } from "./pupil.js";
import { lesson } from "./words.js";

/** @typedef {import("./index.js").DigitPad} DigitPad */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./answers.js").Seen} Seen */

/** @type {["turn" | "right" | "below", string, string, number, number][]} How the picture is moved. */
const MOVES = [
  ["turn", "turn", "turn in degrees", 90, 1],
  ["right", "right", "shift to the right in pixels", 10, 0.5],
  ["below", "down", "shift down in pixels", 10, 0.5],
];

/**
 * What is done with the picture before the network sees it.
 * @param {DigitPad} widget
 * @param {State} state
 */
export function mixing(widget, { to, mix, noise, ...moved }) {
  return html`<div class="nn-w-mixing">
    ${MOVES.map(([name, label, long, most, step]) =>
      slider({
        label,
        name: long,
        value: moved[name],
        min: -most,
        max: most,
        step,
        on: (value) => widget.set({ [name]: value }),
      }),
    )}
    ${choices({
      legend: "Morph into a",
      group: `${widget.key}-to`,
      value: to,
      options: DIGITS.map((digit) => /** @type {const} */ ([digit, digit])),
      on: (digit) => widget.set({ to: digit }),
    })}
    ${slider({
      label: `share of ${to}`,
      name: `share of the ${to}`,
      value: mix,
      min: 0,
      max: 1,
      step: 0.02,
      on: (share) => widget.set({ mix: share }),
    })}
    ${slider({
      label: "noise",
      name: "share of noise",
      value: noise,
      min: 0,
      max: 1,
      step: 0.02,
      on: (share) => widget.set({ noise: share }),
    })}
    ${button({ label: "Other noise", on: () => widget.set({ seed: (widget.state.seed % 9999) + 1 }) })}
  </div>`;
}

/**
 * Say what the picture was: one step of gradient descent on it alone, and what that changes.
 * @param {DigitPad} widget
 * @param {State} state
 * @param {Seen} seen
 */
export function teaching(widget, { lessons }, { x, told }) {
  const tell = (/** @type {number} */ digit) => {
    const more = added(widget.state.lessons, digit, x); // not those drawn: two presses may come between two frames
    if (more) widget.set({ lessons: more });
  };
  return html`<div class="nn-w-lesson" role="group" aria-label="Say what it was">
    <p class="nn-w-name">That was a …</p>
    <div class="nn-w-ten">
      ${DIGITS.map((digit) => button({ label: digit, name: `that was a ${digit}`, on: () => tell(digit) }))}
    </div>
    ${
      lessons.length
        ? html`<div class="nn-w-told">
            ${told ? lesson(told) : nothing} ${button({ label: "Forget", on: () => widget.set({ lessons: [] }) })}
          </div>`
        : nothing
    }
  </div>`;
}

/**
 * The network that learns here, from random weights.
 * @param {DigitPad} widget
 * @param {State} state
 * @param {NonNullable<Seen["training"]>} curve
 */
export function training(widget, { steps }, curve) {
  const playing = widget.playing !== undefined;
  const width = Math.min(widget.width, 560);
  const x = linear([0, STEPS], [50, width - 14]);
  const y = linear([0, 100], [118, 8]);
  const share = (/** @type {number} */ right) => (100 * right) / curve.of;
  const points = curve.points.map(([step, right]) => [step, share(right)]);
  const [last] = points.slice(-1);
  const go = () => widget.answers.pupil.onward(widget);
  return html`<div class="nn-w-training">
    <div class="nn-w-row">
      ${button({
        label: playing ? "Pause" : steps ? "Go on training" : "Train it now",
        disabled: steps >= STEPS,
        on: () => (playing ? widget.pause() : widget.play(go, TICK)),
      })}
      ${button({
        label: "Other random weights",
        on: () => {
          widget.pause();
          widget.set({ steps: 0, start: (widget.state.start % 9999) + 1 });
        },
      })}
      <span class="nn-w-note">
        ${steps} steps of 50 of ${curve.among.toLocaleString("en")} images: of the ${curve.of} test images
        ${curve.right} right, ${share(curve.right)} %
      </span>
    </div>
    ${plot({
      id: `${widget.key}-curve`,
      label: "Share of the test images read right, after so many steps",
      ...{ width, height: 156, x, y, xlabel: "steps", ylabel: "right, %", many: [6, 4] },
      inside: svg`<path class="nn-w-line" d=${path(points, x, y)}></path>`,
      over: svg`<circle class="nn-w-here-dot" r="5" cx=${x(last[0])} cy=${y(last[1])}></circle>`,
    })}
  </div>`;
}
