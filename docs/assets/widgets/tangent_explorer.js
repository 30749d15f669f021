// From secant to tangent, and on a landscape with two inputs: the gradient, and the slope in every direction.

import contours from "../vendor/d3-contour/src/contours.js";
import { Widget, html, nothing, svg } from "./base.js";
import { choices, handle, slider } from "./controls.js";
import { choice, number } from "./fields.js";
import { plus, show, term } from "./numbers.js";
import { axes, linear, path } from "./plot.js";
import { CURVES, directional, gradient, ground, quotient, steepest } from "./tangent_maths.js";

const EAST = [-1, 4];
const NORTH = [-2, 3];
const GRID = 60;
const clamp = (v, [low, high]) => Math.min(high, Math.max(low, v));
/** A triangle at the end of a line from one place to another. */
function arrowhead([x0, y0], [x1, y1]) {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length === 0) return "";
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  return `M${x1 + 4 * u} ${y1 + 4 * v}L${x1 - 9 * u - 6 * v} ${y1 - 9 * v + 6 * u}L${x1 - 9 * u + 6 * v} ${y1 - 9 * v - 6 * u}Z`;
}

const round = (v, unit) => Math.round(v / unit) * unit;

const TASKS = {
  secant: {
    task: "Take x² at x = 3 and make h ten times smaller, from 1 to 0.1 to 0.01. What happens to the error of the slope, and what if h is negative?",
    answer: "For the square the error is h itself: 1, 0.1, 0.01. With a negative h the secant comes from the other side, with a slope that is too small by as much.",
  },
  gradient: {
    task: "Turn the direction at (2, 1). In which direction is the slope largest, and in which two is it 0?",
    answer: "Largest, 9.22, at about 41°, along the gradient. It is 0 at right angles to it, at about 131° and 311°: along the line of equal height.",
  },
};

class TangentExplorer extends Widget {
  static title = "Tangent explorer";

  fields({ mode = "secant", function: name = "square", x = 3, h = 2 }) {
    return {
      mode: choice(mode, ["secant", "gradient"]),
      f: choice(name, Object.keys(CURVES)),
      x: number(x, { min: -4, max: 6 }),
      h: number(h, { min: -3, max: 3 }),
      east: number(2, { min: EAST[0], max: EAST[1] }),
      north: number(1, { min: NORTH[0], max: NORTH[1] }),
      degrees: number(0, { min: 0, max: 360 }),
    };
  }

  task = ({ mode }) => TASKS[mode];

  say(state) {
    if (state.mode === "gradient") {
      const { length, degrees } = steepest(state.east, state.north);
      return `Slope ${show(directional(state.east, state.north, state.degrees))} at ${show(state.degrees, 0)} degrees; steepest ${show(length)} at ${show(degrees, 0)} degrees.`;
    }
    const { f, exact } = CURVES[state.f];
    return `x ${show(state.x)}, h ${show(state.h, 4)}: ${state.h === 0 ? "no secant" : `secant ${show(quotient(f, state.x, state.h), 4)}`}, tangent ${show(exact(state.x), 4)}.`;
  }

  draw(state) {
    return html`${choices({
      legend: "Inputs",
      group: `${this.key}-mode`,
      value: state.mode,
      options: [["secant", "one: secant and tangent"], ["gradient", "two: the gradient"]],
      modes: true,
      on: (mode) => this.set({ mode }),
    })}
    ${state.mode === "secant" ? this.secant(state) : this.map(state)}`;
  }

