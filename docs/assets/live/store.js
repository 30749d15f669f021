// What the reader's browser keeps: edits, and which exercises are solved. It is sent nowhere.
const PREFIX = "nnbook:";

const attempt = (action, otherwise) => {
  try {
    return action();
  } catch {
    return otherwise; // storage is full, or switched off
  }
};

export const read = (key) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + key)), null);
export const write = (key, value) => attempt(() => (localStorage.setItem(PREFIX + key, JSON.stringify(value)), true), false);
export const forget = (key) => attempt(() => localStorage.removeItem(PREFIX + key));
export const everything = () => attempt(() => Object.fromEntries(
  Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).sort().map((key) => [key.slice(PREFIX.length), read(key.slice(PREFIX.length))]),
), {});
export const erase = () => Object.keys(everything()).forEach(forget);

export const solved = () => read("solved") ?? {};
export function solve(exercise) {
  write("solved", { ...solved(), [exercise]: new Date().toISOString().slice(0, 10) });
}
