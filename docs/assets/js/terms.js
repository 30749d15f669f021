// A term, such as the learning rate, is one thing in prose, formula, code and figure: pointer, finger or focus on it
// lights it in the whole section, in its one colour. The page brings its terms (nnbook/book/parse/terms.py). Letters of
// formulas and labels of figures are elements; words, and names in code, are ranges of text, painted where they stand.

/** @typedef {{ hue: string, letters: string[], names: string[], words: string[] }} Row */
/** @typedef {{ hue: string, letters: string[], names: Set<string>, words: RegExp, label: RegExp }} Term */
/** @typedef {{ term: Term, place: Element }} Part */
/** @typedef {{ term: Term, place: Range }} Passage */

const CODE = ".language-python code, :not(pre) > code";
const FIGURE = ".nn-figure > svg";
const PROSE = "p, li, td, dd";
const NOT_PROSE = "code, mjx-container, script, button, label, [data-widget], .nn-fence, .nn-equation, .headerlink";
// What does something else when it is pressed, and what is not open.
const NOT_PRESSED = "a, summary, details";
const SERIES = /(?:fill|stroke):(var\(--nn-(?:blue|orange|green|red|purple|sky)\))/;
const DWELL = 100; // milliseconds: a pointer on its way lights nothing

/** @type {Term[]} */
let terms = [];
/** @type {Element[][]} */
let sections = [];
/** @type {{ section: Element[], term: Term } | undefined} */
let lit;
/** @type {Element | undefined} */
let held;
let soon = 0;

/** @param {string} text @returns {string} with the letters of formulas, and small figures, as they are typed */
const plain = (text) => text.normalize("NFKC").replace(/\s+/g, " ").trim();

/** @param {Row} row @returns {Term} */
function read({ hue, letters, names, words }) {
  const said = `(?<![\\p{L}-])(?:${words.map((word) => word.replaceAll(" ", "\\s+")).join("|")})(?![\\p{L}-])`;
  // A letter is not the article of "a 4", nor one of "A, B, C".
  const letter = `(?<![\\p{L}\\p{N}]|, )(?:${letters.join("|")})(?=$|[\\d(,]| [=,])`;
  const label = new RegExp(`${said}|${letter}`, "u");
  return { hue, letters, names: new Set(names), words: new RegExp(said, "giu"), label };
}

/** @param {Element} part of a formula @returns {string} what may be among the letters of a term */
function symbol(part) {
  const text = plain(part.textContent ?? "");
  switch (part.localName) {
    case "mjx-mi":
    case "mjx-mo":
      return text;
    case "mjx-mover":
      return text.replace(/^(?:\^|\u0302)(.)$/, "$1\u0302").normalize();
    case "mjx-msup":
      return text.endsWith("′") ? "′" : "";
    case "mjx-mfrac":
      return text.startsWith("∂") ? "∂" : "";
    default:
      return "";
  }
}

/** @param {Element} formula @returns {Generator<Part>} */
function* letters(formula) {
  for (const place of formula.children) {
    const written = symbol(place);
    const term = terms.find((one) => one.letters.includes(written));
    if (term) yield { term, place };
    else yield* letters(place);
  }
}

/** @param {Element} box @param {RegExp} pattern @param {(around: Element) => boolean} within */
function* passages(box, pattern, within) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement || !within(node.parentElement)) continue;
    for (const { index, 0: text } of (node.nodeValue ?? "").matchAll(pattern)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + text.length);
      yield range;
    }
  }
}

/** @param {Element} code @returns {Generator<Passage>} */
function* names(code) {
  // Pygments' classes of strings and comments; what an f-string puts in has none.
  const named = (/** @type {Element} */ { className }) => !/^(?:c|s)\w?\d?$/.test(className);
  for (const place of passages(code, /[A-Za-z_]\w*/g, named)) {
    const term = terms.find((one) => one.names.has(place.toString()));
    if (term) yield { term, place };
  }
}

