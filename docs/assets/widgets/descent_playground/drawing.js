// The drawings of the descent playground: a curve or a surface seen from above with the descents on it, and their
// costs.

import { ground, handle } from "../shared/handles.js";
import { html, nothing, svg } from "../shared/lit.js";
import { raised, show, tidy } from "../shared/numbers.js";
import { axes, linear, path, plot, sampled, within } from "../shared/plot.js";
import { ends } from "./words.js";

/** @typedef {import("./index.js").DescentPlayground} DescentPlayground */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./runs.js").Run} Run */
/** @typedef {import("./maths.js").Cost} Cost */
/** @typedef {import("../shared/plot.js").Scale} Scale */

/**
 * The place where a run has come to; if that is outside the drawing, an arrow at the rim that points to it.
 * @param {number[]} place in pixels
 * @param {Scale} x
 * @param {Scale} y
 */
function last([a, b], x, y) {
  const [u, v] = [within(a, x.to), within(b, y.to.toReversed())];
  if (u === a && v === b) return svg`<circle class="nn-w-last" cx=${a} cy=${b} r="6"></circle>`;
  const turn = (Math.atan2(b - v, a - u) * 180) / Math.PI;
  return svg`<path class="nn-w-last" d="M0 0l-15 -7v14z" transform="translate(${u} ${v}) rotate(${turn})"></path>`;
}

/**
 * Path and dots of a run.
 * @param {Run} run
 * @param {(theta: number[]) => number[]} to
 * @param {Scale} x
 * @param {Scale} y
 */
function trace({ places, colour }, to, x, y) {
  const points = places.map(to).map(([a, b]) => [within(a, [-5000, 5000]), within(b, [-5000, 5000])]);
  const identity = (/** @type {number} */ value) => value;
  const dots = points.map(([u, v]) => `M${u.toFixed(1)} ${v.toFixed(1)}h0`).join("");
  return svg`<g style="--nn-runner: var(--nn-${colour})">
    <path class="nn-w-trace" d=${path(points, identity, identity)}></path>
    ${points.length < 130 ? svg`<path class="nn-w-dots" d=${dots}></path>` : nothing}
    ${last(points[points.length - 1], x, y)}
  </g>`;
}

/**
 * Where the runs from earlier starts have come to, faintly.
 * @param {DescentPlayground} widget
 * @param {State} state
 * @param {(theta: number[]) => number[]} to
 * @param {Scale} x
 * @param {Scale} y
 */
const earlier = (widget, state, to, x, y) =>
  svg`<g class="nn-w-earlier">${widget.runs.earlier(state).map((run) => trace(run, to, x, y))}</g>`;

const LIFT = 7; // pixels
const START = svg`<circle class="nn-w-start" r="8"></circle>`;

/**
 * A cost of one number as a curve.
 * @param {DescentPlayground} widget
 * @param {State} state
 * @param {Cost} about
 * @param {Run[]} runs
 */
export function curve(widget, state, { cost, span: [span, heights] }, runs) {
  const [width, height] = [Math.min(widget.width, 600), 270];
  const x = linear(span, [52, width - 14]);
  const y = linear(heights, [height - 44, 10]);
  const line = sampled(span, 160).map((v) => [v, cost([v])]);
  const start = within(state.start[0], span);
  const plain = widget.plainly(state);
  const unit = (span[1] - span[0]) / 460;
  const to = (/** @type {number} */ value) => widget.begin([within(value, span), 0]);
  // Each a little above the one before: on a curve they would cover one another.
  const traces = runs.map((run, i) => trace(run, ([v]) => [x(v), y(cost([v])) - LIFT * i], x, y));
  const drawn = [
    svg`<path class="nn-w-cost" d=${path(line, x, y)}></path>`,
    earlier(widget, state, ([v]) => [x(v), y(cost([v]))], x, y),
    ...traces,
  ];
  return plot({
    id: `${widget.key}-frame`,
    label: "The cost as a curve, with the descents on it",
    ...{ width, height, x, y, many: [6, 5] },
    ...{ xlabel: plain ? "temperature" : state.cost === "bowl" ? "temperature x" : "x" },
    ylabel: plain ? "cost (discomfort)" : "C(x)",
    inside: ground({ x, y, to: ([v]) => widget.plant([v, 0]), inside: drawn }),
    over: handle({
      at: [x(start), y(cost([start]))],
      label: "start",
      text: `x = ${show(state.start[0], 3)}`,
      now: tidy(state.start[0]),
      min: span[0],
      max: span[1],
      to: ([px]) => to(x.invert(px)),
      by: ([right, up]) => to(widget.state.start[0] + (right || up) * unit),
      shape: START,
    }),
  });
}

