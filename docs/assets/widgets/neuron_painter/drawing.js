// The drawings of the neuron painter: the paper, the sums of all test images, and ten of these with their sums.

import { canvas, DIGITS } from "../digit_pad/drawing.js";
import { button, choices, toggle } from "../shared/controls.js";
import { html, nothing, svg } from "../shared/lit.js";
import { fixed, show } from "../shared/numbers.js";
import { linear } from "../shared/plot.js";
import { SIDE } from "./maths.js";
import { isFull, WEIGHTS, WIDTHS } from "./strokes.js";

/** @typedef {import("./index.js").NeuronPainter} NeuronPainter */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Seen} Seen */

/**
 * The paper, with the brush and how to take strokes back.
 * @param {NeuronPainter} widget
 * @param {State} state
 */
export function paper(widget, { strokes, pen, down, digit, trace }) {
  const { weight, wide } = widget.state;
  const help = `${widget.key}-help`;
  const { pointerdown, pointermove, keydown } = widget.pad;
  const [left, top] = pen.map((value) => `${(100 * (value + 0.5)) / SIDE}%`);
  return html`<div class="nn-w-paint">
    <div
      class="nn-w-pad"
      role="application"
      aria-label="Weights to paint"
      aria-describedby=${help}
      tabindex="0"
      @pointerdown=${pointerdown}
      @pointermove=${pointermove}
      @keydown=${keydown}
    >
      ${canvas("weights")}
      <span class="nn-w-tip ${down ? "nn-w-lit" : ""}" style="left: ${left}; top: ${top}"></span>
    </div>
    <p class="nn-w-note nn-w-keys" id=${help}>
      Arrow keys move the brush, with Shift further; the space bar lowers and lifts it; Backspace takes a stroke back.
    </p>
    <div class="nn-w-brush">
      ${choices({
        legend: "Weight",
        group: `${widget.key}-weight`,
        value: weight,
        options: WEIGHTS.map((value) => /** @type {const} */ ([value, `${value > 0 ? "+" : ""}${show(value)}`])),
        on: (value) => widget.set({ weight: value }),
      })}
      ${choices({
        legend: "Brush",
        group: `${widget.key}-wide`,
        value: wide,
        options: WIDTHS.map((value) => /** @type {const} */ ([value, value])),
        on: (value) => widget.set({ wide: value }),
      })}
      <div class="nn-w-row">${button({
        label: "Undo",
        name: "undo the last stroke",
        disabled: !strokes.length,
        on: () => widget.set({ strokes: widget.state.strokes.slice(0, -1), down: false }),
      })}
      ${button({
        label: "Clear",
        name: "clear all strokes",
        disabled: !strokes.length,
        on: () => widget.set({ strokes: [], down: false }),
      })}
      ${narrow(widget) ? nothing : tracing(widget, { digit, trace })}
      ${isFull(strokes) ? html`<span class="nn-w-note" role="alert">No more strokes fit.</span>` : ""}</div>
    </div>
  </div>`;
}

/**
 * Whether the brush stands beside the paper, and what it does below.
 * @param {NeuronPainter} widget
 */
export const narrow = ({ width }) => width < 480;

/**
 * Whether the mean shows through.
 * @param {NeuronPainter} widget
 * @param {Pick<State, "digit" | "trace">} state
 */
export const tracing = (widget, { digit, trace }) =>
  toggle({ label: `trace the mean ${digit}`, value: trace, on: (on) => widget.set({ trace: on }) });

/**
 * The sums of all test images, a row for each digit; the best cut is dashed.
 * @param {NeuronPainter} widget
 * @param {State} state
 * @param {Seen} seen
 */
export function strips(widget, { digit }, { sums, labels, cut }) {
  const width = Math.max(240, Math.min(widget.width - (widget.width > 560 ? 310 : 0), 560));
  const [least, most] = [Math.min(...sums), Math.max(...sums)];
  const x = linear(most > least ? [least, most] : [least - 1, least + 1], [26, width - 8]);
  const high = narrow(widget) ? 16 : 20;
  const y = (/** @type {number} */ row) => 12 + high * row;
  const place = x(cut.cut).toFixed(1);
  return html`<svg
    class="nn-w-strips"
    viewBox="0 0 ${width} ${high * 10 + 22}"
    width=${width}
    role="img"
    aria-label="The weighted sums of ${sums.length} test images, a row for each digit"
  >
    ${DIGITS.map(
      (row) => svg`<text class=${row === digit ? "nn-w-value" : "nn-w-faint"} x="4" y=${y(row) + 4}>${row}</text>
        <line class="nn-w-grid" x1="20" x2=${width} y1=${y(row)} y2=${y(row)}></line>`,
    )}
    ${Array.from(
      sums,
      (sum, n) =>
        svg`<circle
          class=${labels[n] === digit ? "nn-w-above" : "nn-w-below"}
          cx=${x(sum).toFixed(1)}
          cy=${y(labels[n])}
          r="4"
        ></circle>`,
    )}
    <path class="nn-w-move" d="M${place} 2V${high * 10 + 4}"></path>
    <text class="nn-w-faint" x=${x.to[0]} y=${high * 10 + 18}>${show(x.from[0])}</text>
    <text class="nn-w-faint" x=${x.to[1]} y=${high * 10 + 18} text-anchor="end">${show(x.from[1])}</text>
  </svg>`;
}

/**
 * One test image of each digit, with its weighted sum.
 * @param {NeuronPainter} widget
 * @param {State} state
 * @param {Seen} seen
 */
export function examples(widget, { which }, { sums, each, cut }) {
  return html`<div class="nn-w-examples">
    <p class="nn-w-name">Ten test images and their sums ${button({
      label: "Ten others",
      on: () => widget.set({ which: (which + 1) % each }),
    })}</p>
    <ol>
      ${DIGITS.map((digit) => {
        const sum = sums[digit * each + which];
        return html`<li class=${sum > cut.cut ? "nn-w-awake" : ""}>
          ${canvas(`digit${digit}`, `A handwritten ${digit}`)}<span>${fixed(sum, 1)}</span>
        </li>`;
      })}
    </ol>
  </div>`;
}
