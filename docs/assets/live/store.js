// What the reader's browser keeps: edits, opened answers, and which exercises are solved. It is sent nowhere.
const PREFIX = "nnbook:";

/**
 * What an action returns, or what stands for it where storage is full or switched off.
 * @template Result
 * @param {() => Result} action
 * @param {Result} otherwise
 */
function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} key
 * @returns {unknown}
 */
export const read = (key) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + key) ?? "null"), null);

/**
 * Whether it could be kept.
 * @param {string} key
 * @param {unknown} value
 */
export const write = (key, value) =>
  attempt(() => {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  }, false);

/** @param {string} key */
export const forget = (key) => attempt(() => localStorage.removeItem(PREFIX + key), undefined);

const keys = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .sort()
    .map((key) => key.slice(PREFIX.length));

/** All that is kept, by name. */
export const everything = () => attempt(() => Object.fromEntries(keys().map((key) => [key, read(key)])), {});

export const erase = () => Object.keys(everything()).forEach(forget);

/**
 * The days on which exercises were solved; what is none of these is left out.
 * @returns {Record<string, string>}
 */
export const solved = () =>
  Object.fromEntries(
    Object.entries(Object(read("solved"))).filter(
      ([, day]) => typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day),
    ),
  );

/** @param {string} exercise */
export function solve(exercise) {
  write("solved", { ...solved(), [exercise]: new Date().toISOString().slice(0, 10) });
}
