// A pad to draw a digit on, and all that a trained network makes of it: the picture as it sees it, every activation,
// ten probabilities, and for each node of the first layer what its weights do with the pixels.

import { Widget } from "../shared/base.js";
import { button, choices, toggle } from "../shared/controls.js";
import { choice, flag, number, numbers } from "../shared/fields.js";
import { html, nothing, render } from "../shared/lit.js";
import { fetched } from "./data.js";
import { bars, board, canvas, chosen, DIGITS, hidden, mixing } from "./drawing.js";
import { centred, forward, inked, mixed, noisy, SIDE, UNITS, uncentred } from "./maths.js";
import { paintPad, paintPixels } from "./pixels.js";
import { listeners, strokes } from "./strokes.js";
import { NETWORKS, said, TASK, WAITING } from "./words.js";

// The tests compute with what readers get.
export { readNpz } from "../shared/npz.js";
export * from "./maths.js";

/** @typedef {import("./maths.js").Picture} Picture */
/** @typedef {import("./data.js").Name} Name */
/** @typedef {"seen" | "weights" | "products"} Shown */

/**
 * @typedef {object} State
 * @property {"small" | "wide"} net
 * @property {import("./maths.js").Drawing} drawing
 * @property {number} real a test image; −1 for none
 * @property {boolean} centre
 * @property {number} to the digit that the picture is mixed with
 * @property {number} mix
 * @property {number} noise
 * @property {number} seed
 * @property {number} pick the node that is looked at
 * @property {number[]} pen
 * @property {boolean} down
 */

/**
 * @typedef {ReturnType<typeof forward> & Answer} Seen All that is shown.
 * @typedef {object} Answer
 * @property {import("./maths.js").Layer[]} layers
 * @property {number} count of the numbers of the network
 * @property {Picture} x
 * @property {Float64Array} chances
 * @property {number[]} order of the digits, the likeliest first
 * @property {number} pick
 */

const EACH = 20; // so many images of each digit, in the order of the digits, lie beside the page

/** @extends {Widget<State>} */
export class DigitPad extends Widget {
  static title = "Digit pad";

  /** @type {Partial<import("./data.js").Fetched>} What has been fetched, by name. */
  ready = {};
  waiting = false;

  /** What is said instead of a network that could not be fetched. */
  trouble = "";

  /** @type {Partial<Record<Shown, { values: Picture, signed: boolean }>>} What the canvases show. */
  pixels = {};

  /** @type {{ board: Element, drawing: State["drawing"], real: number } | undefined} What the pad shows. */
  painted = undefined;

  /** @type {{ drawing: State["drawing"], ink: Float64Array } | undefined} The ink of the last drawing. */
  read = undefined;

  /** Whoever draws leaves the test image. */
  pad = listeners(
    () => this.state,
    (changes) => this.set("drawing" in changes ? { ...changes, real: -1 } : changes),
  );

  fields() {
    const names = NETWORKS.map(([name]) => name);
    return {
      net: choice("small", names),
      drawing: strokes(),
      real: number(7 * EACH, { min: -1, max: 10 * EACH - 1, whole: true }),
      centre: flag(true),
      to: number(9, { min: 0, max: 9, whole: true }),
      mix: number(0, { min: 0, max: 1 }),
      noise: number(0, { min: 0, max: 1 }),
      seed: number(1, { min: 1, max: 9999, whole: true }),
      pick: number(2, { min: 0, max: 99, whole: true }),
      pen: numbers([UNITS / 2, UNITS / 4], { min: 0, max: UNITS - 1 }),
      down: flag(false),
    };
  }

  task() {
    return TASK;
  }

  /** Draw if all that it takes is there; until then leave what is shown. */
  paint() {
    /** @type {Name[]} */
    const wanted = ["digits", this.state.net];
    const missing = wanted.filter((name) => !this.ready[name]);
    if (missing.length) {
      this.fetch(missing);
      return;
    }
    this.classList.remove("nn-failed");
    super.paint();
    for (const one of /** @type {NodeListOf<HTMLCanvasElement>} */ (this.ui.querySelectorAll("canvas[data-shows]"))) {
      const shown = this.pixels[/** @type {Shown} */ (one.dataset.shows)];
      if (shown) paintPixels(one, shown.values, shown.signed);
    }
    this.paintBoard(/** @type {HTMLCanvasElement} */ (this.ui.querySelector(".nn-w-pad canvas")));
  }

  /**
   * The pad is painted anew only when what lies on it has changed.
   * @param {HTMLCanvasElement} board
   */
  paintBoard(board) {
    const { drawing, real } = this.state;
    const { painted } = this;
    if (painted?.board === board && painted.drawing === drawing && painted.real === real) return;
    this.painted = { board, drawing, real };
    paintPad(board, drawing, drawing.length ? undefined : this.ready.digits?.images[real]);
  }

