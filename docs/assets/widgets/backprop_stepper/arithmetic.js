// The arithmetic of one step of a round, written out for each neuron as the text has it.

import { html, nothing } from "../shared/lit.js";
import { plus, show, term } from "../shared/numbers.js";
import { gradient } from "./maths.js";
import { dialName, name, targetName } from "./words.js";

/** @typedef {import("../shared/base.js").Template} Template */
/** @typedef {import("./index.js").Now} Now */
/** @typedef {import("./maths.js").Step} Step */

const strong = (/** @type {number} */ value) => html`<strong>${show(value, 3)}</strong>`;

/**
 * @typedef {object} Writer What the lines of a step are written with.
 * @property {Now} now
 * @property {number} l the layer
 * @property {boolean} wishful whether wishes are shown instead of slopes: the same numbers with the other sign
 * @property {(letter: string, layer: number, ...indices: number[]) => string} n the name of a number
 */

/**
 * The lines of a step.
 * @param {Now} now
 * @param {Step} step
 * @param {number} rate
 * @param {boolean} wishful
 * @returns {Template[]}
 */
export function lines(now, { what, l }, rate, wishful) {
  /** @type {Writer} */
  const writer = { now, l, wishful, n: (letter, layer, ...indices) => name(now.sizes, letter, layer, ...indices) };
  if (what === "z") return sums(writer);
  if (what === "a") return activations(writer);
  if (what === "C") return [cost(writer)];
  if (what === "dC_da") return l === now.back.L ? errors(writer) : handedBack(writer);
  if (what === "dC_dz") return throughSigmoid(writer);
  return what === "own" ? own(writer) : update(writer, rate);
}

/**
 * A line for each neuron of a layer.
 * @template Line
 * @param {Writer} writer
 * @param {number} layer
 * @param {(j: number) => Line} line
 */
const each = ({ now }, layer, line) => Array.from({ length: now.sizes[layer] }, (_, j) => line(j));

/**
 * The slope of the cost in a number, or the wish, as a symbol.
 * @param {Writer} writer
 * @param {string} of
 */
const slopeIn = ({ wishful }, of) => `${wishful ? "−" : ""}∂C₀/∂${of}`;

/**
 * The same as a number.
 * @param {Writer} writer
 * @param {number} slope
 */
const turned = ({ wishful }, slope) => (wishful ? -1 : 1) * slope;

/**
 * Twice the distance from output to target, with symbols or numbers.
 * @param {Writer} writer
 * @param {string} output
 * @param {string} target
 */
const error = ({ wishful }, output, target) => (wishful ? `2 (${target} − ${output})` : `2 (${output} − ${target})`);

/** @param {Writer} writer */
function sums(writer) {
  const { n, l } = writer;
  const { W, a, b, z } = writer.now.back;
  return each(writer, l, (j) => {
    const symbols = a[l - 1].map((_, k) => `${n("w", l, k, j)} ${n("a", l - 1, k)}`).join(" + ");
    const weight = (/** @type {number} */ k) => (k ? term(W[l][k][j]) : show(W[l][k][j]));
    const numbers = a[l - 1].map((value, k) => `${weight(k)} · ${show(value, 3)}`).join(" + ");
    return html`${n("z", l, j)} = ${symbols} + ${n("b", l, j)}
      = ${numbers} ${plus(b[l][j])} = ${strong(z[l][j])}`;
  });
}

/** @param {Writer} writer */
function activations(writer) {
  const { n, l } = writer;
  const { a, z } = writer.now.back;
  return each(writer, l, (j) => {
    const power = html`<sup>${show(-z[l][j], 3)}</sup>`;
    return html`${n("a", l, j)} = σ(${n("z", l, j)}) = 1 / (1 + e${power}) = ${strong(a[l][j])}`;
  });
}

/** @param {Writer} writer */
function cost(writer) {
  const { n } = writer;
  const { sizes, back } = writer.now;
  const { L, a, y, C } = back;
  const symbols = each(writer, L, (j) => `(${n("a", L, j)} − ${targetName(sizes, j)})²`).join(" + ");
  const numbers = each(writer, L, (j) => `(${show(a[L][j], 3)} − ${show(y[j])})²`).join(" + ");
  return html`C₀ = ${symbols} = ${numbers} = ${strong(C)}`;
}

