"""Bytecode in place of sources, for packages that a page waits for while it imports them.

To compile Matplotlib's modules takes a browser longer than to run them. The Python that compiles them is the browser's
own, in Node: bytecode belongs to one version of it.
"""

import logging
import tempfile
from pathlib import Path

from nnbook.book.files import CACHE, ROOT, Kept, digest
from nnbook.book.vendor import node_python
from nnbook.book.vendor.packing import archive, contents

SCRIPT = Path(__file__).with_suffix(".mjs")

log = logging.getLogger("mkdocs.nnbook")


def compiled(
    core: dict[str, bytes], packages: dict[str, dict[str, bytes]], info: dict[str, str]
) -> dict[str, dict[str, bytes]]:
    """Return the files of each package, with bytecode in place of each module's source.

    `core` are Pyodide's own files. Errors: NodePythonError if Python does not start in Node, or a module is none.
    """
    sources = {name: content for files in packages.values() for name, content in files.items() if name.endswith(".py")}
    parts = [f"{name} {digest(content)}" for name, content in sorted({**core, **sources}.items())]

    def make() -> bytes:
        log.info("nnbook: compiling %d modules for the browser's Python", len(sources))
        with tempfile.TemporaryDirectory() as name:
            folder, target = Path(name, "given"), Path(name, "made")
            node_python.lay_out(folder, core, sources, {"info": info, "libraries": []})
            node_python.run(SCRIPT, folder, target)
            made = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*.pyc")}
        return archive(made)

    made = contents(Kept(ROOT / CACHE / "bytecode").made(node_python.key_of(SCRIPT, *parts), make))
    return {
        package: {
            (f"{name}c" if name in sources else name): (made[f"{name}c"] if name in sources else content)
            for name, content in files.items()
        }
        for package, files in packages.items()
    }
