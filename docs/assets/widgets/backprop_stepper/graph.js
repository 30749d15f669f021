// The graph of the network: each number a node (weights of wider layers stand on their edges), its value above and the
// slope of the cost below.

import { html, nothing, svg } from "../shared/lit.js";
import { show } from "../shared/numbers.js";
import { pulse } from "../shared/pulses.js";
import { name, targetName } from "./words.js";

/** @typedef {import("./maths.js").Dial} Dial */
/** @typedef {import("./maths.js").Step} Step */
/** @typedef {import("./maths.js").What} What */
/** @typedef {import("./index.js").Now} Now */
/** @typedef {import("./index.js").BackpropStepper} BackpropStepper */

/**
 * @typedef {object} Shown
 * @property {Dial} [way] a dial whose ways to the cost are orange
 * @property {Step} [here] the step that is lit
 * @property {(what: What, l: number) => boolean} known whether a step has been taken
 */

/**
 * @typedef {object} Node
 * @property {string} label
 * @property {number} x
 * @property {number} y
 * @property {number} [value]
 * @property {number} [grad]
 * @property {boolean} [lit]
 * @property {boolean} [on] whether it is on the way
 * @property {number} [dial] the number of its dial
 */
/** @typedef {{ x: number, y: number, value: number, grad?: number, lit: boolean, dial: number }} Weight */
/** @typedef {{ from: number[], to: number[], on: boolean, back: boolean } & Sizes} Arrow `back`: it points backward. */
/** @typedef {{ flow: number, weight?: number }} Sizes What goes along an arrow, and the weight that it is. */
/** @typedef {ReturnType<typeof layout>} Layout */

/**
 * Where the layers stand: in one row, or with room for two neurons each and for weights between the layers.
 * @param {Now} now
 * @param {number} room
 */
function layout({ sizes, back: { L } }, room) {
  const many = Math.max(...sizes) > 1;
  const width = Math.min(room, many ? 600 : 240 + 160 * L);
  const r = Math.min(17, 0.38 * ((width - 50) / (many ? L * 3 + 1 : 2 * L + 1)));
  const wide = many ? (room < 420 ? 2.3 : 1.8) : 1; // from a layer to the next one's sums there is room for weights
  const [left, right] = [many ? 26 : 24, 26];
  const unit = (width - left - right) / (L * (wide + 1) + 1);
  const rows = many ? [34, 106, 212, 284] : room < 420 ? [34, 102, 170] : [36, 118, 200];
  const bottom = rows[rows.length - 1];
  const middle = (rows[0] + bottom) / 2;
  return {
    many,
    width,
    height: bottom + 34,
    r,
    rows,
    end: many ? middle : rows[1], // the height of the cost
    px: (/** @type {number} */ column) =>
      left + (Math.floor(column / 2) * (wide + 1) + (column % 2) * (column > 2 * L ? 1 : wide)) * unit,
    py: (/** @type {number} */ l, /** @type {number} */ j) =>
      many ? (sizes[l] === 1 ? middle : rows[j + 1]) : rows[1],
    edge: (/** @type {number} */ j) => (many ? (j === 0 ? rows[0] : rows[3]) : rows[2]),
  };
}

/**
 * All that is drawn of a network.
 * @param {Now} now
 * @param {Layout} place
 * @param {number} turn −1 if wishes are shown instead of slopes
 * @param {Shown} shown
 */
