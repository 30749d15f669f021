// A style sheet without the rules that nothing uses, without comments and whitespace: { css, html, js } comes in as
// JSON, the last two the words of the pages and of the scripts; the shorter sheet goes out.
// The packages are those of the folder given as argument.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [home] = process.argv.slice(2);
const installed = createRequire(`${home}/package.json`);
const { PurgeCSS } = installed("purgecss");
const { transform } = installed("esbuild");

// Words of the theme without a use here: what the book does not switch on, writing from the right, and a rule for every
// element while colours change, for which a browser would work out the style of the whole page twice.
const UNUSED = /^(?:rtl|data-md-color-switching|md-(?:annotation|select|status|version).*)$/;

// Words that the theme's script looks for, on pages that have them.
const SOUGHT = /^tabbed-labels/;

// Rules of the theme for whatever stands in a cell or follows a table, which here has nothing that they would change. A
// selector of everything after `:not([class])` makes a browser work out the style of all that is within an element anew
// whenever one of its classes changes.
const EVERYTHING = /[^{}]*table:not\(\[class\]\)\s*(?:\+\s*\*|t[dh]\s*>\s*:(?:first|last)-child)\s*\{[^{}]*\}/g;

const { css, html, js } = JSON.parse(readFileSync(0, "utf-8"));
/** @param {string[]} words */
const wanted = (words) => words.filter((word) => !UNUSED.test(word));
const sought = wanted(js).filter((word) => !SOUGHT.test(word));
const content = [{ raw: [...wanted(html), ...sought].join(" "), extension: "html" }];
const extractors = [{ extensions: ["html"], extractor: (/** @type {string} */ text) => text.split(" ") }];
// A rule of a state alone, `:focus-visible`, has no name that could stand in a page, and every page uses it. PurgeCSS
// looks for uses of custom properties in this sheet alone: pages, scripts and the sheet of the widgets name theirs, and
// the book's own, `--nn-`, are used by drawings that are yet to be made.
const variables = [/^--nn-/, ...[...html, ...js].filter((word) => word.startsWith("--"))];
const safelist = { standard: [/^:/], variables };
const [{ css: used }] = await new PurgeCSS().purge({
  content,
  css: [{ raw: css.replace(EVERYTHING, "") }],
  keyframes: true,
  variables: true,
  extractors,
  safelist,
});
const { code } = await transform(used, {
  loader: "css",
  minifyWhitespace: true,
  legalComments: "none",
  charset: "utf8",
});
process.stdout.write(code.trimEnd());
