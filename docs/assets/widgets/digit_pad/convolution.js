// Convolution and max-pooling on maps that lie one after the other in a list, forward and backward.

/** @typedef {import("./network.js").Filters} Filters */
/** @typedef {import("./network.js").Layer} Layer */

/**
 * Call `visit` with every weight of every filter, and the start of the row of pixels and of sums that it joins.
 * @param {Filters} maps
 * @param {(weight: number, pixel: number, sum: number, length: number) => void} visit
 */
function rows({ channels, filters, k, side }, visit) {
  const size = side - k + 1;
  let weight = 0;
  for (let f = 0; f < filters; f += 1) {
    for (let c = 0; c < channels; c += 1) {
      for (let u = 0; u < k; u += 1) {
        for (let v = 0; v < k; v += 1) {
          for (let i = 0; i < size; i += 1) {
            visit(weight, (c * side + i + u) * side + v, (f * size + i) * size, size);
          }
          weight += 1;
        }
      }
    }
  }
}

/**
 * One map of sums for each filter.
 * @param {Pick<Layer, "W" | "b">} layer
 * @param {Filters} maps
 * @param {Float64Array} x
 */
export function convolve({ W, b }, maps, x) {
  const size = (maps.side - maps.k + 1) ** 2;
  const sums = new Float64Array(maps.filters * size);
  b.forEach((bias, f) => {
    sums.fill(bias, f * size, (f + 1) * size);
  });
  rows(maps, (weight, pixel, sum, length) => {
    const value = W[weight];
    for (let j = 0; j < length; j += 1) sums[sum + j] += value * x[pixel + j];
  });
  return sums;
}

/**
 * The gradients of a convolutional layer, added to those that are there, and that of its input.
 * @param {Layer} layer
 * @param {Filters} maps
 * @param {Float64Array} x
 * @param {Float64Array} g the gradient of the sums
 * @param {import("./network.js").Gradient} into
 */
export function unconvolve({ W, b }, maps, x, g, { dW, db }) {
  const dx = new Float64Array(x.length);
  rows(maps, (weight, pixel, sum, length) => {
    let total = 0;
    for (let j = 0; j < length; j += 1) {
      total += x[pixel + j] * g[sum + j];
      dx[pixel + j] += W[weight] * g[sum + j];
    }
    dW[weight] += total;
  });
  const size = g.length / b.length;
  g.forEach((value, n) => {
    db[Math.floor(n / size)] += value;
  });
  return dx;
}

/**
 * The largest of each square of two by two, and where it stands; of several the first.
 * @param {Float64Array} values the maps of a convolutional layer
 * @param {Filters} maps
 */
export function pool(values, { filters, k, side }) {
  const size = side - k + 1;
  const half = Math.floor(size / 2);
  const from = new Int32Array(filters * half * half);
  const largest = Float64Array.from(from, (_, n) => {
    const [f, i, j] = [Math.floor(n / half ** 2), Math.floor(n / half) % half, n % half];
    const corner = (f * size + 2 * i) * size + 2 * j;
    from[n] = [corner + 1, corner + size, corner + size + 1].reduce(
      (best, place) => (values[place] > values[best] ? place : best),
      corner,
    );
    return values[from[n]];
  });
  return { largest, from };
}
