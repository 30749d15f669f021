// The drawings of the digit pad: the pad itself, what the network sees and answers, and its nodes.

import { button, choices, slider } from "../shared/controls.js";
import { html } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { node, SIDE, UNITS } from "./maths.js";
import { isFull } from "./strokes.js";
import { percent, sums } from "./words.js";

/** @typedef {import("./index.js").DigitPad} DigitPad */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Seen} Seen */

export const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * A picture, painted when it stands on the page.
 * @param {import("./index.js").Shown} shows
 * @param {string} label
 */
export const canvas = (shows, label) =>
  html`<canvas data-shows=${shows} width=${SIDE} height=${SIDE} role="img" aria-label=${label}></canvas>`;

/**
 * The pad, with what it holds and how to take it back.
 * @param {DigitPad} widget
 * @param {State} state
 * @param {number | undefined} label of the test image that lies on it
 */
export function board(widget, { drawing, real, pen, down }, label) {
  const help = `${widget.key}-help`;
  const { pointerdown, pointermove, pointerup, keydown } = widget.pad;
  const place = `left: ${(100 * pen[0]) / UNITS}%; top: ${(100 * pen[1]) / UNITS}%`;
  return html`<div class="nn-w-board">
    <p class="nn-w-name">
      ${label === undefined ? "Draw a digit" : html`A test image, labelled ${label}. Draw your own`}
    </p>
    <div
      class="nn-w-pad"
      role="application"
      aria-label="Drawing pad"
      aria-describedby=${help}
      tabindex="0"
      @pointerdown=${pointerdown}
      @pointermove=${pointermove}
      @pointerup=${pointerup}
      @pointercancel=${pointerup}
      @keydown=${keydown}
    >
      <canvas width=${UNITS} height=${UNITS} aria-hidden="true"></canvas>
      <span class="nn-w-tip ${down ? "nn-w-lit" : ""}" style=${place}></span>
    </div>
    <p class="nn-w-note nn-w-keys" id=${help}>
      Arrow keys move the pen, with Shift further; the space bar lowers and lifts it; Backspace takes a stroke back.
    </p>
    <div class="nn-w-row">
      ${button({
        label: "Undo",
        name: "undo the last stroke",
        disabled: !drawing.length,
        on: () => widget.set({ drawing: widget.state.drawing.slice(0, -1), down: false }),
      })}
      ${button({
        label: "Clear",
        name: "clear the pad",
        disabled: !drawing.length && real < 0,
        on: () => widget.set({ drawing: [], real: -1, down: false }),
      })}
      ${isFull(drawing) ? html`<span class="nn-w-note" role="alert">The pad is full.</span>` : ""}
    </div>
  </div>`;
}

/**
 * The ten bars.
 * @param {Seen} seen
 */
export function bars({ chances, order: [first] }) {
  return html`<div class="nn-w-says">
    <p class="nn-w-name nn-w-answer">It reads a <strong>${first}</strong></p>
    <table class="nn-w-chances" aria-label="Probabilities">
      <tbody>
        ${DIGITS.map(
          (digit) =>
            html`<tr class=${digit === first ? "nn-w-best-row" : ""}>
              <th scope="row">${digit}</th>
              <td><span style="--nn-share: ${chances[digit].toFixed(4)}"></span></td>
              <td>${percent(chances[digit])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * The hidden layers. The nodes of the first are one stop of the Tab key; arrow keys go from node to node.
 * @param {DigitPad} widget
 * @param {Seen} seen
 */
export function hidden(widget, { a, layers, pick }) {
  const most = a.map((values) => Math.max(...values) || 1);
  const tint = (/** @type {number} */ l, /** @type {number} */ j) =>
    `--nn-share: ${((100 * a[l][j]) / most[l]).toFixed(1)}%`;
  const first = layers[0].b.length;
  const cell = (/** @type {number} */ value, /** @type {number} */ j) =>
    html`<button
      type="button"
      tabindex=${j === pick ? 0 : -1}
      aria-pressed=${j === pick}
      aria-label="node ${j + 1}, activation ${show(value)}"
      style=${tint(1, j)}
      @click=${() => widget.set({ pick: j })}
    ></button>`;
  return html`<div class="nn-w-hidden">
    <div>
      <p class="nn-w-name">${first} nodes: choose one</p>
      <div
        class="nn-w-cells ${first > 16 ? "nn-w-many" : ""}"
        role="group"
        aria-label="First hidden layer"
        @keydown=${(/** @type {KeyboardEvent & { currentTarget: HTMLElement }} */ event) => walk(widget, event)}
      >
        ${Array.from(a[1], cell)}
      </div>
    </div>
    ${a.slice(2, -1).map((values, l) => {
      const list = Array.from(values, (value) => show(value)).join(", ");
      return html`<div>
        <p class="nn-w-name">${values.length} nodes</p>
        <div class="nn-w-cells" role="img" aria-label="Second hidden layer, activations ${list}">
          ${Array.from(values, (_, j) => html`<span style=${tint(l + 2, j)}></span>`)}
        </div>
      </div>`;
    })}
  </div>`;
}

/**
 * @param {DigitPad} widget
 * @param {KeyboardEvent & { currentTarget: HTMLElement }} event
 */
function walk(widget, event) {
  const cells = [...event.currentTarget.querySelectorAll("button")];
  const down = event.currentTarget.classList.contains("nn-w-many") ? 10 : 4;
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -down, ArrowDown: down };
  const here = cells.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const next = here + (steps[event.key] ?? 0);
  if (next === here || !cells[next]) return;
  event.preventDefault();
  widget.set({ pick: next });
  cells[next].focus();
}

/**
 * What the chosen node does with the pixels; its pictures are painted with the others.
 * @param {DigitPad} widget
 * @param {Seen} seen
 */
export function chosen(widget, { layers, x, z, a, pick }) {
  const one = node(layers[0], x, pick);
  widget.pixels.weights = { values: one.weights, signed: true };
  widget.pixels.products = { values: one.products, signed: true };
  const name = `node ${pick + 1}`;
  const adds = `blue adds up to ${show(one.blue)}, orange to ${show(one.orange)}`;
  return html`<div class="nn-w-node" role="group" aria-label="Node ${pick + 1}">
    <div>
      <p class="nn-w-name">weights of ${name}</p>
      ${canvas("weights", `The 784 weights of ${name}, blue above zero, orange below`)}
    </div>
    <div><p class="nn-w-name">weight × pixel</p>${canvas("products", `Weight times pixel: ${adds}`)}</div>
    ${sums(one, z[0][pick], a[1][pick])}
  </div>`;
}

/**
 * What is done with the picture before the network sees it.
 * @param {DigitPad} widget
 * @param {State} state
 */
export function mixing(widget, { to, mix, noise }) {
  return html`<div class="nn-w-mixing">
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
