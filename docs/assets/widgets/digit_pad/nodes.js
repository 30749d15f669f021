// The inside of the network that the digit pad shows: its nodes, and the maps of a convolutional one.

import { html, nothing } from "../shared/lit.js";
import { fixed, show } from "../shared/numbers.js";
import { canvas } from "./drawing.js";
import { node } from "./network.js";
import { sums } from "./words.js";

/** @typedef {import("./index.js").DigitPad} DigitPad */
/** @typedef {import("./answers.js").Seen} Seen */

/**
 * The hidden layers. The nodes of the first are one stop of the Tab key; arrow keys go from node to node.
 * @param {DigitPad} widget
 * @param {Seen} seen
 */
export function hidden(widget, { a, layers, pick }) {
  const most = a.map((values) => Math.max(...values) || 1);
  const tint = (/** @type {number} */ l, /** @type {number} */ j) =>
    `--nn-share: ${((100 * a[l][j]) / most[l]).toFixed(1)}%`;
  const rows = layers.map(({ maps }, l) => (maps || l === layers.length - 1 ? nothing : rest(a[l + 1], l + 1, tint)));
  if (layers[0].maps) return html`<div class="nn-w-hidden nn-w-rest">${rows}</div>`;
  const first = layers[0].b.length;
  const cell = (/** @type {number} */ value, /** @type {number} */ j) =>
    html`<button
      type="button"
      tabindex=${j === pick ? 0 : -1}
      aria-pressed=${j === pick}
      aria-label="node ${j + 1}, activation ${show(value)}"
      style=${tint(1, j)}
      @click=${() => widget.set({ pick: j })}
    ></button>`;
  return html`<div class="nn-w-hidden">
    <div>
      <p class="nn-w-name">${first} nodes: choose one</p>
      <div
        class="nn-w-cells ${classed(first)}"
        role="group"
        aria-label="First hidden layer"
        data-across=${first > 16 ? 10 : 4}
        @keydown=${(/** @type {KeyboardEvent & { currentTarget: HTMLElement }} */ event) => walk(widget, event)}
      >
        ${Array.from(a[1], cell)}
      </div>
    </div>
    ${rows.slice(1)}
  </div>`;
}

/**
 * A hidden layer that is only looked at.
 * @param {Float64Array} values
 * @param {number} l
 * @param {(l: number, j: number) => string} tint
 */
function rest(values, l, tint) {
  const list = Array.from(values, (value) => show(value)).join(", ");
  return html`<div>
    <p class="nn-w-name">${values.length} nodes</p>
    <div class="nn-w-cells ${classed(values.length)}" role="img" aria-label="${ordinal(l)} layer, activations ${list}">
      ${Array.from(values, (_, j) => html`<span style=${tint(l, j)}></span>`)}
    </div>
  </div>`;
}

const classed = (/** @type {number} */ count) => (count > 16 ? "nn-w-many" : "");
const ordinal = (/** @type {number} */ l) => ["First", "Second", "Third", "Fourth"][l - 1];

/**
 * @param {DigitPad} widget
 * @param {KeyboardEvent & { currentTarget: HTMLElement }} event
 */
function walk(widget, event) {
  const cells = [...event.currentTarget.querySelectorAll("button")];
  const down = Number(event.currentTarget.dataset.across);
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -down, ArrowDown: down };
  const here = cells.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const next = here + (steps[event.key] ?? 0);
  if (next === here || !cells[next]) return;
  event.preventDefault();
  widget.set({ pick: next });
  cells[next].focus();
}

/**
 * What the chosen node does with the pixels; its pictures are painted with the others.
 * @param {DigitPad} widget
 * @param {Seen} seen
 */
export function chosen(widget, { layers, x, z, a, pick }) {
  const one = node(layers[0], x, pick);
  widget.pixels.weights = { values: one.weights, signed: true };
  widget.pixels.products = { values: one.products, signed: true };
  const name = `node ${pick + 1}`;
  const adds = `blue adds up to ${show(one.blue)}, orange to ${show(one.orange)}`;
  return html`<div class="nn-w-node" role="group" aria-label="Node ${pick + 1}">
    <div>
      <p class="nn-w-name">weights of ${name}</p>
      ${canvas("weights", `The 784 weights of ${name}, blue above zero, orange below`)}
    </div>
    <div><p class="nn-w-name">weight × pixel</p>${canvas("products", `Weight times pixel: ${adds}`)}</div>
    ${sums(one, z[0][pick], a[1][pick])}
  </div>`;
}

