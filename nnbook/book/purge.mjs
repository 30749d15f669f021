// A style sheet without the rules that nothing uses: { css, files } comes in as JSON, the shorter sheet goes out.
// PurgeCSS is that of the folder given as argument.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [home] = process.argv.slice(2);
const { PurgeCSS } = createRequire(`${home}/package.json`)("purgecss");

const { css, files } = JSON.parse(readFileSync(0, "utf-8"));
const [{ css: used }] = await new PurgeCSS().purge({ content: files, css: [{ raw: css }], keyframes: true });
process.stdout.write(used);
