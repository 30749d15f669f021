"""A lab laid out as a page, so that its numerals have origins like all others: its cells of code are fences."""

import json
from dataclasses import replace
from pathlib import Path

from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Page, display_name, read

PROMISE = "<!--pytest-codeblocks:expected-output-->"


def laid_out(path: Path, root: Path) -> Page:
    """Return the cells of a lab one below the other, with what its file keeps of what they print."""
    lines: list[str] = []
    cells: list[int] = []
    for number, cell in enumerate(json.loads(read(path))["cells"], 1):
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            printed = "".join("".join(output.get("text", ())) for output in cell["outputs"])
            promise = f"\n{PROMISE}\n```text\n{printed.rstrip()}\n```" if printed else ""
            text = f"```python\n{text}\n```{promise}"
        added = [*text.split("\n"), ""]
        lines += added
        cells += [number] * len(added)
    # What is wrong with its text is told cell by cell, and a cell need not stand alone as a fence must.
    return replace(parse("\n".join(lines), display_name(path, root)), problems=(), cells=tuple(cells))
