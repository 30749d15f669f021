// What the convolution explorer says: what there is to find out, its sentence for a screen reader, what does not fit
// and why, and the formulas of the text with the numbers of one place.

import { html, nothing } from "../shared/lit.js";
import { plus, show, term } from "../shared/numbers.js";
import { fitting, leftOver, normalised, outputSize, products, room, total } from "./maths.js";

/** @typedef {import("./index.js").Look} Look */
/** @typedef {import("../shared/base.js").Content} Content */
/** @typedef {{ n: number, k: number, options: import("./maths.js").Step, longest: number }} Sizes */

/**
 * A change that helps, with the words for its button: another state, or another length of the filter.
 * @typedef {{ words: string, change?: { padding: number } | { stride: number }, length?: number }} Remedy
 */
/** @typedef {{ none: boolean, words: string, remedies: Remedy[] }} Misfit `none` if there is no map at all. */

export const CHANNELS = ["red", "green", "blue"];

/** How far the sliders go. */
export const LIMITS = { strides: 4, paddings: 3 };

/** @type {Record<import("./pictures.js").Name | "question", import("../shared/base.js").Task>} */
export const TASKS = {
  question: {
    task:
      "Drag the frame, or press Slide. Where are the answers blue, where orange, and where is there no answer to " +
      "speak of? Then choose “level edges”: which parts of the digit light up now?",
    answer:
      "Blue where it gets brighter from left to right, orange where it gets darker, and near 0 on even ground, black " +
      "or white. The level edges are those at the top and at the bottom of each stroke: the same question, put from " +
      "above to below.",
  },
  edge: {
    task:
      "Take the filter for level edges. Why is the map 0 everywhere, though there is an edge in the picture? Then " +
      "unfold the padding and make it 1. Which edge does the filter find now?",
    answer:
      "The edge stands upright, and above a pixel there is always one as bright: the differences are all 0. With " +
      "padding, the bright half meets a frame of zeros, which is dark. That is an edge, so the map has 9, 18, 27, 18 " +
      "at the top and −9, −18, −27, −18 at the bottom: an edge that is not in the picture.",
  },
  digit: {
    task:
      "Take the bow turned round, which is open to the left. Where should its largest answer be? Guess, then go " +
      "there. Then subtract the mean from the filter, and go to the largest answer again.",
    answer:
      "It should be on the right side of the 0, but 3574 is at row 6, column 8, where the stroke is thick and " +
      "bright. With its mean subtracted, the filter no longer gains from brightness alone: now the largest answer, " +
      "1600.29, is at row 13, column 18, on the right side.",
  },
  curves: {
    task:
      "With the bow as the filter, find all places of the largest answer, 4080. Is there a curve at each of them? " +
      "Then subtract the mean from the filter. What becomes of the four patches?",
    answer:
      "4080 stands at the bright bow, and at three places on the plain white square, where there is no curve. With " +
      "the mean subtracted the bow gives 2747.76, the white square 0, the bow turned round less than 0. But the " +
      "faint bow still has only 549.55, a fifth: the sum grows with the brightness of the curve.",
  },
  drawn: {
    task:
      "Choose “from the corner” as the filter. Draw an edge that it does not see, as long as you like. Which way " +
      "does it run?",
    answer:
      "From the upper left to the lower right. The filter subtracts a pixel from the one two rows down and two " +
      "columns to the right. Along that diagonal both lie on the same side of the edge, and the difference is 0.",
  },
  photo: {
    task:
      "Take a photo in which much stands upright: trunks, windows, a fence. Which filter leaves more of it, the one " +
      "for upright edges or the one for level edges? Then turn the photo by a quarter, and choose it again.",
    answer:
      "The one for upright edges; the other sees the ground, the roof and the sky line. In the turned photo what was " +
      "upright lies level, so the two filters change places. Neither is better: each asks its own question.",
  },
  sunset: {
    task:
      "“Warm, not cold” takes red minus blue. Guess: is it larger inside the sun, or in the sky just above the sea? " +
      "Look. Then change the three weights until the sun wins.",
    answer:
      "In the sky: 242 − 92 = 150. Inside the sun it is 255 − 120 = 135, since the sun has more blue as well. What " +
      "the sun alone has is much green: with the weights 0, 1, 0 it gives 225, and the sky at most 166.",
  },
};

