// The state of a widget is a plain object of fields. A field knows its initial value, mends or refuses a value, and
// writes it into the address of the page and reads it from there.

/**
 * @template T
 * @typedef {object} Field
 * @property {T} initial the value at the start
 * @property {(value: unknown) => T | undefined} mend the value itself, or the nearest that is allowed, or undefined if
 *   it makes no sense
 * @property {Writer<T>["write"]} write text for the address
 * @property {(text: string) => unknown} read the value that the text stands for, to be mended
 */
/**
 * @template T
 * @typedef {{ write(value: T): string }} Writer
 */
/**
 * @template State
 * @typedef {{ [Name in keyof State]: Field<State[Name]> }} Fields
 */
/** @typedef {{ min?: number, max?: number }} Range */

/** All digits, so that the address brings back the very same number. */
const exact = String;

/**
 * One number between two others. The data- attributes of a place are text.
 * @param {number | string} initial
 * @param {Range & { whole?: boolean }} limits
 */
export function number(initial, { min = -Infinity, max = Infinity, whole = false } = {}) {
  return {
    initial: Number(initial),
    min,
    max,
    /** @param {unknown} value */
    mend(value) {
      if (typeof value !== "number" || Number.isNaN(value)) return undefined;
      const inside = Math.min(max, Math.max(min, value));
      return (whole ? Math.round(inside) : inside) + 0; // no negative zero
    },
    /** @param {number} value */
    write: (value) => exact(value),
    /** @param {string} text */
    read: (text) => (text.trim() === "" ? NaN : Number(text)),
  };
}

/**
 * One of several words.
 * @template {string} Option
 * @param {string} initial
 * @param {readonly Option[]} options
 */
export function choice(initial, options) {
  return {
    initial: /** @type {Option} */ (initial),
    options,
    /** @param {unknown} value */
    mend: (value) => options.find((option) => option === value),
    /** @param {Option} value */
    write: (value) => value,
    /** @param {string} text */
    read: (text) => text,
  };
}

/**
 * What a reader writes, in one line.
 * @param {string} initial
 * @param {number} longest
 */
export function text(initial, longest) {
  return {
    initial,
    longest,
    /** @param {unknown} value */
    mend: (value) => (typeof value === "string" ? value.replace(/\s+/g, " ").trim().slice(0, longest) : undefined),
    /** @param {string} value */
    write: (value) => value,
    /** @param {string} given */
    read: (given) => given,
  };
}

/**
 * Yes or no.
 * @param {boolean} initial
 */
export function flag(initial) {
  /** @type {Record<string, boolean>} */
  const words = { yes: true, no: false };
  return {
    initial,
    /** @param {unknown} value */
    mend: (value) => (typeof value === "boolean" ? value : undefined),
    /** @param {boolean} value */
    write: (value) => (value ? "yes" : "no"),
    /** @param {string} text */
    read: (text) => words[text],
  };
}

/**
 * A list of numbers, of fixed length unless `shortest` and `longest` say otherwise.
 * @param {readonly number[]} initial
 * @param {Range & { shortest?: number, longest?: number }} limits
 */
export function numbers(initial, { min, max, shortest = initial.length, longest = initial.length } = {}) {
  const one = number(0, { min, max });
  return {
    initial: [...initial],
    min,
    max,
    /** @param {unknown} value */
    mend(value) {
      if (!Array.isArray(value) || value.length < shortest || value.length > longest) return undefined;
      return whole(value.map(one.mend));
    },
    /** @param {number[]} value */
    write: (value) => value.map((entry) => exact(entry)).join("_"),
    /** @param {string} text */
    read: (text) => (text === "" ? [] : text.split("_").map(one.read)),
  };
}

/**
 * A table of numbers: rows, then columns.
 * @param {readonly (readonly number[])[]} initial
 * @param {Range & { rows?: number[], columns?: number[] }} limits
 */
export function matrix(initial, { min, max, rows = [1, 6], columns = [1, 6] } = {}) {
  const row = numbers([], { min, max, shortest: columns[0], longest: columns[1] });
  return {
    initial: initial.map((line) => [...line]),
    min,
    max,
    rows,
    columns,
    /** @param {unknown} value */
    mend(value) {
      if (!Array.isArray(value) || value.length < rows[0] || value.length > rows[1]) return undefined;
      const mended = whole(value.map(row.mend));
      return mended?.every((line) => line.length === mended[0].length) ? mended : undefined;
    },
    /** @param {number[][]} value */
    write: (value) => value.map(row.write).join("~"),
    /** @param {string} text */
    read: (text) => text.split("~").map(row.read),
  };
}

/**
 * The list, if each of its entries could be mended.
 * @template T
 * @param {(T | undefined)[]} mended
 */
function whole(mended) {
  return mended.includes(undefined) ? undefined : /** @type {T[]} */ (mended);
}
