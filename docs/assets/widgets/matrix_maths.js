// The four operations on matrices, as lists of rows. Indices count from 0.

export const shape = (a) => [a.length, a[0].length];

/** Why the operation cannot be done with these shapes, or an empty string. */
export function misfit(operation, a, b) {
  const [n, m] = shape(a);
  const [k, p] = shape(b);
  const differ = (one, other, things) => `${one} ${things(one)} of A and ${other} ${things(other)} of B`;
  const rows = (count) => (count === 1 ? "row" : "rows");
  const columns = (count) => (count === 1 ? "column" : "columns");
  if (operation === "add" && (n !== k || m !== p)) {
    const what = n !== k ? differ(n, k, rows) : differ(m, p, columns);
    return `A + B does not exist: every entry needs a partner in the same place, and ${what} do not match. Both must have the same shape.`;
  }
  if (operation === "multiply" && m !== k) {
    return `AB does not exist: a row of A has ${m} ${m === 1 ? "number" : "numbers"}, a column of B has ${k}. The inner sizes, (${n}, ${m}) and (${k}, ${p}), must be equal, so that every number has a partner.`;
  }
  return "";
}

/** The shape of the result. */
export function resultShape(operation, a, b) {
  const [n, m] = shape(a);
  if (operation === "transpose") return [m, n];
  if (operation === "multiply") return [n, shape(b)[1]];
  return [n, m];
}

/** How many numbers, or products, are added up in one entry of the result. */
export const length = (operation, a) => (operation === "multiply" ? shape(a)[1] : 1);

/** The products (or, in a sum, the two numbers) behind the entry in row i and column j. */
export function parts(operation, { a, b, c }, i, j) {
  if (operation === "add") return [[a[i][j], b[i][j]]];
  if (operation === "scale") return [[c, a[i][j]]];
  if (operation === "transpose") return [[a[j][i]]];
  return a[i].map((entry, k) => [entry, b[k][j]]);
}

/** The entry in row i and column j, of the first `count` products only if that is given. */
export function entry(operation, matrices, i, j, count = Infinity) {
  const list = parts(operation, matrices, i, j);
  if (operation === "add") return list[0][0] + list[0][1];
  if (operation === "transpose") return list[0][0];
  return list.slice(0, count).reduce((sum, [x, y]) => sum + x * y, 0);
}

/** The whole result. */
export function result(operation, matrices) {
  const [n, p] = resultShape(operation, matrices.a, matrices.b);
  return Array.from({ length: n }, (_, i) => Array.from({ length: p }, (_, j) => entry(operation, matrices, i, j)));
}

/** A matrix of another shape: what fits stays, what is new is 0. */
export const resized = (a, rows, columns) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => a[i]?.[j] ?? 0));
