"""The cells of a lab as the reader's browser runs them, run here."""

import base64
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from nnbook.book import session
from nnbook.book.run import browser


def hear(name: str, content: str) -> None:
    """Take what a run tells, which these tests do not look at."""


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Begin with no session, as an interpreter does."""
    session._sessions.clear()
    yield
    session._sessions.clear()


def run(number: int, source: str) -> dict[str, Any]:
    outcome: dict[str, Any] = json.loads(session.cell(f"cell {number}", source, hear))
    return outcome


def test_a_cell_finds_what_those_before_it_have_defined() -> None:
    assert run(1, "import nnbook as nn\nx = [nn.relu(-1.0)]\n")["error"] is None
    assert run(2, "x.append(2)\nprint(x[1])\n")["output"] == "2\n"
    assert run(3, "print(len(x), __name__)\n")["output"] == "2 __main__\n"


def test_the_process_is_left_as_it_was() -> None:
    before = sys.modules["__main__"], os.getcwd(), browser.PAGE
    run(1, "import os\nos.environ['NN_LEFT'] = '1'\n")
    assert (sys.modules["__main__"], os.getcwd(), browser.PAGE) == before
    assert "NN_LEFT" not in os.environ
    assert "NameError" in json.loads(browser.run("print(os)", hear))["error"]


def test_an_error_names_the_line_of_its_own_cell_and_shows_that_of_another() -> None:
    run(1, "def half(x):\n    return x / 0\n")
    error = run(2, "a = 1\n\nb = half(a)\n")["error"]
    assert error.startswith("cell 2:3: ZeroDivisionError: division by zero\n    b = half(a)")
    assert 'File "cell 1", line 2, in half\n    return x / 0' in error


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("1 + 1", "2\n"),
        ("a = 2; 'é' * a  # twice", "'éé'\n"),
        ("[1,\n 2]", "[1, 2]\n"),
        ("print(3)", "3\n"),
        ("1 + 1;", ""),
        ("x = 1", ""),
        ("", ""),
        ("if True:\n    5", ""),
    ],
)
def test_the_value_of_the_last_line_is_shown(source: str, output: str) -> None:
    outcome = run(1, source)
    assert (outcome["output"], outcome["error"]) == (output, None)


def test_code_that_is_none_is_said_as_it_stands() -> None:
    assert run(1, "x = = 1")["error"].startswith("cell 1:1: SyntaxError: invalid syntax\n    x = = 1")


def test_a_file_is_found_under_its_name_and_lies_nowhere_else() -> None:
    session.put("../table.csv", base64.b64encode("a,é\n".encode()).decode(), hear)
    assert run(1, "from pathlib import Path\nprint(Path('table.csv').read_text('utf-8'))")["output"] == "a,é\n\n"
    assert run(2, "import os\nprint(os.listdir())")["output"] == "['table.csv']\n"
    assert not os.path.exists("table.csv")


def test_a_figure_is_drawn_in_its_own_cell_alone() -> None:
    draw = "from nnbook import plots\nax = plots.lines([0, 1], {'a': [0, 1]}, alt='A line')\n"
    assert [figure["alt"] for figure in run(1, draw)["figures"]] == ["A line"]
    assert run(2, "x = 1\n")["figures"] == []