const SIDE = 230; // pixels: the costs beside the surface, at the least
const GAP = 20;
const MARGINS = [66, 54]; // pixels of a map for its numbers and names, across and up

/**
 * The size of a map in pixels: a unit is as long on both axes, so that a step downhill is seen to cross the lines of
 * equal cost at right angles.
 * @param {DescentPlayground} widget
 * @param {State} state
 * @param {Cost} about
 */
function mapped(widget, state, { span }) {
  const [wide, high] = beside(widget)
    ? [widget.width - SIDE - GAP, 300]
    : [widget.width, races(widget, state) ? 220 : 280];
  const [across, up] = span.map(([low, high]) => high - low);
  const unit = Math.min((wide - MARGINS[0]) / across, (high - MARGINS[1]) / up);
  return [MARGINS[0] + unit * across, MARGINS[1] + unit * up];
}

/**
 * Whether there is room for the costs beside the surface.
 * @param {DescentPlayground} widget
 */
export const beside = ({ width }) => width >= 560;

/**
 * Whether it counts who is first, and by which clock.
 * @param {DescentPlayground} widget
 * @param {State} state
 */
export const races = ({ settings }, { cost }) => cost === "line" && settings.mode === "compare";

/**
 * A cost of two numbers from above.
 * @param {DescentPlayground} widget
 * @param {State} state
 * @param {Cost} about
 * @param {Run[]} runs
 */
export function map(widget, state, about, runs) {
  const { span } = about;
  const [width, height] = mapped(widget, state, about);
  const x = linear(span[0], [52, width - 14]);
  const y = linear(span[1], [height - 44, 10]);
  const names = state.cost === "line" ? ["slope m", "intercept b"] : ["θ₁", "θ₂"];
  const inside = (/** @type {number[]} */ [a, b]) => [within(a, span[0]), within(b, span[1])];
  const start = inside(state.start);
  const unit = span.map(([low, high]) => (high - low) / 100);
  const to = (/** @type {number[]} */ [a, b]) => [x(a), y(b)];
  const lines = widget.levels(state.cost, about, x, y).map((d) => svg`<path class="nn-w-contour" d=${d}></path>`);
  return plot({
    id: `${widget.key}-frame`,
    label: "The cost seen from above: lines of equal cost, with the descents across them",
    ...{ width, height, x, y, xlabel: names[0], ylabel: names[1], grid: false, many: [6, 5] },
    inside: ground({
      ...{ x, y, to: (/** @type {number[]} */ place) => widget.plant(place) },
      inside: [...lines, earlier(widget, state, to, x, y), ...runs.map((run) => trace(run, to, x, y))],
    }),
    over: handle({
      at: [x(start[0]), y(start[1])],
      label: "start",
      text: `${names[0]} = ${show(state.start[0], 3)}, ${names[1]} = ${show(state.start[1], 3)}`,
      now: tidy(state.start[0]),
      min: span[0][0],
      max: span[0][1],
      to: ([px, py]) => widget.begin(inside([x.invert(px), y.invert(py)])),
      by: ([right, up]) => {
        const [a, b] = widget.state.start;
        widget.begin(inside([a + right * unit[0], b + up * unit[1]]));
      },
      shape: START,
    }),
  });
}

/**
 * The cost of each run, by steps or by examples.
 * @param {DescentPlayground} widget
 * @param {State} state
 * @param {Cost} about
 * @param {Run[]} runs
 * @param {number} most steps
 */
