// An activation with its derivative, under a weight and a bias: where it is steep, and where it is flat.

import { ACTIVATIONS, LEAK, flat, neuron, saturated } from "./activation_maths.js";
import { Widget, html, nothing, svg } from "./base.js";
import { choices, handle, hovers, place, slider } from "./controls.js";
import { choice, number } from "./fields.js";
import { plus, show, term } from "./numbers.js";
import { axes, linear, path } from "./plot.js";

const TASKS = {
  sigmoid: ["Move the point along the curve. How steep is the sigmoid at its steepest, and from which z on is the slope below a hundredth?", "The slope is 0.25 at z = 0 and nowhere more. It falls below 0.01 at about z = ±4.6."],
  tanh: ["Compare tanh and the sigmoid at z = 0 and at z = 2. Which is steeper, and by how much?", "At 0 tanh has slope 1, the sigmoid 0.25. At 2 tanh has 0.07, the sigmoid 0.1: tanh is steeper in the middle and flat sooner."],
  relu: ["Where is the slope of ReLU 0, and what would a neuron learn from there?", "Left of 0, and by convention at 0 itself. Nothing: a slope of 0 passes nothing on."],
  leaky_relu: ["Move the point to the left of 0 and switch between ReLU and leaky ReLU. What does the leak save?", "The slope: it is 0.1 in place of 0, so something still arrives."],
};
const MOVING = ["Put the midpoint of the sigmoid at x = 3, first with the weight 2 and then with −1. Which bias is needed, and how steep is the curve there?", "b = −6 for the weight 2, slope 0.5; b = 3 for the weight −1, slope −0.25. The midpoint is −b/w, the slope there w/4."];

class ActivationLab extends Widget {
  static title = "Activation lab";

  fields({ function: name = "sigmoid", controls }) {
    this.moving = controls !== undefined;
    return {
      f: choice(name, Object.keys(ACTIVATIONS)),
      w: number(this.moving ? 2 : 1, { min: -8, max: 8 }),
      b: number(this.moving ? -6 : 0, { min: -20, max: 20 }),
      x: number(this.moving ? 3 : name === "leaky_relu" ? -2 : name === "tanh" ? 2 : 4, { min: -10, max: 10 }),
    };
  }

  task({ f }) {
    const [task, answer] = this.moving && f === "sigmoid" ? MOVING : TASKS[f];
    return { task, answer };
  }

  say(state) {
    const { f, w, b } = state;
    const { z, a, slope } = neuron(f, w, b, this.at(state));
    return `${ACTIVATIONS[f].name} at z = ${show(z)}: activation ${show(a, 4)}, slope in x ${show(slope, 4)}${saturated(f, z) ? ", saturated" : ""}.`;
  }

  draw(state) {
    const { f, w, b } = state;
    const at = this.at(state);
    const { z, a, local, slope } = neuron(f, w, b, at);
    const { letter } = ACTIVATIONS[f];
    return html`
      ${choices({
        legend: "Function",
        group: `${this.key}-f`,
        value: f,
        options: Object.entries(ACTIVATIONS).map(([key, { name }]) => [key, name]),
        modes: true,
        on: (name) => this.set({ f: name }),
      })}
      ${this.curve(state)} ${this.slopes(state)}
      <p class="nn-w-note">Orange: the tangent at the point, and below it the slope; point at the curve, or drag the point. Dashed: weight 1 and bias 0. Shaded: saturated, with a slope of less than a twentieth of the steepest.</p>
      ${slider({ label: html`weight <i>w</i>`, name: "weight w", value: w, min: -8, max: 8, step: 0.1, on: (value) => this.set({ w: value }) })}
      ${slider({ label: html`bias <i>b</i>`, name: "bias b", value: b, min: -20, max: 20, step: 0.1, on: (value) => this.set({ b: value }) })}
      ${slider({ label: html`input <i>x</i>`, name: "input x", value: at, min: -this.reach(f), max: this.reach(f), step: 0.1, on: (value) => this.set({ x: value }) })}
      <p class="nn-w-formula">z = w x + b = ${show(w)} · ${term(at)} ${plus(b)} = ${show(z)}, a = ${letter}(${show(z)}) = <strong>${show(a, 5)}</strong>${f === "leaky_relu" ? `, with α = ${LEAK}` : ""}</p>
      <p class="nn-w-formula">slope in z: ${this.derivative(f, a, z, local)}; in x: w · ${show(local, 5)} = <strong class="nn-w-slope">${show(slope, 5)}</strong></p>
      ${w !== 0 && f !== "relu" && f !== "leaky_relu"
        ? html`<p class="nn-w-formula">midpoint x = −b / w = ${show(-b / w)}, slope there ${f === "sigmoid" ? `w / 4 = ${show(w / 4, 3)}` : `w = ${show(w)}`}</p>`
        : nothing}
    `;
  }

