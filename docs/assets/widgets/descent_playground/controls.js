// The controls of the descent playground's rates, and the last step below them.

import { choices, slider } from "../shared/controls.js";
import { html, nothing } from "../shared/lit.js";
import { tidy } from "../shared/numbers.js";
import { marked } from "./drawing.js";
import { about, fastest, ORDER } from "./runs.js";
import { inWords, lines } from "./words.js";

/** @typedef {import("./index.js").DescentPlayground} DescentPlayground */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./runs.js").Run} Run */

/**
 * The learning rate of a runner; for plain descent the bound stands below it.
 * @param {DescentPlayground} widget
 * @param {State} state
 * @param {Run} run
 */
export function rated(widget, state, { who, rule, rate, size, colour, label: name }) {
  const { cost } = state;
  const max = fastest(cost, who);
  const bounds = rule === "plain" && size === 200 ? about(cost).bounds : [];
  const plain = widget.plainly(state);
  return html`<div class="nn-w-runner" style="--nn-runner: var(--nn-${colour})">
    ${slider({
      label: plain ? "step size" : html`η, ${name}`,
      name: plain ? "step size" : `learning rate, ${name}`,
      value: rate,
      min: 0,
      max,
      step: 10 ** Math.floor(Math.log10(max)) / 100,
      digits: 4,
      on: (given) => widget.set({ rates: widget.state.rates.with(ORDER.indexOf(who), tidy(given)) }),
    })}
    ${bounds.length ? marked(bounds, max) : nothing}
  </div>`;
}

/**
 * The last step of one run, written out.
 * @param {DescentPlayground} widget
 * @param {State} state
 * @param {Run[]} runs
 */
export function arithmetic(widget, state, runs) {
  const run = runs.find(({ who }) => who === state.written) ?? runs[0];
  if (!run) return html`<p class="nn-w-note">Nobody goes down: choose a rule above.</p>`;
  const told = widget.plainly(state) ? inWords(run) : lines(state, run);
  return html`<div class="nn-w-lines">
    ${
      runs.length > 1
        ? choices({
            legend: "Written out",
            group: `${widget.key}-written`,
            value: run.who,
            options: runs.map(({ who, label: name }) => /** @type {const} */ ([who, name])),
            on: (written) => widget.set({ written }),
          })
        : nothing
    }
    ${told.map((line) => html`<p class="nn-w-formula">${line}</p>`)}
  </div>`;
}