/** @param {Look} all */
export function said(all) {
  const problem = misfit(all);
  if (problem?.none) return problem.words;
  const { i, j, m, value } = all;
  const place = `Row ${i}, column ${j} of the map of ${m} by ${m}: ${show(value)}.`;
  return problem ? `${place} ${problem.words}` : place;
}

/**
 * What is wrong with the sizes, what would fit, and what helps. Undefined if all fits.
 * @param {Sizes} sizes
 * @returns {Misfit | undefined}
 */
export function misfit(sizes) {
  const { n, k, options } = sizes;
  if (room(n, k, options.padding) < 0) return tooLong(sizes);
  return leftOver(n, k, options) === 0 ? undefined : uneven(sizes);
}

/**
 * @param {Sizes} sizes
 * @returns {Misfit}
 */
function tooLong({ n, k, options: { padding } }) {
  const most = n + 2 * padding;
  const wider = Math.ceil((k - n) / 2);
  const reachable = wider <= LIMITS.paddings;
  return {
    none: true,
    remedies: [
      ...(reachable ? [{ words: `Padding ${wider}`, change: { padding: wider } }] : []),
      { words: `Filter ${most} × ${most}`, length: most },
    ],
    words:
      `There is no place for this filter: it is ${k} pixels long, and with its padding the picture has ` +
      `${n} + 2 · ${padding} = ${most}. ` +
      `A filter of ${most}${reachable ? ` or a padding of ${wider}` : ""} would fit.`,
  };
}

/**
 * @param {Sizes} sizes
 * @returns {Misfit}
 */
function uneven({ n, k, options, longest }) {
  const { padding, stride } = options;
  const steps = room(n, k, padding);
  const { strides, paddings, lengths } = fitting(n, k, options, { ...LIMITS, lengths: longest });
  const real = strides.filter((s) => s > 1);
  const stay = nearest(real.length ? real : strides, stride);
  /** @type {Remedy[]} */
  const remedies = [{ words: `Stride ${stay}`, change: { stride: stay } }];
  const fits = [`a stride of ${or(strides)}`];
  if (paddings.length) {
    const near = nearest(paddings, padding);
    fits.push(`a padding of ${or(paddings)}`);
    remedies.push({ words: `Padding ${near}`, change: { padding: near } });
  }
  if (lengths.length) {
    const near = nearest(lengths, k);
    fits.push(`a filter of ${or(lengths)}`);
    remedies.push({ words: `Filter ${near} × ${near}`, length: near });
  }
  const over = leftOver(n, k, options);
  const m = outputSize(n, k, options);
  const lost = over === 1 ? "the last row and the last column take" : `the last ${over} rows and ${over} columns take`;
  return {
    none: false,
    remedies,
    words:
      `A stride of ${stride} does not come out even: from the first place there are ${n} + 2 · ${padding} − ${k} = ` +
      `${steps} pixels to the end, and ${steps} / ${stride} = ${show(steps / stride)} is no whole number of steps. ` +
      `It is rounded down: the map has ${m} × ${m} places, and ${lost} part in no sum. ` +
      `What would fit: ${fits.join("; or ")}.`,
  };
}

/** @param {number[]} list */
const or = (list) => (list.length > 1 ? `${list.slice(0, -1).join(", ")} or ${list.at(-1)}` : `${list[0]}`);

/**
 * @param {number[]} list
 * @param {number} wanted
 */
const nearest = (list, wanted) => list.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];

/**
 * The size of the map.
 * @param {Look} all
 */
export function sizeFormula({ n, k, m, options: { padding: p, stride: s } }) {
  const steps = room(n, k, p);
  const numbers = html`<span class="nn-w-part">⌊(${n} + 2 · ${p} − ${k}) / ${s}⌋ + 1</span>`;
  const first = html`<i>m</i> = ⌊(<i>n</i> + 2<i>p</i> − <i>k</i>) / <i>s</i>⌋ + 1 = ${numbers}`;
  if (m === 0) {
    const less = `${n} + 2 · ${p} − ${k} = ${show(steps)} is less than 0`;
    return html`<p class="nn-w-formula">${first}, but ${less}: no place.</p>`;
  }
  const rounded = s > 1 ? html` = ⌊${show(steps / s)}⌋ + 1` : nothing;
  return html`<p class="nn-w-formula">${first}${rounded} = <strong>${m}</strong></p>`;
}

