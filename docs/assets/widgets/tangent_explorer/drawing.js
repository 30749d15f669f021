// The drawings of the tangent explorer: a curve with secant and tangent, and a map of the landscape.

import { handle } from "../shared/handles.js";
import { levels } from "../shared/levels.js";
import { guard, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { ends, linear, path, plot, remembered, sampled, within } from "../shared/plot.js";
import { directional, gradient, ground, quotient, view } from "./maths.js";

/** @typedef {import("./index.js").TangentExplorer} TangentExplorer */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("../shared/plot.js").Scale} Scale */

export const EAST = [-1, 4];
export const NORTH = [-2, 3];
const GRID = 60;
const HEIGHTS = Array.from({ length: 19 }, (_, i) => -22 + 4 * i);

/**
 * @param {number} value
 * @param {number} unit
 */
const round = (value, unit) => Math.round(value / unit) * unit;

/** @param {number} slope */
const told = (slope) => (Number.isFinite(slope) ? show(slope, 4) : "not there");

/**
 * One input: the curve, the secant through x and x + h, the tangent at x.
 * @param {TangentExplorer} widget
 * @param {State} state
 * @param {import("./maths.js").Drawn} drawn
 */
export function secant(widget, { x: at, h, zoom }, drawn) {
  const { f, exact } = drawn;
  const { span, height: range } = view(drawn, at, zoom);
  const width = Math.min(widget.width, 560);
  const height = 320;
  const grain = 0.05 / 10 ** Math.floor(zoom); // the step of what is dragged
  const x = linear(span, [50, width - 14]);
  const y = linear(range, [height - 42, 12]);
  const slope = exact(at);
  const between = h === 0 ? slope : quotient(f, at, h);
  const curve = () =>
    path(
      sampled(span, 300).map((v) => [v, f(v)]),
      x,
      y,
    );
  const line = (/** @type {number} */ m) =>
    path(
      span.map((v) => [v, f(at) + m * (v - at)]),
      x,
      y,
    );
  const top = (/** @type {number} */ v) => (Number.isFinite(f(v)) ? within(f(v), range) : range[0]);
  const put = (/** @type {number} */ v) => [x(within(v, span)), y(top(within(v, span)))];
  const corner = [
    [at, f(at)],
    [at + h, f(at)],
    [at + h, f(at + h)],
  ];
  const inside = svg`<path class="nn-w-move" d=${path(corner, x, y)}></path>
    <path class="nn-w-best" d=${line(slope)}></path>
    ${h === 0 ? nothing : svg`<path class="nn-w-tangent" d=${line(between)}></path>`}
    <path class="nn-w-line" d=${guard([drawn, ...ends(x, y)], curve)}></path>`;
  const over = [
    handle({
      at: put(at + h),
      label: "second point, sets h",
      text: `h ${show(h, 4)}, slope of the secant ${told(between)}`,
      now: h,
      min: -3,
      max: 3,
      to: ([px]) => widget.take(round(x.invert(px) - widget.state.x, grain / 5)),
      by: ([right, up]) => widget.take(round(widget.state.h + ((right + up) * grain) / 5, grain / 50)),
      shape: svg`<circle class="nn-w-here-dot" r="7"></circle>`,
    }),
    handle({
      at: put(at),
      label: "point of the tangent, sets x",
      text: `x ${show(at)}, slope ${told(slope)}`,
      now: at,
      min: -4,
      max: 6,
      to: ([px]) => widget.move(round(x.invert(px), grain)),
      by: ([right, up]) => widget.move(round(widget.state.x + (right + up) * 2 * grain, grain / 5)),
    }),
  ];
  return plot({
    id: `${widget.key}-inside`,
    label: "The curve, a secant and the tangent",
    ...{ width, height, x, y, xlabel: "x", ylabel: "f(x)", many: [8, 6], inside, over },
  });
}

/**
 * Two inputs: lines of equal height, the gradient, and a step in a direction.
 * @param {TangentExplorer} widget
 * @param {State} state
 */
export function map(widget, { east, north, degrees }) {
  const width = Math.min(widget.width, 460);
  const unit = (width - 64) / (EAST[1] - EAST[0]);
  const height = Math.round(unit * (NORTH[1] - NORTH[0]) + 56);
  const x = linear(EAST, [50, 50 + unit * (EAST[1] - EAST[0])]);
  const y = linear(NORTH, [height - 44, height - 44 - unit * (NORTH[1] - NORTH[0])]);
  const [gx, gy] = gradient(east, north);
  const here = [x(east), y(north)];
  const end = [x(east + 0.1 * gx), y(north + 0.1 * gy)];
  const angle = (degrees * Math.PI) / 180;
  const tip = [x(east + Math.cos(angle)), y(north + Math.sin(angle))];
  const inside = svg`${hills(x, y)}
    <path class="nn-w-best nn-w-solid" d="M${here[0]} ${here[1]}L${end[0]} ${end[1]}"></path>
    <path class="nn-w-end" d=${arrowhead(here, end)}></path>`;
  const over = [
    svg`<path class="nn-w-tangent" d="M${here[0]} ${here[1]}L${tip[0]} ${tip[1]}"></path>`,
    handle({
      at: tip,
      label: "direction",
      text: `${show(degrees, 1)} degrees, slope ${show(directional(east, north, degrees))}`,
      now: degrees,
      min: 0,
      max: 360,
      to: ([px, py]) => {
        const { state } = widget;
        const turn = (Math.atan2(y.invert(py) - state.north, x.invert(px) - state.east) * 180) / Math.PI;
        widget.set({ degrees: Math.round(turn + 360) % 360 });
      },
      by: ([right, up]) => widget.set({ degrees: (widget.state.degrees + right + up + 360) % 360 }),
      shape: svg`<circle class="nn-w-here-dot" r="7"></circle>`,
    }),
    handle({
      at: here,
      label: "place of the ant",
      text: `east ${show(east)}, north ${show(north)}`,
      now: east,
      min: EAST[0],
      max: EAST[1],
      to: ([px, py]) => widget.set({ east: round(x.invert(px), 0.05), north: round(y.invert(py), 0.05) }),
      by: ([right, up]) =>
        widget.set({
          east: round(widget.state.east + right * 0.1, 0.01),
          north: round(widget.state.north + up * 0.1, 0.01),
        }),
    }),
  ];
  return plot({
    id: `${widget.key}-map`,
    label: "Lines of equal height, the gradient and a direction",
    ...{ width, height, x, y, xlabel: "x, to the east", ylabel: "y, to the north", grid: false, inside, over },
  });
}

/** The lines of equal height, which depend on the size of the map alone. */
const hills = remembered(
  (/** @type {Scale} */ x, /** @type {Scale} */ y) => `${x.to} ${y.to}`,
  (x, y) =>
    levels(ground, x, y, HEIGHTS, [GRID, GRID]).map(
      (d) => svg`<path class="nn-w-level" style="opacity: 0.5" d=${d}></path>`,
    ),
);

/**
 * A triangle at the end of a line from one place to another.
 * @param {number[]} from
 * @param {number[]} to
 */
function arrowhead([x0, y0], [x1, y1]) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length === 0) return "";
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  const tip = `${x1 + 4 * u} ${y1 + 4 * v}`;
  return `M${tip}L${x1 - 9 * u - 6 * v} ${y1 - 9 * v + 6 * u}L${x1 - 9 * u + 6 * v} ${y1 - 9 * v - 6 * u}Z`;
}