/** @param {Element} part @returns {Generator<Passage>} */
function* words(part) {
  const said = (/** @type {Element} */ around) => !!around.closest(PROSE) && !around.closest(NOT_PROSE);
  for (const term of terms) for (const place of passages(part, term.words, said)) yield { term, place };
}

/** @param {Element} figure @returns {Generator<Part>} */
function* labels(figure) {
  if (!figure.checkVisibility()) return; // a widget stands in its place
  for (const place of figure.querySelectorAll("text")) {
    for (const term of terms) if (term.label.test(plain(place.textContent ?? ""))) yield { term, place };
  }
}

/** @param {Element} label @returns {Iterable<Element>} the curves that have its colour, or that of its sample */
function marks(label) {
  const of = (/** @type {Element | null} */ shape) => shape?.getAttribute("style")?.match(SERIES)?.[1];
  const sample = label.previousElementSibling;
  let colour = of(label);
  if (!colour && sample && of(sample)) {
    const [before, after] = [sample.getBoundingClientRect(), label.getBoundingClientRect()];
    const apart = [after.left - before.right, (after.top + after.bottom - before.top - before.bottom) / 2];
    if (apart.every((distance) => Math.abs(distance) < 2 * after.height)) colour = of(sample);
  }
  return colour ? (label.closest("svg")?.querySelectorAll(`path[style*="stroke:${colour}"]`) ?? []) : [];
}

/** @param {Element[]} section @param {string} kind */
const within = (section, kind) => section.flatMap((part) => [...part.querySelectorAll(kind)]);

/** @param {Element[]} section @returns {Generator<Part | Passage>} what is not prose */
function* shown(section) {
  for (const formula of within(section, "mjx-math")) yield* letters(formula);
  for (const code of within(section, CODE)) yield* names(code);
  for (const figure of within(section, FIGURE)) yield* labels(figure);
}

function dark() {
  clearTimeout(soon);
  if (!lit) return;
  for (const one of document.querySelectorAll("[data-lit]")) one.removeAttribute("data-lit");
  CSS.highlights?.delete("nn-lit");
  lit = undefined;
}

/** @param {Node} node @param {Term} term */
function light(node, term) {
  dark();
  const section = sections.find((parts) => parts.some((part) => part.contains(node)));
  if (!section) return;
  lit = { section, term };
  /** @type {Range[]} */
  const ranges = [];
  for (const { term: one, place } of [...shown(section), ...section.flatMap((part) => [...words(part)])]) {
    if (one !== term) continue;
    if (place instanceof Range) ranges.push(place);
    const elements = place instanceof Range ? [place.startContainer.parentElement] : [place, ...marks(place)];
    for (const each of elements) each?.setAttribute("data-lit", term.hue);
  }
  CSS.highlights?.set("nn-lit", new Highlight(...ranges));
}

/** @param {Element} target @param {MouseEvent} [at] @returns {Term | undefined} the term that is there */
function there(target, at) {
  const word = target.closest("[data-term], a[href*='/glossary/#']");
  const said = plain(word?.textContent ?? "");
  if (word) return terms.find(({ words }) => said.match(words)?.[0] === said);
  const box = target.closest(`mjx-math, ${FIGURE}, ${CODE}`);
  if (!box || !at) return undefined;
  if (box.localName === "code") {
    const over = ({ left, right, top, bottom } = new DOMRect()) =>
      left <= at.clientX && at.clientX <= right && top <= at.clientY && at.clientY <= bottom;
    return [...names(box)].find(({ place }) => over(place.getBoundingClientRect()))?.term;
  }
  const parts = [...(box.localName === "svg" ? labels(box) : letters(box))];
  return parts.find(({ place }) => place.contains(target))?.term;
}

/** @param {Element} [word] that stays lit, if any does */
function hold(word) {
  held?.setAttribute("aria-pressed", "false");
  held = word;
  word?.setAttribute("aria-pressed", "true");
}

