// The drawings of the network microscope: the graph of the network, its layers as matrices, and the curve of one
// neuron.

import { matrix } from "../shared/controls.js";
import { handle, hovers } from "../shared/handles.js";
import { html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { axes, linear, path } from "../shared/plot.js";
import { pulse } from "../shared/pulses.js";
import { FUNCTIONS, sigmoid } from "./maths.js";
import { letter } from "./words.js";

/** @typedef {import("../shared/base.js").Content} Content */
/** @typedef {import("./index.js").NetworkMicroscope} NetworkMicroscope */
/** @typedef {import("./index.js").State} State */
/** @typedef {import("./index.js").Layer} Layer */
/** @typedef {import("./index.js").Picked} Picked */
/** @typedef {ReturnType<typeof import("./maths.js").forward>} Pass */

export const SUMS = [-25, 25];

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Nodes and edges with their numbers, each to be pointed at, tapped, or reached by the arrow keys.
 * @param {NetworkMicroscope} widget
 * @param {Picked} picked
 * @param {Layer[]} layers
 * @param {Pass} pass
 */
export function graph(widget, picked, layers, { a }) {
  const width = Math.min(widget.width, 520);
  const last = layers.length;
  const at = (/** @type {number} */ l, /** @type {number} */ i) => [
    46 + ((width - 92) * l) / last,
    a[l].length === 1 ? 112 : 64 + 96 * i,
  ];
  // From input to output. One stop of the Tab key: the part that is looked at stays chosen when the reader goes on.
  const order = a.flatMap((values, l) => [
    ...values.map((_, i) => `node-${l}${i}`),
    ...(layers[l]?.W.flatMap((row, i) => row.map((_, j) => `edge-${l}${i}${j}`)) ?? []),
  ]);
  const edges = layers.flatMap(({ W }, l) => W.flatMap((row, i) => row.map((w, j) => ({ w, l, i, j }))));
  const heaviest = Math.max(...edges.map(({ w }) => Math.abs(w)), 1e-12);
  const carried = (/** @type {number} */ l) =>
    edges.filter((one) => one.l === l).map(({ w, i }) => Math.abs(w * a[l][i]));
  const most = layers.map((_, l) => Math.max(...carried(l), 1e-12));
  const heads = ["input", ...(last === 2 ? ["hidden"] : []), "output"];
  return html`<svg viewBox="0 0 ${width} 190" width=${width} role="group" aria-label="The network">
    <g class="nn-w-axes" aria-hidden="true">
      ${heads.map((head, l) => svg`<text x=${at(l, 0)[0]} y="18" text-anchor="middle">${head}</text>`)}
    </g>
    ${edges.map(({ w, l, i, j }) => {
      const [from, to] = [at(l, i), at(l + 1, j)];
      const share = i === j || layers[l].b.length === 1 ? 0.5 : 0.3; // crossing edges keep their numbers apart
      const chosen = picked.l === l && picked.i === i && picked.j === j;
      const lit = picked.j === undefined ? picked.l === l + 1 && picked.i === j : chosen;
      return part(
        widget,
        order,
        `edge-${l}${i}${j}`,
        chosen,
        `edge from ${letter(l, i, last)} to ${letter(l + 1, j, last)}, weight ${show(w)}`,
        edge(from, to, share, w, Math.abs(w) / heaviest, lit),
      );
    })}
    ${edges.map(({ w, l, i, j }) => {
      const part = w * a[l][i];
      return part === 0
        ? nothing
        : pulse(at(l, i), at(l + 1, j), { share: Math.abs(part) / most[l], stage: l, back: part < 0 });
    })}
    ${a.flatMap((values, l) =>
      values.map((value, i) => {
        const [cx, cy] = at(l, i);
        const lit = picked.j === undefined && picked.l === l && picked.i === i;
        const name = letter(l, i, last);
        const bias = l > 0 ? show(layers[l - 1].b[i]) : undefined;
        const circle = svg`<circle class="nn-w-node ${lit ? "nn-w-lit" : ""}" cx=${cx} cy=${cy} r="25"></circle>`;
        const label = `${name}, holds ${show(value)}${bias === undefined ? "" : `, bias ${bias}`}`;
        return svg`${part(widget, order, `node-${l}${i}`, lit, label, circle)}
          <g aria-hidden="true" pointer-events="none">
            <text x=${cx} y=${cy + 5} text-anchor="middle">${show(value)}</text>
            <text class="nn-w-faintly" x=${cx} y=${cy - 30} text-anchor="middle">${name}${
              bias === undefined ? "" : `, b = ${bias}`
            }</text>
          </g>`;
      }),
    )}
  </svg>`;
}

/**
 * A part of the graph that can be looked at.
 * @param {NetworkMicroscope} widget
 * @param {string[]} order of all parts
 * @param {string} id
 * @param {boolean} chosen
 * @param {string} label
 * @param {import("../shared/base.js").Template} inside
 */
function part(widget, order, id, chosen, label, inside) {
  const pick = () => widget.set({ pick: id });
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = order[order.indexOf(id) + step] ?? id;
    /** @type {SVGElement | null} */ (widget.querySelector(`[data-part="${next}"]`))?.focus();
  };
  return svg`<g
    class="nn-w-item"
    role="button"
    tabindex=${chosen ? 0 : -1}
    data-part=${id}
    aria-pressed=${chosen}
    aria-label=${label}
    @pointermove=${(/** @type {PointerEvent} */ event) => hovers(event) && widget.state.pick !== id && pick()}
    @focus=${pick}
    @click=${pick}
    @keydown=${walk}
  >${inside}</g>`;
}

