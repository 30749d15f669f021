// Which of the edges of a network carry most of the signal.

/** @typedef {import("../digit_pad/network.js").Layer} Layer */
/** @typedef {{ from: number, to: number, part: number }} Edge What comes along it: weight times activation. */

/**
 * For each node of a layer the edges along which most comes to it, whether above zero or below; at most so many, and
 * none along which nothing comes.
 * @param {Layer} layer
 * @param {Float64Array} a what comes in
 * @param {number} most
 * @returns {Edge[]}
 */
export function strongest({ W, b }, a, most) {
  const all = Array.from(b, () => /** @type {Edge[]} */ ([]));
  a.forEach((value, from) => {
    if (value === 0) return;
    all.forEach((edges, to) => {
      const part = value * W[from * b.length + to];
      if (part !== 0) edges.push({ from, to, part });
    });
  });
  return all.flatMap((edges) => edges.sort((p, q) => Math.abs(q.part) - Math.abs(p.part)).slice(0, most));
}
