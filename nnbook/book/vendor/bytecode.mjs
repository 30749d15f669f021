// Bytecode of packages for the worker of live code: Node starts the same Python, which compiles every module in a
// folder, and writes the results into the folder that the third argument names.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { allFiles, exit, filesIn, folder, start, target } from "./node_python.mjs";

const python = await start({ files: allFiles });
python.runPython(`
from importlib import _bootstrap_external as external, util
from pathlib import Path

for path in sorted(Path("${SITE}").rglob("*.py")):
    source = path.read_bytes()
    code = compile(source, str(path), "exec", dont_inherit=True)
    path.write_bytes(external._code_to_hash_pyc(code, util.source_hash(source), False))
`);
for (const name of filesIn(path.join(folder, "site-packages"))) {
  const place = path.join(target, `${name}c`);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, python.FS.readFile(`${SITE}/${name}`));
}
exit(0);
