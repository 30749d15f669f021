// The frame of a drawing: scales, axes, lines.

import { svg } from "../vendor/lit-html/lit-html.js";
import ticks from "../vendor/d3-array/src/ticks.js";
import { show } from "./numbers.js";

/** A function from the numbers `from` to the pixels `to`, with its inverse. */
export function linear(from, to) {
  const slope = (to[1] - to[0]) / (from[1] - from[0]);
  const scale = (value) => to[0] + (value - from[0]) * slope;
  scale.invert = (pixel) => from[0] + (pixel - to[0]) / slope;
  scale.from = from;
  scale.to = to;
  scale.unit = Math.abs(slope);
  return scale;
}

/**
 * Axes with ticks and names for the scales `x` and `y`; `grid` draws faint lines across, `named` writes a number of y,
 * `up` are its ticks if they are to be others than round numbers.
 */
export function axes({ x, y, xlabel, ylabel, grid = true, many = [6, 6], named = (v) => show(v, 6), up = ticks(...y.from, many[1]) }) {
  const [left, right] = x.to;
  const [bottom, top] = y.to;
  const across = ticks(...x.from, many[0]);
  return svg`<g class="nn-w-axes" aria-hidden="true">
    ${grid ? across.map((v) => svg`<line class="nn-w-grid" x1=${x(v)} x2=${x(v)} y1=${bottom} y2=${top}></line>`) : ""}
    ${grid ? up.map((v) => svg`<line class="nn-w-grid" x1=${left} x2=${right} y1=${y(v)} y2=${y(v)}></line>`) : ""}
    <path class="nn-w-axis" d="M${left} ${top}V${bottom}H${right}"></path>
    ${across.map((v) => svg`<text x=${x(v)} y=${bottom + 16} text-anchor="middle">${show(v, 6)}</text>`)}
    ${up.map((v) => svg`<text x=${left - 6} y=${y(v) + 4} text-anchor="end">${named(v)}</text>`)}
    <text x=${(left + right) / 2} y=${bottom + 34} text-anchor="middle">${xlabel}</text>
    <text text-anchor="middle" transform="translate(${left - 34} ${(top + bottom) / 2}) rotate(-90)">${ylabel}</text>
  </g>`;
}

/** The path through points given in numbers; where a number is not finite the line is broken. */
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
