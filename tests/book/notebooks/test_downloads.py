"""Notebooks beside the chapters: the numbers of the equations, links that lead to the site, nothing written twice."""

import json
from pathlib import Path

import pytest
from pymdownx.superfences import SuperFencesException

import nnbook as nn
from nnbook.book.extensions.cross_references import numbered
from nnbook.book.extensions.fences import _library, library
from nnbook.book.notebooks import downloads
from nnbook.book.parse.fences import parse
from tests.book.small_site import render


def chapter(number: int, title: str, label: str, formula: str, *, end: str = "") -> str:
    """Write a chapter that has one equation."""
    return rf"""---
number: {number}
---
# {title}

$$
\begin{{equation}}
\label{{{label}}}
{formula}
\end{{equation}}
$$
{end}"""


FIRST = chapter(
    1,
    "First",
    "eq:first-square",
    "y = x^2",
    end=r"""
See \eqref{eq:second-cube}, \eqref{eq:first-square}, [here](#top), [home](../index.md),
[words](../reference/glossary.md#word) and [elsewhere](https://example.org/page.md).
""",
)
SECOND = chapter(2, "Second", "eq:second-cube", "y = x^3")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    _library.cache_clear()
    (tmp_path / "site/chapters/first").mkdir(parents=True)
    return tmp_path


def text_of(notebook: Path) -> str:
    cells = json.loads(notebook.read_text())["cells"]
    return "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")


def laid_out(book: Path) -> str:
    pages = [parse(FIRST, "docs/chapters/first.md"), parse(SECOND, "docs/chapters/second.md")]
    kept = downloads.keep(pages[0], {}, numbered(pages), book / "kept")
    assert kept is not None
    (laid,) = downloads.lay_out({pages[0].path: kept}, book / "docs", book / "site", "https://book.example/")
    assert laid == book / "site/chapters/first/first.ipynb"
    return text_of(laid)


def test_equations_carry_their_numbers(book: Path):
    text = laid_out(book)
    assert r"\tag{1.1}" in text
    assert "label" not in text
    assert "See [(2.1)](https://book.example/chapters/second/#eq-second-cube)" in text
    assert "[(1.1)](https://book.example/chapters/first/#eq-first-square)" in text


def test_links_lead_to_the_site(book: Path):
    text = laid_out(book)
    assert "[here](https://book.example/chapters/first/#top)" in text
    assert "[home](https://book.example/)" in text
    assert "[words](https://book.example/reference/glossary/#word)" in text
    assert "[elsewhere](https://example.org/page.md)" in text


def test_a_page_without_a_number_is_no_chapter(book: Path):
    assert downloads.keep(parse("# Glossary\n", "docs/glossary.md"), {}, {}, book / "kept") is None


def test_a_notebook_is_written_again_only_when_its_page_changes(book: Path):
    page = parse(SECOND, "docs/chapters/second.md")
    first = downloads.keep(page, {}, numbered([page]), book / "kept")
    assert first is not None
    first.write_text("as it was")
    assert downloads.keep(page, {}, numbered([page]), book / "kept") == first
    assert first.read_text() == "as it was"
    changed = parse(SECOND + "More.\n", page.path)
    assert downloads.keep(changed, {}, numbered([changed]), book / "kept") != first


def test_networks_that_a_page_saves_lie_beside_it(book: Path):
    code = "import nnbook as nn\nimport numpy as np\n"
    code += "nn.Network([nn.Dense(2, 1, rng=np.random.default_rng(0))]).save('small.npz')"
    page = f"```python\n{code}\n```"
    (book / "docs/chapters").mkdir(parents=True)
    (book / "docs/chapters/first.md").write_text(page)
    render(page)
    books = library(book / "docs")
    downloads.lay_out_saved(books.saved, book / "docs", book / "site")
    net = nn.Network.load(book / "site/chapters/first/small.npz")
    assert net.parameter_count == 3
    # The same from what is kept: nothing runs a second time.
    render(page)
    assert books.saved["docs/chapters/first.md"]["small.npz"] == (book / "site/chapters/first/small.npz").read_bytes()


def test_two_fences_of_a_page_cannot_save_different_networks_under_one_name(book: Path):
    fence = "```python\nimport nnbook\nimport numpy as np\n\nnp.savez('same.npz', {})\n```"
    page = f"{fence.format(1)}\n\n{fence.format(2)}"
    (book / "docs").mkdir()
    (book / "docs/page.md").write_text(page)
    with pytest.raises(SuperFencesException, match=r"docs/page.md:8: another fence of this page has saved another sam"):
        render(page)
