// A style sheet without the rules that nothing uses: { css, files } comes in as JSON, the shorter sheet goes out.
// PurgeCSS is that of the folder given as argument.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [home] = process.argv.slice(2);
const { PurgeCSS } = createRequire(`${home}/package.json`)("purgecss");

// Words of the theme without a use here: what the book does not switch on, writing from the right, and a rule for every
// element while colours change, for which a browser would work out the style of the whole page twice.
const UNUSED = /^(?:rtl|data-md-color-switching|md-(?:annotation|select|status|version).*)$/;

const { css, files } = JSON.parse(readFileSync(0, "utf-8"));
const defaultExtractor = (text) => (text.match(/[\w-]+/g) ?? []).filter((word) => !UNUSED.test(word));
const wanted = { content: files, css: [{ raw: css }], keyframes: true, variables: true, defaultExtractor };
const [{ css: used }] = await new PurgeCSS().purge(wanted);
process.stdout.write(used);
