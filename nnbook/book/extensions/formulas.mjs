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
