// What the convolution explorer says: the formulas of the text with the numbers of one place, what does not fit and
// why, and what there is to find out.

import { html, nothing } from "./base.js";
import { fitting, leftOver, normalised, outputSize, products, room, total } from "./convolution_maths.js";
import { plus, show, term } from "./numbers.js";

export const CHANNELS = ["red", "green", "blue"];

/** How far the sliders go. */
export const LIMITS = { strides: 4, paddings: 3 };

const or = (list) => (list.length > 1 ? `${list.slice(0, -1).join(", ")} or ${list.at(-1)}` : `${list[0]}`);

/**
 * What is wrong with the sizes: `words` say why and what would fit, `none` is true if there is no map at all, and
 * `remedies` are changes that help, each with the words for its button. Undefined if all fits.
 */
export function misfit({ n, k, options, longest }) {
  const { padding, stride } = options;
  const steps = room(n, k, padding);
  const { strides, paddings, lengths } = fitting(n, k, options, { ...LIMITS, lengths: longest });
  const near = (list, wanted) => list.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
  const remedies = [];
  if (steps < 0) {
    const most = n + 2 * padding;
    const wider = Math.ceil((k - n) / 2);
    if (wider <= LIMITS.paddings) remedies.push({ words: `Padding ${wider}`, change: { padding: wider } });
    remedies.push({ words: `Filter ${most} × ${most}`, length: most });
    const more = wider <= LIMITS.paddings ? ` or a padding of ${wider}` : "";
    return {
      none: true,
      remedies,
      words: `There is no place for this filter: it is ${k} pixels long, and with its padding the picture has ${n} + 2 · ${padding} = ${most}. A filter of ${most}${more} would fit.`,
    };
  }
  const over = leftOver(n, k, options);
  if (over === 0) return undefined;
  const m = outputSize(n, k, options);
  const fits = [`a stride of ${or(strides)}`];
  const stay = near(strides.filter((s) => s > 1).length ? strides.filter((s) => s > 1) : strides, stride);
  remedies.push({ words: `Stride ${stay}`, change: { stride: stay } });
  if (paddings.length) {
    fits.push(`a padding of ${or(paddings)}`);
    remedies.push({ words: `Padding ${near(paddings, padding)}`, change: { padding: near(paddings, padding) } });
  }
  if (lengths.length) {
    fits.push(`a filter of ${or(lengths)}`);
    remedies.push({ words: `Filter ${near(lengths, k)} × ${near(lengths, k)}`, length: near(lengths, k) });
  }
  const lost = over === 1 ? "the last row and the last column take" : `the last ${over} rows and ${over} columns take`;
  return {
    none: false,
    remedies,
    words: `A stride of ${stride} does not come out even: from the first place there are ${n} + 2 · ${padding} − ${k} = ${steps} pixels to the end, and ${steps} / ${stride} = ${show(steps / stride)} is no whole number of steps. It is rounded down: the map has ${m} × ${m} places, and ${lost} part in no sum. What would fit: ${fits.join("; or ")}.`,
  };
}

/** The size of the map. */
export function sizeFormula({ n, k, m, options: { padding: p, stride: s } }) {
  const steps = room(n, k, p);
  const first = html`<i>m</i> = ⌊(<i>n</i> + 2<i>p</i> − <i>k</i>) / <i>s</i>⌋ + 1 = <span class="nn-w-part">⌊(${n} + 2 · ${p} − ${k}) / ${s}⌋ + 1</span>`;
  if (m === 0) return html`<p class="nn-w-formula">${first}, but ${n} + 2 · ${p} − ${k} = ${show(steps)} is less than 0: no place.</p>`;
  const rounded = s > 1 ? html` = ⌊${show(steps / s)}⌋ + 1` : nothing;
  return html`<p class="nn-w-formula">${first}${rounded} = <strong>${m}</strong></p>`;
}

const sum = (rows) => rows.flatMap((row, n) => (n ? [" + ", row] : [row]));

