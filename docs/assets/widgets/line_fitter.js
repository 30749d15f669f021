// A line through points, with the area of its misses: first by guessing, then on the map of all lines.

import contours from "../vendor/d3-contour/src/contours.js";
import { Widget, html, nothing, svg } from "./base.js";
import { button, choices, handle, slider, toggle } from "./controls.js";
import { choice, flag, number, numbers } from "./fields.js";
import { DELTA, LOSSES, best, misses, scatter, surface, total } from "./fitter_maths.js";
import { fixed, plus, seeded, show, term } from "./numbers.js";
import { axes, linear, path } from "./plot.js";

const NAMES = { squared: "L2, squared", absolute: "L1, absolute", huber: "Huber" };
const SLOPES = [-1, 3];
const INTERCEPTS = [-4, 8];
const GRID = 80;

/** The two sets of points on the page: a seedling's height in cm each week, and eight points with an outlier. */
const SEEDLING = { points: [1, 2.1, 2, 2.9, 3, 3.2, 4, 4.8, 5, 4.6, 6, 6.3], x: [0, 7], y: [0, 8], names: ["weeks", "height in cm"] };
const OUTLIER = {
  points: [0, 1.1, 1, 1.4, 2, 2.1, 3, 2.4, 4, 3.1, 5, 3.4, 6, 4.1, 7, 14],
  x: [-0.5, 7.5],
  y: [-2, 16],
  names: ["x", "y"],
};

const TASKS = {
  seedling: {
    task: "Guess first: make the total as small as you can, with the sliders or by dragging the ends of the line. Then reveal the error surface. In which direction is its valley long, and why?",
    answer: "The lowest point is at m = 0.79, b = 1.21, where the total is 0.79. The valley runs from upper left to lower right: a steeper line that starts lower passes near the same points, so the total hardly grows along it.",
  },
  outlier: {
    task: "Reveal the best line and drag the far point on the right up and down. Which of the three best lines follows it, which holds still, and what does the third one do?",
    answer: "The L2 line follows the point all the way, since its square outweighs the others. The L1 line does not move while the point stays above it: only on which side it lies counts. Huber’s line does the same once the point is more than δ = 0.5 away, and follows a little when it is near.",
  },
};

class LineFitter extends Widget {
  static title = "Line fitter";

  fields({ loss = "squared absolute", outlier, slope = 1, intercept = 0 }) {
    this.data = outlier === undefined ? SEEDLING : OUTLIER;
    this.offered = loss.split(" ");
    const { x, y } = this.data;
    return {
      m: number(slope, { min: -10, max: 10 }),
      b: number(intercept, { min: -20, max: 20 }),
      points: numbers(this.data.points, { min: Math.min(x[0], y[0]), max: Math.max(x[1], y[1]), shortest: 4, longest: 24 }),
      loss: choice(this.offered[0], this.offered),
      count: number(this.data.points.length / 2, { min: 2, max: 12, whole: true }),
      seed: number(1, { min: 1, max: 1e9, whole: true }),
      revealed: flag(false),
    };
  }

  task = () => TASKS[this.data === OUTLIER ? "outlier" : "seedling"];

  pairs = ({ points }) => Array.from({ length: points.length >> 1 }, (_, i) => points.slice(2 * i, 2 * i + 2));

  say(state) {
    const cost = show(total(state.loss, state.m, state.b, this.pairs(state)));
    return `Slope ${show(state.m)}, intercept ${show(state.b)}: total ${cost}.`;
  }

  /** The best line, worked out anew only when the points or the loss change: a slider must answer at once. */
  lowest(loss, flat) {
    const key = `${loss} ${flat}`;
    if (this.lowestFor !== key) [this.lowestFor, this.found] = [key, best(loss, this.pairs({ points: flat }))];
    return this.found;
  }

  draw(state) {
    const points = this.pairs(state);
    const found = this.lowest(state.loss, state.points);
    return html`
      <div class="nn-w-row">
        ${choices({
          legend: "Loss",
          group: `${this.key}-loss`,
          value: state.loss,
          options: this.offered.map((name) => [name, NAMES[name]]),
          modes: true,
          on: (loss) => this.set({ loss }),
        })}
      </div>
      ${this.picture(state, points, found)}
      ${slider({ label: html`slope <i>m</i>`, name: "slope m", value: state.m, min: SLOPES[0], max: SLOPES[1], step: 0.01, digits: 4, on: (m) => this.set({ m }) })}
      ${slider({ label: html`intercept <i>b</i>`, name: "intercept b", value: state.b, min: INTERCEPTS[0], max: INTERCEPTS[1], step: 0.02, digits: 4, on: (b) => this.set({ b }) })}
      ${this.written(state, points)}
      <div class="nn-w-row">
        ${toggle({ label: "Reveal the error surface and the best line", value: state.revealed, on: (revealed) => this.set({ revealed }) })}
        ${button({ label: "Best fit", disabled: !found, on: () => this.set({ ...found, revealed: true }) })}
      </div>
      ${state.revealed ? this.map(state, points, found) : nothing}
      <div class="nn-w-row">
        ${button({ label: `Randomise ${state.count} points`, on: () => this.randomise(state) })}
        ${slider({ label: "points", name: "how many random points", value: state.count, min: 2, max: 12, step: 1, on: (count) => this.set({ count }) })}
      </div>
    `;
  }