  /** @param {Name[]} names */
  async fetch(names) {
    if (this.waiting) return;
    this.waiting = true;
    if (!this.ui.querySelector(".nn-w")) {
      this.classList.add("nn-failed"); // the figure stands in while the reader waits
      render(html`<p class="nn-w-problem" role="status">${WAITING}</p>`, this.ui);
    }
    const results = await Promise.allSettled(names.map((name) => fetched(name)));
    this.waiting = false;
    let problem = "";
    for (const [k, result] of results.entries()) {
      if (result.status === "fulfilled") Object.assign(this.ready, { [names[k]]: result.value });
      else problem ||= result.reason.message;
    }
    if (!this.isConnected) return;
    const failed = names.filter((name) => !this.ready[name]);
    if (failed.join() === "wide") {
      this.trouble = `The network 784-100-10 is not there: ${problem}. This is 784-16-16-10.`;
      this.set({ net: "small" });
    } else if (problem) this.give(problem);
    else this.redraw();
  }

  /**
   * Without weights there is nothing to show but the figure.
   * @param {string} problem
   */
  give(problem) {
    this.classList.add("nn-failed");
    render(
      html`<p class="nn-w-problem" role="alert">
        The digit pad cannot start: ${problem}. The figure shows one digit in its place.
        <button type="button" @click=${() => this.redraw()}>Try again</button>
      </p>`,
      this.ui,
    );
  }

  /**
   * The picture that the network sees.
   * @param {State} state
   * @param {Picture[]} images
   */
  picture({ drawing, real, centre, to, mix, noise, seed }, images) {
    let picture = images[real] ?? new Float64Array(SIDE * SIDE);
    if (drawing.length) {
      const read = this.read?.drawing === drawing ? this.read : { drawing, ink: inked(drawing) };
      this.read = read;
      picture = (centre ? centred : uncentred)(read.ink);
    }
    if (mix > 0) picture = mixed(picture, images[to * EACH + 1], mix);
    return noise > 0 ? noisy(picture, noise, seed) : picture;
  }

  /**
   * The picture, the pass through the network, the answer and the next best; nothing before all is fetched.
   * @param {State} state
   * @returns {Seen | undefined}
   */
  computed(state) {
    const { digits, [state.net]: network } = this.ready;
    if (!digits || !network) return undefined;
    const { layers, count } = network;
    const x = this.picture(state, digits.images);
    const pass = forward(layers, x);
    const chances = pass.a[pass.a.length - 1];
    const order = DIGITS.toSorted((i, j) => chances[j] - chances[i]);
    const pick = Math.min(state.pick, layers[0].b.length - 1);
    return { layers, count, x, ...pass, chances, order, pick };
  }

  /** @param {State} state */
  say(state) {
    const seen = this.computed(state);
    if (!seen) return WAITING;
    const { activeElement } = document;
    const drawing = activeElement?.matches(".nn-w-pad") && this.contains(activeElement);
    return said(seen, drawing ? state : undefined);
  }

  /** @param {State} state */
  draw(state) {
    const seen = this.computed(state);
    if (!seen) return nothing;
    this.pixels = { seen: { values: seen.x, signed: false } };
    const { drawing, real } = state;
    const label = drawing.length || real < 0 ? undefined : this.ready.digits?.labels[real];
    return html`
      ${this.network(state, seen)}
      ${this.trouble ? html`<p class="nn-w-refusal" role="alert">${this.trouble}</p>` : nothing}
      <div class="nn-w-digit">
        ${this.real(state)}
        <div class="nn-w-ins">${board(this, state, label)}${mixing(this, state)}</div>
        <div class="nn-w-sees">
          <p class="nn-w-name">What it sees</p>
          ${canvas("seen", `The picture that the network sees, ${SIDE} by ${SIDE} pixels`)}
          ${toggle({ label: "centre and scale", value: state.centre, on: (centre) => this.set({ centre }) })}
        </div>
        ${bars(seen)}
        ${hidden(this, seen)}
        ${chosen(this, seen)}
      </div>
    `;
  }

  /**
   * Which network reads.
   * @param {State} state
   * @param {Seen} seen
   */
  network({ net }, { count }) {
    const size = `${count.toLocaleString("en")} numbers, ${Math.round((4 * count) / 1000)} kB`;
    return html`<div class="nn-w-row">
      ${choices({
        legend: "Network",
        group: `${this.key}-net`,
        value: net,
        options: NETWORKS,
        modes: true,
        on: (chosenNet) => {
          this.trouble = "";
          this.set({ net: chosenNet });
        },
      })}
      <span class="nn-w-note">${size}</span>
    </div>`;
  }

  /**
   * Test images, one after another.
   * @param {State} state
   */
  real({ drawing, real }) {
    const shown = drawing.length || real < 0 ? undefined : Math.floor(real / EACH);
    return html`<div class="nn-w-row nn-w-real" role="group" aria-label="Show me a real digit">
      <span class="nn-w-note">Show me a real</span>
      ${DIGITS.map((digit) =>
        button({ label: digit, name: `a real ${digit}`, pressed: digit === shown, on: () => this.another(digit) }),
      )}
    </div>`;
  }

  /**
   * The next real example of a digit.
   * @param {number} digit
   */
  another(digit) {
    const { real, drawing } = this.state;
    const here = !drawing.length && Math.floor(real / EACH) === digit;
    this.set({ real: digit * EACH + (here ? (real + 1) % EACH : 0), drawing: [], down: false });
  }
}

customElements.define("nn-digit-pad", DigitPad);
