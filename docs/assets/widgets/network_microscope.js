// A look into small networks: each node and each edge with its numbers, the matrix form beside them, and the bias of
// one neuron as its threshold.

import { Widget, html, svg } from "./base.js";
import { choices, handle, hovers, matrix, slider } from "./controls.js";
import { choice, matrix as table, number, numbers } from "./fields.js";
import { FUNCTIONS, forward, judge, sigmoid } from "./microscope_maths.js";
import { plus, show, term } from "./numbers.js";
import { axes, linear, path } from "./plot.js";

const MODES = [["no-hidden", "no hidden layer"], ["hidden", "one hidden layer"], ["bias", "one bias"]];
const FREE = { min: -20, max: 20 };
const SUMS = [-25, 25];

const TASKS = {
  "no-hidden": {
    task: "The light is on if exactly one switch is up. Change the weights and the bias. How many of the four states can you get right?",
    answer: "Three at most. With both weights 2 and the bias −1, for example, only “both up” is wrong. The text proves that no choice does better.",
  },
  hidden: {
    task: "All four states are right. Take the edge from the second hidden node to the output and bring its weight of −8 up towards 0. At which weight does the network fail, and in which state?",
    answer: "From −6 on, with both switches up: the output then adds up to 4 · 2 − 6 · 1 − 2 = 0, and above that the sigmoid is more than one half. Without the second hidden node the network is blind to “too many”.",
  },
  bias: {
    task: "Which bias makes a sum of 3 light the neuron up, but no sum below 3? What does the curve do on the way?",
    answer: "b = −3, since the threshold is −b. The curve slides to the side and keeps its shape.",
  },
};

const SUBSCRIPTS = ["₁", "₂"];

class NetworkMicroscope extends Widget {
  static title = "Network microscope";

  fields({ mode = "no-hidden" }) {
    const size = (rows, columns) => ({ ...FREE, rows: [rows, rows], columns: [columns, columns] });
    const nodes = ["00", "01", "10", "11", "20"].map((place) => `node-${place}`);
    const edges = ["000", "001", "010", "011", "100", "110"].map((place) => `edge-${place}`);
    return {
      mode: choice(mode, MODES.map(([name]) => name)),
      pick: choice(mode === "hidden" ? "node-20" : "node-10", [...nodes, ...edges]),
      x: numbers([1, 1], FREE),
      W: table([[2], [2]], size(2, 1)),
      b: numbers([-1], FREE),
      W1: table([[1, 1], [1, 1]], size(2, 2)),
      b1: numbers([0, -1], FREE),
      W2: table([[4], [-8]], size(2, 1)),
      b2: numbers([-2], FREE),
      sum: number(16.8, { min: SUMS[0], max: SUMS[1] }),
      bias: number(-10, FREE),
    };
  }

  task = ({ mode }) => TASKS[mode];

  /** The layers of the network that is shown, each with the names of its weights and biases in the state. */
  layers(state) {
    const named = state.mode === "hidden" ? [["W1", "b1", "relu"], ["W2", "b2", "sigmoid"]] : [["W", "b", "sigmoid"]];
    return named.map(([W, b, f]) => ({ W: state[W], b: state[b], f, names: [W, b] }));
  }

  /** What is looked at: a node `{ l, i }` or an edge `{ l, i, j }`; the output if the choice is not in this network. */
  picked({ pick }, layers) {
    const [kind, digits] = pick.split("-");
    const [l, i, j] = [...digits].map(Number);
    if (kind === "edge") return l < layers.length && j < layers[l].b.length ? { l, i, j } : { l: layers.length, i: 0 };
    const size = l === 0 ? 2 : (layers[l - 1]?.b.length ?? 0);
    return i < size ? { l, i } : { l: layers.length, i: 0 };
  }

  letter = (l, i, last) => (l === 0 ? `x${SUBSCRIPTS[i]}` : l === last ? "p" : `h${SUBSCRIPTS[i]}`);

  say(state) {
    if (state.mode === "bias") return `Sum ${show(state.sum)}, bias ${show(state.bias)}: activation ${show(sigmoid(state.sum + state.bias), 3)}.`;
    const layers = this.layers(state);
    return `${this.reading(state, layers, forward(state.x, layers)).join(" ")} Right in ${judge(layers).filter(({ right }) => right).length} of 4 states.`;
  }

