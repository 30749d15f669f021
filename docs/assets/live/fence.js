// A fence of the page: its code, what stands below it, and the bar with its buttons.

/**
 * @typedef {object} Fence What is known of a fence.
 * @property {string} source the page's code
 * @property {HTMLElement[]} originals the page's results that stood below the code
 * @property {string} output what the page's code printed
 * @property {number} figures how many figures it drew
 * @property {boolean} captured whether its output differs from machine to machine
 * @property {string} key under which an edit is kept
 * @property {string} guess under which is kept that the answer was opened
 * @property {string} text the code as it stands
 * @property {string} ran the code that the results belong to
 * @property {boolean} running
 * @property {boolean} changed whether the results are the reader's
 * @property {Editing | undefined} editing the editor, if it is open
 */
/** @typedef {{ text(text: string): void, focus(): void, leave(): void }} Editing */

/** @type {WeakMap<HTMLElement, Fence>} */
const known = new WeakMap();

const RESULTS = ".nn-output, .nn-figure, .nn-losses, .nn-error, .nn-differs";

/**
 * A part of a page that the build has written: without it there is no fence to run.
 * @template {HTMLElement} [Part=HTMLElement]
 * @param {Element} inside
 * @param {string} selector
 */
export function part(inside, selector) {
  const found = /** @type {Part | null} */ (inside.querySelector(selector));
  if (!found) throw new Error(`${inside.id || inside.className} has no ${selector}`);
  return found;
}

/** @param {HTMLElement} fence */
export const bar = (fence) => part(fence, ":scope > .nn-live");

/**
 * The children of a fence that a selector names.
 * @param {HTMLElement} fence
 * @param {string} selector
 */
const children = (fence, selector) =>
  /** @type {HTMLElement[]} */ ([...fence.children].filter((node) => node.matches(selector)));

/** @param {HTMLElement} fence */
export const results = (fence) => children(fence, RESULTS);

/** @param {HTMLElement} fence */
export function stateOf(fence) {
  const before = known.get(fence);
  if (before) return before;
  const source = (part(fence, "pre > code").textContent ?? "").replace(/\n$/, "");
  const place = `${location.pathname}:${hash(source)}`;
  const originals = children(fence, ".nn-output, .nn-figure");
  // The last figure of code below a widget moves into the widget when that comes, see mount.js.
  const moved = fence.parentElement?.querySelectorAll(`:scope > :not(.nn-fence) > [id^="${fence.id}-figure-"]`) ?? [];
  /** @type {Fence} */
  const state = {
    source,
    originals,
    output: fence.querySelector(":scope > .nn-output samp")?.textContent ?? "",
    figures: originals.filter((node) => node.matches(".nn-figure")).length + moved.length,
    captured: bar(fence).dataset.captured !== undefined,
    key: `edit:${place}`,
    guess: `guess:${place}`,
    text: source,
    ran: source,
    running: false,
    changed: false,
    editing: undefined,
  };
  known.set(fence, state);
  return state;
}

/**
 * The code of a smaller run: the fence names what to replace by what, ["epochs=6", "epochs=1", …].
 * @param {HTMLElement} fence
 */
export function smallerSource(fence) {
  /** @type {string[]} */
  const parts = JSON.parse(bar(fence).dataset.smaller ?? "[]");
  let { source } = stateOf(fence);
  for (let at = 0; at < parts.length; at += 2) source = source.replaceAll(parts[at], parts[at + 1]);
  return source;
}

/** @param {string} text */
function hash(text) {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16777619);
  return (value >>> 0).toString(36);
}

/**
 * Mark results of other code than now stands above them.
 * @param {HTMLElement} fence
 * @param {boolean} old
 */
export function stale(fence, old) {
  for (const node of results(fence)) node.classList.toggle("nn-stale", old);
}

/**
 * @param {HTMLElement} fence
 * @param {string} text
 * @param {boolean} wrong
 */
export function say(fence, text, wrong = false) {
  const status = part(fence, ":scope > .nn-live > .nn-live-status");
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("nn-live-wrong", wrong);
}

/**
 * @param {HTMLElement} fence
 * @param {string} name
 * @param {boolean} shown
 */
export function showButton(fence, name, shown) {
  const button = /** @type {HTMLElement | null} */ (bar(fence).querySelector(`[data-nn-live="${name}"]`));
  if (button) button.hidden = !shown;
}

/**
 * Show the buttons that make sense now.
 * @param {HTMLElement} fence
 */
export function controls(fence) {
  const { text, source, changed, running } = stateOf(fence);
  for (const name of ["run", "check", "smaller"]) showButton(fence, name, !running);
  showButton(fence, "stop", running);
  showButton(fence, "reset", text !== source || changed);
  showButton(fence, "link", text !== source);
}

/**
 * A new element.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} properties
 * @param {(Node | string)[]} inside
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, properties = {}, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}
