"""Functions of a real file on a page: cut from the file as it is, or the build stops."""

from pathlib import Path

import pytest
from markdown import Markdown

from nnbook.book.extensions.sources import expand
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Page, PageError

FILE = '''"""Says things."""

import os
from sys import path


def one(x):
    """Return it."""

    return x


LATER = 3


def two():
    return os, path
'''
ASKS = "<!--nnbook:source code/some.py: imports two-->"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs/code").mkdir(parents=True)
    (tmp_path / "docs/code/some.py").write_text(FILE, encoding="utf-8")
    return tmp_path / "docs"


def page(line: str) -> Page:
    return parse(f"# A page\n\n{line}\n", "docs/code/index.md")


def test_named_functions_are_shown_as_they_stand_with_a_link(folder: Path) -> None:
    assert not page(ASKS).problems
    shown = "\n".join(expand(ASKS, page(ASKS), folder)).strip()
    assert shown == (
        "```py\nimport os\nfrom sys import path\n\n\ndef two():\n    return os, path\n```\n\n"
        "From [`some.py`](some.py).\n{: .nn-source }"
    )


def test_blank_lines_inside_a_function_stay(folder: Path) -> None:
    shown = "\n".join(expand("<!--nnbook:source code/some.py: one-->", page(ASKS), folder))
    assert 'def one(x):\n    """Return it."""\n\n    return x\n```' in shown


def test_other_lines_stay_as_they_are(folder: Path) -> None:
    assert expand("text", page(ASKS), folder) == ["text"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<!--nnbook:source code/other.py: two-->", "asks for a file that is not there"),
        ("<!--nnbook:source code/some.py: two three-->", "code/some.py has imports, one, two, but no three"),
    ],
)
def test_what_is_not_there_stops_the_build(folder: Path, line: str, said: str) -> None:
    with pytest.raises(PageError, match=said):
        expand(line, page(line), folder)


@pytest.mark.parametrize("line", ["<!--nnbook:source code/some.py-->", "    " + ASKS, "<!--nnbook:source a.txt: b-->"])
def test_a_line_that_is_not_quite_one_is_a_problem(line: str) -> None:
    assert page(line).problems


def test_a_built_page_shows_the_code_coloured_and_not_as_a_fence_that_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    (folder / "code/index.md").write_text(f"# A page\n\n{ASKS}\n", encoding="utf-8")
    names = ["attr_list", "pymdownx.highlight", "pymdownx.superfences", "nnbook.book.extensions.fences"]
    built = Markdown(extensions=names, extension_configs={names[-1]: {"docs": str(folder)}})
    html = built.convert(f"# A page\n\n{ASKS}")
    assert '<span class="k">def</span>' in html
    assert "nn-fence" not in html
    assert '<p class="nn-source">From <a href="some.py"><code>some.py</code></a>.</p>' in html
