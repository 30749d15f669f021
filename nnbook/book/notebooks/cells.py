"""The cells of a lab as they stand on its page: in the look of the chapters' fences, and with their run bars.

What mkdocs-jupyter writes for a cell of code, a dozen boxes and buttons of its own, becomes what a fence is: the code,
the bar, what the cell printed, its figures. So the program that runs fences runs these too.
"""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Tag

from nnbook.book.extensions import run_bar
from nnbook.book.extensions.fence_html import box, figures_of, identity, printed
from nnbook.book.parse.labs import Cell, Lab
from nnbook.book.parse.page import Fence
from nnbook.book.run.outcome import Drawing

PARSER = "html.parser"


def live(content: str, lab: Lab, docs: Path) -> str:
    """Return the content of a lab's page, as mkdocs-jupyter writes it, with cells that run like fences."""
    soup = BeautifulSoup(content, PARSER)
    boxes = [cell for cell in soup.select("div.jp-CodeCell") if not cell.select("div.jp-CodeCell")]
    fences, names = {}, (f"Figure {number}" for number in count(1))
    for number, (cell, found) in enumerate(zip(lab.cells, boxes, strict=True), 1):
        place = f"nnbook cell {number}"
        fences[f"<!--{place}-->"] = _fence(cell, number, lab.page, found, docs, names)
        outer = found.parent if found.parent and "jp-CodeCell" in (found.parent.get("class") or ()) else found
        outer.replace_with(Comment(place))
    for link in soup.select("a.anchor-link"):
        link["data-search-exclude"] = ""  # its sign is no part of the heading
    # The parser knows no SVG: what stands in the place of a cell does not pass through it.
    made = str(soup)
    for place, fence in fences.items():
        made = made.replace(place, fence, 1)
    return made


def _fence(cell: Cell, number: int, page: str, found: Tag, docs: Path, names: Iterator[str]) -> str:
    lines = cell.source.count("\n") + 1
    place = (cell.number, cell.number + lines, 0, None)
    fence = Fence(page, number, cell.source, *place, int(cell.captured), cell.cost, cell.changes)
    code = found.select_one("div.highlight-ipynb > pre")
    assert code is not None, f"{page}: mkdocs-jupyter writes cells in another way than it did"
    shown = code.decode_contents().removeprefix("<span></span>")
    text = "".join(pre.get_text() for pre in found.select(".jp-OutputArea-output > pre"))
    drawings = [Drawing(**json.loads(str(element["value"]))) for element in found.select("data.nn-drawing")]
    called = [name for _, name in zip(drawings, names, strict=False)]
    return box(
        fence,
        f'<div class="highlight" data-search-exclude><pre><code>{shown}</code></pre></div>'
        + run_bar.bar(fence, docs, lab=True, file=cell.file)
        + printed(text)
        + figures_of(identity(fence), drawings, called),
    )
