// A filter over an image, as lists: an image is a list of channels, a filter a list of sheets, one for each channel,
// and a channel or a sheet is a list of rows. Rows, columns and places count from 0. All are square.

/** @typedef {number[][]} Sheet */
/** @typedef {{ padding?: number, stride?: number, bias?: number }} Options */
/** @typedef {{ padding: number, stride: number }} Step */

/**
 * How many steps of one pixel there are between the first place and the end: below 0, the filter does not fit.
 * @param {number} n
 * @param {number} k
 * @param {number} padding
 */
export const room = (n, k, padding) => n + 2 * padding - k;

/**
 * How many places a filter of length k has on n pixels; 0 if it does not fit.
 * @param {number} n
 * @param {number} k
 * @param {Options} options
 */
export const outputSize = (n, k, { padding = 0, stride = 1 } = {}) =>
  room(n, k, padding) < 0 ? 0 : Math.floor(room(n, k, padding) / stride) + 1;

/**
 * How many rows (and columns) at the far end no place covers, because the stride does not come out even.
 * @param {number} n
 * @param {number} k
 * @param {Options} options
 */
export const leftOver = (n, k, { padding = 0, stride = 1 } = {}) =>
  room(n, k, padding) < 0 ? 0 : room(n, k, padding) % stride;

/**
 * Which strides, which paddings and which lengths of the filter would come out even, if the other two stay.
 * @param {number} n
 * @param {number} k
 * @param {Step} step
 * @param {{ strides: number, paddings: number, lengths: number }} most
 */
export function fitting(n, k, { padding, stride }, { strides, paddings, lengths }) {
  const fits = (/** @type {number} */ length, /** @type {number} */ p, /** @type {number} */ s) =>
    room(n, length, p) >= 0 && room(n, length, p) % s === 0;
  const upTo = (/** @type {number} */ from, /** @type {number} */ to) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return {
    strides: upTo(1, strides).filter((s) => fits(k, padding, s)),
    paddings: upTo(0, paddings).filter((p) => fits(k, p, stride)),
    lengths: upTo(1, lengths).filter((length) => fits(length, padding, stride)),
  };
}

/**
 * One channel with a frame of zeros around it.
 * @param {Sheet} channel
 * @param {number} padding
 * @returns {Sheet}
 */
export function padded(channel, padding) {
  const zeros = (/** @type {number} */ count) => Array(count).fill(0);
  const width = channel[0].length + 2 * padding;
  const frame = () => Array.from({ length: padding }, () => zeros(width));
  return [...frame(), ...channel.map((row) => [...zeros(padding), ...row, ...zeros(padding)]), ...frame()];
}

/**
 * The pixels that the filter covers when it stands at place (i, j) of the map: one square for each channel.
 * @param {Sheet[]} image
 * @param {number} k
 * @param {number} i
 * @param {number} j
 * @param {Options} options
 */
export function patch(image, k, i, j, { padding = 0, stride = 1 } = {}) {
  const pixel = (/** @type {Sheet} */ channel, /** @type {number} */ row, /** @type {number} */ column) =>
    channel[row - padding]?.[column - padding] ?? 0;
  return image.map((channel) =>
    Array.from({ length: k }, (_, u) =>
      Array.from({ length: k }, (_, v) => pixel(channel, stride * i + u, stride * j + v)),
    ),
  );
}

/**
 * Each pixel of a patch times the weight that lies on it.
 * @param {Sheet[]} pixels
 * @param {Sheet[]} filter
 */
export const products = (pixels, filter) =>
  filter.map((sheet, c) => sheet.map((row, u) => row.map((weight, v) => weight * pixels[c][u][v])));

/**
 * The sum of all numbers of a square.
 * @param {Sheet} square
 */
export const total = (square) => square.flat().reduce((sum, value) => sum + value, 0);

/**
 * The map: at each place the sum of all products, over all channels, and the bias.
 * @param {Sheet[]} image
 * @param {Sheet[]} filter
 * @param {Options} options
 */
export function correlate(image, filter, { padding = 0, stride = 1, bias = 0 } = {}) {
  const k = filter[0].length;
  const size = outputSize(image[0].length, k, { padding, stride });
  const framed = image.map((channel) => padded(channel, padding));
  const answer = (/** @type {number} */ i, /** @type {number} */ j) => {
    let sum = bias;
    for (const [c, sheet] of filter.entries()) {
      for (let u = 0; u < k; u++) {
        const row = framed[c][stride * i + u];
        for (let v = 0; v < k; v++) sum += row[stride * j + v] * sheet[u][v];
      }
    }
    return sum;
  };
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => answer(i, j)));
}

/**
 * Where the largest number of a map is: the first such place, row by row.
 * @param {Sheet} map
 */
export function largest(map) {
  let found = [0, 0];
  map.forEach((row, i) => {
    row.forEach((value, j) => {
      if (value > map[found[0]][found[1]]) found = [i, j];
    });
  });
  return found;
}

/**
 * The normalised response: the sum above the line, the two lengths below it, and r, which is 0 on an even patch.
 * @param {Sheet} pixels
 * @param {Sheet} sheet
 */
export function normalised(pixels, sheet) {
  const centred = (/** @type {Sheet} */ square) => {
    const values = square.flat();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // Of equal numbers the mean is that number, which the sum of many may miss by a rounding error.
    return values.every((value) => value === values[0]) ? values.map(() => 0) : values.map((value) => value - mean);
  };
  const [x, k] = [centred(pixels), centred(sheet)];
  const above = x.reduce((sum, value, n) => sum + value * k[n], 0);
  const lengths = [x, k].map((values) => Math.hypot(...values));
  const below = lengths[0] * lengths[1];
  return { above, lengths, r: below > 0 ? above / below : 0 };
}

/**
 * The picture of the sun above the sea, as three channels of whole numbers from 0 to 255.
 * @param {number} size
 */
export function sunset(size) {
  const [dusk, dawn, sea, sun, hill] = [
    [60, 70, 150],
    [250, 170, 90],
    [30, 60, 110],
    [255, 225, 120],
    [40, 45, 60],
  ];
  const colour = (/** @type {number} */ row, /** @type {number} */ column) => {
    const [y, x] = [row / size, column / size];
    if (y > 0.65) {
      const light = Math.abs(x - 0.62) < 0.06 + 0.3 * (y - 0.65) && Math.floor(20 * y) % 2 === 0;
      return light ? sun.map((value, c) => 0.5 * (value + sea[c])) : sea;
    }
    if (y > 0.45 + Math.abs(x - 0.15)) return hill;
    if ((x - 0.62) ** 2 + (y - 0.48) ** 2 < 0.14 ** 2) return sun;
    const depth = Math.min(1, y / 0.65);
    return dusk.map((value, c) => (1 - depth) * value + depth * dawn[c]);
  };
  const pixels = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => colour(i, j)));
  return [0, 1, 2].map((c) => pixels.map((row) => row.map((pixel) => Math.floor(pixel[c]))));
}
