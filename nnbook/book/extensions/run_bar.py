"""The bar below a fence's code: Run, Edit and the rest, or, in a site without the runtime, why they are missing."""

import html
import json
from pathlib import Path

from nnbook.book.parse.page import Fence

MANIFEST = Path("assets/vendor/live/runtime.json")
"""Where a folder of pages has the runtime, if it has it."""

ASSETS = Path("assets/live")
"""Where a folder of pages has the scripts of live code; a folder without them wants no bars."""

OFF = (
    '<p class="nn-live-off" data-search-exclude>Live code is off in this copy of the book: it was built without the '
    "files that run Python in a browser. Everything else is here, and the code runs wherever <code>nnbook</code> is "
    "installed.</p>"
)


PICKERS = {"picture": ("Your own picture", "image/*"), "table": ("Your own CSV file", ".csv,.tsv,.txt,text/csv")}
"""What a cell may read of the reader's own, by kind: what it is called, and which files are offered."""


def decisive(docs: Path) -> list[str]:
    """Return what decides which bars a folder of pages gets, for the key of a kept result."""
    return [str((docs / path).exists()) for path in (ASSETS, MANIFEST)]


def bar(fence: Fence, docs: Path, *, lab: bool = False, file: str = "") -> str:
    """Return the bar's HTML, which works without any of what it starts; of a lab, with what its cells have besides."""
    if not (docs / ASSETS).is_dir():
        return ""
    if not (docs / MANIFEST).is_file():
        return OFF if fence.number == 1 else ""
    attributes = (" data-captured" if fence.captured else "") + (" data-lab" if lab else "")
    run = "Run"
    smaller = ""
    if fence.changes:
        run = f"Run ({fence.cost})"
        flat = [part for change in fence.changes for part in change]
        attributes += f' data-smaller="{html.escape(json.dumps(flat))}"'
        smaller = _button("smaller", "Smaller run")
    buttons = (
        _button("run", run)
        + smaller
        + _button("stop", "Stop", hidden=True)
        + _button("edit", "Edit")
        + _button("reset", "Reset", hidden=True)
        + _button("link", "Copy link", hidden=True)
        + (_button("restart", "Restart", hidden=True) if lab else _button("scratchpad", "Scratchpad"))
        + (_picker(file) if file else "")
    )
    status = '<span class="nn-live-status" role="status"></span>'
    return f'<div class="nn-live" data-search-exclude{attributes}>{buttons}{status}</div>'


def _picker(kind: str) -> str:
    name, accept = PICKERS[kind]
    return f'<label class="nn-live-file">{name} <input type="file" accept="{accept}" data-kind="{kind}"></label>'


def _button(action: str, text: str, *, hidden: bool = False) -> str:
    return f'<button type="button" data-nn-live="{action}"{" hidden" if hidden else ""}>{html.escape(text)}</button>'