/**
 * An edge, with its weight at a share of the way; the larger the weight, the wider, and orange if it is negative.
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share
 * @param {number} w
 * @param {number} heavy its size, as a share of the largest
 * @param {boolean} lit
 */
const edge = ([x0, y0], [x1, y1], share, w, heavy, lit) =>
  svg`<g aria-hidden="true">
    <line class="nn-w-target" x1=${x0} y1=${y0} x2=${x1} y2=${y1}></line>
    ${lit ? svg`<line class="nn-w-glow" x1=${x0} y1=${y0} x2=${x1} y2=${y1}></line>` : nothing}
    <line
      class="nn-w-edge ${w < 0 ? "nn-w-con" : "nn-w-pro"}"
      stroke-width=${(0.8 + 5 * heavy).toFixed(2)}
      x1=${x0}
      y1=${y0}
      x2=${x1}
      y2=${y1}
    ></line>
    <text class="nn-w-value" x=${x0 + share * (x1 - x0)} y=${y0 + share * (y1 - y0) + 4}>${show(w)}</text>
  </g>`;

/**
 * One layer as the product of matrices, its weights to be edited.
 * @param {NetworkMicroscope} widget
 * @param {Picked} picked
 * @param {Layer[]} layers
 * @param {Pass} pass
 * @param {number} l
 */
export function product(widget, picked, layers, { z, a }, l) {
  const { W, b, f, names } = layers[l];
  const { i, j } = picked;
  const column = j ?? i;
  const here = j === undefined ? picked.l === l + 1 : picked.l === l;
  const mark = (/** @type {number} */ row, /** @type {number} */ k) =>
    !here || k !== column ? "" : j !== undefined && row === i ? "nn-w-here" : "nn-w-guide";
  const still = (/** @type {number[]} */ values, digits = 2) => {
    const entry = (/** @type {number} */ value, /** @type {number} */ k) =>
      html`${k ? ", " : ""}<span class=${here && k === column ? "nn-w-now" : ""}>${show(value, digits)}</span>`;
    return html`<span class="nn-w-row-vector">(${values.map(entry)})</span>`;
  };
  const x = matrix({
    label: "x",
    value: [a[0]],
    on: (_, k, given) => widget.set({ x: widget.state.x.with(k, given) }),
  });
  const weights = matrix({
    label: names.W,
    value: W,
    mark,
    on: (r, c, given) => widget.weight(names.W, r, c, given),
  });
  const biases = matrix({
    label: names.b,
    value: [b],
    mark: (_, k) => mark(-1, k),
    on: (_, k, given) => widget.bias(names.b, k, given),
  });
  const output = html`${FUNCTIONS[f].name}(<i>z</i>) = <i>${l + 1 === layers.length ? "p" : "h"}</i>`;
  return html`<div class="nn-w-equation" role="group" aria-label="Layer ${l + 1} in matrix form">
    ${l === 0 ? box(html`<i>x</i>`, x) : box(html`<i>h</i>`, still(a[l]))}
    ${box(bold(names.W), weights)}
    <span class="nn-w-sign">+</span>
    ${box(bold(names.b), biases)}
    <span class="nn-w-sign">=</span>
    ${box(html`<i>z</i>`, still(z[l]))}
    <span class="nn-w-sign">→</span>
    ${box(output, still(a[l + 1], 3))}
  </div>`;
}

/**
 * @param {Content} name
 * @param {Content} inside
 */
const box = (name, inside) => html`<div class="nn-w-box"><p class="nn-w-name">${name}</p>${inside}</div>`;

/** @param {string} name */
const bold = (name) => html`<i>${name[0]}</i>${name.slice(1)}`;

/**
 * One neuron over its weighted sum: the bias slides the curve.
 * @param {NetworkMicroscope} widget
 * @param {State} state
 */
export function threshold(widget, { sum, bias }) {
  const width = Math.min(widget.width, 560);
  const height = 250;
  const x = linear(SUMS, [48, width - 14]);
  const y = linear([0, 1], [height - 44, 14]);
  const sums = Array.from({ length: 201 }, (_, k) => SUMS[0] + k / 4);
  const curve = (/** @type {number} */ b) =>
    path(
      sums.map((s) => [s, sigmoid(s + b)]),
      x,
      y,
    );
  const a = sigmoid(sum + bias);
  const tenth = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width=${width}
    role="group"
    aria-label="Activation over the weighted sum"
  >
    ${axes({ x, y, xlabel: "weighted sum s = w · x", ylabel: "activation", many: [10, 5] })}
    ${[0, -15].map((b) => svg`<path class="nn-w-move" d=${curve(b)}></path>`)}
    <line class="nn-w-half" x1=${x(-bias)} x2=${x(-bias)} y1=${y(0)} y2=${y(1)}></line>
    <path class="nn-w-line" d=${curve(bias)}></path>
    ${handle({
      at: [x(sum), y(a)],
      label: "weighted sum on the curve",
      text: `sum ${show(sum)}, activation ${show(a, 3)}`,
      now: sum,
      min: SUMS[0],
      max: SUMS[1],
      to: ([px]) => widget.set({ sum: tenth(x.invert(px)) }),
      by: ([right, up]) => widget.set({ sum: tenth(widget.state.sum + (right + up) * 0.1) }),
    })}
  </svg>`;
}
