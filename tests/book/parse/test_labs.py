"""A lab comes under the rules of the pages: what it shows as code runs and may not fail."""

import json
from pathlib import Path
from typing import Any

import pytest

from nnbook.book.cli import main
from nnbook.book.parse.labs import book_labs, lab_problems

ROOT = Path(__file__).parents[3]
CODE = "import nnbook as nn\n\nassert nn.relu(-1.0) == 0\n"


def text(source: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def code(source: str = CODE, *outputs: Any, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }


def problems(folder: Path, *cells: dict[str, Any]) -> list[str]:
    path = folder / "docs" / "lab.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return [str(problem) for problem in lab_problems(path, folder)]


def test_a_lab_of_text_and_code_is_right(tmp_path: Path) -> None:
    assert problems(tmp_path, text("# Lab\n\nText with `code`.\n\n```text\nx\n```\n"), code()) == []


WRONG = {
    "a Python fence in the text": (text("```python\nimport nnbook\n\nassert False\n```\n"), "code that runs is a code"),
    "another fence in the text": (text("```py\nassert False\n```\n"), "```py would not be tested"),
    "a control character": (text("\x02```py\nassert False\n```\n"), "a control character, U+0002"),
    "HTML": (text("<pre><code>assert False</code></pre>"), "<pre> has no place"),
    "indented code": (text("Text.\n\n    assert False\n"), "indented code"),
    "highlighted inline code": (text("`#!python assert False`"), "inline code that is highlighted"),
    "a raw cell": ({"cell_type": "raw", "metadata": {}, "source": "assert False"}, "a raw cell is shown and not run"),
    "skip-execution": (code("assert False", tags=["skip-execution"]), "a cell with tags in its metadata"),
    "raises-exception": (code("assert False", tags=["raises-exception"]), "a cell with tags in its metadata"),
    "remove-cell": (code("assert False", tags=["remove-cell"]), "a cell with tags in its metadata"),
    "hidden source": (code("assert False", jupyter={"source_hidden": True}), "a cell with jupyter in its metadata"),
    "a magic of a cell": (code("%%script false\nassert False"), "a lab is plain Python"),
    "a magic of a line": (code("%run other.py"), "a lab is plain Python"),
    "a command": (code("!pip install nothing"), "a lab is plain Python"),
    "a syntax error": (code("x = = 1"), "SyntaxError"),
    "another library": (code("import pandas"), "imports pandas: a lab needs nothing but"),
    "part of another library": (code("from scipy import stats"), "imports scipy: a lab needs nothing but"),
    "a module beside it": (code("from . import helper"), "imports .: a lab needs nothing but"),
    "the machinery": (code("import nnbook.book.files"), "imports nnbook.book, which makes the book"),
    "an output": (code(CODE, {"output_type": "stream", "name": "stdout", "text": "7"}), "an output in the file"),
    "a form feed": (code("x = 1\x0c\n"), "a control character, U+000C"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_would_be_shown_and_not_run_is_refused_with_its_cell(name: str, tmp_path: Path) -> None:
    cell, words = WRONG[name]
    found = problems(tmp_path, text("# Lab"), code(), cell)
    assert any(words in problem for problem in found)
    assert all(problem.startswith("docs/lab.ipynb:3: ") for problem in found)


def test_a_lab_imports_nnbook(tmp_path: Path) -> None:
    assert problems(tmp_path, code("import numpy")) == ["docs/lab.ipynb:1: no cell of this lab imports nnbook."]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"cells": [1]}', '{"cells": [{}]}'])
def test_what_is_no_notebook_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "lab.ipynb").write_text(content)
    (problem,) = lab_problems(tmp_path / "lab.ipynb", tmp_path)
    assert str(problem).startswith("lab.ipynb:1: this is no notebook")


def test_the_check_reads_labs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    problems(tmp_path, code("assert False", tags=["skip-execution"]))
    (tmp_path / "docs/page.md").write_text("# T\n")
    for arguments in ([], ["docs/lab.ipynb"]):
        assert main(["check", *arguments]) == 1
        assert "docs/lab.ipynb:1: a cell with tags in its metadata" in capsys.readouterr().out
    assert main(["check", "docs/page.md"]) == 0


@pytest.mark.parametrize("lab", book_labs(ROOT), ids=lambda path: path.stem)
def test_the_labs_of_the_book_are_right(lab: Path) -> None:
    assert lab_problems(lab, ROOT) == []