  randomise({ count, seed }) {
    const { x, y } = this.data;
    const points = scatter(count, seeded(seed), [x[0] + 0.3, x[1] - 0.3], [y[0] + 0.5, y[1] - 0.5]);
    this.set({ points: points.flat(), seed: seed + 1, revealed: false });
  }

  /** The points, the line, and on each miss its square (or its length, for the other losses). */
  picture(state, points, found) {
    const { x: across, y: up, names } = this.data;
    const width = Math.min(this.width, 560);
    const height = Math.round(Math.min(width * 0.72, 380));
    const x = linear(across, [46, width - 14]);
    const y = linear(up, [height - 44, 12]);
    const line = (m, b) => path(across.map((v) => [v, m * v + b]), x, y);
    const clip = `${this.key}-inside`;
    const inside = (v, [low, high]) => Math.min(high, Math.max(low, v));
    const end = across[1];
    const start = Math.max(0, across[0]);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="Points, and a line with its misses">
      <clipPath id=${clip}><rect x=${x.to[0]} y=${y.to[1]} width=${x.to[1] - x.to[0]} height=${y.to[0] - y.to[1]}></rect></clipPath>
      ${axes({ x, y, xlabel: names[0], ylabel: names[1], many: [8, 6] })}
      <g clip-path="url(#${clip})">
        ${points.map(([a, c]) => this.miss(state, x(a), y(c), y(state.m * a + state.b), y.unit, x.to[1]))}
        ${state.revealed && found ? svg`<path class="nn-w-best" d=${line(found.m, found.b)}></path>` : nothing}
        <path class="nn-w-line" d=${line(state.m, state.b)}></path>
      </g>
      ${points.map((point, i) => this.point(state, i, point, x, y))}
      ${handle({
        at: [x(start), y(inside(state.b + state.m * start, up))],
        label: "left end of the line, sets the intercept",
        text: `intercept ${show(state.b)}`,
        now: state.b, min: -20, max: 20,
        to: ([, py]) => this.set({ b: hundredth(y.invert(py) - state.m * start) }),
        by: ([, steps]) => this.set({ b: hundredth(this.state.b + steps * 0.1) }),
        shape: svg`<rect class="nn-w-dot" x="-6" y="-6" width="12" height="12" rx="2"></rect>`,
      })}
      ${handle({
        at: [x(end), y(inside(state.m * end + state.b, up))],
        label: "right end of the line, sets the slope",
        text: `slope ${show(state.m)}`,
        now: state.m, min: -10, max: 10,
        to: ([, py]) => this.set({ m: hundredth((y.invert(py) - this.state.b) / end) }),
        by: ([, steps]) => this.set({ m: hundredth(this.state.m + steps * 0.02) }),
        shape: svg`<rect class="nn-w-dot" x="-6" y="-6" width="12" height="12" rx="2"></rect>`,
      })}
    </svg>`;
  }

  miss({ loss }, px, point, line, unit, right) {
    const side = Math.abs(line - point);
    const top = Math.min(line, point);
    if (loss === "squared") {
      return svg`<rect class="nn-w-square" x=${px + side > right ? px - side : px} y=${top} width=${side} height=${side}></rect>`;
    }
    // Within delta Huber's loss is half the square; beyond, what is added is a length times delta.
    const near = loss === "huber" ? Math.min(side, DELTA * unit) : 0;
    const toLine = line < point ? line : line - near;
    return svg`<line class="nn-w-length" x1=${px} x2=${px} y1=${line} y2=${point}></line>
      ${near ? svg`<rect class="nn-w-square" x=${px + near > right ? px - near : px} y=${toLine} width=${near} height=${near}></rect>` : nothing}`;
  }

  point(state, i, [a, c], x, y) {
    const to = (one, other) => {
      const limit = (v, [low, high]) => Math.round(Math.min(high, Math.max(low, v)) * 20) / 20;
      const { x: across, y: up } = this.data;
      const points = this.state.points.with(2 * i, limit(one, across)).with(2 * i + 1, limit(other, up));
      this.set({ points });
    };
    return handle({
      at: [x(a), y(c)],
      label: `point ${i + 1}`,
      text: `${this.data.names[0]} ${show(a)}, ${this.data.names[1]} ${show(c)}`,
      now: c, min: this.data.y[0], max: this.data.y[1],
      to: ([px, py]) => to(x.invert(px), y.invert(py)),
      by: ([right, steps]) => to(this.state.points[2 * i] + right * 0.1, this.state.points[2 * i + 1] + steps * 0.1),
      shape: svg`<circle class="nn-w-point" r="6"></circle>`,
    });
  }

  /** The formula of the text with the numbers of this line. */
  written({ m, b, loss }, points) {
    const [sign, end] = { squared: ["(", ")²"], absolute: ["|", "|"], huber: ["ℓ(", ")"] }[loss];
    const errors = misses(m, b, points);
    const [x, y] = points[0];
    const values = errors.map((e) => LOSSES[loss](e));
    const first = `${sign}${show(m)} · ${term(x)} ${plus(b)} − ${term(y)}${end}`;
    return html`<p class="nn-w-formula">
        First point: ${first} = ${loss === "squared" ? `${term(errors[0])}²` : `${sign}${show(errors[0])}${end}`} = ${show(values[0], 3)}${loss === "huber" ? html`, with <i>δ</i> = ${DELTA}` : nothing}
      </p>
      <p class="nn-w-formula">
        Total: <i>E</i>(${show(m)}, ${show(b)}) = ${values.map((v) => show(v)).join(" + ")} =
        <strong class="nn-w-total">${fixed(values.reduce((sum, v) => sum + v, 0))}</strong>
      </p>`;
  }

  /** All lines at once: each a point of the map, with the lines of equal total as contours. */
  map(state, points, found) {
    const width = Math.min(this.width, 460);
    const height = 300;
    const x = linear(SLOPES, [48, width - 14]);
    const y = linear(INTERCEPTS, [height - 46, 12]);
    const here = [x(Math.min(SLOPES[1], Math.max(SLOPES[0], state.m))), y(Math.min(INTERCEPTS[1], Math.max(INTERCEPTS[0], state.b)))];
    const shown = found && found.m >= SLOPES[0] && found.m <= SLOPES[1] && found.b >= INTERCEPTS[0] && found.b <= INTERCEPTS[1];
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="Error surface: the total over slope and intercept">
        ${axes({ x, y, xlabel: "slope m", ylabel: "intercept b", grid: false })}
        <clipPath id="${this.key}-map"><rect x=${x.to[0] + 1} y=${y.to[1] + 1} width=${x.to[1] - x.to[0] - 2} height=${y.to[0] - y.to[1] - 2}></rect></clipPath>
        <g aria-hidden="true" clip-path="url(#${this.key}-map)">${this.levels(state.loss, state.points, x, y)}</g>
        ${shown ? svg`<path class="nn-w-cross" d="M${x(found.m) - 6} ${y(found.b)}h12m-6 -6v12"></path>` : nothing}
        ${handle({
          at: here,
          label: "your line on the error surface",
          text: `slope ${show(state.m)}, intercept ${show(state.b)}, total ${show(total(state.loss, state.m, state.b, points))}`,
          now: state.m, min: -10, max: 10,
          to: ([px, py]) => this.set({ m: hundredth(x.invert(px)), b: hundredth(y.invert(py)) }),
          by: ([right, steps]) => this.set({ m: hundredth(this.state.m + right * 0.02), b: hundredth(this.state.b + steps * 0.1) }),
        })}
      </svg>
      <p class="nn-w-note">
        ${found
          ? html`Lowest (the cross): <i>m</i> = ${show(found.m, 4)}, <i>b</i> = ${show(found.b, 4)}, total
              ${show(total(state.loss, found.m, found.b, points), 4)}. You (the dot): ${show(total(state.loss, state.m, state.b, points), 4)}.`
          : "All points stand at the same x: no line is the single best one."}
      </p>`;
  }

