// A style sheet without the rules that nothing uses, without comments and whitespace: { css, files } comes in as JSON,
// the shorter sheet goes out. The packages are those of the folder given as argument.
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

const { css, files } = JSON.parse(readFileSync(0, "utf-8"));
/** @param {string} text */
const words = (text) => (text.match(/[\w-]+/g) ?? []).filter((word) => !UNUSED.test(word));
/** @param {string} text */
const sought = (text) => words(text).filter((word) => !SOUGHT.test(word));
const extractors = [
  { extensions: ["html"], extractor: words },
  { extensions: ["js"], extractor: sought },
];
// Not `variables: true`: it looks for uses in the CSS alone, and drawings, widgets and labs use them too.
// A rule of a state alone, `:focus-visible`, has no name that could stand in a page, and every page uses it.
const safelist = [/^:/];
const wanted = { content: files, css: [{ raw: css }], keyframes: true, extractors, safelist };
const [{ css: used }] = await new PurgeCSS().purge(wanted);
const { code } = await transform(used, {
  loader: "css",
  minifyWhitespace: true,
  legalComments: "none",
  charset: "utf8",
});
process.stdout.write(code.trimEnd());
