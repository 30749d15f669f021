// The four operations on matrices, as lists of rows. Indices count from 0.

/** @typedef {number[][]} Matrix */
/** @typedef {"add" | "scale" | "multiply" | "transpose"} Operation */
/** @typedef {{ a: Matrix, b: Matrix, c: number }} Matrices */

/**
 * The number of rows, and of columns.
 * @param {Matrix} a
 */
export const shape = (a) => [a.length, a[0].length];

/**
 * Whether the shapes fit the operation.
 * @param {Operation} operation
 * @param {Matrix} a
 * @param {Matrix} b
 */
export function fits(operation, a, b) {
  const [n, m] = shape(a);
  const [k, p] = shape(b);
  if (operation === "add") return n === k && m === p;
  return operation !== "multiply" || m === k;
}

/**
 * The shape of the result.
 * @param {Operation} operation
 * @param {Matrix} a
 * @param {Matrix} b
 */
export function resultShape(operation, a, b) {
  const [n, m] = shape(a);
  if (operation === "transpose") return [m, n];
  if (operation === "multiply") return [n, shape(b)[1]];
  return [n, m];
}

/**
 * How many numbers, or products, are added up in one entry of the result.
 * @param {Operation} operation
 * @param {Matrix} a
 */
export const length = (operation, a) => (operation === "multiply" ? shape(a)[1] : 1);

/**
 * The products (or, in a sum, the two numbers) behind the entry in row i and column j.
 * @param {Operation} operation
 * @param {Matrices} matrices
 * @param {number} i
 * @param {number} j
 */
export function parts(operation, { a, b, c }, i, j) {
  if (operation === "add") return [[a[i][j], b[i][j]]];
  if (operation === "scale") return [[c, a[i][j]]];
  if (operation === "transpose") return [[a[j][i]]];
  return a[i].map((one, k) => [one, b[k][j]]);
}

/**
 * The entry in row i and column j, of the first `count` products only if that is given.
 * @param {Operation} operation
 * @param {Matrices} matrices
 * @param {number} i
 * @param {number} j
 * @param {number} count
 */
export function entry(operation, matrices, i, j, count = Infinity) {
  const list = parts(operation, matrices, i, j);
  if (operation === "add") return list[0][0] + list[0][1];
  if (operation === "transpose") return list[0][0];
  return list.slice(0, count).reduce((sum, [x, y]) => sum + x * y, 0);
}

/**
 * The whole result.
 * @param {Operation} operation
 * @param {Matrices} matrices
 */
export function result(operation, matrices) {
  const [n, p] = resultShape(operation, matrices.a, matrices.b);
  return Array.from({ length: n }, (_, i) => Array.from({ length: p }, (_, j) => entry(operation, matrices, i, j)));
}

/**
 * A matrix of another shape: what fits stays, what is new is 0.
 * @param {Matrix} a
 * @param {number} rows
 * @param {number} columns
 */
export const resized = (a, rows, columns) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => a[i]?.[j] ?? 0));