function collected(now, { many, rows, end, px, py, edge }, turn, { way, here, known }) {
  const { sizes, back, turnable } = now;
  const { L } = back;
  /** @type {Node[]} */
  const nodes = [];
  /** @type {Arrow[]} */
  const arrows = [];
  /** @type {Weight[]} */
  const weights = [];
  const is = (/** @type {What} */ what, /** @type {number} */ l) => here?.what === what && here.l === l;
  const onWay = (/** @type {number} */ l, /** @type {number} */ j) =>
    way !== undefined && (l > way.l || (l === way.l && way.kind !== "x" && j === way.j));
  const dial = (/** @type {Dial} */ { kind, l, k, j }) =>
    turnable.findIndex((one) => one.kind === kind && one.l === l && one.k === k && one.j === j);
  const grad = (/** @type {boolean} */ told, /** @type {number} */ slope) => (told ? turn * slope : undefined);
  const cost = [px(2 * L + 1), end];
  const backward = here?.phase === "backward";
  for (let k = 0; k < sizes[0]; k++) {
    nodes.push({
      label: name(sizes, "a", 0, k),
      x: px(0),
      y: py(0, k),
      value: back.a[0][k],
      grad: grad(known("dC_da", 0), back.dC_da[0]?.[k]),
      lit: is("dC_da", 0),
      on: way?.kind === "x" && way.k === k,
      dial: dial({ kind: "x", l: 0, k, j: 0 }),
    });
  }
  for (let l = 1; l <= L; l++) {
    const [from, sumX, outX] = [px(2 * l - 2), px(2 * l - 1), px(2 * l)];
    const own = known("own", l) || known("update", L);
    const lit = is("own", l) || is("update", L);
    for (let j = 0; j < sizes[l]; j++) {
      const y = py(l, j);
      const chosen = way?.kind === "b" && way.l === l && way.j === j;
      nodes.push({
        label: name(sizes, "b", l, j),
        x: from,
        y: edge(j),
        value: back.b[l][j],
        grad: grad(own, back.dC_db[l][j]),
        lit,
        on: chosen,
        dial: dial({ kind: "b", l, k: 0, j }),
      });
      const bias = { flow: backward ? back.dC_db[l][j] : back.b[l][j] };
      arrows.push({ from: [from, edge(j)], to: [sumX, y], on: chosen || is("z", l), back: is("own", l), ...bias });
      for (let k = 0; k < sizes[l - 1]; k++) {
        const number = dial({ kind: "w", l, k, j });
        const picked = way?.kind === "w" && now.number === number;
        const weight = { value: back.W[l][k][j], grad: grad(own, back.dC_dW[l][k][j]), dial: number };
        const through = (way?.kind === "x" && l === 1 && k === way.k) || (onWay(l - 1, k) && l > 1);
        const before = [from, py(l - 1, k)];
        const home = is("dC_da", l - 1);
        const w = back.W[l][k][j];
        const flow = !backward ? w * back.a[l - 1][k] : home ? w * back.dC_dz[l][j] : back.dC_dW[l][k][j];
        if (many) {
          const share = k === j || sizes[l] === 1 ? 0.5 : 0.32; // crossing edges keep their numbers apart
          const [x, height] = [from + (sumX - from) * share, before[1] + (y - before[1]) * share];
          const on = picked || through || is("z", l);
          arrows.push({ from: before, to: [sumX, y], on, back: home || is("own", l), flow, weight: w });
          weights.push({ ...weight, x, y: height, lit: lit || picked });
        } else {
          nodes.push({ ...weight, label: name(sizes, "w", l), x: from, y: rows[0], lit, on: picked });
          arrows.push({ from: [from, rows[0]], to: [sumX, y], on: picked || is("z", l), back: is("own", l), flow });
          arrows.push({ from: before, to: [sumX, y], on: through || is("z", l), back: home, flow });
        }
      }
      const through = { flow: backward ? back.dC_dz[l][j] : back.a[l][j] };
      const on = onWay(l, j) || (way?.kind === "x" && l >= 1);
      nodes.push({
        label: name(sizes, "z", l, j),
        x: sumX,
        y,
        value: known("z", l) ? back.z[l][j] : undefined,
        grad: grad(known("dC_dz", l), back.dC_dz[l][j]),
        lit: is("z", l) || is("dC_dz", l),
        on,
      });
      nodes.push({
        label: name(sizes, "a", l, j),
        x: outX,
        y,
        value: known("a", l) ? back.a[l][j] : undefined,
        grad: grad(known("dC_da", l), back.dC_da[l][j]),
        lit: is("a", l) || is("dC_da", l),
        on,
      });
      arrows.push({ from: [sumX, y], to: [outX, y], on: on || is("a", l), back: is("dC_dz", l), ...through });
      if (l < L) continue;
      const target = many ? edge(sizes[L] === 1 ? 1 : j) : rows[2];
      nodes.push({ label: targetName(sizes, j), x: outX, y: target, value: back.y[j] });
      const miss = { flow: backward ? back.dC_da[L][j] : back.a[L][j] - back.y[j] };
      arrows.push({ from: [outX, y], to: cost, on: on || is("C", L), back: is("dC_da", L), ...miss });
      arrows.push({ from: [outX, target], to: cost, on: is("C", L), back: false, ...miss });
    }
  }
  const C = known("C", L) ? back.C : undefined;
  nodes.push({ label: "C", x: cost[0], y: cost[1], value: C, lit: is("C", L), on: way !== undefined });
  return { nodes, arrows, weights };
}

/**
 * The graph with its numbers; one that can be pushed is pressed.
 * @param {BackpropStepper} widget
 * @param {Now} now
 * @param {Shown} shown
 */
