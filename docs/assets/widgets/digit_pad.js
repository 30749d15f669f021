// A pad to draw a digit on, and all that a trained network makes of it: the picture as it sees it, every activation, ten
// probabilities, and for each node of the first layer what its weights do with the pixels.

import { render } from "../vendor/lit-html/lit-html.js";
import { Widget, html, nothing } from "./base.js";
import { button, choices, slider, toggle } from "./controls.js";
import { fetched } from "./digit_data.js";
import { SIDE, UNITS, centred, forward, inked, mixed, node, noisy, uncentred } from "./digit_maths.js";
import { isFull, listeners, paintPad, paintPixels, strokes } from "./digit_pad_drawing.js";
import { choice, flag, number, numbers } from "./fields.js";
import { fixed, show } from "./numbers.js";

const NETWORKS = [["small", "784-16-16-10"], ["wide", "784-100-10"]];
const EACH = 20; // so many images of each digit, in the order of the digits, lie beside the page
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

class DigitPad extends Widget {
  static title = "Digit pad";

  /** What has been fetched, by name. */
  ready = {};

  /** Whoever draws leaves the test image. */
  pad = listeners(
    () => this.state,
    (changes) => this.set("drawing" in changes ? { ...changes, real: -1 } : changes),
  );

  fields() {
    return {
      net: choice("small", NETWORKS.map(([name]) => name)),
      drawing: strokes(),
      real: number(7 * EACH, { min: -1, max: 10 * EACH - 1, whole: true }), // a test image; −1 for none
      centre: flag(true),
      to: number(9, { min: 0, max: 9, whole: true }), // the digit that the picture is mixed with
      mix: number(0, { min: 0, max: 1 }),
      noise: number(0, { min: 0, max: 1 }),
      seed: number(1, { min: 1, max: 9999, whole: true }),
      pick: number(2, { min: 0, max: 99, whole: true }),
      pen: numbers([UNITS / 2, UNITS / 4], { min: 0, max: UNITS - 1 }),
      down: flag(false),
    };
  }

  task = () => ({
    task: "Draw a 7 so that it fills the pad, then a small one in a corner. Look at the answers. Then switch “centre and scale” off.",
    answer: "Centred and scaled, the small 7 is much like the large one. Without that its pixels fall on weights that have learned something else, or nothing: the answer changes, and the network may be as sure of it as before. What looks the same to you is for it another row of 784 numbers.",
  });

  /** Draw if all that it takes is there; until then leave what is shown. */
  paint() {
    const missing = ["digits", this.state.net].filter((name) => !this.ready[name]);
    if (missing.length) {
      this.fetch(missing);
      return;
    }
    this.classList.remove("nn-failed");
    super.paint();
    for (const canvas of this.ui.querySelectorAll("canvas[data-shows]")) {
      const [values, signed] = this.pixels[canvas.dataset.shows];
      paintPixels(canvas, values, signed);
    }
    const board = this.ui.querySelector(".nn-w-pad canvas");
    const { drawing, real } = this.state;
    if (this.painted?.board === board && this.painted.drawing === drawing && this.painted.real === real) return;
    this.painted = { board, drawing, real };
    paintPad(board, drawing, drawing.length ? undefined : this.ready.digits.images[real]);
  }

  async fetch(names) {
    if (this.waiting) return;
    this.waiting = true;
    if (!this.ui.querySelector(".nn-w")) {
      this.classList.add("nn-failed"); // the figure stands in while the reader waits
      render(html`<p class="nn-w-problem" role="status">The network’s weights are being fetched.</p>`, this.ui);
    }
    const results = await Promise.allSettled(names.map(fetched));
    this.waiting = false;
    results.forEach(({ value }, k) => value && (this.ready[names[k]] = value));
    const failed = names.filter((name) => !this.ready[name]);
    const problem = results.find(({ reason }) => reason)?.reason;
    if (!this.isConnected) return;
    if (failed.join() === "wide") {
      this.trouble = `The network 784-100-10 is not there: ${problem.message}. This is 784-16-16-10.`;
      this.set({ net: "small" });
    } else if (problem) this.give(problem);
    else this.redraw();
  }

