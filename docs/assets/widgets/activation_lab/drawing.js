// The drawings of the activation lab: the activation over its input, and below it the slope.

import { handle, hovers, place } from "../shared/handles.js";
import { guard, html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { axes, ends, frame, linear, path, sampled, within } from "../shared/plot.js";
import { ACTIVATIONS, flat, neuron, through } from "./maths.js";

/** @typedef {import("./index.js").ActivationLab} ActivationLab */
/** @typedef {import("./index.js").State} State The input `x` is that which is looked at, within the drawing. */
/** @typedef {import("../shared/plot.js").Scale} Scale */
/** @typedef {import("../shared/handles.js").PointingEvent} PointingEvent */

const ALL = [-1.2, 3.2]; // what is drawn of the activations if all functions are seen

/**
 * Whether three sliders leave the drawings less room: on a phone.
 * @param {ActivationLab} widget
 */
const low = ({ width, moving }) => moving && width < 420;

/**
 * @param {ActivationLab} widget
 * @param {string} name
 * @param {number} height
 * @param {number[]} span
 */
function scales(widget, name, height, span) {
  const width = Math.min(widget.width, 560);
  const reach = widget.reach(name);
  return { width, x: linear([-reach, reach], [52, width - 14]), y: linear(span, [height - 42, 10]) };
}

/**
 * Where the neuron is saturated.
 * @param {State} state
 * @param {Scale} x
 * @param {Scale} y
 */
const shade = ({ f, w, b }, x, y) =>
  guard([f, w, b, ...ends(x, y)], () =>
    flat(f, w, b, x.from[0], x.from[1]).map(
      ([from, to]) => svg`<rect
        class="nn-w-flat"
        x=${x(from)}
        y=${y.to[1]}
        width=${x(to) - x(from)}
        height=${y.to[0] - y.to[1]}
      ></rect>`,
    ),
  );

/**
 * The data on their way: up from the axis of the inputs to the curve, and from there to the axis of the activations.
 * @param {ActivationLab} widget
 * @param {State} state
 * @param {Scale} x
 * @param {Scale} y
 */
const data = (widget, { f, w, b, pass }, x, y) =>
  through(f, w, b, widget.reach(f)).map((one) => {
    const [up, across] = [Math.min(1, 2 * pass), Math.max(0, 2 * pass - 1)];
    const [left, bottom] = [x.to[0], y.to[0]];
    return svg`<circle
      class="nn-w-datum ${one.flat ? "nn-w-below" : "nn-w-above"}"
      cx=${x(one.x) + (left - x(one.x)) * across}
      cy=${bottom + (y(within(one.a, y.from)) - bottom) * up}
      r="4"
    ></circle>`;
  });

/**
 * Where a curve runs, which it does as long as it has the same weight, bias and scales.
 * @param {State} state
 * @param {Scale} x
 * @param {Scale} y
 * @param {() => number[][]} points
 */
const course = ({ f, w, b }, x, y, points) => guard([f, w, b, ...ends(x, y)], () => path(points(), x, y));

/**
 * The other functions, each with its name where it is highest.
 * @param {State} state
 * @param {Scale} x
 * @param {Scale} y
 */
const rivals = ({ f, w, b }, x, y) =>
  guard([f, w, b, ...ends(x, y)], () =>
    Object.entries(ACTIVATIONS)
      .filter(([key]) => key !== f)
      .map(([key, { name }]) => {
        const points = sampled(x.from, 200).map((v) => [v, neuron(key, w, b, v).a]);
        const drawn = points.filter(([, a]) => a <= y.from[1]);
        if (!drawn.length) return nothing;
        const [at, top] = drawn.reduce((one, two) => (two[1] > one[1] ? two : one));
        const end = at < 0 ? "start" : "end";
        const below = key === "leaky_relu" ? 30 : 15; // beside ReLU, whose name is higher up
        const left = within(x(at), [x.to[0] + 4, x.to[1] - 4]);
        return svg`<path class="nn-w-rival" d=${path(points, x, y)}></path>
          <text class="nn-w-faintly" x=${left} y=${y(top) + below} text-anchor=${end}>${name}</text>`;
      }),
  );

/**
 * The activation with the tangent at the point; dashed, that of weight 1 and bias 0.
 * @param {ActivationLab} widget
 * @param {State} state
 */
export function curve(widget, state) {
  const { f, w, b, x: at } = state;
  const { f: apply, span, rise } = ACTIVATIONS[f];
  const height = low(widget) ? 190 : 240;
  const open = widget.moving && rise[1] > 1 && f !== "tanh";
  const { width, x, y } = scales(widget, f, height, open ? [-1.5, 10] : state.all ? ALL : span);
  const { a, slope } = neuron(f, w, b, at);
  const clip = `${widget.key}-curve`;
  const curved = (/** @type {(v: number) => number} */ of) =>
    course(state, x, y, () => sampled(x.from, 400).map((v) => [v, of(v)]));
  const tangent = x.from.map((v) => [v, a + slope * (v - at)]);
  const twentieth = (/** @type {number} */ px) => Math.round(within(x.invert(px), x.from) * 20) / 20;
  const step = (/** @type {number} */ by) =>
    widget.set({ x: within(Math.round((widget.within(widget.state).x + by) * 100) / 100, x.from) });
  const beyond = a > y.from[1] || a < y.from[0];
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width=${width}
    role="group"
    aria-label="The activation, with its tangent"
    @pointermove=${(/** @type {PointingEvent} */ event) =>
      hovers(event) && widget.set({ x: twentieth(place(event)[0]) })}
    @click=${(/** @type {PointingEvent} */ event) => widget.set({ x: twentieth(place(event)[0]) })}
  >
    ${frame(clip, x, y)}
    ${shade(state, x, y)}
    ${axes({ x, y, xlabel: widget.moving ? "input x" : "input x (z = w x + b)", ylabel: "activation a", many: [8, 5] })}
    <g clip-path="url(#${clip})">
      ${state.all ? rivals(state, x, y) : nothing}
      <path class="nn-w-move" d=${curved(apply)}></path>
      <path class="nn-w-tangent" d=${path(tangent, x, y)}></path>
      <path class="nn-w-line" d=${curved((v) => apply(w * v + b))}></path>
    </g>
    <g aria-hidden="true" pointer-events="none">${data(widget, state, x, y)}</g>
    ${handle({
      at: [x(at), y(within(a, y.from))],
      label: "point on the curve",
      text: `x ${show(at)}, activation ${show(a, 4)}, slope ${show(slope, 4)}`,
      now: at,
      min: x.from[0],
      max: x.from[1],
      to: ([px]) => widget.set({ x: twentieth(px) }),
      by: ([right, up]) => step((right + up) * 0.1),
      shape: beyond ? svg`<circle class="nn-w-start" r="7"></circle>` : nothing,
    })}
  </svg>`;
}

/**
 * The points, with a gap where the slope jumps.
 * @param {State} state
 * @param {number[]} points
 */
function broken({ f, w, b }, points) {
  if (!ACTIVATIONS[f].kink) return points;
  const right = points.findIndex((v) => w * v + b > 0 !== w * points[0] + b > 0);
  return right < 0 ? points : points.toSpliced(right, 0, -b / w - 1e-9, NaN, -b / w + 1e-9);
}

/**
 * The slope over the same inputs.
 * @param {ActivationLab} widget
 * @param {State} state
 */
export function slopes(widget, state) {
  const { f, w, b, x: at } = state;
  const height = low(widget) ? 132 : 170;
  const top = ACTIVATIONS[f].rise[1] * Math.max(1, Math.abs(w));
  const { width, x, y } = scales(widget, f, height, w < 0 ? [-top, 0] : [0, top]);
  const slope = (/** @type {number} */ v) => neuron(f, w, b, v).slope;
  const points = () => broken(state, sampled(x.from, 400)).map((v) => [v, slope(v)]);
  return html`<svg viewBox="0 0 ${width} ${height}" width=${width} aria-hidden="true">
    ${shade(state, x, y)}
    ${axes({ x, y, xlabel: "input x", ylabel: "slope in x", many: [8, 4] })}
    <path class="nn-w-tangent" d=${course(state, x, y, points)}></path>
    <circle class="nn-w-here-dot" cx=${x(at)} cy=${y(slope(at))} r="6"></circle>
  </svg>`;
}
