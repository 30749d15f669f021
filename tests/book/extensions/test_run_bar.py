"""The bar below a fence, and fences that have a smaller run."""

from pathlib import Path

import pytest

from nnbook.book.extensions import run_bar
from nnbook.book.parse.fences import parse

MARK = "<!--nnbook:smaller-run two minutes: range(9) => range(2); 9 > 8 => 2 > 1-->"
FENCE = "```python\nimport nnbook\nfor i in range(9):\n    pass\nassert 9 > 8\n```\n"


def docs(root: Path, *, runtime: bool) -> Path:
    (root / run_bar.ASSETS).mkdir(parents=True)
    (root / run_bar.MANIFEST).parent.mkdir(parents=True)
    if runtime:
        (root / run_bar.MANIFEST).write_text("{}")
    return root


def test_a_smaller_run_is_read_and_shown(tmp_path: Path) -> None:
    page = parse(f"Text\n\n{MARK}\n{FENCE}", "page.md")
    assert not page.problems
    (fence,) = page.fences
    assert fence.smaller == "import nnbook\nfor i in range(2):\n    pass\nassert 2 > 1\n"
    html = run_bar.bar(fence, docs(tmp_path, runtime=True))
    assert "Run (two minutes)" in html
    assert "Smaller run" in html
    assert "range(2)" in html


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"{MARK}\n\nText\n\n{FENCE}", 1, "a smaller run without a fence"),
        (f"{FENCE}\n{MARK}\n", 8, "a smaller run without a fence"),
        (f"{MARK.replace('range(9)', 'range(7)')}\n{FENCE}", 1, "changes 'range(7)', which its fence does not have"),
    ],
)
def test_a_smaller_run_that_changes_nothing_is_a_problem(text: str, line: int, message: str) -> None:
    (problem,) = parse(text, "page.md").problems
    assert problem.line == line
    assert message in problem.message


def test_a_site_without_the_runtime_says_so_once(tmp_path: Path) -> None:
    first, second = parse(FENCE + "\n" + FENCE, "page.md").fences
    folder = docs(tmp_path, runtime=False)
    assert "Live code is off" in run_bar.bar(first, folder)
    assert run_bar.bar(second, folder) == ""


def test_pages_without_the_programs_have_no_bars(tmp_path: Path) -> None:
    (fence,) = parse(FENCE, "page.md").fences
    assert run_bar.bar(fence, tmp_path) == ""
