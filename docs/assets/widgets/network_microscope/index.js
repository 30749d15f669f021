// A look into small networks: each node and each edge with its numbers, the matrix form beside them, and the bias of
// one neuron as its threshold.

import { Widget } from "../shared/base.js";
import { button, choices, more, slider } from "../shared/controls.js";
import { choice, number, numbers, matrix as table } from "../shared/fields.js";
import { html } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { send } from "../shared/pulses.js";
import { graph, product, SUMS, threshold } from "./drawing.js";
import { forward, judge } from "./maths.js";
import { inWords, letter, MODES, reading, said, saidOfThreshold, score, TASKS, thresholds } from "./words.js";

// The tests compute with what readers get.
export * from "./maths.js";

/** @typedef {"W" | "W1" | "W2"} Weights */
/** @typedef {"b" | "b1" | "b2"} Biases */
/** @typedef {import("./maths.js").Layer & { names: { W: Weights, b: Biases } }} Layer With its names in the state. */
/** @typedef {{ l: number, i: number, j?: number }} Picked A node of layer l, or an edge from there, to node j. */

/**
 * @typedef {Record<Weights, number[][]> & Record<Biases | "x", number[]> & Other} State
 * @typedef {object} Other
 * @property {"no-hidden" | "hidden" | "bias"} mode
 * @property {string} pick what is looked at: "node-20" or "edge-110"
 * @property {number} sum of the one neuron
 * @property {number} bias of the one neuron
 */

const BY_KEYS = "Point at a node or an edge, tap it, or go from one to the next with the arrow keys.";
const FREE = { min: -20, max: 20 };

/** @extends {Widget<State>} */
export class NetworkMicroscope extends Widget {
  static title = "Network microscope";

  /** What was in the network when it was drawn last: something else flows through it. */
  drawn = "";

  /** @param {import("../shared/base.js").Settings} settings */
  fields({ mode = "no-hidden" }) {
    const size = (/** @type {number} */ rows, /** @type {number} */ columns) => ({
      ...FREE,
      rows: [rows, rows],
      columns: [columns, columns],
    });
    const nodes = ["00", "01", "10", "11", "20"].map((place) => `node-${place}`);
    const edges = ["000", "001", "010", "011", "100", "110"].map((place) => `edge-${place}`);
    const names = MODES.map(([name]) => name);
    return {
      mode: choice(mode, names),
      pick: choice(mode === "hidden" ? "node-20" : "node-10", [...nodes, ...edges]),
      x: numbers([1, 1], FREE),
      W: table([[2], [2]], size(2, 1)),
      b: numbers([-1], FREE),
      W1: table(Array(2).fill([1, 1]), size(2, 2)),
      b1: numbers([0, -1], FREE),
      W2: table([[4], [-8]], size(2, 1)),
      b2: numbers([-2], FREE),
      sum: number(16.8, { min: SUMS[0], max: SUMS[1] }),
      bias: number(-10, FREE),
    };
  }

  /** @param {State} state */
  task({ mode }) {
    return TASKS[mode];
  }

  /**
   * The layers of the network that is shown.
   * @param {State} state
   * @returns {Layer[]}
   */
  layers(state) {
    if (state.mode !== "hidden") return [{ W: state.W, b: state.b, f: "sigmoid", names: { W: "W", b: "b" } }];
    return [
      { W: state.W1, b: state.b1, f: "relu", names: { W: "W1", b: "b1" } },
      { W: state.W2, b: state.b2, f: "sigmoid", names: { W: "W2", b: "b2" } },
    ];
  }

  /**
   * What is looked at; the output if the choice is not in this network.
   * @param {State} state
   * @param {Layer[]} layers
   * @returns {Picked}
   */
  picked({ pick }, layers) {
    const [kind, digits] = pick.split("-");
    const [l, i, j] = [...digits].map(Number);
    if (kind === "edge") return l < layers.length && j < layers[l].b.length ? { l, i, j } : { l: layers.length, i: 0 };
    const size = l === 0 ? 2 : (layers[l - 1]?.b.length ?? 0);
    return i < size ? { l, i } : { l: layers.length, i: 0 };
  }

  /**
   * @param {Weights} name
   * @param {number} i
   * @param {number} j
   * @param {number} value
   */
  weight(name, i, j, value) {
    const rows = this.state[name];
    this.set({ [name]: rows.with(i, rows[i].with(j, value)) });
  }

  /**
   * @param {Biases} name
   * @param {number} i
   * @param {number} value
   */
  bias(name, i, value) {
    this.set({ [name]: this.state[name].with(i, value) });
  }

  paint() {
    super.paint();
    const { mode, x } = this.state;
    const now = `${mode} ${x}`;
    if (this.drawn.startsWith(`${mode} `) && this.drawn !== now) this.flow();
    this.drawn = now;
  }

  /** Let the signal go through the network, layer by layer. */
  flow() {
    if (!this.calm && !this.sliding) send(this.ui);
  }

