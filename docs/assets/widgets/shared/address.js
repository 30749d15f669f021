// The state of a widget in an address, in the form `?matrix-stepper-2.row=1`.

/** @typedef {Record<string, import("./fields.js").Field<unknown>>} Known */

/**
 * The parts of the state that an address names.
 * @param {URL} url
 * @param {string} key the name of the widget on its page
 * @param {Known} known
 */
export function read(url, key, known) {
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const [parameter, text] of url.searchParams) {
    if (!parameter.startsWith(`${key}.`)) continue;
    const name = parameter.slice(key.length + 1);
    const field = known[name];
    const value = field?.mend(field.read(text));
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/**
 * The address with what differs from the beginning.
 * @param {URL} url
 * @param {string} key
 * @param {Known} known
 * @param {Record<string, unknown>} now
 * @param {Record<string, unknown>} before
 */
export function written(url, key, known, now, before) {
  for (const [name, field] of Object.entries(known)) {
    const text = field.write(now[name]);
    if (text === field.write(before[name])) url.searchParams.delete(`${key}.${name}`);
    else url.searchParams.set(`${key}.${name}`, text);
  }
  return url;
}
