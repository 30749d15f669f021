// A line y = m x + b through points: how wrong it is, by three losses, and the line that is the least wrong.

export const DELTA = 0.5; // where Huber's loss changes from a square to a straight line, as on the page

/** @typedef {[x: number, y: number]} Point */
/** @typedef {{ m: number, b: number }} Line */
/** @typedef {"squared" | "absolute" | "huber"} Loss */

/**
 * The loss of one error e = m x + b − y.
 * @type {Record<Loss, (e: number) => number>}
 */
export const LOSSES = {
  squared: (e) => e * e,
  absolute: (e) => Math.abs(e),
  huber: (e) => (Math.abs(e) <= DELTA ? (e * e) / 2 : DELTA * (Math.abs(e) - DELTA / 2)),
};

/**
 * By how much the line misses each point, from above positive.
 * @param {number} m
 * @param {number} b
 * @param {Point[]} points
 */
export const misses = (m, b, points) => points.map(([x, y]) => m * x + b - y);

/**
 * The losses of all points together.
 * @param {Loss} loss
 * @param {number} m
 * @param {number} b
 * @param {Point[]} points
 */
export function total(loss, m, b, points) {
  let sum = 0;
  for (const [x, y] of points) sum += LOSSES[loss](m * x + b - y);
  return sum;
}

/**
 * The line of the smallest squared error, each point counted `weights[i]` times; none if all x are the same.
 * @param {Point[]} points
 * @returns {Line | undefined}
 */
export function leastSquares(points, weights = points.map(() => 1)) {
  const mass = weights.reduce((sum, w) => sum + w, 0);
  const mean = (/** @type {0 | 1} */ k) => points.reduce((sum, p, i) => sum + weights[i] * p[k], 0) / mass;
  const [x, y] = [mean(0), mean(1)];
  let above = 0;
  let below = 0;
  points.forEach(([a, c], i) => {
    above += weights[i] * (a - x) * (c - y);
    below += weights[i] * (a - x) ** 2;
  });
  return below < 1e-12 ? undefined : { m: above / below, b: y - (above / below) * x };
}

/**
 * The best line by a loss, or nothing if all x are the same.
 * @param {Loss} loss
 * @param {Point[]} points
 */
export function best(loss, points) {
  const start = leastSquares(points);
  if (!start || loss === "squared") return start;
  return loss === "absolute" ? throughTwo(points) : reweighted(start, points);
}

/**
 * Among the lines of the smallest absolute error there is always one through two of the points: try all pairs.
 * @param {Point[]} points
 */
function throughTwo(points) {
  /** @type {Line | undefined} */
  let found;
  let least = Infinity;
  points.forEach(([x1, y1], i) => {
    for (const [x2, y2] of points.slice(i + 1)) {
      if (Math.abs(x1 - x2) < 1e-9) continue;
      const m = (y2 - y1) / (x2 - x1);
      const b = y1 - m * x1;
      const cost = total("absolute", m, b, points);
      if (cost < least - 1e-12) [found, least] = [{ m, b }, cost];
    }
  });
  return found;
}

/**
 * Huber's best line: least squares again and again, in which far points count the less the farther they are.
 * @param {Line} line
 * @param {Point[]} points
 */
function reweighted(line, points) {
  for (let round = 0; round < 5000; round++) {
    const weights = misses(line.m, line.b, points).map((e) => Math.min(1, DELTA / Math.max(Math.abs(e), 1e-12)));
    const next = leastSquares(points, weights);
    if (!next) return line;
    const moved = Math.abs(next.m - line.m) + Math.abs(next.b - line.b);
    line = next;
    if (moved < 1e-13) break;
    const exact = round % 5 === 4 ? settled(line, points) : undefined;
    if (exact) return exact;
  }
  return line;
}

/**
 * If it is known which points lie within delta of Huber's best line, and which above and below, two linear equations
 * give the line: the slopes of the total are zero there. It is the best one if it leaves the points where they were.
 * @param {Line} line
 * @param {Point[]} points
 */
function settled(line, points) {
  const sides = (/** @type {Line} */ { m, b }) =>
    misses(m, b, points).map((e) => (Math.abs(e) <= DELTA ? 0 : Math.sign(e)));
  const before = sides(line);
  let [n, x, xx, y, xy] = [0, 0, 0, 0, 0];
  points.forEach(([a, c], i) => {
    const near = before[i] === 0;
    if (near) [n, x, xx] = [n + 1, x + a, xx + a * a];
    y += near ? c : -DELTA * before[i];
    xy += near ? a * c : -DELTA * before[i] * a;
  });
  const determinant = n * xx - x * x;
  if (determinant < 1e-9) return undefined;
  const found = { m: (n * xy - x * y) / determinant, b: (xx * y - x * xy) / determinant };
  return sides(found).every((side, i) => side === before[i]) ? found : undefined;
}

/**
 * The total on a grid of `size` × `size` lines, row by row from the smallest b, in each the smallest m first.
 * @param {Loss} loss
 * @param {Point[]} points
 * @param {number[]} slopes from the smallest to the largest
 * @param {number[]} intercepts
 * @param {number} size
 */
export function surface(loss, points, [m0, m1], [b0, b1], size) {
  const values = Array(size * size).fill(0);
  for (let row = 0; row < size; row++) {
    const b = b0 + ((b1 - b0) * row) / (size - 1);
    for (let column = 0; column < size; column++) {
      values[row * size + column] = total(loss, m0 + ((m1 - m0) * column) / (size - 1), b, points);
    }
  }
  return values;
}

/**
 * Points near a line that chance has chosen, inside the drawing.
 * @param {number} count
 * @param {() => number} chance
 * @param {number[]} across
 * @param {number[]} up
 */
export function scatter(count, chance, [x0, x1], [y0, y1]) {
  const height = y1 - y0;
  const [left, right] = [y0 + height * (0.15 + 0.7 * chance()), y0 + height * (0.15 + 0.7 * chance())];
  return Array.from({ length: count }, (_, i) => {
    const x = x0 + ((x1 - x0) * (i + 0.3 + 0.4 * chance())) / count;
    const noise = (chance() + chance() + chance() - 1.5) * height * 0.15;
    const y = left + ((right - left) * (x - x0)) / (x1 - x0) + noise;
    return [x, Math.min(y1, Math.max(y0, y))].map((v) => Math.round(v * 10) / 10);
  });
}