/**
 * The slopes in the outputs, out of the cost.
 * @param {Writer} writer
 */
function errors(writer) {
  const { n, l } = writer;
  const { sizes, back } = writer.now;
  return each(writer, l, (j) => {
    const symbols = error(writer, n("a", l, j), targetName(sizes, j));
    const numbers = error(writer, show(back.a[l][j], 3), show(back.y[j]));
    const slope = strong(turned(writer, back.dC_da[l][j]));
    return html`${slopeIn(writer, n("a", l, j))} = ${symbols} = ${numbers} = ${slope}`;
  });
}

/**
 * The slopes in the activations of an inner layer: what each neuron of the next one hands back, added up. Before the
 * last layer it is the formula of the text; further back the slopes in z are known.
 * @param {Writer} writer
 */
function handedBack(writer) {
  const { n, l } = writer;
  const { sizes, back } = writer.now;
  const { L, W, da_dz, dC_da, dC_dz } = back;
  const next = l + 1;
  const symbol = (/** @type {number} */ j) =>
    next === L
      ? `σ′(${n("z", L, j)}) · ${error(writer, n("a", L, j), targetName(sizes, j))}`
      : `· (${slopeIn(writer, n("z", next, j))})`;
  const number = (/** @type {number} */ j) =>
    next === L
      ? `${show(da_dz[L][j], 3)} · ${term(turned(writer, dC_da[L][j]), 3)}`
      : term(turned(writer, dC_dz[next][j]), 3);
  return each(writer, l, (k) => {
    const ones = W[next][k];
    const symbols = ones.map((_, j) => `${n("w", next, k, j)} ${symbol(j)}`).join(" + ");
    const numbers = ones.map((w, j) => `${j ? term(w) : show(w)} · ${number(j)}`).join(" + ");
    const shares = dC_dz[next].map((delta, j) => turned(writer, delta) * W[next][k][j]);
    const added = shares.map((share, j) => (j ? plus(share, 3) : show(share, 3))).join(" ");
    return html`${slopeIn(writer, n("a", l, k))} = ${symbols} = ${numbers}
      ${shares.length > 1 ? `= ${added}` : nothing} = ${strong(turned(writer, dC_da[l][k]))}`;
  });
}

/** @param {Writer} writer */
function throughSigmoid(writer) {
  const { n, l } = writer;
  const { a, da_dz, dC_da, dC_dz } = writer.now.back;
  return each(writer, l, (j) => {
    const z = n("z", l, j);
    const local = show(da_dz[l][j], 3);
    const formula = `a (1 − a) = ${show(a[l][j], 3)} · ${show(1 - a[l][j], 3)} = ${local}`;
    return html`${slopeIn(writer, z)} = σ′(${z}) · (${slopeIn(writer, n("a", l, j))}), with σ′ = ${formula}:
      ${local} · ${term(turned(writer, dC_da[l][j]), 3)} = ${strong(turned(writer, dC_dz[l][j]))}`;
  });
}

/**
 * The slopes in the weights and biases of a layer.
 * @param {Writer} writer
 */
function own(writer) {
  const { n, l } = writer;
  const { a, dC_dz, dC_dW, dC_db } = writer.now.back;
  return each(writer, l, (j) => {
    const slope = term(turned(writer, dC_dz[l][j]), 3);
    const weight = (/** @type {number} */ value, /** @type {number} */ k) => {
      const symbols = `${n("a", l - 1, k)} · (${slopeIn(writer, n("z", l, j))})`;
      return html`${slopeIn(writer, n("w", l, k, j))} = ${symbols} =
        ${show(value, 3)} · ${slope} = ${strong(turned(writer, dC_dW[l][k][j]))}<br />`;
    };
    return html`${a[l - 1].map(weight)}
      ${slopeIn(writer, n("b", l, j))} = 1 · ${slope} = ${strong(turned(writer, dC_db[l][j]))}`;
  });
}

/**
 * @param {Writer} writer
 * @param {number} rate
 */