  draw(state) {
    return html`${choices({
      legend: "Look at",
      group: `${this.key}-mode`,
      value: state.mode,
      options: MODES,
      modes: true,
      on: (mode) => this.set({ mode, pick: mode === "hidden" ? "node-20" : "node-10" }),
    })}
    ${state.mode === "bias" ? this.threshold(state) : this.network(state)}`;
  }

  network(state) {
    const layers = this.layers(state);
    const pass = forward(state.x, layers);
    const answers = judge(layers);
    return html`
      <p class="nn-w-note">Point at a node or an edge, tap it, or go from one to the next with the arrow keys.</p>
      ${this.graph(state, layers, pass)}
      <div class="nn-w-lens">${this.reading(state, layers, pass).map((line) => html`<p class="nn-w-formula">${line}</p>`)}</div>
      ${this.lever(state, layers)}
      ${layers.map((layer, l) => this.product(state, layer, l, pass, layers.length))}
      ${choices({
        legend: "Switches",
        group: `${this.key}-state`,
        value: state.x.join(),
        options: [["0,0", "both down"], ["1,0", "first up"], ["0,1", "second up"], ["1,1", "both up"]],
        on: (text) => this.set({ x: text.split(",").map(Number) }),
      })}
      <table class="nn-w-levers" aria-label="The four states">
        <thead><tr><th scope="col">switches</th><th scope="col">light</th><th scope="col">output</th><th scope="col">answer</th></tr></thead>
        <tbody>
          ${answers.map(
            ({ x, on, p, right }) =>
              html`<tr><th scope="row">${x.join(", ")}</th><td>${on ? "on" : "off"}</td><td>${show(p, 2)}</td><td>${right ? "right" : html`<strong>wrong</strong>`}</td></tr>`,
          )}
        </tbody>
      </table>
      <p class="nn-w-total">Right in ${answers.filter(({ right }) => right).length} of 4 states.</p>
    `;
  }

