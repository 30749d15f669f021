// Formulas for the pages: one JSON object a line comes in, one goes out. MathJax is that of the folder given as
// argument.
//   { formulas: [[tex, display], …] }  →  { typeset: [{ html, needs } or { error }, …] }, needs being selectors
//   { alphabet: [tex, …] }  →  { rules, characters }: what a style sheet and fonts for all of these must have
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [home] = process.argv.slice(2);
const MathJax = createRequire(`${home}/package.json`)("mathjax");

await MathJax.init({
  loader: { load: ["input/tex", "output/chtml", "a11y/assistive-mml"] },
  tex: {
    tags: "ams",
    // What TeX does not know is an error, not something to show in red.
    packages: { "[-]": ["noundefined", "noerrors"] },
    formatError(/** @type {unknown} */ _, /** @type {Error} */ error) {
      throw new Error(error.message);
    },
  },
  output: {
    font: "mathjax-newcm",
    fontURL: ".",
    displayAlign: "left",
    displayOverflow: "overflow",
    linebreaks: { inline: true },
  },
  options: { enableAssistiveMml: true },
  startup: {
    typeset: false,
    ready() {
      // The accessible form is on without the menu that would switch it.
      delete MathJax.config.options.menuOptions;
      MathJax.startup.defaultReady();
    },
  },
});
const { adaptor, output } = MathJax.startup;

// What only an author's tools would read, what the style sheet says once for all, and lengths that are no numbers.
const UNREAD = /^(data-latex|data-mjx-texclass|unselectable|overflow|xmlns)$/;
/** @param {{ attributes?: object }} node whose adaptor knows the rest */
function slim(node) {
  if (!node.attributes) return;
  for (const { name } of adaptor.allAttributes(node)) {
    if (UNREAD.test(name)) adaptor.removeAttribute(node, name);
  }
  const style = adaptor.getAttribute(node, "style");
  const kept = style
    ?.replace(/(?:^|;)\s*(?:height: NaNem|position: relative)(?=;|$)/g, "")
    .replace(/^;?\s*|;?\s*$/g, "");
  if (kept) adaptor.setAttribute(node, "style", kept);
  else if (style !== undefined) adaptor.removeAttribute(node, "style");
  adaptor.childNodes(node).forEach(slim);
}

// Where a formula may go on in the next line: never in a short bracket. In the text MathJax says where else. A display
// formula, which it does not break, may end before a sign, or where two stand side by side; only a phone's style sheet
// lets it.
const SIGNS = new Map([
  ["4", /^[=≈≤≥<>]$/u], // by the room on their left: a minus that has that of a relation stands after one
  ["3", /^[+−⋅]$/u],
]);
const SHORT = 24; // characters

/** @typedef {object} Part a box of a formula, as MathJax has made it */

const parts = (/** @type {Part} */ box) =>
  adaptor.childNodes(box).filter((/** @type {Part} */ one) => adaptor.kind(one) !== "#text");

/** A break, which is an em wide and what its letter spacing adds. */
const end = (/** @type {object} */ attributes) => adaptor.node("mjx-break", attributes, [adaptor.text(" ")]);

/** Let a line end before a part that is a sign. */
function endBefore(/** @type {Part} */ part) {
  const size = adaptor.getAttribute(part, "space");
  if (!SIGNS.get(size)?.test(adaptor.textContent(part))) return;
  adaptor.insert(end({ size }), part);
  adaptor.removeAttribute(part, "space");
}

/** Let a line end between formulas side by side: each is a box, which goes on in the next line as a whole. */
function sideBySide(/** @type {Part} */ line) {
  const room = (/** @type {Part} */ one) => adaptor.getAttribute(one, "style")?.match(/^width: ([12])em$/)?.[1];
  if (!parts(line).some(room)) return;
  const boxes = [adaptor.node("mjx-part")];
  for (const one of parts(line)) {
    adaptor.remove(one);
    if (room(one)) boxes.push(end({ style: `letter-spacing: ${room(one) - 1}em` }), adaptor.node("mjx-part"));
    else adaptor.append(boxes.at(-1), one);
  }
  for (const box of boxes) if (adaptor.childNodes(box).length) adaptor.append(line, box);
}