/**
 * The maps of a layer, painted beside each other, the brightest pixel of all of them white.
 * @param {DigitPad} widget
 * @param {Float64Array} values
 * @param {number} count
 * @param {string} name
 */
function laid(widget, values, count, name) {
  const size = values.length / count;
  const most = Math.max(...values) || 1;
  return Array.from({ length: count }, (_, f) => {
    const map = values.slice(f * size, (f + 1) * size).map((value) => Math.max(0, value) / most);
    widget.pixels[`${name}${f}`] = { values: map, signed: false };
    return Math.sqrt(size);
  });
}

/**
 * The filters of the first layer, each with its map; one stop of the Tab key.
 * @param {DigitPad} widget
 * @param {Seen} seen
 */
export function filters(widget, { layers: [{ W, b }, second], z, pick }) {
  const size = W.length / b.length;
  const sides = laid(widget, z[0], b.length, "map");
  return html`<div class="nn-w-maps">
    <p class="nn-w-name">${b.length} filters and their maps: choose one</p>
    <div
      class="nn-w-cells"
      role="group"
      aria-label="Filters"
      data-across=${b.length}
      @keydown=${(/** @type {KeyboardEvent & { currentTarget: HTMLElement }} */ event) => walk(widget, event)}
    >
      ${sides.map((side, f) => {
        const weights = Float64Array.from(W.slice(f * size, (f + 1) * size));
        widget.pixels[`filter${f}`] = { values: weights, signed: true };
        return html`<button
          type="button"
          tabindex=${f === pick ? 0 : -1}
          aria-pressed=${f === pick}
          aria-label="filter ${f + 1}, at most ${show(highest(z[0], b.length, f))}"
          @click=${() => widget.set({ pick: f })}
        >
          ${canvas(`filter${f}`, undefined, Math.sqrt(size))}${canvas(`map${f}`, undefined, side)}
        </button>`;
      })}
    </div>
    ${second.maps ? deeper(widget, z[1], second.b.length) : nothing}
  </div>`;
}

/**
 * The maps of the second layer.
 * @param {DigitPad} widget
 * @param {Float64Array} values
 * @param {number} count
 */
function deeper(widget, values, count) {
  const sides = laid(widget, values, count, "deep");
  return html`<p class="nn-w-name">${count} maps of the second layer</p>
    <div class="nn-w-deep" role="img" aria-label="The ${count} maps of the second convolutional layer">
      ${sides.map((side, f) => canvas(`deep${f}`, undefined, side))}
    </div>`;
}

/**
 * The largest sum in the map of a filter.
 * @param {Float64Array} values
 * @param {number} count
 * @param {number} f
 */
const highest = (values, count, f) => {
  const size = values.length / count;
  return Math.max(...values.slice(f * size, (f + 1) * size));
};

/**
 * The chosen filter: its weights, and its map in full size.
 * @param {Seen} seen
 */
export function found({ layers: [{ b, maps }], z, pick }) {
  const name = `filter ${pick + 1}`;
  const most = highest(z[0], b.length, pick);
  const side = maps ? maps.side - maps.k + 1 : 0;
  const weights = `The ${(maps?.k ?? 0) ** 2} weights of ${name}, blue above zero, orange below`;
  return html`<div class="nn-w-node" role="group" aria-label="Filter ${pick + 1}">
    <div>
      <p class="nn-w-name">weights of ${name}</p>
      ${canvas(`filter${pick}`, weights, maps?.k)}
    </div>
    <div>
      <p class="nn-w-name">its map, after ReLU</p>
      ${canvas(`map${pick}`, `The map of ${name}, bright where the filter finds most`, side)}
    </div>
    <div class="nn-w-sum">
      <p class="nn-w-formula">bias ${fixed(b[pick])}</p>
      <p class="nn-w-formula">the most that it finds: <strong>${fixed(most)}</strong></p>
      <p class="nn-w-note">The same ${(maps?.k ?? 0) ** 2} weights at ${side} × ${side} places.</p>
    </div>
  </div>`;
}
