"""One style sheet for all pages, without the rules that none of them uses.

The theme and the book have seven sheets, and a browser draws nothing before it has read them all. PurgeCSS keeps the
rules and the custom properties whose names stand in some page or script of the site. The words of a file are kept, and
so is a sheet: it changes with the words of the site only if the sheets know them.
"""

import json
import posixpath
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from nnbook.book.files import ROOT, Kept, digest, key, write_whole
from nnbook.book.vendor.packages import node

PURGE = Path(__file__).with_name("purge.mjs")
SHEET = "assets/stylesheets/book.css"
THEME = "assets/stylesheets/*.min.css"
# Where names stand that a page gets while it is read; the widgets' own sheet names custom properties of this one.
SCRIPTS = (
    "assets/javascripts/bundle.*.js",
    "assets/js/*.js",
    "assets/live/*.js",
    "assets/widgets/**/*.js",
    "assets/widgets/*.css",
)

WORD = re.compile(rb"[\w-]+")
# What a rule wants to find within a word: [class^="tabbed-"].
PART = re.compile(r"""\[[^\]=]*[*^$|~]=\s*["']?([^"'\]]+)""")
ADDRESS = re.compile(r"""url\((?P<quote>["']?)(?!data:|#)(?P<to>[^)"']+)(?P=quote)\)""")


def joined(site: Path, sheets: Sequence[str]) -> str:
    """Return the sheets one after another, with addresses as seen from the place of the one that replaces them."""
    parts = []
    for sheet in sheets:

        def moved(match: re.Match[str], folder: str = posixpath.dirname(sheet)) -> str:
            return f"url({posixpath.relpath(posixpath.join(folder, match['to']), posixpath.dirname(SHEET))})"

        parts.append(ADDRESS.sub(moved, (site / sheet).read_text(encoding="utf-8")))
    return "\n".join(parts) + "\n"


def words(file: Path, kept: Kept) -> set[str]:
    """Return the words of a file, among which the names in a style sheet are."""
    content = file.read_bytes()
    name = key(digest(content), WORD.pattern.decode())
    return set(kept.made(name, lambda: b"\n".join(sorted(set(WORD.findall(content))))).decode().split("\n"))


def purged(css: str, files: Sequence[Path], kept: Kept) -> str:
    """Return the rules that the files use, minified."""
    known = {name.decode() for name in WORD.findall(css.encode())}
    parts = [part for value in PART.findall(css) for part in value.split()]
    found: dict[str, set[str]] = {"html": set(), "js": set()}
    for file in files:
        found["html" if file.suffix == ".html" else "js"] |= words(file, kept)
    used = {
        kind: sorted(word for word in named if word in known or any(part in word for part in parts))
        for kind, named in found.items()
    }
    given = json.dumps({"css": css, **used})
    pins = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    return kept.made(key(given, pins, PURGE.read_text(encoding="utf-8")), lambda: _purge(given).encode()).decode()


def _purge(given: str) -> str:
    command = [node(), str(PURGE), str(ROOT)]
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"PurgeCSS failed:\n{done.stderr}")
    return done.stdout


def write(site: Path, sheets: Sequence[str], kept: Kept) -> None:
    """Write the one sheet into a built site, instead of the theme's and these, in this order."""
    theme = sorted(path.relative_to(site).as_posix() for path in site.glob(THEME))
    files = sorted(site.rglob("*.html")) + sorted(file for pattern in SCRIPTS for file in site.glob(pattern))
    css = purged(joined(site, [*theme, *sheets]), files, kept)
    for sheet in [*theme, *sheets]:
        (site / sheet).unlink()
        (site / f"{sheet}.map").unlink(missing_ok=True)
    write_whole(site / SHEET, css.encode())