  /** @param {State} state */
  say(state) {
    if (state.mode === "bias") return saidOfThreshold(state);
    const layers = this.layers(state);
    return said(this.teller(state)(this.picked(state, layers), layers, forward(state.x, layers)), layers);
  }

  /**
   * What tells of the node or edge that is looked at: words, where the chapter has no symbols yet.
   * @param {State} state
   */
  teller({ mode }) {
    return this.settings.plain !== undefined && mode === "no-hidden" ? inWords : reading;
  }

  /** @param {State} state */
  draw(state) {
    return html`${choices({
      legend: "Look at",
      group: `${this.key}-mode`,
      value: state.mode,
      options: MODES,
      modes: true,
      strip: true,
      on: (mode) => this.set({ mode, pick: mode === "hidden" ? "node-20" : "node-10" }),
    })}
    ${state.mode === "bias" ? this.neuron(state) : this.network(state)}`;
  }

  /** @param {State} state */
  network(state) {
    const layers = this.layers(state);
    const pass = forward(state.x, layers);
    const picked = this.picked(state, layers);
    const small = this.width < 420;
    const tell = this.teller(state);
    const matrices = layers.map((_, l) => product(this, picked, layers, pass, l));
    return html`
      <p class="nn-w-note">
        ${small ? "Tap a node or an edge." : BY_KEYS} Blue edges have positive weights, orange ones negative; the wider,
        the larger.
      </p>
      ${graph(this, picked, layers, pass)}
      <div class="nn-w-both nn-w-scope">
        <div class="nn-w-read">
          <div class="nn-w-lens">
            ${tell(picked, layers, pass).map((line) => html`<p class="nn-w-formula">${line}</p>`)}
          </div>
          ${this.lever(picked, layers)} ${this.switches(state)}
        </div>
        <div class="nn-w-tally">
          ${this.answers(layers)}
          <div>
            <p class="nn-w-total">${score(layers)}</p>
            ${button({ label: "Send the signal", on: () => this.flow() })}
          </div>
        </div>
      </div>
      ${small || tell === inWords ? more(matrices, "The same as matrices") : matrices}
    `;
  }

  /** @param {State} state */
  switches({ x }) {
    return choices({
      legend: "Switches",
      group: `${this.key}-state`,
      value: x.join(),
      options: [
        ["0,0", "both down"],
        ["1,0", "first up"],
        ["0,1", "second up"],
        ["1,1", "both up"],
      ],
      strip: true,
      on: (text) => this.set({ x: text.split(",").map(Number) }),
    });
  }

  /**
   * What the network answers in each of the four states.
   * @param {Layer[]} layers
   */
  answers(layers) {
    return html`<table class="nn-w-levers" aria-label="The four states">
      <thead>
        <tr>
          <th scope="col">switches</th><th scope="col">light</th><th scope="col">output</th><th scope="col">answer</th>
        </tr>
      </thead>
      <tbody>
        ${judge(layers).map(
          ({ x, on, p, right }) =>
            html`<tr>
              <th scope="row">${x.join(", ")}</th>
              <td>${on ? "on" : "off"}</td>
              <td>${show(p, 2)}</td>
              <td>${right ? "right" : html`<strong>wrong</strong>`}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /**
   * A slider for the number that belongs to what is looked at: an input, a bias or a weight.
   * @param {Picked} picked
   * @param {Layer[]} layers
   */
  lever({ l, i, j }, layers) {
    const last = layers.length;
    const range = { min: -10, max: 10, step: 0.1 };
    if (j !== undefined) {
      const { W, names } = layers[l];
      return slider({
        label: "weight",
        name: `weight from ${letter(l, i, last)} to ${letter(l + 1, j, last)}`,
        value: W[i][j],
        ...range,
        on: (w) => this.weight(names.W, i, j, w),
      });
    }
    if (l === 0) {
      return slider({
        label: "input",
        name: `input ${letter(l, i, last)}`,
        value: this.state.x[i],
        ...range,
        on: (x) => this.set({ x: this.state.x.with(i, x) }),
      });
    }
    const { b, names } = layers[l - 1];
    return slider({
      label: "bias",
      name: `bias of ${letter(l, i, last)}`,
      value: b[i],
      ...range,
      on: (bias) => this.bias(names.b, i, bias),
    });
  }

  /** @param {State} state */
  neuron(state) {
    return html`${threshold(this, state)}
      <p class="nn-w-note">Dashed: the biases 0 and −15. The upright line is the threshold −b.</p>
      ${slider({
        label: html`bias <i>b</i>`,
        name: "bias b",
        value: state.bias,
        min: -20,
        max: 20,
        step: 0.5,
        on: (bias) => this.set({ bias }),
      })}
      ${slider({
        label: html`sum <i>s</i>`,
        name: "weighted sum s",
        value: state.sum,
        min: SUMS[0],
        max: SUMS[1],
        step: 0.1,
        on: (sum) => this.set({ sum }),
      })}
      ${thresholds(state)}`;
  }
}

customElements.define("nn-network-microscope", NetworkMicroscope);
