"""Equations: found with their lines, labelled, unique, referred to by labels that exist."""

from pathlib import Path

import pytest

from nnbook.book.parse.equations import Verification, find, survey, verifications
from nnbook.book.parse.fences import parse

GOOD = "$$\n\\begin{equation}\nx = 1\n\\label{eq:one}\n\\end{equation}\n$$\n"


def of(*texts: str) -> tuple[list[tuple[str, str, int]], list[str]]:
    equations, problems = survey(parse(text, f"{number}.md") for number, text in enumerate(texts))
    return [(equation.label, equation.page, equation.line) for equation in equations], [str(p) for p in problems]


def test_a_label_is_found_at_its_line() -> None:
    assert of(f"---\na: 1\n---\n# T\n\n{GOOD}") == ([("eq:one", "0.md", 9)], [])


def test_several_labels_in_one_formula_are_all_found() -> None:
    text = "$$\n\\begin{align}\nx &= 1 \\label{eq:a} \\\\\ny &= 2 \\label{eq:b}\n\\end{align}\n$$\n"
    assert of(text) == ([("eq:a", "0.md", 3), ("eq:b", "0.md", 4)], [])


@pytest.mark.parametrize(
    "text", ["$$ x = 1 $$", "\\[ x = 1 \\]", "\\begin{align*}\nx\n\\end{align*}", "    $$\n    x\n    $$"]
)
def test_a_display_equation_without_a_label_is_a_problem(text: str) -> None:
    (problem,) = of(f"T\n\n{text}\n")[1]
    assert problem.startswith("0.md:3: a display equation without a label")


def test_the_same_label_on_another_page_is_a_problem_that_names_both() -> None:
    (problem,) = of(GOOD, "\n" + GOOD)[1]
    assert problem == "1.md:5: the label eq:one is taken, at 0.md:4."


@pytest.mark.parametrize("label", ["one", "eq:One", "eq:one_two", "eq:", "fig:one"])
def test_a_label_of_another_shape_is_a_problem(label: str) -> None:
    assert "must read eq:" in of(GOOD.replace("eq:one", label))[1][0]


def test_a_label_without_a_number_is_a_problem() -> None:
    assert "no number to refer to" in of("$$ x = 1 \\label{eq:one} $$\n")[1][0]


@pytest.mark.parametrize("line", ["+ y", "- y", "* y", "> y", "# y"])
def test_a_line_of_a_formula_that_begins_a_list_elsewhere_is_a_problem(line: str) -> None:
    assert of(GOOD.replace("x = 1\n", f"x = 1\n{line}\n"))[1] == [
        "0.md:4: this line of a formula begins like a list or quotation: let the line above end with its sign."
    ]
    assert of(GOOD.replace("x = 1\n", f"x = 1 {line}\n"))[1] == []
    folded = f'<details class="derivation" markdown>\n\n$$\nx\n{line}\n$$\n\n</details>\n'
    assert [problem.partition(":")[2][0] for problem in of(folded)[1]] == ["5"]


def test_a_reference_to_no_label_is_a_problem() -> None:
    assert of(GOOD, "See $\\eqref{eq:one}$.\n")[1] == []
    assert of(GOOD, "T\n\nSee $\\eqref{eq:two}$.\n")[1] == [
        "1.md:3: a reference to eq:two, which no equation is labelled."
    ]


def test_code_is_not_mathematics() -> None:
    text = "```text\n$$ x $$\n```\n\n`$$ x $$`\n\n```python\nimport nnbook\n\ns = '$$ x $$'\n```\n"
    assert find(parse(text, "p.md")) == ([], [])


def test_verifications_are_read_from_the_tests(tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "equations"
    folder.mkdir(parents=True)
    (folder / "test_x.py").write_text(
        'from tests.equations import verifies\n@verifies("eq:a", "eq:b")\ndef test_both(): pass\n'
        '@verifies("eq:c")\ndef helper(): pass\ndef test_none(): pass\n'
    )
    file = "tests/equations/test_x.py"
    assert verifications(folder) == [Verification("eq:a", file, "test_both"), Verification("eq:b", file, "test_both")]
