// Reads the `.npz` files that NumPy writes: a zip archive of arrays, stored or deflated. Whatever is not as it should
// be is refused with a sentence that says so.

const LARGEST = 32 * 1024 * 1024; // bytes of one array: the book's are far smaller

/** @typedef {{ shape: number[], data: Float32Array | Uint8Array }} NumberArray */

/**
 * The arrays in a file, by name; an array of one text is that text.
 * @param {ArrayBuffer} bytes
 */
export async function readNpz(bytes) {
  const view = new DataView(bytes);
  /** @type {Record<string, NumberArray | string>} */
  const arrays = {};
  try {
    for (const { name, method, sum, packed, size, start } of entries(view)) {
      if (size > LARGEST) throw new Error(`${name} is too large`);
      const part = new Uint8Array(bytes, start, packed);
      if (method !== 0 && method !== 8) throw new Error(`${name} is compressed in a way that is not known here`);
      const content = method === 0 ? part.slice() : await inflated(part, size);
      if (content.length !== size || crc32(content) !== sum) throw new Error(`${name} is damaged`);
      arrays[name.replace(/\.npy$/, "")] = readNpy(content, name);
    }
  } catch (problem) {
    if (problem instanceof RangeError) throw new Error("the file is cut short", { cause: problem });
    throw problem;
  }
  return arrays;
}

/**
 * The list at the end of a zip archive: where each of its files lies. NumPy leaves the sizes in front of them open.
 * @param {DataView<ArrayBuffer>} view
 */
function entries(view) {
  let end = view.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("this is no npz file, or not all of it");
  const found = [];
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("the list of arrays is damaged");
    const [method, sum] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const letters = new Uint8Array(view.buffer, at + 46, name);
    found.push({ name: new TextDecoder().decode(letters), method, sum, packed, size, start });
    at += 46 + name + extra + comment;
  }
  return found;
}

/**
 * What was deflated, as far as `size`: a damaged file may promise little and hold much.
 * @param {Uint8Array<ArrayBuffer>} part
 * @param {number} size
 */
async function inflated(part, size) {
  const reader = new Blob([part]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const whole = new Uint8Array(size);
  let filled = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return whole.subarray(0, filled);
      whole.set(value, filled);
      filled += value.length;
    }
  } catch (problem) {
    throw new Error("an array cannot be unpacked", { cause: problem });
  }
}

/**
 * The checksum that zip files carry.
 * @param {Uint8Array} bytes
 */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/**
 * The number that sixteen bits stand for, which is one of 32 bits as well.
 * @param {number} bits a sign, five bits of an exponent, ten of a fraction
 */
function halved(bits) {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction);
}

/**
 * One array: a line that describes it, then its numbers in rows.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} name
 * @returns {NumberArray | string}
 */
function readNpy(bytes, name) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x934e554d) throw new Error(`${name} is no NumPy array`);
  const wide = view.getUint8(6) > 1; // later versions have a longer field for the length
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder("latin1").decode(bytes.subarray(start, start + length));
  const described = /'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(header);
  if (!described) throw new Error(`${name} is described in a way that is not known here`);
  const [, kind, sizes] = described;
  const shape = sizes
    .split(",")
    .filter((text) => text.trim())
    .map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  const body = bytes.slice(start + length).buffer; // a copy, which begins where an array may begin
  if (kind === "<f4" && body.byteLength === 4 * count) return { shape, data: new Float32Array(body) };
  if (kind === "<f2" && body.byteLength === 2 * count) {
    return { shape, data: Float32Array.from(new Uint16Array(body), halved) };
  }
  if (kind === "|u1" && body.byteLength === count) return { shape, data: new Uint8Array(body) };
  if (/^<U\d+$/.test(kind) && count === 1 && body.byteLength === 4 * Number(kind.slice(2))) {
    return String.fromCodePoint(...new Uint32Array(body).filter((letter) => letter > 0));
  }
  throw new Error(`${name} holds ${kind} in ${body.byteLength} bytes, which is not expected here`);
}
