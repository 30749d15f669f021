// What the neuron painter computes: the weights that strokes leave, the weighted sums of pictures, and how well those
// of one digit stand apart from those of all others.

/** @typedef {number[]} Point A pixel x, y. */
/** @typedef {{ weight: number, wide: number, points: Point[] }} Stroke A brush so many pixels wide, and its way. */
/** @typedef {Float64Array} Picture Brightness from 0 to 1, or weights, row after row. */

export const SIDE = 28; // pixels of a picture, across and down

/**
 * The weights after all strokes, each of which lays its weight times `reach` on the pixels that it covers.
 * @param {Stroke[]} strokes
 * @param {Picture} base
 * @param {number} reach
 */
export function painted(strokes, base, reach) {
  const weights = base.slice();
  for (const { weight, wide, points } of strokes) {
    const value = weight * reach;
    points.forEach((from, k) => {
      const to = points[k + 1] ?? from;
      for (const [x, y] of between(from, to)) dab(weights, x, y, wide, value);
    });
  }
  return weights;
}

/**
 * The pixels on the way from one to another.
 * @param {Point} from
 * @param {Point} to
 */
function between([x0, y0], [x1, y1]) {
  const count = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
  return Array.from({ length: count + 1 }, (_, k) => [
    Math.round(x0 + ((x1 - x0) * k) / count),
    Math.round(y0 + ((y1 - y0) * k) / count),
  ]);
}

/**
 * Lay a weight on a square of pixels.
 * @param {Picture} weights
 * @param {number} x
 * @param {number} y
 * @param {number} wide
 * @param {number} value
 */
function dab(weights, x, y, wide, value) {
  const around = (wide - 1) / 2;
  for (let row = Math.max(0, y - around); row <= Math.min(SIDE - 1, y + around); row += 1) {
    const start = row * SIDE;
    weights.fill(value, start + Math.max(0, x - around), start + Math.min(SIDE - 1, x + around) + 1);
  }
}

/**
 * The weighted sum of a picture.
 * @param {Picture} weights
 * @param {Picture} picture
 * @param {number} bias
 */
export function weighted(weights, picture, bias = 0) {
  let sum = bias;
  for (let k = 0; k < picture.length; k += 1) sum += picture[k] * weights[k]; // an eighth of the time of `reduce`
  return sum;
}

/**
 * In what share of all pairs of the digit and another one the digit has the larger sum; equal sums count half.
 * @param {ArrayLike<number>} sums
 * @param {ArrayLike<number>} labels
 * @param {number} digit
 */
export function separation(sums, labels, digit) {
  const order = Array.from(sums, (_, n) => n).sort((m, n) => sums[m] - sums[n]);
  let [below, won, own] = [0, 0, 0];
  for (let start = 0; start < order.length; ) {
    let [equal, mine] = [0, 0];
    let end = start;
    for (; end < order.length && sums[order[end]] === sums[order[start]]; end += 1) {
      if (labels[order[end]] === digit) mine += 1;
      else equal += 1;
    }
    won += mine * (below + equal / 2);
    below += equal;
    own += mine;
    start = end;
  }
  return won / (own * below);
}

/**
 * The cut that divides best: the largest difference between the share of the digit that lies above it and the share of
 * the others; and how many of both lie there.
 * @param {ArrayLike<number>} sums
 * @param {ArrayLike<number>} labels
 * @param {number} digit
 */
export function bestCut(sums, labels, digit) {
  const order = Array.from(sums, (_, n) => n).sort((m, n) => sums[n] - sums[m]);
  const own = order.filter((n) => labels[n] === digit).length;
  const others = order.length - own;
  let best = { cut: sums[order[0]], hits: 0, alarms: 0, own, others };
  let [hits, alarms] = [0, 0];
  order.forEach((n, k) => {
    if (labels[n] === digit) hits += 1;
    else alarms += 1;
    const next = order[k + 1];
    if (next === undefined || sums[next] === sums[n]) return;
    if (hits / own - alarms / others > best.hits / own - best.alarms / others) {
      best = { cut: (sums[n] + sums[next]) / 2, hits, alarms, own, others };
    }
  });
  return best;
}

/**
 * The mean of pictures.
 * @param {Picture[]} pictures
 */
export const mean = (pictures) =>
  pictures[0].map((_, k) => pictures.reduce((sum, picture) => sum + picture[k], 0) / pictures.length);
