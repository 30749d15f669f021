// The state of a widget is a plain object of fields. A field knows its initial value, mends or refuses a value, and
// writes it into the address of the page and reads it from there.
//
//   initial    the value at the start
//   mend(v)    v itself, or the nearest that is allowed, or undefined if v makes no sense
//   write(v)   text for the address
//   read(t)    the value that the text stands for, to be mended

/** All digits, so that the address brings back the very same number. */
const exact = String;

/** One number between two others. */
export function number(initial, { min = -Infinity, max = Infinity, whole = false } = {}) {
  return {
    initial: Number(initial),
    min,
    max,
    mend(value) {
      if (typeof value !== "number" || Number.isNaN(value)) return undefined;
      const inside = Math.min(max, Math.max(min, value));
      return (whole ? Math.round(inside) : inside) + 0; // no negative zero
    },
    write: exact,
    read: (text) => (text.trim() === "" ? NaN : Number(text)),
  };
}

/** One of several words. */
export function choice(initial, options) {
  return {
    initial,
    options,
    mend: (value) => (options.includes(value) ? value : undefined),
    write: (value) => value,
    read: (text) => text,
  };
}

/** Yes or no. */
export function flag(initial) {
  return {
    initial: Boolean(initial),
    mend: (value) => (typeof value === "boolean" ? value : undefined),
    write: (value) => (value ? "yes" : "no"),
    read: (text) => ({ yes: true, no: false })[text],
  };
}

/** A list of numbers, of fixed length unless `shortest` and `longest` say otherwise. */
export function numbers(initial, { min, max, shortest = initial.length, longest = initial.length } = {}) {
  const one = number(0, { min, max });
  return {
    initial: [...initial],
    min,
    max,
    mend(value) {
      if (!Array.isArray(value) || value.length < shortest || value.length > longest) return undefined;
      const mended = value.map(one.mend);
      return mended.includes(undefined) ? undefined : mended;
    },
    write: (value) => value.map((one) => exact(one)).join("_"),
    read: (text) => (text === "" ? [] : text.split("_").map(one.read)),
  };
}

/** A table of numbers: rows, then columns. */
export function matrix(initial, { min, max, rows = [1, 6], columns = [1, 6] } = {}) {
  const row = numbers([], { min, max, shortest: columns[0], longest: columns[1] });
  return {
    initial: initial.map((line) => [...line]),
    min,
    max,
    rows,
    columns,
    mend(value) {
      if (!Array.isArray(value) || value.length < rows[0] || value.length > rows[1]) return undefined;
      const mended = value.map(row.mend);
      if (mended.includes(undefined) || mended.some((line) => line.length !== mended[0].length)) return undefined;
      return mended;
    },
    write: (value) => value.map(row.write).join("~"),
    read: (text) => text.split("~").map(row.read),
  };
}
