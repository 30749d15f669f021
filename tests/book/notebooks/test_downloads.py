"""Notebooks beside the chapters: the numbers of the equations, links that lead to the site, nothing written twice."""

import json
from pathlib import Path

import numpy as np
import pytest

import nnbook as nn
from nnbook.book.extensions.pages import Pages, shared
from nnbook.book.files import Kept
from nnbook.book.notebooks.downloads import Downloads
from nnbook.book.parse.page import PageError
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
    (tmp_path / "site/chapters/first").mkdir(parents=True)
    return tmp_path


def text_of(notebook: Path) -> str:
    cells = json.loads(notebook.read_text())["cells"]
    return "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")


def downloads(book: Path, **chapters: str) -> Downloads:
    """Write chapters, and collect what lies beside them as a build does."""
    for name, text in chapters.items():
        path = book / f"docs/chapters/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    pages = Pages(book / "docs")
    collected = Downloads(pages)
    for page in pages.scan():
        collected.collect(page, {})
    return collected


def laid_out(book: Path) -> str:
    first, _ = downloads(book, first=FIRST, second=SECOND).lay_out(book / "site", "https://book.example/")
    assert first == book / "site/chapters/first/first.ipynb"
    return text_of(first)


def test_equations_carry_their_numbers(book: Path) -> None:
    text = laid_out(book)
    assert r"\tag{1.1}" in text
    assert "label" not in text
    assert "See [(2.1)](https://book.example/chapters/second/#eq-second-cube)" in text
    assert "[(1.1)](https://book.example/chapters/first/#eq-first-square)" in text


def test_links_lead_to_the_site(book: Path) -> None:
    text = laid_out(book)
    assert "[here](https://book.example/chapters/first/#top)" in text
    assert "[home](https://book.example/)" in text
    assert "[words](https://book.example/reference/glossary/#word)" in text
    assert "[elsewhere](https://example.org/page.md)" in text


def test_a_chapter_of_words_alone_has_a_notebook(book: Path) -> None:
    path = book / "docs/chapters/words.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\nnumber: 1\n---\n# Words\n\nText.\n")
    pages = Pages(book / "docs")
    pages.scan()
    (notebook,) = Downloads(pages).lay_out(book / "site", "")
    assert notebook == book / "site/chapters/words/words.ipynb"
    assert text_of(notebook) == "# Words\n\nText."


def test_a_page_without_a_number_is_no_chapter(book: Path) -> None:
    assert downloads(book, glossary="# Glossary\n").lay_out(book / "site", "") == []


def test_a_notebook_is_written_again_only_when_its_page_changes_or_it_is_damaged(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    written: list[str] = []
    put = Kept.put

    def noted(self: Kept, key: str, content: bytes) -> None:
        if self.folder.name == "notebooks":
            written.append(key)
        put(self, key, content)

    monkeypatch.setattr(Kept, "put", noted)
    first = downloads(book, second=SECOND)
    assert downloads(book).lay_out(book / "site", "") == first.lay_out(book / "site", "")
    assert len(written) == 1
    downloads(book, second=SECOND + "More.\n")
    assert len(set(written)) == 2
    for entry in first.kept.folder.rglob(written[1]):
        entry.write_bytes(entry.read_bytes()[:-9])
    (laid,) = downloads(book).lay_out(book / "site", "")
    assert written[2:] == written[1:2]
    assert "More." in text_of(laid)


def test_what_lay_beside_a_page_that_is_gone_is_not_laid_out(book: Path) -> None:
    collected = downloads(book, first=FIRST, second=SECOND)
    (book / "docs/chapters/first.md").unlink()
    collected.pages.scan()
    assert [path.name for path in collected.lay_out(book / "site", "")] == ["second.ipynb"]


def test_networks_that_a_page_saves_lie_beside_it(book: Path) -> None:
    code = "import nnbook as nn\nimport numpy as np\n"
    code += "nn.Network([nn.Dense(2, 1, rng=np.random.default_rng(0))]).save('small.npz')"
    page = f"```python\n{code}\n```"
    (book / "docs/chapters").mkdir(parents=True)
    (book / "docs/chapters/first.md").write_text(page)
    collected = Downloads(shared(book / "docs"))
    render(page)
    collected.lay_out(book / "site", "")
    net = nn.Network([nn.Dense(2, 1, rng=np.random.default_rng(1))])
    net.load(book / "site/chapters/first/small.npz")
    np.testing.assert_array_equal(net.layers[0].W, nn.Dense(2, 1, rng=np.random.default_rng(0)).W)
    # The same from what is kept: nothing runs a second time.
    again = Downloads(shared(book / "docs"))
    render(page)
    (laid,) = again.lay_out(book / "again", "")
    assert laid.read_bytes() == (book / "site/chapters/first/small.npz").read_bytes()


def test_two_fences_of_a_page_cannot_save_different_networks_under_one_name(book: Path) -> None:
    fence = "```python\nimport nnbook\nimport numpy as np\n\nnp.savez('same.npz', {})\n```"
    page = f"{fence.format(1)}\n\n{fence.format(2)}"
    (book / "docs").mkdir()
    (book / "docs/page.md").write_text(page)
    Downloads(shared(book / "docs"))
    with pytest.raises(PageError, match=r"docs/page.md:8: another fence of this page has saved another sam"):
        render(page)