/**
 * The number at one place of the map, as a sum of products.
 * @param {Look} all
 * @param {boolean} plain whether the chapter has no symbols for it yet
 */
export function valueFormula(all, plain) {
  const { deep, filter, pixels, k, value } = all;
  const answer = html`<strong class="nn-w-answer">${show(value)}</strong>`;
  const name = plain ? "The answer here" : general(all);
  if (deep) return html`<p class="nn-w-formula">${name}${overChannels(all)} = ${answer}</p>`;
  const [sheet] = products(pixels, filter);
  const rows = sheet.map((row) => term(row.reduce((before, product) => before + product, 0))).join(" + ");
  if (k > 3) return html`<p class="nn-w-formula">${name} = ${rows} = ${answer}</p>`;
  const written = sheet.map((row, u) => {
    const line = row.map((_, v) => factors(all, 0, u, v)).join(" + ");
    return html`<span class="nn-w-part">${k > 1 ? `(${line})` : line}</span>`;
  });
  const sums = k > 1 ? ` = ${rows}` : "";
  return html`<p class="nn-w-formula">${name} = ${sum(written)}${sums} = ${answer}</p>`;
}

/**
 * The formula with its symbols.
 * @param {Look} all
 */
function general({ deep, i, j, options: { stride } }) {
  const at = (/** @type {number} */ place, /** @type {string} */ letter) =>
    html`${stride > 1 ? `${stride} · ` : ""}${place} + <i>${letter}</i>`;
  const sign = (/** @type {string} */ letter) => html`<span class="nn-w-sigma">Σ</span><sub><i>${letter}</i></sub> `;
  const place = html`${deep ? "0, " : ""}${i}, ${j}`;
  const index = html`${deep ? html`<i>c</i>, ` : nothing}${at(i, "u")}, ${at(j, "v")}`;
  return html`<i>y</i><sub>${place}</sub> =
    ${deep ? sign("c") : nothing}${sign("u")}${sign("v")}<i>x</i><sub>${index}</sub>
    <i>k</i><sub>${deep ? html`0<i>cuv</i>` : html`<i>uv</i>`}</sub>${deep ? html` + <i>b</i><sub>0</sub>` : nothing}`;
}

/**
 * The sum over three channels, and the bias.
 * @param {Look} all
 */
function overChannels(all) {
  const { filter, pixels, k, options } = all;
  const end = ` ${plus(options.bias)}`;
  const sheets = products(pixels, filter);
  const single = k === 1 ? ` = ${CHANNELS.map((_, c) => factors(all, c, 0, 0)).join(" + ")}${end}` : "";
  const parts = CHANNELS.map(
    (name, c) => html`<span class="nn-w-part">${term(total(sheets[c]))} <small>${name}</small></span>`,
  );
  return html`${single} = ${sum(parts)}${end}${options.bias ? html` <small>bias</small>` : nothing}`;
}

/**
 * A weight and the pixel below it.
 * @param {Look} all
 * @param {number} c
 * @param {number} u
 * @param {number} v
 */
const factors = ({ filter, pixels }, c, u, v) => `${term(filter[c][u][v], 3)} · ${show(pixels[c][u][v])}`;

/** @param {Content[]} parts */
const sum = (parts) => parts.flatMap((part, n) => (n ? [" + ", part] : [part]));

/**
 * The same place compared with the brightness of its patch.
 * @param {Look} all
 */
export function normalisedFormula({ pixels, filter }) {
  const { above, lengths, r } = normalised(pixels[0], filter[0]);
  const even = lengths[0] * lengths[1] === 0;
  const quotient = even ? "" : `${show(above)} / (${show(lengths[0])} · ${show(lengths[1])}) = `;
  const why = even ? ", as the patch or the filter is even" : "";
  return html`<p class="nn-w-formula">
    Normalised: <i>r</i> = ${quotient}<strong>${show(r)}</strong>${why}
  </p>`;
}