/** The number at one place of the map, as a sum of products. */
export function valueFormula({ deep, filter, pixels, k, i, j, value, options: { stride, bias } }) {
  const at = (place, letter) => html`${stride > 1 ? `${stride} · ` : ""}${place} + <i>${letter}</i>`;
  const sign = (letter) => html`<span class="nn-w-sigma">Σ</span><sub><i>${letter}</i></sub> `;
  const place = html`${deep ? "0, " : ""}${i}, ${j}`;
  const index = html`${deep ? html`<i>c</i>, ` : nothing}${at(i, "u")}, ${at(j, "v")}`;
  const general = html`<i>y</i><sub>${place}</sub> =
    ${deep ? sign("c") : nothing}${sign("u")}${sign("v")}<i>x</i><sub>${index}</sub>
    <i>k</i><sub>${deep ? html`0<i>cuv</i>` : html`<i>uv</i>`}</sub>${deep ? html` + <i>b</i><sub>0</sub>` : nothing}`;
  const all = products(pixels, filter);
  const one = (c, u, v) => `${term(filter[c][u][v], 3)} · ${show(pixels[c][u][v])}`;
  const answer = html`<strong class="nn-w-answer">${show(value)}</strong>`;
  const end = deep ? ` ${plus(bias)}` : "";
  if (deep) {
    const single = k === 1 ? html` = ${CHANNELS.map((_, c) => one(c, 0, 0)).join(" + ")}${end}` : nothing;
    const parts = CHANNELS.map((name, c) => html`<span class="nn-w-part">${term(total(all[c]))} <small>${name}</small></span>`);
    return html`<p class="nn-w-formula">${general}${single} = ${sum(parts)}${end}${bias ? html` <small>bias</small>` : nothing} = ${answer}</p>`;
  }
  const rows = all[0].map((row) => term(row.reduce((before, product) => before + product, 0)));
  if (k > 3) return html`<p class="nn-w-formula">${general} = ${rows.join(" + ")} = ${answer}</p>`;
  const written = all[0].map((row, u) => html`<span class="nn-w-part">${k > 1 ? "(" : ""}${row.map((_, v) => one(0, u, v)).join(" + ")}${k > 1 ? ")" : ""}</span>`);
  return html`<p class="nn-w-formula">${general} = ${sum(written)}${k > 1 ? ` = ${rows.join(" + ")}` : ""} = ${answer}</p>`;
}

/** The same place compared with the brightness of its patch. */
export function normalisedFormula({ pixels, filter }) {
  const { above, lengths, r } = normalised(pixels[0], filter[0]);
  const below = lengths[0] * lengths[1];
  return html`<p class="nn-w-formula">
    Compared with the brightness of the patch: <i>r</i> = ${below > 0 ? html`${show(above)} / (${show(lengths[0])} · ${show(lengths[1])}) = ` : nothing}<strong>${show(r)}</strong>${below > 0 ? "" : ", as the patch or the filter is even"}
  </p>`;
}

export const TASKS = {
  edge: {
    task: "Take the filter for level edges. Why is the map 0 everywhere, though there is an edge in the picture? Then give a padding of 1. Which edge does the filter find now?",
    answer: "The edge stands upright, and above a pixel there is always one as bright: the differences are all 0. With padding, the bright half meets a frame of zeros, which is dark. That is an edge, so the map has 9, 18, 27, 18 at the top and −9, −18, −27, −18 at the bottom: an edge that is not in the picture.",
  },
  digit: {
    task: "Take the bow turned round, which is open to the left. Where should its largest answer be? Guess, then go there. Then subtract the mean from the filter, and go to the largest answer again.",
    answer: "It should be on the right side of the 0, but 3574 is at row 6, column 8, where the stroke is thick and bright. With its mean subtracted, the filter no longer gains from brightness alone: now the largest answer, 1600.29, is at row 13, column 18, on the right side.",
  },
  curves: {
    task: "With the bow as the filter, find all places of the largest answer, 4080. Is there a curve at each of them? Then subtract the mean from the filter. What becomes of the four patches?",
    answer: "4080 stands at the bright bow, and at three places on the plain white square, where there is no curve. With the mean subtracted the bow gives 2747.76, the white square 0, the bow turned round less than 0. But the faint bow still has only 549.55, a fifth: the sum grows with the brightness of the curve.",
  },
  drawn: {
    task: "Choose “from the corner” as the filter. Draw an edge that it does not see, as long as you like. Which way does it run?",
    answer: "From the upper left to the lower right. The filter subtracts a pixel from the one two rows down and two columns to the right. Along that diagonal both lie on the same side of the edge, and the difference is 0.",
  },
  sunset: {
    task: "“Warm, not cold” takes red minus blue. Guess: is it larger inside the sun, or in the sky just above the sea? Look. Then change the three weights until the sun wins.",
    answer: "In the sky: 242 − 92 = 150. Inside the sun it is 255 − 120 = 135, since the sun has more blue as well. What the sun alone has is much green: with the weights 0, 1, 0 it gives 225, and the sky at most 166.",
  },
};