/** Let no line end here: what comes next keeps its distance. */
function join(/** @type {Part} */ part) {
  const size = adaptor.getAttribute(part, "size");
  if (adaptor.kind(part) !== "mjx-break" || !size) return;
  adaptor.setAttribute(adaptor.next(part), "space", size);
  adaptor.remove(part);
}

/** Let no line end in a short bracket. */
function together(/** @type {Part[]} */ line) {
  let open = 0;
  let bar = false;
  /** @type {Part[]} */
  let bracket = [];
  for (const part of line) {
    together(parts(part));
    const text = adaptor.textContent(part);
    open += text.replace(/[^([{]/g, "").length - text.replace(/[^)\]}]/g, "").length;
    if (text.replace(/[^|‖∥]/gu, "").length % 2) {
      bar = !bar;
      open += bar ? 1 : -1;
    }
    if (open > 0 || bracket.length) bracket.push(part);
    if (open > 0 || !bracket.length) continue;
    if (bracket.map((one) => adaptor.textContent(one)).join("").length <= SHORT) bracket.forEach(join);
    else together(bracket.slice(1, -1));
    bracket = [];
  }
}

/** Say where a formula may go on in the next line. */
function setBreaks(/** @type {Part} */ node, /** @type {boolean} */ display) {
  const [labelled] = adaptor.tags(node, "mjx-mlabeledtr");
  const line = labelled ? adaptor.firstChild(labelled) : adaptor.tags(node, "mjx-math")[0];
  if (display) {
    parts(line).forEach(endBefore);
    sideBySide(line);
  }
  together(parts(line));
}

// A letter is as high as the font that all are measured with: what lies beyond its own box must not be in the way of
// the line below. MathJax clips each letter for that, which makes it a layer of its own, of thousands on a page that
// are gone through for each frame; not to be hit is enough.
const LETTERS = /(> mjx-c \{\s*)clip-path: [^;]*/;

function rules() {
  return adaptor
    .cssText(MathJax.chtmlStylesheet())
    .replace(LETTERS, "$1pointer-events: none")
    .replace(/\/\*.*?\*\/ ?/g, "")
    .trim()
    .split(/\n\n+/);
}

/** @param {string} rule */
function selector(rule) {
  const font = rule.match(/^@font-face \{\s*font-family: ([\w-]+)/);
  return font ? `@font-face ${font[1]}` : rule.startsWith("@") ? "" : rule.slice(0, rule.indexOf(" {"));
}

/** @param {[tex: string, display: boolean]} formula */
async function typeset([tex, display]) {
  // MathJax begins a formula again when it has loaded a part of its font; its label must not count as given then.
  const node = await MathJax._.mathjax.mathjax.handleRetriesFor(() => {
    MathJax.texReset();
    return MathJax.tex2chtml(tex, { display });
  });
  slim(node);
  setBreaks(node, display);
  return node;
}

/** @param {unknown} error */
const reason = (error) => (error instanceof Error ? error.message : String(error));

/** @param {[tex: string, display: boolean]} formula */
async function one(formula) {
  output.clearCache();
  try {
    const node = await typeset(formula);
    return { html: adaptor.outerHTML(node), needs: rules().map(selector) };
  } catch (error) {
    return { error: reason(error) };
  }
}

/** @param {string[]} formulas */
async function all(formulas) {
  output.clearCache();
  const texts = [];
  for (const tex of formulas) {
    try {
      for (const display of [true, false]) texts.push(adaptor.textContent(await typeset([tex, display])));
    } catch (error) {
      return { error: reason(error), tex };
    }
  }
  return { rules: rules(), characters: [...new Set(texts.join(""))].sort().join("") };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { formulas, alphabet } = JSON.parse(line);
  const typeset = [];
  for (const formula of formulas ?? []) typeset.push(await one(formula));
  const answer = alphabet ? await all(alphabet) : { typeset };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