  secant({ f: name, x: at, h }) {
    const { f, exact, span, height: range } = CURVES[name];
    const width = Math.min(this.width, 560);
    const height = 320;
    const x = linear(span, [50, width - 14]);
    const y = linear(range, [height - 42, 12]);
    const points = Array.from({ length: 301 }, (_, i) => span[0] + ((span[1] - span[0]) * i) / 300);
    const slope = exact(at);
    const between = h === 0 ? slope : quotient(f, at, h);
    const line = (m) => path(span.map((v) => [v, f(at) + m * (v - at)]), x, y);
    const put = (v) => [x(clamp(v, span)), y(clamp(f(v), range))];
    const clip = `${this.key}-inside`;
    return html`
      ${choices({ legend: "Function", group: `${this.key}-f`, value: name, options: Object.entries(CURVES).map(([key, { name: text }]) => [key, text]), on: (chosen) => this.set({ f: chosen, x: clamp(this.state.x, CURVES[chosen].span) }) })}
      <svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="The curve, a secant and the tangent">
        <clipPath id=${clip}><rect x=${x.to[0]} y=${y.to[1]} width=${x.to[1] - x.to[0]} height=${y.to[0] - y.to[1]}></rect></clipPath>
        ${axes({ x, y, xlabel: "x", ylabel: "f(x)", many: [8, 6] })}
        <g clip-path="url(#${clip})">
          <path class="nn-w-move" d="M${x(at)} ${y(f(at))}H${x(at + h)}V${y(f(at + h))}"></path>
          <path class="nn-w-best" d=${line(slope)}></path>
          ${h === 0 ? nothing : svg`<path class="nn-w-tangent" d=${line(between)}></path>`}
          <path class="nn-w-line" d=${path(points.map((v) => [v, f(v)]), x, y)}></path>
        </g>
        ${handle({
          at: put(at + h), label: "second point, sets h", text: `h ${show(h, 4)}, slope of the secant ${show(between, 4)}`, now: h, min: -3, max: 3,
          to: ([px]) => this.set({ h: round(x.invert(px) - this.state.x, 0.01) }),
          by: ([right, up]) => this.set({ h: round(this.state.h + (right + up) * 0.01, 0.001) }),
          shape: svg`<circle class="nn-w-here-dot" r="7"></circle>`,
        })}
        ${handle({
          at: put(at), label: "point of the tangent, sets x", text: `x ${show(at)}, slope ${show(slope, 4)}`, now: at, min: -4, max: 6,
          to: ([px]) => this.set({ x: clamp(round(x.invert(px), 0.05), span) }),
          by: ([right, up]) => this.set({ x: clamp(round(this.state.x + (right + up) * 0.1, 0.01), span) }),
        })}
      </svg>
      <p class="nn-w-note">Orange: the secant through x and x + h. Dashed grey: the step h and the rise over it. Dashed green: the tangent at x.</p>
      ${slider({ label: html`<i>x</i>`, name: "x", value: at, min: span[0], max: span[1], step: 0.05, on: (value) => this.set({ x: clamp(value, span) }) })}
      ${slider({ label: html`<i>h</i>`, name: "h", value: h, min: -3, max: 3, step: 0.01, digits: 4, on: (value) => this.set({ h: value }) })}
      <p class="nn-w-formula">${h === 0
        ? "At h = 0 the quotient would be 0 / 0: there is no secant through one point. The limit is never computed there."
        : html`(f(${show(at)} ${plus(h, 4)}) − f(${show(at)})) / h = (${show(f(at + h), 4)} − ${term(f(at), 4)}) / ${term(h, 4)} = <strong>${show(between, 5)}</strong>`}</p>
      <p class="nn-w-formula">f′(${show(at)}) = <strong>${show(slope, 5)}</strong>${h === 0 ? "" : `, error of the secant ${show(between - slope, 6)}`}</p>`;
  }

