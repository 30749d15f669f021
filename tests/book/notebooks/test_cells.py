"""The cells of a lab on its page, and the lab as readers get it."""

import html
import json
from dataclasses import asdict
from pathlib import Path, PurePosixPath

import pytest
from bs4 import BeautifulSoup

from nnbook.book.extensions import run_bar
from nnbook.book.notebooks.cells import live
from nnbook.book.notebooks.downloads import for_readers
from nnbook.book.parse.labs import Cell, Lab
from nnbook.book.run.outcome import ID, Drawing

DRAWING = Drawing(f'<svg viewBox="0 0 1 1"><path id="{ID}1"/></svg>', 'A "line".')
CODE = """<div class="jp-Cell jp-CodeCell jp-Notebook-cell">
<div class="jp-Cell jp-CodeCell jp-Notebook-cell" id="cell-id=cell-{n}"><div class="CodeMirror">
<div class="highlight-ipynb hl-python"><pre><span></span><span class="nb">print</span>({n})
</pre></div><div class="clipboard-copy-txt" id="cell-{n}">print({n})</div></div>
<div class="jp-OutputArea-output"><pre>1 &lt; 2
</pre></div><div class="jp-OutputArea-output"><data class="nn-drawing" value="{drawing}"></data></div>
</div></div>"""


def code(n: int) -> str:
    return CODE.format(n=n, drawing=html.escape(json.dumps(asdict(DRAWING))))


TEXT = '<div class="jp-Cell jp-MarkdownCell"><h1 id="a">A &amp; B</h1></div>'
CONTENT = f'<div class="jupyter-wrapper">{TEXT}{code(2)}{TEXT}{code(4)}</div>'
LAB = Lab(
    "docs/lab.ipynb",
    (
        Cell(2, "print(2)", [], captured=False, file="table"),
        Cell(4, "print(4)", [], captured=True, cost="two minutes", changes=(("4", "1"),)),
    ),
)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Return a folder of pages with live code."""
    (tmp_path / run_bar.ASSETS).mkdir(parents=True)
    (tmp_path / run_bar.MANIFEST).parent.mkdir(parents=True)
    (tmp_path / run_bar.MANIFEST).write_text("{}")
    return tmp_path


def test_a_cell_is_a_fence_of_its_page(docs: Path) -> None:
    soup = BeautifulSoup(live(CONTENT, LAB, docs), "html.parser")
    first, second = soup.select(".jupyter-wrapper > .nn-fence")
    assert (first["id"], second["id"]) == ("fence-1", "fence-2")
    for number, fence in ((2, first), (4, second)):
        assert [child.name for child in fence.find_all(recursive=False)] == ["div", "div", "div", "figure"]
        assert fence.select_one("pre > code").get_text() == f"print({number})\n"  # type: ignore[union-attr]
        assert fence.select_one(".nn-output samp").get_text() == "1 < 2"  # type: ignore[union-attr]
        assert fence.select_one("figure.nn-figure > .nn-alt").get_text() == 'A "line".'  # type: ignore[union-attr]
        assert fence.select_one("figcaption > a").get_text() == f"Figure {number // 2}"  # type: ignore[union-attr]
    assert len(soup.select("h1#a")) == 2
    assert not soup.select(".jp-CodeCell, .CodeMirror, .clipboard-copy-txt")


def test_a_drawing_stands_in_its_cell_as_it_was_drawn(docs: Path) -> None:
    page = live(CONTENT, LAB, docs)
    for number in (1, 2):
        assert DRAWING.placed(f"fence-{number}-figure-1-") in page  # no parser of HTML keeps viewBox and <path/>


def test_the_bars_have_what_the_cells_need(docs: Path) -> None:
    soup = BeautifulSoup(live(CONTENT, LAB, docs), "html.parser")
    first, second = soup.select(".nn-live[data-lab]")
    buttons = [button["data-nn-live"] for button in first.select("button")]
    assert buttons == ["run", "stop", "edit", "reset", "link", "restart"]
    assert first.select_one("label > input[type=file][data-kind=table]") is not None
    assert second.select_one("input") is None
    assert second["data-smaller"] == '["4", "1"]'
    assert "data-captured" in second.attrs
    assert second.select_one("[data-nn-live=run]").get_text() == "Run (two minutes)"  # type: ignore[union-attr]


def test_a_page_whose_cells_are_not_the_lab_s_is_refused(docs: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        live(CONTENT, Lab("docs/lab.ipynb", LAB.cells[:1]), docs)


def test_readers_get_a_lab_without_outputs_that_installs_the_library_and_links_to_the_site() -> None:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": ["1"], "outputs": [{}], "execution_count": 1}
    text = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": ["[C](../chapters/c.md#t5)"]}
    given = json.dumps({"cells": [text, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    made = json.loads(for_readers(given, PurePosixPath("labs/one.ipynb"), "https://book.example/"))
    install, words, code = made["cells"]
    assert "%pip install" in "".join(install["source"])
    assert "['nnbook']" in "".join(install["source"])
    assert "a lab of an open book" in install["source"][0]
    assert words["source"] == ["[C](https://book.example/chapters/c/#t5)"]
    assert (code["outputs"], code["execution_count"]) == ([], None)
    assert len({one["id"] for one in made["cells"]}) == 3