// The first word for a term in a section can be pressed, if the section has the same thing in a formula, in code or
// in a figure. All words of a section are one stop of the Tab key; the arrows go from one to the next.
/** @param {Element[]} section @returns {Generator<void>} that stops where it may wait */
function* mark(section) {
  const known = new Set();
  for (const part of section) {
    for (const { term } of shown([part])) known.add(term);
    yield;
  }
  const first = new Map();
  for (const part of section) {
    for (const { term, place } of words(part)) {
      const free = !place.startContainer.parentElement?.closest(NOT_PRESSED);
      if (free && known.has(term) && !first.has(term)) first.set(term, place);
    }
    yield;
  }
  for (const [term, place] of first) {
    const word = document.createElement("span");
    word.dataset.term = term.hue;
    word.tabIndex = -1;
    word.setAttribute("role", "button");
    word.setAttribute("aria-pressed", "false");
    place.surroundContents(word);
  }
  within(section, "[data-term]")[0]?.setAttribute("tabindex", "0");
}

/** @returns {Generator<void>} */
function* markAll() {
  for (const section of sections) yield* mark(section);
}

document.addEventListener("pointermove", (event) => {
  const { target } = event;
  if (event.pointerType !== "mouse" || held || !terms.length || !(target instanceof Element)) return;
  const term = there(target, event);
  if (term && term === lit?.term && lit.section.some((part) => part.contains(target))) return clearTimeout(soon);
  clearTimeout(soon);
  if (term) soon = window.setTimeout(light, DWELL, target, term);
  else if (!document.activeElement?.matches("[data-term]")) dark();
});
document.addEventListener("focusin", ({ target }) => {
  const term = !held && target instanceof Element && there(target);
  if (term && target instanceof Element) light(target, term);
});
document.addEventListener("focusout", () => held || dark());
/** @param {Element} target @param {MouseEvent} [at] */
function press(target, at) {
  const word = target.closest("[data-term]") ?? undefined;
  const again = word && word === held;
  const term = again ? undefined : there(target, at);
  hold(term ? word : undefined);
  if (term) light(target, term);
  else dark();
}
document.addEventListener("click", (event) => {
  const { target } = event;
  if (terms.length && target instanceof Element) press(target, event);
});
document.addEventListener("keydown", (event) => {
  const word = event.target instanceof Element && event.target.closest("[data-term]");
  if (event.key === "Escape") {
    hold();
    dark();
  }
  if (!(word instanceof HTMLElement)) return;
  if (event.key === "Enter" || event.key === " ") press(word);
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const all = within(sections.find((parts) => parts.some((part) => part.contains(word))) ?? [], "[data-term]");
    const next = all.at((all.indexOf(word) + (event.key === "ArrowRight" ? 1 : -1)) % all.length);
    word.tabIndex = -1;
    if (next instanceof HTMLElement) {
      next.tabIndex = 0;
      next.focus();
    }
  } else return;
  event.preventDefault();
});

// The theme announces each page, the first one included. Its sections are looked through one after another, a few
// milliseconds at a time, when the browser has nothing else to do.
const TURN = 8;
document$.subscribe(() => {
  hold();
  dark();
  const brought = document.querySelector("[data-terms]");
  terms = brought ? JSON.parse(brought.getAttribute("data-terms") ?? "").map(read) : [];
  sections = [];
  for (const part of brought?.parentElement?.children ?? []) {
    if (part.localName === "h2" || !sections.length) sections.push([]);
    sections.at(-1)?.push(part);
  }
  const of = terms;
  const work = markAll();
  const when = window.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, DWELL));
  const next = () => {
    if (terms !== of) return;
    const end = performance.now() + TURN;
    while (performance.now() < end) if (work.next().done) return;
    when(next, { timeout: 200 });
  };
  if (terms.length) when(next, { timeout: 2000 });
});

export {};
