// The drawings of the line fitter: the points with a line and its misses, and the map of all lines.

import { ground, handle } from "../shared/handles.js";
import { levels } from "../shared/levels.js";
import { guard, html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { ends, linear, path, plot, within } from "../shared/plot.js";
import { seen, short } from "../shared/room.js";
import { DELTA, surface, total } from "./maths.js";

/** @typedef {import("./index.js").LineFitter} LineFitter */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./maths.js").Line} Line */
/** @typedef {import("./maths.js").Loss} Loss */
/** @typedef {import("./maths.js").Point} Point */
/** @typedef {import("../shared/plot.js").Scale} Scale */

export const SLOPES = [-1, 3];
export const INTERCEPTS = [-4, 8];
const GRID = 80;
const WIDE = 600; // from here on the two drawings stand side by side
const GAP = 20;
const PANEL = 320; // what the controls beside take where the screen is short, as the style sheet has it
const MAP_HEIGHT = 300;

/**
 * How wide the two drawings are.
 * @param {number} room
 * @param {boolean} revealed whether both are seen
 */
function shares(room, revealed) {
  if (short()) return Array(2).fill(revealed && room >= WIDE ? (room - PANEL - GAP) / 2 : room - PANEL);
  return room < WIDE ? [Math.min(room, 560), Math.min(room, 460)] : Array(2).fill((room - GAP) / 2);
}

const hundredth = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/**
 * Whether the room of what is not revealed yet is kept, so that nothing below moves when it comes.
 * @param {LineFitter} widget
 */
export const kept = ({ width }) => width >= WIDE && !short();

/**
 * The points with the line, and beside them, or below where it is narrow, the map of all lines or its empty place.
 * @param {LineFitter} widget
 * @param {State} state
 * @param {Point[]} points
 * @param {Line | undefined} found
 */
export function both(widget, state, points, found) {
  const drawn = picture(widget, state, points, found);
  if (state.revealed) return html`<div class="nn-w-both">${drawn}${map(widget, state, points, found)}</div>`;
  return html`<div class="nn-w-both">${drawn}${
    kept(widget) ? html`<p class="nn-w-veil">Here lies the error surface. Guess first, then reveal it.</p>` : nothing
  }</div>`;
}

/**
 * The points, the line, and on each miss its square (or its length, for the other losses).
 * @param {LineFitter} widget
 * @param {State} state
 * @param {Point[]} points
 * @param {Line | undefined} found
 */
function picture(widget, state, points, found) {
  const { x: across, y: up, names } = widget.data;
  const [width] = shares(widget.width, state.revealed);
  const height = widget.width < WIDE && !short() ? Math.round(width * 0.72) : seen(MAP_HEIGHT);
  const x = linear(across, [46, width - 14]);
  const y = linear(up, [height - 44, 12]);
  const line = (/** @type {Line} */ { m, b }) =>
    path(
      across.map((v) => [v, m * v + b]),
      x,
      y,
    );
  const end = across[1];
  const start = Math.max(0, across[0]);
  const shape = svg`<rect class="nn-w-dot" x="-6" y="-6" width="12" height="12" rx="2"></rect>`;
  const drawn = svg`
    ${points.map(([a, c]) => miss(state.loss, x(a), y(c), y(state.m * a + state.b), y.unit, x.to[1]))}
    ${state.revealed && found ? svg`<path class="nn-w-best" d=${line(found)}></path>` : nothing}
    <path class="nn-w-line" d=${line(state)}></path>`;
  const inside = ground({ x, y, to: (to) => widget.put(to), inside: drawn });
  const over = [
    svg`${points.map((one, i) => point(widget, i, one, x, y))}`,
    handle({
      at: [x(start), y(within(state.b + state.m * start, up))],
      label: "left end of the line, sets the intercept",
      text: `intercept ${show(state.b)}`,
      now: state.b,
      min: -20,
      max: 20,
      to: ([, py]) => widget.take({ b: hundredth(y.invert(py) - widget.state.m * start) }),
      by: ([, steps]) => widget.take({ b: hundredth(widget.state.b + steps * 0.1) }),
      shape,
    }),
    handle({
      at: [x(end), y(within(state.m * end + state.b, up))],
      label: "right end of the line, sets the slope",
      text: `slope ${show(state.m)}`,
      now: state.m,
      min: -10,
      max: 10,
      to: ([, py]) => widget.take({ m: hundredth((y.invert(py) - widget.state.b) / end) }),
      by: ([, steps]) => widget.take({ m: hundredth(widget.state.m + steps * 0.02) }),
      shape,
    }),
  ];
  return plot({
    id: `${widget.key}-inside`,
    label: "Points, and a line with its misses",
    ...{ width, height, x, y, xlabel: names[0], ylabel: names[1], many: [8, 6], inside, over },
  });
}

/**
 * How far the line misses a point, in pixels; `right` is the rim of the drawing.
 * @param {Loss} loss
 * @param {number} px
 * @param {number} point
 * @param {number} line
 * @param {number} unit
 * @param {number} right
 */
function miss(loss, px, point, line, unit, right) {
  const side = Math.abs(line - point);
  const square = (/** @type {number} */ top, /** @type {number} */ size) => {
    const far = px + size > right ? px - size : px + size;
    // Its points are no CSS property, as x, y, width and height of a rectangle are: no style is computed in each frame.
    return svg`<polygon
      class="nn-w-square"
      points="${px},${top} ${far},${top} ${far},${top + size} ${px},${top + size}"
    ></polygon>`;
  };
  if (loss === "squared") return square(Math.min(line, point), side);
  // Within delta Huber's loss is half the square; beyond, what is added is a length times delta.
  const near = loss === "huber" ? Math.min(side, DELTA * unit) : 0;
  return svg`<line class="nn-w-length" x1=${px} x2=${px} y1=${line} y2=${point}></line>
    ${near ? square(line < point ? line : line - near, near) : nothing}`;
}

/**
 * A point, to be dragged.
 * @param {LineFitter} widget
 * @param {number} i
 * @param {Point} place
 * @param {Scale} x
 * @param {Scale} y
 */
function point(widget, i, [a, c], x, y) {
  const { x: across, y: up, names } = widget.data;
  const twentieth = (/** @type {number} */ value, /** @type {number[]} */ span) =>
    Math.round(within(value, span) * 20) / 20;
  const to = (/** @type {number} */ one, /** @type {number} */ other) =>
    widget.take({
      points: widget.state.points.with(2 * i, twentieth(one, across)).with(2 * i + 1, twentieth(other, up)),
    });
  const grip = handle({
    at: [x(a), y(c)],
    label: `point ${i + 1}`,
    text: `${names[0]} ${show(a)}, ${names[1]} ${show(c)}`,
    now: c,
    min: up[0],
    max: up[1],
    to: ([px, py]) => to(x.invert(px), y.invert(py)),
    by: ([right, steps]) => {
      const { points } = widget.state;
      to(points[2 * i] + right * 0.1, points[2 * i + 1] + steps * 0.1);
    },
    shape: svg`<circle class="nn-w-point" r="6"></circle>`,
  });
  return svg`<g
    @keydown=${(/** @type {KeyboardEvent} */ { key }) => (key === "Delete" || key === "Backspace") && widget.drop(i)}
  >${grip}</g>`;
}

/**
 * All lines at once: each a point of the map, with the lines of equal total as contours.
 * @param {LineFitter} widget
 * @param {State} state
 * @param {Point[]} points
 * @param {Line | undefined} found
 */
function map(widget, state, points, found) {
  const { loss, m, b } = state;
  const width = shares(widget.width, true)[1];
  const height = seen(MAP_HEIGHT);
  const x = linear(SLOPES, [48, width - 14]);
  const y = linear(INTERCEPTS, [height - 46, 12]);
  const shown = found && within(found.m, SLOPES) === found.m && within(found.b, INTERCEPTS) === found.b;
  const over = [
    shown ? svg`<path class="nn-w-cross" d="M${x(found.m) - 6} ${y(found.b)}h12m-6 -6v12"></path>` : "",
    handle({
      at: [x(within(m, SLOPES)), y(within(b, INTERCEPTS))],
      label: "your line on the error surface",
      text: `slope ${show(m)}, intercept ${show(b)}, total ${show(total(loss, m, b, points))}`,
      now: m,
      min: -10,
      max: 10,
      to: ([px, py]) => widget.take({ m: hundredth(x.invert(px)), b: hundredth(y.invert(py)) }),
      by: ([right, steps]) =>
        widget.take({
          m: hundredth(widget.state.m + right * 0.02),
          b: hundredth(widget.state.b + steps * 0.1),
        }),
    }),
  ];
  return plot({
    id: `${widget.key}-map`,
    label: "Error surface: the total over slope and intercept",
    ...{ width, height, x, y, xlabel: "slope m", ylabel: "intercept b", grid: false, over },
    many: [width < 240 ? 4 : 6, 6],
    inside: guard([loss, state.points, ...ends(x, y)], () => widget.levels(loss, points, x, y)),
  });
}

/**
 * The lines of equal total.
 * @param {Loss} loss
 * @param {Point[]} points
 * @param {Scale} x
 * @param {Scale} y
 */
export function contours(loss, points, x, y) {
  const values = surface(loss, points, SLOPES, INTERCEPTS, GRID);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const many = 11;
  // Close together near the bottom, where the reader looks, and farther apart on the steep walls.
  const heights = Array.from({ length: many }, (_, i) => low + (high - low) * ((i + 1) / (many + 1)) ** 3.2);
  return levels((m, b) => total(loss, m, b, points), x, y, heights, [GRID, GRID]).map(
    (d, i) => svg`<path class="nn-w-level" style="opacity: ${(0.9 - 0.06 * i).toFixed(2)}" d=${d}></path>`,
  );
}