function update(writer, rate) {
  const { sizes, back, theta, turnable } = writer.now;
  const slopes = gradient(back);
  const sign = writer.wishful ? "+" : "−";
  const rule = writer.wishful ? "+ η · wish" : "− η · slope";
  return [
    html`Each parameter: new = old ${rule}, all at once.`,
    ...theta.map((value, i) => {
      const step = `${show(rate)} · ${term(turned(writer, slopes[i]), 3)}`;
      const after = strong(value - rate * slopes[i]);
      return html`${dialName(sizes, turnable[i])}: ${show(value, 3)} ${sign} ${step} = ${after}`;
    }),
  ];
}

const NTH = ["first", "second"];

/**
 * The lines of a step in words, of a single layer and with wishes: before there are symbols.
 * @param {Now} now
 * @param {Step} step
 * @param {number} rate
 * @returns {Template[]}
 */
export function inWords({ back, sizes }, { what, l }, rate) {
  const { L, W, a, b, z, y, C, da_dz, dC_da, dC_dz, dC_dW, dC_db } = back;
  const outputs = NTH.slice(0, sizes[L]);
  const factor = (/** @type {number} */ value, /** @type {number} */ k) => (k ? term(value) : show(value));
  if (what === "z") {
    return outputs.map((nth, j) => {
      const sum = a[0].map((value, k) => `${factor(W[L][k][j], k)} · ${show(value, 3)}`).join(" + ");
      return html`The ${nth} output adds up ${sum} ${plus(b[L][j])} = ${strong(z[L][j])}.`;
    });
  }
  if (what === "a") {
    return outputs.map(
      (nth, j) => html`The ${nth} sum, ${show(z[L][j], 3)}, squeezed between 0 and 1: ${strong(a[L][j])}.`,
    );
  }
  if (what === "C") {
    const parts = outputs.map((_, j) => `(${show(a[L][j], 3)} − ${show(y[j])})²`).join(" + ");
    return [html`The cost, what is missing squared and added up: ${parts} = ${strong(C)}.`];
  }
  if (what === "dC_da" && l < L) {
    return NTH.slice(0, sizes[l]).map((nth, k) => {
      const sum = W[L][k].map((w, j) => `${factor(w, j)} · ${term(-dC_dz[L][j], 3)}`).join(" + ");
      return html`The ${nth} input’s wish, each of its weights times a sum’s wish: ${sum} = ${strong(-dC_da[l][k])}.`;
    });
  }
  if (what === "dC_da") {
    return outputs.map((nth, j) => {
      const missing = `2 · (${show(y[j])} − ${show(a[L][j], 3)})`;
      return html`The ${nth} output’s wish, twice what is missing: ${missing} = ${strong(-dC_da[L][j])}.`;
    });
  }
  if (what === "dC_dz") {
    return outputs.map((nth, j) => {
      const local = show(da_dz[L][j], 3);
      const product = html`${local} · ${term(-dC_da[L][j], 3)} = ${strong(-dC_dz[L][j])}`;
      return html`The ${nth} sum’s wish: ${product}. (The output changes by ${local} for each unit of its sum.)`;
    });
  }
  const changed = (/** @type {number} */ value, /** @type {number} */ slope) =>
    html`${show(value, 3)} + ${show(rate)} · ${term(-slope, 3)} = ${strong(value - rate * slope)}`;
  const told = outputs.map((nth, j) => {
    const wish = term(-dC_dz[L][j], 3);
    const all = W[L].map((row, k) =>
      what === "own"
        ? html`${show(a[0][k], 3)} · ${wish} = ${strong(-dC_dW[L][k][j])}`
        : changed(row[j], dC_dW[L][k][j]),
    );
    const bias = what === "own" ? strong(-dC_db[L][j]) : changed(b[L][j], dC_db[L][j]);
    const head = what === "own" ? "Input times wish, for the weights" : "New weights";
    const listed = all.map((one, k) => html`${k ? ", " : ""}${one}`);
    return html`${head} to the ${nth} output: ${listed}; for its bias ${bias}.`;
  });
  return what === "own" ? told : [html`New = old + step size · wish, for all at once.`, ...told];
}