export function fall(widget, state, about, runs, most) {
  const { logarithmic = false, cost } = about;
  const near = beside(widget) && about.inputs > 1;
  const above = mapped(widget, state, about);
  const [width, height] = near // so high that with the line above it the picture reaches from end to end of the map
    ? [Math.min(480, widget.width - above[0] - GAP), above[1] - 34]
    : [Math.min(widget.width, 560), 160];
  const onLine = state.cost === "line";
  const onExamples = onLine && state.clock === "examples";
  const unit = (/** @type {number} */ size) => (onExamples ? size / 200 : 1);
  const longest = onExamples ? 6 : Math.max(20, Math.min(state.time, most));
  const scale = (/** @type {number} */ c) =>
    logarithmic || onLine ? Math.log10(within(c, [1e-12, 1e12])) : Math.min(1e12, c);
  const all = [...runs.flatMap(({ costs }) => costs.map(scale)), scale(cost(state.start))];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const range = logarithmic
    ? [Math.floor(low - 0.1), Math.ceil(high + 0.1)]
    : onLine
      ? [Math.min(low, 0) - 0.05, Math.max(high, 1) + 0.05]
      : [low - 0.3, Math.min(40, high + 0.3)];
  const x = linear([0, longest], [62, width - 14]);
  const y = linear(range, [height - 44, 10]);
  const clip = `${widget.key}-fall`;
  const line = (/** @type {Run} */ { costs, size, colour }) => {
    const points = costs.map((c, i) => [i * unit(size), scale(c)]);
    const [a, b] = points[points.length - 1];
    return svg`<path class="nn-w-trace" style="--nn-runner: var(--nn-${colour})" d=${path(points, x, y)}></path>
      <circle class="nn-w-last" style="--nn-runner: var(--nn-${colour})" cx=${x(a)} cy=${y(b)} r="4.5"></circle>`;
  };
  const label = runs.map((run) => `${run.label} ${show(run.last, 3)}`).join(", ");
  return html`<p class="nn-w-note">${ends(runs, widget.plainly(state))}</p>
    <svg viewBox="0 0 ${width} ${height}" width=${width} role="img" aria-label="The costs so far: ${label}">
      <clipPath id=${clip}>
        <rect
          x=${x.to[0]}
          y=${y.to[1] - 4}
          width=${x.to[1] - x.to[0] + 6}
          height=${y.to[0] - y.to[1] + 8}
        ></rect>
      </clipPath>
      ${axes({
        x,
        y,
        xlabel: onExamples ? "epochs" : "step",
        ylabel: "cost",
        many: [near ? 4 : 6, logarithmic ? Math.min(4, range[1] - range[0]) : 4],
        named: onLine ? tenfold : logarithmic ? power : undefined,
        up: onLine ? marks(range) : undefined,
      })}
      <g clip-path="url(#${clip})">${runs.map(line)}</g>
    </svg>`;
}

/**
 * 1, 2, 5, 10, … on an axis of logarithms; only the powers of 10 on a long one.
 * @param {number[]} range
 */
function marks([low, high]) {
  const steps = high - low < 3 ? [1, 2, 5] : [1];
  const from = Math.floor(low);
  const exponents = Array.from({ length: Math.ceil(high) - from }, (_, i) => from + i);
  const all = exponents.flatMap((exponent) => steps.map((step) => exponent + Math.log10(step)));
  return all.filter((v) => v >= low && v <= high);
}

/** @param {number} exponent */
const tenfold = (exponent) => show(10 ** exponent, 1);

/**
 * 10 to a whole power, for an axis of logarithms.
 * @param {number} exponent
 */
function power(exponent) {
  if (!Number.isInteger(exponent)) return "";
  if (Math.abs(exponent) < 3) return show(10 ** exponent, 3);
  return `10${raised(exponent)}`;
}

/**
 * The bounds of a learning rate, below its slider.
 * @param {[number, string][]} bounds
 * @param {number} max
 */
export function marked(bounds, max) {
  const side = (/** @type {number} */ i) => (i % 2 ? " nn-w-after" : bounds.length > 1 ? " nn-w-before" : "");
  return html`<div class="nn-w-bounds">
    ${bounds.map(([bound, where], i) => {
      const left = ((100 * bound) / max).toFixed(2);
      const text = `${where || "too long from"} ${show(bound, 3)}`;
      return html`<span class="nn-w-bound${side(i)}" style="left: ${left}%"><b></b>${text}</span>`;
    })}
  </div>`;
}