  /** Without weights there is nothing to show but the figure. */
  give(problem) {
    this.classList.add("nn-failed");
    render(
      html`<p class="nn-w-problem" role="alert">
        The digit pad cannot start: ${problem.message}. The figure shows one digit in its place.
        <button type="button" @click=${() => this.redraw()}>Try again</button>
      </p>`,
      this.ui,
    );
  }

  /** The picture that the network sees. */
  picture({ drawing, real, centre, to, mix, noise, seed }) {
    const { images } = this.ready.digits;
    let picture = images[real] ?? new Float64Array(SIDE * SIDE);
    if (drawing.length) {
      if (this.read?.drawing !== drawing) this.read = { drawing, ink: inked(drawing) };
      picture = (centre ? centred : uncentred)(this.read.ink);
    }
    if (mix > 0) picture = mixed(picture, images[to * EACH + 1], mix);
    return noise > 0 ? noisy(picture, noise, seed) : picture;
  }

  /** All that is shown: the picture, the pass through the network, the answer and the next best. */
  computed(state) {
    const { layers, count } = this.ready[state.net];
    const x = this.picture(state);
    const pass = forward(layers, x);
    const chances = pass.a.at(-1);
    const order = DIGITS.toSorted((i, j) => chances[j] - chances[i]);
    const pick = Math.min(state.pick, layers[0].b.length - 1);
    return { layers, count, x, ...pass, chances, order, pick };
  }

  say(state) {
    if (!this.ready[state.net] || !this.ready.digits) return "The network’s weights are being fetched.";
    const { chances, order, z, pick } = this.computed(state);
    const [first, second] = order;
    const column = (value) => Math.floor((value * SIDE) / UNITS) + 1;
    const drawing = document.activeElement?.matches(".nn-w-pad") && this.contains(document.activeElement);
    const pen = drawing ? `Pen ${state.down ? "down" : "up"}, column ${column(state.pen[0])}, row ${column(state.pen[1])} of ${SIDE}. ` : "";
    return `${pen}The network reads a ${first}, ${percent(chances[first])}, then ${second}, ${percent(chances[second])}. Node ${pick + 1} has the activation ${show(Math.max(0, z[0][pick]))}.`;
  }

  draw(state) {
    const seen = this.computed(state);
    this.pixels = { seen: [seen.x, false] };
    return html`
      <div class="nn-w-row">
        ${choices({
          legend: "Network",
          group: `${this.key}-net`,
          value: state.net,
          options: NETWORKS,
          modes: true,
          on: (net) => {
            this.trouble = undefined;
            this.set({ net });
          },
        })}
        <span class="nn-w-note">${seen.count.toLocaleString("en")} numbers, ${Math.round((4 * seen.count) / 1000)} kB</span>
      </div>
      ${this.trouble ? html`<p class="nn-w-refusal" role="alert">${this.trouble}</p>` : nothing}
      <div class="nn-w-digit">
        ${this.real(state)}
        <div class="nn-w-ins">${this.board(state)}${this.mixing(state)}</div>
        <div class="nn-w-sees">
          <p class="nn-w-name">What it sees</p>
          <canvas data-shows="seen" width=${SIDE} height=${SIDE} role="img" aria-label="The picture that the network sees, ${SIDE} by ${SIDE} pixels"></canvas>
          ${toggle({ label: "centre and scale", value: state.centre, on: (centre) => this.set({ centre }) })}
        </div>
        ${this.chances(seen)}
        ${this.layers(seen)}
        ${this.node(seen)}
      </div>
    `;
  }

