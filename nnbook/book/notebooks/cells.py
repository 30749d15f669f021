"""The cells of a lab as they stand on its page: in the look of the chapters' fences, and with their run bars.

What mkdocs-jupyter writes for a cell of code, a dozen boxes and buttons of its own, becomes what a fence is: the code,
the bar, what the cell printed, its figures. So the program that runs fences runs these too.
"""

from pathlib import Path

from bs4 import BeautifulSoup, Tag

from nnbook.book.extensions import run_bar
from nnbook.book.extensions.fence_html import box, printed
from nnbook.book.parse.labs import Cell, Lab
from nnbook.book.parse.page import Fence

PARSER = "html.parser"


def live(content: str, lab: Lab, docs: Path) -> str:
    """Return the content of a lab's page, as mkdocs-jupyter writes it, with cells that run like fences."""
    soup = BeautifulSoup(content, PARSER)
    boxes = [cell for cell in soup.select("div.jp-CodeCell") if not cell.select("div.jp-CodeCell")]
    for number, (cell, found) in enumerate(zip(lab.cells, boxes, strict=True), 1):
        made = BeautifulSoup(_fence(cell, number, lab.page, found, docs), PARSER)
        outer = found.parent if found.parent and "jp-CodeCell" in (found.parent.get("class") or ()) else found
        outer.replace_with(made)
    return str(soup)


def _fence(cell: Cell, number: int, page: str, found: Tag, docs: Path) -> str:
    lines = cell.source.count("\n") + 1
    place = (cell.number, cell.number + lines, 0, None)
    fence = Fence(page, number, cell.source, *place, int(cell.captured), cell.cost, cell.changes)
    code = found.select_one("div.highlight-ipynb > pre")
    assert code is not None, f"{page}: mkdocs-jupyter writes cells in another way than it did"
    shown = code.decode_contents().removeprefix("<span></span>")
    text = "".join(pre.get_text() for pre in found.select(".jp-OutputArea-output > pre"))
    figures = "".join(f'<figure class="nn-figure">{image}</figure>' for image in found.select("img"))
    return box(
        fence,
        f'<div class="highlight" data-search-exclude><pre><code>{shown}</code></pre></div>'
        + run_bar.bar(fence, docs, lab=True, file=cell.file)
        + printed(text)
        + figures,
    )
