"""One style sheet for all pages, without the rules that none of them uses.

The theme and the book have seven sheets, and a browser draws nothing before it has read them all. PurgeCSS keeps the
rules whose names stand in some page or script of the site.
"""

import json
import posixpath
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from nnbook.book.files import ROOT, write_whole
from nnbook.book.vendor.packages import node

PURGE = Path(__file__).with_name("purge.mjs")
SHEET = "assets/stylesheets/book.css"
THEME = "assets/stylesheets/*.min.css"
# Where names stand that a page gets while it is read.
SCRIPTS = (
    "assets/javascripts/bundle.*.js",
    "assets/js/*.js",
    "assets/live/*.js",
    "assets/widgets/**/*.js",
)

ADDRESS = re.compile(r"""url\((?P<quote>["']?)(?!data:|#)(?P<to>[^)"']+)(?P=quote)\)""")


def joined(site: Path, sheets: Sequence[str]) -> str:
    """Return the sheets one after another, with addresses as seen from the place of the one that replaces them."""
    parts = []
    for sheet in sheets:

        def moved(match: re.Match[str], folder: str = posixpath.dirname(sheet)) -> str:
            return f"url({posixpath.relpath(posixpath.join(folder, match['to']), posixpath.dirname(SHEET))})"

        parts.append(ADDRESS.sub(moved, (site / sheet).read_text(encoding="utf-8")))
    return "\n".join(parts) + "\n"


def purged(css: str, files: Sequence[Path]) -> str:
    """Return the rules that the files use, minified."""
    given = json.dumps({"css": css, "files": [file.as_posix() for file in files]})
    command = [node(), str(PURGE), str(ROOT)]
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        message = f"PurgeCSS failed:\n{done.stderr}"
        raise RuntimeError(message)
    return done.stdout


def write(site: Path, sheets: Sequence[str]) -> None:
    """Write the one sheet into a built site, instead of the theme's and these, in this order."""
    theme = sorted(path.relative_to(site).as_posix() for path in site.glob(THEME))
    files = sorted(site.rglob("*.html")) + sorted(file for pattern in SCRIPTS for file in site.glob(pattern))
    css = purged(joined(site, [*theme, *sheets]), files)
    for sheet in [*theme, *sheets]:
        (site / sheet).unlink()
        (site / f"{sheet}.map").unlink(missing_ok=True)
    write_whole(site / SHEET, css.encode())
