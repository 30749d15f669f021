"""A lab comes under the rules of the pages: what it shows as code runs and may not fail."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nnbook.book.cli import main
from nnbook.book.parse.labs import book_labs, lab_problems, read_lab

ROOT = Path(__file__).parents[3]
LABS = book_labs(ROOT)
NUMBERS = count()
CODE = "import nnbook as nn\n\nassert nn.relu(-1.0) == 0\n"


def text(source: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": f"text-{next(NUMBERS)}", "metadata": metadata, "source": source}


def code(source: str = CODE, *outputs: Any, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"code-{next(NUMBERS)}",
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
    "a raw cell": (text("assert False") | {"cell_type": "raw"}, "a raw cell is shown and not run"),
    "no id": (text("Text.") | {"id": ""}, "a cell without an id"),
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
    "outputs of another kind": (code() | {"outputs": {}}, "the outputs of this cell are no list"),
    "captured without a bound": (code("print(1)", nnbook="captured-output"), "must bound its result with an assert"),
    "captured otherwise": (code("x = 1", nnbook="captured"), "a cell with nnbook in its metadata"),
    "captured text": (text("Text.", nnbook="captured-output"), "a cell with nnbook in its metadata"),
    "what a kernel adds": (code("display({'text/html': '<pre>1 / 0</pre>'}, raw=True)"), "uses display, which is not"),
    "the kernel itself": (code("get_ipython().run_line_magic('run', 'x.py')"), "uses get_ipython, which is not"),
    "a smaller run without a change": (code(**{"nnbook-smaller-run": "a minute"}), "nnbook-smaller-run is 'a minute'"),
    "a smaller run of another cell": (code(**{"nnbook-smaller-run": "a minute: 9 => 2"}), "changes '9', which this"),
    "a smaller run of text": (text("9", **{"nnbook-smaller-run": "a minute: 9 => 2"}), "in its metadata"),
    "a file of no kind": (code("name = None", **{"nnbook-file": "sound"}), "it must be one of picture, table"),
    "a file that no line names": (code(**{"nnbook-file": "table"}), "needs the line 'name = None'"),
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


def test_a_captured_cell_with_a_bound_is_right(tmp_path: Path) -> None:
    bound = code(CODE + "x = nn.relu(2.0)\nassert x > 1\nprint(x)\n", nnbook="captured-output")
    assert problems(tmp_path, bound) == []
    (cell,) = read_lab(tmp_path / "docs/lab.ipynb", tmp_path).cells
    assert (cell.number, cell.captured, cell.outputs) == (1, True, [])


def test_captured_cells_are_those_below_a_training() -> None:
    captured = {path.stem: [cell.number for cell in read_lab(path, ROOT).cells if cell.captured] for path in LABS}
    assert {name: len(numbers) for name, numbers in captured.items() if numbers} == {
        "convolutional": 4,
        "learning_rate": 5,
        "look_inside": 5,
    }


@pytest.mark.parametrize("lab", LABS, ids=lambda path: path.stem)
def test_the_labs_of_the_book_are_right(lab: Path) -> None:
    assert lab_problems(lab, ROOT) == []


def test_a_cell_says_how_long_it_takes_and_which_file_it_reads(tmp_path: Path) -> None:
    long = code("import nnbook\nn = 9\nm = 8", **{"nnbook-smaller-run": "a minute: n = 9 => n = 2; 8 => 1"})
    assert problems(tmp_path, long, code("name = None", **{"nnbook-file": "picture"})) == []
    first, second = read_lab(tmp_path / "docs/lab.ipynb", tmp_path).cells
    assert (first.cost, first.changes, first.file) == ("a minute", (("n = 9", "n = 2"), ("8", "1")), "")
    assert (second.cost, second.changes, second.file) == ("", (), "picture")
