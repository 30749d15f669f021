// The two views of a network in the backprop stepper: one number pushed, and a round step by step.

import { button, choices, more, slider } from "../shared/controls.js";
import { html, nothing } from "../shared/lit.js";
import { inWords, lines } from "./arithmetic.js";
import { buttons, learning, moves } from "./drawing.js";
import { graph } from "./graph.js";
import { turned } from "./maths.js";
import { dialName, product } from "./words.js";

/** @typedef {import("./index.js").BackpropStepper} BackpropStepper */
/** @typedef {import("./index.js").Now} Now */
/** @typedef {import("./index.js").State} State */

/**
 * Push one number.
 * @param {BackpropStepper} widget
 * @param {State} state
 * @param {Now} now
 */
export function nudge(widget, state, now) {
  const dial = now.turnable[now.number];
  const name = dialName(now.sizes, dial);
  const value = dial.kind === "x" ? now.x[dial.k] : now.theta[now.number];
  const result = widget.pushed(state, now);
  const [min, max] = dial.kind === "x" ? [0, 1] : [-6, 6];
  return html`
    ${graph(widget, now, { way: dial, known: () => true })}
    <p class="nn-w-note">Blue: the value. Orange: how fast the cost changes with it.</p>
    ${choices({
      legend: "Push",
      group: `${widget.key}-dial`,
      value: String(now.number),
      options: now.turnable.map((one, i) => /** @type {const} */ ([String(i), dialName(now.sizes, one)])),
      on: (chosen) => widget.set({ dial: Number(chosen) }),
    })}
    <div>
      ${slider({
        label: name,
        name: `value of ${name}`,
        value,
        min,
        max,
        step: 0.05,
        digits: 4,
        on: (given) => {
          const [theta, x] = turned(now.theta, now.x, now.number, given - value);
          widget.restart({ ...now, theta, x });
        },
      })}
      ${slider({
        label: "push by",
        name: `push ${name} by`,
        value: state.push,
        min: -0.5,
        max: 0.5,
        step: 0.01,
        on: (push) => widget.set({ push }),
      })}
    </div>
    ${moves(now, result, dial, state.push)}
    ${product(now, result, dial, state.push)}
    <div class="nn-w-row">
      ${button({
        label: "Keep the push",
        disabled: state.push === 0,
        on: () => widget.restart({ ...now, ...result }),
      })}
      ${button({ label: "Turn it round", disabled: state.push === 0, on: () => widget.set({ push: -state.push }) })}
    </div>
  `;
}

/**
 * Forward, backward, update.
 * @param {BackpropStepper} widget
 * @param {State} state
 * @param {Now} now
 */
export function round(widget, state, now) {
  const { rounds, rate } = state;
  const { all, step } = now;
  const here = all[step];
  const below = widget.wishful ? "the wish, how fast the cost falls as it grows" : "how fast the cost changes with it";
  const written = (/** @type {import("../shared/base.js").Template[]} */ told) =>
    html`<div class="nn-w-lines">${told.map((line) => html`<p class="nn-w-formula">${line}</p>`)}</div>`;
  const symbols = written(lines(now, here, rate, widget.wishful));
  const plain = widget.plainly(state);
  return html`
    <div class="nn-w-row">
      <ol class="nn-w-phases" aria-label="Phases">
        ${["forward", "backward", "update"].map(
          (phase) => html`<li aria-current=${phase === here.phase ? "step" : nothing}>${phase}</li>`,
        )}
      </ol>
      <span class="nn-w-note">round ${rounds + 1}, step ${step + 1} of ${all.length}</span>
    </div>
    ${graph(widget, now, {
      here,
      known: (what, l) => all.findIndex((one) => one.what === what && one.l === l) <= step,
    })}
    <p class="nn-w-note">Blue numbers: the values. Orange numbers: ${below}.</p>
    ${plain ? written(inWords(now, here, rate)) : symbols} ${buttons(widget, now)}
    ${more(
      [plain ? symbols : nothing, learning(widget, state, now)],
      plain ? "In symbols, more rounds, rate and cost" : "More rounds, the learning rate, and the cost",
    )}
  `;
}