  map({ east, north, degrees }) {
    const unit = (Math.min(this.width, 460) - 64) / (EAST[1] - EAST[0]);
    const width = Math.min(this.width, 460);
    const height = Math.round(unit * (NORTH[1] - NORTH[0]) + 56);
    const x = linear(EAST, [50, 50 + unit * (EAST[1] - EAST[0])]);
    const y = linear(NORTH, [height - 44, height - 44 - unit * (NORTH[1] - NORTH[0])]);
    const [gx, gy] = gradient(east, north);
    const { degrees: best, length } = steepest(east, north);
    const slope = directional(east, north, degrees);
    const angle = (degrees * Math.PI) / 180;
    const [u, v] = [Math.cos(angle), Math.sin(angle)];
    const tip = [x(east + u), y(north + v)];
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="Lines of equal height, the gradient and a direction">
        ${axes({ x, y, xlabel: "x, to the east", ylabel: "y, to the north", grid: false })}
        <clipPath id="${this.key}-map"><rect x=${x.to[0]} y=${y.to[1]} width=${x.to[1] - x.to[0]} height=${y.to[0] - y.to[1]}></rect></clipPath>
        <g clip-path="url(#${this.key}-map)" aria-hidden="true">
          ${this.levels(x, y)}
          <path class="nn-w-best nn-w-solid" d="M${x(east)} ${y(north)}L${x(east + 0.1 * gx)} ${y(north + 0.1 * gy)}"></path>
          <path class="nn-w-end" d=${arrowhead([x(east), y(north)], [x(east + 0.1 * gx), y(north + 0.1 * gy)])}></path>
        </g>
        <path class="nn-w-tangent" d="M${x(east)} ${y(north)}L${tip[0]} ${tip[1]}"></path>
        ${handle({
          at: tip, label: "direction", text: `${show(degrees, 1)} degrees, slope ${show(slope)}`, now: degrees, min: 0, max: 360,
          to: ([px, py]) => {
            const turn = (Math.atan2(y.invert(py) - this.state.north, x.invert(px) - this.state.east) * 180) / Math.PI;
            this.set({ degrees: Math.round(turn + 360) % 360 });
          },
          by: ([right, up]) => this.set({ degrees: (this.state.degrees + right + up + 360) % 360 }),
          shape: svg`<circle class="nn-w-here-dot" r="7"></circle>`,
        })}
        ${handle({
          at: [x(east), y(north)], label: "place of the ant", text: `east ${show(east)}, north ${show(north)}`, now: east, min: EAST[0], max: EAST[1],
          to: ([px, py]) => this.set({ east: round(x.invert(px), 0.05), north: round(y.invert(py), 0.05) }),
          by: ([right, up]) => this.set({ east: round(this.state.east + right * 0.1, 0.01), north: round(this.state.north + up * 0.1, 0.01) }),
        })}
      </svg>
      <p class="nn-w-note">Each line joins places of equal height; from line to line it is 4 higher or lower. Green: the gradient, a tenth of its length. Orange: a step of length 1 in the direction that you choose.</p>
      ${slider({ label: "direction", name: "direction in degrees from east", value: degrees, min: 0, max: 360, step: 1, digits: 1, on: (value) => this.set({ degrees: value }) })}
      <p class="nn-w-formula">∇f(${show(east)}, ${show(north)}) = (2 · ${term(east)} + 3 · ${term(north)}, 3 · ${term(east)}) = (${show(gx)}, ${show(gy)}), length ${show(length)}${length > 0 ? `, at ${show(best, 1)}°` : ""}; height f = ${show(ground(east, north))}</p>
      <p class="nn-w-formula">∇f · u = ${show(gx)} · ${term(u, 3)} + ${term(gy)} · ${term(v, 3)} = <strong class="nn-w-slope">${show(slope)}</strong>${length > 0 ? ` = ${show(length)} · cos ${show(Math.abs(((degrees - best + 540) % 360) - 180), 1)}°` : ""}</p>`;
  }

  levels(x, y) {
    const key = `${x.to} ${y.to}`;
    if (this.levelsFor === key) return this.drawn;
    // A little more than is seen, so that the rim of the grid, along which the areas close, is cut off.
    const at = ([low, high], i) => low + ((high - low) * (i * 1.06)) / (GRID - 1) - 0.03 * (high - low);
    const values = Float64Array.from({ length: GRID * GRID }, (_, i) => ground(at(EAST, i % GRID), at(NORTH, Math.floor(i / GRID))));
    const ring = (points) => `${path(points.map(([a, c]) => [at(EAST, a - 0.5), at(NORTH, c - 0.5)]), x, y)}Z`;
    this.drawn = contours().size([GRID, GRID]).thresholds(Array.from({ length: 19 }, (_, i) => -22 + 4 * i))(values)
      .map(({ coordinates }) => svg`<path class="nn-w-level" style="opacity: 0.5" d=${coordinates.flat().map(ring).join("")}></path>`);
    this.levelsFor = key;
    return this.drawn;
  }
}

customElements.define("nn-tangent-explorer", TangentExplorer);