  /** The derivative as the text writes it, with numbers. */
  derivative(f, a, z, local) {
    if (f === "sigmoid") return `a (1 − a) = ${show(a, 4)} · ${show(1 - a, 4)} = ${show(local, 5)}`;
    if (f === "tanh") return `1 − a² = 1 − ${term(a, 4)}² = ${show(local, 5)}`;
    return `${show(local, 5)}, since z ${z > 0 ? "> 0" : "≤ 0"}`;
  }

  /** What is drawn: inputs from −reach to reach. */
  reach = (name) => (this.moving ? 10 : ACTIVATIONS[name].limit);

  /** The input that is looked at, within the drawing. */
  at = ({ f, x }) => inside(x, this.reach(f));

  scales(name, height, span) {
    const width = Math.min(this.width, 560);
    const reach = this.reach(name);
    return { width, x: linear([-reach, reach], [52, width - 14]), y: linear(span, [height - 42, 10]) };
  }

  shade({ f, w, b }, x, y) {
    return flat(f, w, b, ...x.from).map(([from, to]) => svg`<rect class="nn-w-flat" x=${x(from)} y=${y.to[1]} width=${x(to) - x(from)} height=${y.to[0] - y.to[1]}></rect>`);
  }

  curve(state) {
    const { f, w, b } = state;
    const at = this.at(state);
    const { f: apply, span, rise } = ACTIVATIONS[f];
    const height = 240;
    const { width, x, y } = this.scales(f, height, this.moving && rise[1] > 1 && f !== "tanh" ? [-1.5, 10] : span);
    const points = Array.from({ length: 401 }, (_, i) => x.from[0] + ((x.from[1] - x.from[0]) * i) / 400);
    const { a, slope } = neuron(f, w, b, at);
    const clip = `${this.key}-curve`;
    const twentieth = (px) => Math.round(inside(x.invert(px), x.from[1]) * 20) / 20;
    const step = (by) => this.set({ x: inside(Math.round((this.at(this.state) + by) * 100) / 100, x.from[1]) });
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="The activation, with its tangent"
      @pointermove=${(event) => hovers(event) && this.set({ x: twentieth(place(event)[0]) })}>
      <clipPath id=${clip}><rect x=${x.to[0]} y=${y.to[1]} width=${x.to[1] - x.to[0]} height=${y.to[0] - y.to[1]}></rect></clipPath>
      ${this.shade(state, x, y)}
      ${axes({ x, y, xlabel: this.moving ? "input x" : "input x (z = w x + b)", ylabel: "activation a", many: [8, 5] })}
      <g clip-path="url(#${clip})">
        <path class="nn-w-move" d=${path(points.map((v) => [v, apply(v)]), x, y)}></path>
        <path class="nn-w-tangent" d=${path(x.from.map((v) => [v, a + slope * (v - at)]), x, y)}></path>
        <path class="nn-w-line" d=${path(points.map((v) => [v, apply(w * v + b)]), x, y)}></path>
      </g>
      ${handle({
        at: [x(at), y(Math.min(y.from[1], Math.max(y.from[0], a)))],
        label: "point on the curve",
        text: `x ${show(at)}, activation ${show(a, 4)}, slope ${show(slope, 4)}`,
        now: at, min: x.from[0], max: x.from[1],
        to: ([px]) => this.set({ x: twentieth(px) }),
        by: ([right, up]) => step((right + up) * 0.1),
        shape: a > y.from[1] || a < y.from[0] ? svg`<circle class="nn-w-start" r="7"></circle>` : nothing, // beyond the rim
      })}
    </svg>`;
  }

  /** The points, with a gap where the slope jumps. */
  broken({ f, w, b }, points) {
    if (!ACTIVATIONS[f].kink) return points;
    const right = points.findIndex((v) => w * v + b > 0 !== w * points[0] + b > 0);
    return right < 0 ? points : points.toSpliced(right, 0, -b / w - 1e-9, NaN, -b / w + 1e-9);
  }

  slopes(state) {
    const { f, w, b } = state;
    const at = this.at(state);
    const { rise } = ACTIVATIONS[f];
    const height = 170;
    const top = rise[1] * Math.max(1, Math.abs(w));
    const { width, x, y } = this.scales(f, height, w < 0 ? [-top, 0] : [0, top]);
    const points = Array.from({ length: 401 }, (_, i) => x.from[0] + ((x.from[1] - x.from[0]) * i) / 400);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} aria-hidden="true">
      ${this.shade(state, x, y)}
      ${axes({ x, y, xlabel: "input x", ylabel: "slope in x", many: [8, 4] })}
      <path class="nn-w-tangent" d=${path(this.broken(state, points).map((v) => [v, neuron(f, w, b, v).slope]), x, y)}></path>
      <circle class="nn-w-here-dot" cx=${x(at)} cy=${y(neuron(f, w, b, at).slope)} r="6"></circle>
    </svg>`;
  }
}

const inside = (v, reach) => Math.min(reach, Math.max(-reach, v));

customElements.define("nn-activation-lab", ActivationLab);