  /** The pad, with what it holds and how to take it back. */
  board({ drawing, real, pen, down }) {
    const label = drawing.length || real < 0 ? undefined : this.ready.digits.labels[real];
    const help = `${this.key}-help`;
    return html`<div class="nn-w-board">
      <p class="nn-w-name">${label === undefined ? "Draw a digit" : html`A test image, labelled ${label}. Draw your own`}</p>
      <div
        class="nn-w-pad"
        role="application"
        aria-label="Drawing pad"
        aria-describedby=${help}
        tabindex="0"
        @pointerdown=${this.pad.pointerdown}
        @pointermove=${this.pad.pointermove}
        @pointerup=${this.pad.pointerup}
        @pointercancel=${this.pad.pointerup}
        @keydown=${this.pad.keydown}
      >
        <canvas width=${UNITS} height=${UNITS} aria-hidden="true"></canvas>
        <span class="nn-w-tip ${down ? "nn-w-lit" : ""}" style="left: ${(100 * pen[0]) / UNITS}%; top: ${(100 * pen[1]) / UNITS}%"></span>
      </div>
      <p class="nn-w-note nn-w-keys" id=${help}>
        Arrow keys move the pen, with Shift further; the space bar lowers and lifts it; Backspace takes a stroke back.
      </p>
      <div class="nn-w-row">
        ${button({ label: "Undo", name: "undo the last stroke", disabled: !drawing.length, on: () => this.set({ drawing: this.state.drawing.slice(0, -1), down: false }) })}
        ${button({ label: "Clear", name: "clear the pad", disabled: !drawing.length && real < 0, on: () => this.set({ drawing: [], real: -1, down: false }) })}
        ${isFull(drawing) ? html`<span class="nn-w-note" role="alert">The pad is full.</span>` : nothing}
      </div>
    </div>`;
  }

  /** The ten bars. */
  chances({ chances, order }) {
    const [first] = order;
    return html`<div class="nn-w-says">
      <p class="nn-w-name nn-w-answer">It reads a <strong>${first}</strong></p>
      <table class="nn-w-chances" aria-label="Probabilities">
        <tbody>
          ${DIGITS.map(
            (digit) =>
              html`<tr class=${digit === first ? "nn-w-best-row" : ""}>
                <th scope="row">${digit}</th>
                <td><span style="--nn-share: ${chances[digit].toFixed(4)}"></span></td>
                <td>${percent(chances[digit])}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** The hidden layers. The nodes of the first are one stop of the Tab key; arrow keys go from node to node. */
  layers({ a, layers, pick }) {
    const most = a.map((values) => Math.max(...values) || 1);
    const tint = (l, j) => `--nn-share: ${((100 * a[l][j]) / most[l]).toFixed(1)}%`;
    const wide = layers[0].b.length > 16 ? "nn-w-many" : "";
    return html`<div class="nn-w-hidden">
      <div>
        <p class="nn-w-name">${layers[0].b.length} nodes: choose one</p>
        <div class="nn-w-cells ${wide}" role="group" aria-label="First hidden layer" @keydown=${(event) => this.walk(event)}>
          ${Array.from(a[1], (value, j) =>
            html`<button
              type="button"
              tabindex=${j === pick ? 0 : -1}
              aria-pressed=${j === pick}
              aria-label="node ${j + 1}, activation ${show(value)}"
              style=${tint(1, j)}
              @click=${() => this.set({ pick: j })}
            ></button>`)}
        </div>
      </div>
      ${a.slice(2, -1).map((values, l) => {
        const list = Array.from(values, (value) => show(value)).join(", ");
        return html`<div>
          <p class="nn-w-name">${values.length} nodes</p>
          <div class="nn-w-cells" role="img" aria-label="Second hidden layer, activations ${list}">
            ${Array.from(values, (_, j) => html`<span style=${tint(l + 2, j)}></span>`)}
          </div>
        </div>`;
      })}
    </div>`;
  }

  walk(event) {
    const cells = [...event.currentTarget.children];
    const down = event.currentTarget.classList.contains("nn-w-many") ? 10 : 4;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -down, ArrowDown: down }[event.key];
    const next = steps && cells[cells.indexOf(event.target) + steps];
    if (!next) return;
    event.preventDefault();
    this.set({ pick: cells.indexOf(next) });
    next.focus();
  }