export function graph(widget, now, shown) {
  const wishes = widget.wishful && shown.here !== undefined;
  const place = layout(now, widget.width);
  const { nodes, arrows, weights } = collected(now, place, wishes ? -1 : 1, shown);
  const { width, height, r } = place;
  const { digits } = now;
  const small = r < 14 ? 11 : width < 420 ? 12 : 13;
  const pick = (/** @type {number | undefined} */ dial) =>
    shown.way && dial !== undefined ? () => widget.set({ dial }) : nothing;
  const front = arrows.filter(({ on, back }) => on || back);
  const behind = arrows.filter(({ on, back }) => !on && !back);
  const stepping = shown.here !== undefined;
  const most = Math.max(...front.map(({ flow }) => Math.abs(flow)), 1e-12);
  const share = (/** @type {Arrow} */ { flow }) => Math.abs(flow) / most;
  const heaviest = Math.max(...weights.map(({ value }) => Math.abs(value)), 1e-12);
  const weight = (/** @type {Weight} */ { x, y, value, grad, lit, dial }) => {
    const bare = grad === undefined;
    const longest = Math.max(...[value, grad ?? 0].map((one) => show(one, digits).length));
    const wide = Math.max(38, 0.7 * small * longest + 10); // of bold digits with their halo
    return svg`<g class=${shown.way ? "nn-w-pick" : ""} @click=${pick(dial)}>
      <rect
        class=${lit ? "nn-w-back nn-w-lit" : "nn-w-back"}
        x=${x - wide / 2}
        y=${y - (bare ? 9 : 16)}
        width=${wide}
        height=${bare ? 18 : 32}
        rx="4"
      ></rect>
      ${written(x, bare ? y + 4 : y - 3, y + 12, value, grad, small, digits)}
    </g>`;
  };
  const node = (/** @type {Node} */ { label, x, y, value, grad, lit, on, dial }) => {
    const decimals = label === "C" && value !== undefined && Math.abs(value) < 0.1 ? 4 : digits;
    return svg`<g class=${shown.way && dial !== undefined ? "nn-w-pick" : ""} @click=${pick(dial)}>
      <circle class=${lit || on ? "nn-w-node nn-w-lit" : "nn-w-node"} cx=${x} cy=${y} r=${r}></circle>
      <text x=${x} y=${y + 4} text-anchor="middle" font-size=${r < 17 ? 11 : label.length > 3 ? 12 : 13}>${label}</text>
      ${value === undefined ? nothing : written(x, y - r - 5, y + r + 14, value, grad, small, digits, decimals)}
    </g>`;
  };
  return html`<svg
    class="nn-w-graph"
    viewBox="0 0 ${width} ${height}"
    width=${width}
    role="img"
    aria-label=${told(nodes, wishes ? "wish" : "slope")}
  >
    ${behind.map((one) => arrow(one, r, one.weight === undefined ? 0.2 : Math.abs(one.weight) / heaviest, ""))}
    ${front.map((one) => arrow(one, r, stepping ? share(one) : 0.5, one.on && stepping ? "nn-w-forth" : "nn-w-lit"))}
    ${stepping ? front.map((one) => pulse(...way(one), { share: share(one), back: one.back })) : nothing}
    ${weights.map(weight)} ${nodes.map(node)}
  </svg>`;
}

/**
 * The graph in words.
 * @param {Node[]} nodes
 * @param {string} word for what stands below
 */
function told(nodes, word) {
  const known = nodes.filter(({ value }) => value !== undefined);
  const said = known.map(({ label, value = NaN, grad }) => {
    const below = grad === undefined ? "" : `, ${word} ${show(grad, 3)}`;
    return `${label} = ${show(value, 3)}${below}`;
  });
  return `Graph of the network. ${said.join("; ")}`;
}

/**
 * A value, and the slope below it.
 * @param {number} x
 * @param {number} above
 * @param {number} below
 * @param {number} value
 * @param {number | undefined} grad
 * @param {number} size of the lettering
 * @param {number} digits
 */
const written = (x, above, below, value, grad, size, digits, decimals = digits) => svg`
  <text class="nn-w-value" x=${x} y=${above} font-size=${size}>${show(value, decimals)}</text>
  ${
    grad === undefined
      ? nothing
      : svg`<text class="nn-w-grad" x=${x} y=${below} font-size=${size}>${show(grad, digits)}</text>`
  }`;

/**
 * From where to where something goes along an arrow.
 * @param {Arrow} arrow
 * @returns {[number[], number[]]}
 */
const way = ({ from, to, back }) => (back ? [to, from] : [from, to]);

/**
 * An arrow from the rim of one circle to that of another, the wider the larger its share of the most is.
 * @param {Arrow} arrow
 * @param {number} r
 * @param {number} share
 * @param {string} kind
 */
function arrow({ from, to, back }, r, share, kind) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const at = (/** @type {number} */ t) => [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
  const [tail, head] = [at((r + 1) / length), at(1 - (r + 2) / length)];
  const [[x1, y1], [x2, y2]] = back ? [head, tail] : [tail, head];
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / long, (y2 - y1) / long];
  const [one, other] = [1, -1].map((side) => [x2 - 8 * ux - side * 3.5 * uy, y2 - 8 * uy + side * 3.5 * ux]);
  const wide = ((kind ? 1.4 : 0.6) + 2.2 * share).toFixed(2);
  return svg`<g class="nn-w-arrow ${kind}">
    <line stroke-width=${wide} x1=${x1} y1=${y1} x2=${x2 - 6 * ux} y2=${y2 - 6 * uy}></line>
    <polygon points="${x2},${y2} ${one} ${other}"></polygon>
  </g>`;
}
