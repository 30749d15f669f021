// The frame of a drawing: scales, axes, lines.

import { guard, html, svg } from "./lit.js";
import { show } from "./numbers.js";
import { ticks } from "./ticks.js";

/** @typedef {readonly number[]} Span From the smaller to the larger number. */
/** @typedef {ReturnType<typeof linear>} Scale */

/**
 * A function from the numbers `from` to the pixels `to`, with its inverse.
 * @param {Span} from
 * @param {Span} to
 */
export function linear(from, to) {
  const slope = (to[1] - to[0]) / (from[1] - from[0]);
  const scale = (/** @type {number} */ value) => to[0] + (value - from[0]) * slope;
  scale.invert = (/** @type {number} */ pixel) => from[0] + (pixel - to[0]) / slope;
  scale.from = from;
  scale.to = to;
  scale.unit = Math.abs(slope);
  return scale;
}

/**
 * Where a scale begins and ends, on both sides: what is drawn with others is another drawing.
 * @param {Scale[]} scales
 */
export const ends = (...scales) => scales.flatMap(({ from, to }) => [...from, ...to]);

const plain = (/** @type {number} */ value) => show(value, 6);

/**
 * Axes with ticks and names, which stay as they are while what is drawn on them moves.
 * @param {object} options
 * @param {Scale} options.x
 * @param {Scale} options.y
 * @param {string} options.xlabel
 * @param {string} options.ylabel
 * @param {boolean} [options.grid] whether there are faint lines across
 * @param {readonly number[]} [options.many] about how many ticks there are on each axis
 * @param {(value: number) => string} [options.named] writes a number of y
 * @param {number[]} [options.up] the ticks of y, if they are to be others than round numbers
 */
export function axes({ x, y, xlabel, ylabel, grid = true, many = [6, 6], named = plain, up }) {
  return guard([...ends(x, y), xlabel, ylabel, grid, ...many, named, ...(up ?? [])], () => {
    const [left, right] = x.to;
    const [bottom, top] = y.to;
    const across = ticks(x.from[0], x.from[1], many[0]);
    const along = up ?? ticks(y.from[0], y.from[1], many[1]);
    const line = (/** @type {number[]} */ [x1, x2], /** @type {number[]} */ [y1, y2]) =>
      svg`<line class="nn-w-grid" x1=${x1} x2=${x2} y1=${y1} y2=${y2}></line>`;
    return svg`<g class="nn-w-axes" aria-hidden="true">
      ${grid ? across.map((v) => line([x(v), x(v)], [bottom, top])) : ""}
      ${grid ? along.map((v) => line([left, right], [y(v), y(v)])) : ""}
      <path class="nn-w-axis" d="M${left} ${top}V${bottom}H${right}"></path>
      ${across.map((v) => svg`<text x=${x(v)} y=${bottom + 16} text-anchor="middle">${show(v, 6)}</text>`)}
      ${along.map((v) => svg`<text x=${left - 6} y=${y(v) + 4} text-anchor="end">${named(v)}</text>`)}
      <text x=${(left + right) / 2} y=${bottom + 34} text-anchor="middle">${xlabel}</text>
      <text text-anchor="middle" transform="translate(${left - 34} ${(top + bottom) / 2}) rotate(-90)">${ylabel}</text>
    </g>`;
  });
}

/**
 * What is inside the axes, for drawings that must not cross them.
 * @param {string} id
 * @param {Scale} x
 * @param {Scale} y
 * @param {number} inset
 */
export const frame = (id, x, y, inset = 0) =>
  svg`<clipPath id=${id}><rect
    x=${x.to[0] + inset}
    y=${y.to[1] + inset}
    width=${x.to[1] - x.to[0] - 2 * inset}
    height=${y.to[0] - y.to[1] - 2 * inset}
  ></rect></clipPath>`;

/**
 * A drawing on axes: what is `inside` ends at the frame, what is `over` it does not.
 * @param {Parameters<typeof axes>[0] & {
 *   id: string, label: string, width: number, height: number, inset?: number,
 *   inside: import("./base.js").Content, over: import("./base.js").Content,
 * }} options the `id` of the frame, the name of the drawing, its size, and those of `axes` and `frame`
 */
export const plot = ({ id, label, width, height, inset, inside, over, ...options }) =>
  html`<svg viewBox="0 0 ${width} ${height}" width=${width} role="group" aria-label=${label}>
    ${frame(id, options.x, options.y, inset)}
    ${axes(options)}
    <g clip-path="url(#${id})" aria-hidden="true">${inside}</g>
    ${over}
  </svg>`;

/**
 * The path through points given in numbers; where a number is not finite the line is broken.
 * @param {readonly (readonly number[])[]} points
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
export function path(points, x, y) {
  let pen = "M";
  let text = "";
  for (const [a, b] of points) {
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      pen = "M";
      continue;
    }
    text += `${pen}${x(a).toFixed(2)} ${y(b).toFixed(2)}`;
    pen = "L";
  }
  return text;
}

/**
 * Numbers at equal distances, from one end of a span to the other.
 * @param {Span} span
 * @param {number} steps
 */
export const sampled = ([low, high], steps) =>
  Array.from({ length: steps + 1 }, (_, i) => low + ((high - low) * i) / steps);

/**
 * A number, or the nearer end of the span.
 * @param {number} value
 * @param {Span} span
 */
export const within = (value, [low, high]) => Math.min(high, Math.max(low, value));

/**
 * A function that computes anew only when one of its arguments is another than before: lists that nobody alters are
 * known by what they are, not by what is in them.
 * @template {unknown[]} Arguments
 * @template Result
 * @param {(...given: Arguments) => Result} compute
 */
export function kept(compute) {
  /** @type {{ given: Arguments, result: Result } | undefined} */
  let last;
  return (/** @type {Arguments} */ ...given) => {
    const { given: before } = last ?? {};
    if (!last || given.some((one, n) => one !== before?.[n])) last = { given, result: compute(...given) };
    return last.result;
  };
}

/**
 * A function that computes anew only when the key of its arguments changes: a slider must answer at once.
 * @template {unknown[]} Arguments
 * @template Result
 * @param {(...given: Arguments) => string} key
 * @param {(...given: Arguments) => Result} compute
 */
export function remembered(key, compute) {
  /** @type {{ key: string, result: Result } | undefined} */
  let last;
  return (/** @type {Arguments} */ ...given) => {
    const now = key(...given);
    if (last?.key !== now) last = { key: now, result: compute(...given) };
    return last.result;
  };
}