  /** What the chosen node does with the pixels. */
  node({ layers, x, z, a, pick }) {
    const { weights, products, bias, blue, orange } = node(layers[0], x, pick);
    this.pixels.weights = [weights, true];
    this.pixels.products = [products, true];
    const sum = z[0][pick];
    const picture = (shows, name, label) =>
      html`<div><p class="nn-w-name">${name}</p><canvas data-shows=${shows} width=${SIDE} height=${SIDE} role="img" aria-label=${label}></canvas></div>`;
    return html`<div class="nn-w-node" role="group" aria-label="Node ${pick + 1}">
      ${picture("weights", html`weights of node ${pick + 1}`, `The 784 weights of node ${pick + 1}, blue above zero, orange below`)}
      ${picture("products", html`weight × pixel`, `Weight times pixel: blue adds up to ${show(blue)}, orange to ${show(orange)}`)}
      <div class="nn-w-sum">
        <p class="nn-w-formula"><span class="nn-w-for">blue ${fixed(blue)}</span>, <span class="nn-w-now">orange ${fixed(orange)}</span>, bias ${fixed(bias)}</p>
        <p class="nn-w-formula"><i>z</i> = <span class="nn-w-for">${fixed(blue)}</span> − <span class="nn-w-now">${fixed(-orange)}</span> ${bias < 0 ? "−" : "+"} ${fixed(Math.abs(bias))} = ${fixed(sum)}</p>
        <p class="nn-w-formula"><i>a</i> = ReLU(${fixed(sum)}) = <strong>${fixed(a[1][pick])}</strong></p>
      </div>
    </div>`;
  }

  /** Test images, one after another. */
  real({ drawing, real }) {
    const shown = drawing.length || real < 0 ? undefined : Math.floor(real / EACH);
    return html`<div class="nn-w-row nn-w-real" role="group" aria-label="Show me a real digit">
      <span class="nn-w-note">Show me a real</span>
      ${DIGITS.map((digit) => button({ label: digit, name: `a real ${digit}`, pressed: digit === shown, on: () => this.another(digit) }))}
    </div>`;
  }

  /** The next real example of a digit. */
  another(digit) {
    const { real, drawing } = this.state;
    const here = !drawing.length && Math.floor(real / EACH) === digit;
    this.set({ real: digit * EACH + (here ? (real + 1) % EACH : 0), drawing: [], down: false });
  }

  /** What is done with the picture before the network sees it. */
  mixing({ to, mix, noise }) {
    return html`<div class="nn-w-mixing">
      ${choices({ legend: "Morph into a", group: `${this.key}-to`, value: to, options: DIGITS.map((digit) => [digit, digit]), on: (digit) => this.set({ to: digit }) })}
      ${slider({ label: `share of ${to}`, name: `share of the ${to}`, value: mix, min: 0, max: 1, step: 0.02, on: (share) => this.set({ mix: share }) })}
      ${slider({ label: "noise", name: "share of noise", value: noise, min: 0, max: 1, step: 0.02, on: (share) => this.set({ noise: share }) })}
      ${button({ label: "Other noise", on: () => this.set({ seed: (this.state.seed % 9999) + 1 }) })}
    </div>`;
  }
}

/** A probability; never rounded to certainty. */
function percent(chance) {
  if (chance > 0.9995) return "> 99.9 %";
  return chance < 0.0005 ? "< 0.1 %" : `${fixed(100 * chance, 1)} %`;
}

customElements.define("nn-digit-pad", DigitPad);