  graph(state, layers, { a }) {
    const width = Math.min(this.width, 520);
    const height = 210;
    const last = layers.length;
    const picked = this.picked(state, layers);
    const at = (l, i) => [46 + ((width - 92) * l) / last, a[l].length === 1 ? 118 : 66 + 104 * i];
    // From input to output. One stop of the Tab key: the part that is looked at stays chosen when the reader goes on.
    const order = a.flatMap((values, l) => [
      ...values.map((_, i) => `node-${l}${i}`),
      ...(layers[l]?.W.flatMap((row, i) => row.map((_, j) => `edge-${l}${i}${j}`)) ?? []),
    ]);
    const item = (id, lit, label, inside) => svg`<g class="nn-w-item" role="button" tabindex=${lit ? 0 : -1} data-part=${id} aria-pressed=${lit} aria-label=${label}
      @pointermove=${(event) => hovers(event) && this.state.pick !== id && this.set({ pick: id })}
      @focus=${() => this.set({ pick: id })} @click=${() => this.set({ pick: id })}
      @keydown=${(event) => {
        const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!steps) return;
        event.preventDefault();
        this.querySelector(`[data-part="${order[order.indexOf(id) + steps] ?? id}"]`).focus();
      }}>${inside}</g>`;
    const edges = layers.flatMap(({ W }, l) => W.flatMap((row, i) => row.map((w, j) => ({ w, l, i, j }))));
    const into = (l, i, j) => (picked.j === undefined ? picked.l === l + 1 && picked.i === j : picked.l === l && picked.i === i && picked.j === j);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="The network">
      <g class="nn-w-axes" aria-hidden="true">
        ${["input", ...(last === 2 ? ["hidden"] : []), "output"].map((head, l) => svg`<text x=${at(l, 0)[0]} y="18" text-anchor="middle">${head}</text>`)}
      </g>
      ${edges.map(({ w, l, i, j }) => {
        const [x0, y0] = at(l, i);
        const [x1, y1] = at(l + 1, j);
        const share = i === j || layers[l].b.length === 1 ? 0.5 : 0.3; // crossing edges keep their numbers apart
        const lit = into(l, i, j);
        return item(
          `edge-${l}${i}${j}`,
          picked.l === l && picked.i === i && picked.j === j,
          `edge from ${this.letter(l, i, last)} to ${this.letter(l + 1, j, last)}, weight ${show(w)}`,
          svg`<g aria-hidden="true"><line class="nn-w-target" x1=${x0} y1=${y0} x2=${x1} y2=${y1}></line>
            <line class="nn-w-edge ${lit ? "nn-w-lit" : ""}" x1=${x0} y1=${y0} x2=${x1} y2=${y1}></line>
            <text class="nn-w-value" x=${x0 + share * (x1 - x0)} y=${y0 + share * (y1 - y0) + 4}>${show(w)}</text></g>`,
        );
      })}
      ${a.flatMap((values, l) =>
        values.map((value, i) => {
          const [cx, cy] = at(l, i);
          const lit = picked.j === undefined && picked.l === l && picked.i === i;
          const bias = l > 0 ? `, bias ${show(layers[l - 1].b[i])}` : "";
          const circle = svg`<circle class="nn-w-node ${lit ? "nn-w-lit" : ""}" cx=${cx} cy=${cy} r="25"></circle>`;
          return svg`${item(`node-${l}${i}`, lit, `${this.letter(l, i, last)}, holds ${show(value)}${bias}`, circle)}
            <g aria-hidden="true" pointer-events="none">
              <text x=${cx} y=${cy + 5} text-anchor="middle">${show(value)}</text>
              <text class="nn-w-faintly" x=${cx} y=${cy - 30} text-anchor="middle">${this.letter(l, i, last)}${bias && `, b = ${show(layers[l - 1].b[i])}`}</text>
            </g>`;
        }),
      )}
    </svg>`;
  }

  /** Lines about the node or edge that is looked at, as the text writes them. */
  reading(state, layers, { z, a }) {
    const { l, i, j } = this.picked(state, layers);
    const last = layers.length;
    if (j !== undefined) {
      const w = layers[l].W[i][j];
      const [from, to] = [this.letter(l, i, last), this.letter(l + 1, j, last)];
      return [
        `Edge from ${from} to ${to}: weight ${show(w)}.`,
        `It carries ${show(w)} · ${term(a[l][i])} = ${show(w * a[l][i], 4)} to ${to}, whose sum is z = ${show(z[l][j], 4)}.`,
      ];
    }
    const name = this.letter(l, i, last);
    if (l === 0) return [`Input ${name} = ${show(a[0][i])}.`, "It computes nothing: it holds a number of the example."];
    const { W, b, f } = layers[l - 1];
    const products = a[l - 1].map((value, k) => `${term(W[k][i])} · ${term(value)}`).join(" + ");
    return [
      `${last === l ? "Output" : "Hidden node"} ${name}: z = ${products} ${plus(b[i])} = ${show(z[l - 1][i], 4)},`,
      `${name} = ${FUNCTIONS[f].name}(${show(z[l - 1][i], 4)}) = ${show(a[l][i], 4)}.`,
    ];
  }

  /** A slider for the number that belongs to what is looked at: an input, a bias or a weight. */
  lever(state, layers) {
    const { l, i, j } = this.picked(state, layers);
    const last = layers.length;
    const range = { min: -10, max: 10, step: 0.1 };
    if (j !== undefined) {
      const [W] = layers[l].names;
      return slider({ label: "weight", name: `weight from ${this.letter(l, i, last)} to ${this.letter(l + 1, j, last)}`, value: layers[l].W[i][j], ...range, on: (w) => this.set({ [W]: replaced(this.state[W], i, j, w) }) });
    }
    if (l === 0) return slider({ label: "input", name: `input ${this.letter(l, i, last)}`, value: state.x[i], ...range, on: (x) => this.set({ x: this.state.x.with(i, x) }) });
    const b = layers[l - 1].names[1];
    return slider({ label: "bias", name: `bias of ${this.letter(l, i, last)}`, value: state[b][i], ...range, on: (bias) => this.set({ [b]: this.state[b].with(i, bias) }) });
  }

  /** One layer as the product of matrices, its weights to be edited. */
  product(state, { W, b, f, names }, l, { z, a }, last) {
    const { l: pl, i, j } = this.picked(state, this.layers(state));
    const column = j ?? i;
    const here = j === undefined ? pl === l + 1 : pl === l;
    const mark = (row, k) => (!here || k !== column ? "" : j !== undefined && row === i ? "nn-w-here" : "nn-w-guide");
    const still = (values, digits = 2) =>
      html`<span class="nn-w-row-vector">(${values.map((value, k) => html`${k ? ", " : ""}<span class=${here && k === column ? "nn-w-now" : ""}>${show(value, digits)}</span>`)})</span>`;
    const box = (name, inside) => html`<div class="nn-w-box"><p class="nn-w-name">${name}</p>${inside}</div>`;
    const bold = (name) => html`<i>${name[0]}</i>${name.slice(1)}`;
    return html`<div class="nn-w-equation" role="group" aria-label="Layer ${l + 1} in matrix form">
      ${l === 0
        ? box(html`<i>x</i>`, matrix({ label: "x", value: [state.x], on: (_, k, x) => this.set({ x: this.state.x.with(k, x) }) }))
        : box(html`<i>h</i>`, still(a[l]))}
      ${box(bold(names[0]), matrix({ label: names[0], value: W, mark, on: (r, c, w) => this.set({ [names[0]]: replaced(this.state[names[0]], r, c, w) }) }))}
      <span class="nn-w-sign">+</span>
      ${box(bold(names[1]), matrix({ label: names[1], value: [b], mark: (_, k) => mark(-1, k), on: (_, k, bias) => this.set({ [names[1]]: this.state[names[1]].with(k, bias) }) }))}
      <span class="nn-w-sign">=</span>
      ${box(html`<i>z</i>`, still(z[l]))}
      <span class="nn-w-sign">→</span>
      ${box(html`${FUNCTIONS[f].name}(<i>z</i>) = <i>${l + 1 === last ? "p" : "h"}</i>`, still(a[l + 1], 3))}
    </div>`;
  }

  /** One neuron over its weighted sum: the bias slides the curve. */
  threshold({ sum, bias }) {
    const width = Math.min(this.width, 560);
    const height = 250;
    const x = linear(SUMS, [48, width - 14]);
    const y = linear([0, 1], [height - 44, 14]);
    const curve = (b) => path(Array.from({ length: 201 }, (_, k) => SUMS[0] + k / 4).map((s) => [s, sigmoid(s + b)]), x, y);
    const a = sigmoid(sum + bias);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label="Activation over the weighted sum">
        ${axes({ x, y, xlabel: "weighted sum s = w · x", ylabel: "activation", many: [10, 5] })}
        ${[0, -15].map((b) => svg`<path class="nn-w-move" d=${curve(b)}></path>`)}
        <line class="nn-w-half" x1=${x(-bias)} x2=${x(-bias)} y1=${y(0)} y2=${y(1)}></line>
        <path class="nn-w-line" d=${curve(bias)}></path>
        ${handle({
          at: [x(sum), y(a)],
          label: "weighted sum on the curve",
          text: `sum ${show(sum)}, activation ${show(a, 3)}`,
          now: sum, min: SUMS[0], max: SUMS[1],
          to: ([px]) => this.set({ sum: Math.round(x.invert(px) * 10) / 10 }),
          by: ([right, up]) => this.set({ sum: Math.round((this.state.sum + (right + up) * 0.1) * 10) / 10 }),
        })}
      </svg>
      <p class="nn-w-note">Dashed: the biases 0 and −15. The upright line is the threshold −b.</p>
      ${slider({ label: html`bias <i>b</i>`, name: "bias b", value: bias, min: -20, max: 20, step: 0.5, on: (value) => this.set({ bias: value }) })}
      ${slider({ label: html`sum <i>s</i>`, name: "weighted sum s", value: sum, min: SUMS[0], max: SUMS[1], step: 0.1, on: (value) => this.set({ sum: value }) })}
      <p class="nn-w-formula">z = s + b = ${show(sum)} ${plus(bias)} = ${show(sum + bias)}, a = σ(${show(sum + bias)}) = <strong>${show(a, 3)}</strong></p>
      <p class="nn-w-formula">More than half active if s &gt; −b = ${show(-bias)}: ${sum > -bias ? "it is" : "it is not"}.</p>`;
  }
}

const replaced = (rows, i, j, value) => rows.with(i, rows[i].with(j, value));

customElements.define("nn-network-microscope", NetworkMicroscope);