  /** Contours, worked out anew only when the points or the loss change. */
  levels(loss, flat, x, y) {
    const key = `${loss} ${flat} ${x.to} ${y.to}`;
    if (this.levelsFor === key) return this.drawn;
    const points = this.pairs({ points: flat });
    const values = surface(loss, points, SLOPES, INTERCEPTS, GRID);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const many = 11;
    // Close together near the bottom, where the reader looks, and farther apart on the steep walls.
    const thresholds = Array.from({ length: many }, (_, i) => low + (high - low) * ((i + 1) / (many + 1)) ** 3.2);
    const px = (v) => x.to[0] + ((v - 0.5) / (GRID - 1)) * (x.to[1] - x.to[0]);
    const py = (v) => y.to[0] + ((v - 0.5) / (GRID - 1)) * (y.to[1] - y.to[0]);
    const inner = (v) => Math.min(GRID - 0.5, Math.max(0.5, v));
    const ring = (points) => `M${points.map(([a, c]) => `${px(inner(a)).toFixed(1)} ${py(inner(c)).toFixed(1)}`).join("L")}Z`;
    this.drawn = contours()
      .size([GRID, GRID])
      .thresholds(thresholds)(values)
      .map(
        ({ coordinates }, i) =>
          svg`<path class="nn-w-level" style="opacity: ${(0.9 - 0.06 * i).toFixed(2)}" d=${coordinates.flat().map(ring).join("")}></path>`,
      );
    this.levelsFor = key;
    return this.drawn;
  }
}

const hundredth = (value) => Math.round(value * 100) / 100;

customElements.define("nn-line-fitter", LineFitter);
