"""A derivation is read into its premises, its reasons and its steps, each with its line."""

from pathlib import Path

import pytest

from nnbook.book.parse.derivations import find
from nnbook.book.parse.equations import find as find_equations
from nnbook.book.parse.fences import parse

EQUATION = "$$\n\\begin{equation}\nx = y\n\\label{eq:here}\n\\end{equation}\n$$\n\n"
FOLDED = r"""<details class="derivation" markdown>
<summary>Where this comes from</summary>

A word ahead. Given $\sum_k y_k = 1$ and
$b = 2$.

*Multiply out*:

$$
x = a
$$

*Rearrange*:

$$
= y
$$

And so it ends.

</details>
"""


def test_premises_reasons_and_lines_are_found() -> None:
    (derivation,), problems = find(parse(EQUATION + FOLDED, "docs/page.md"))
    assert not problems
    assert (derivation.label, derivation.page, derivation.line) == ("eq:here", "docs/page.md", 8)
    assert derivation.given == (r"\sum_k y_k = 1", "b = 2")
    assert [step.reason for step in derivation.steps] == ["A word ahead. *Multiply out*:", "*Rearrange*:"]
    assert [(step.tex, step.line) for step in derivation.steps] == [("x = a", 17), ("= y", 23)]


def test_the_steps_need_no_label() -> None:
    equations, problems = find_equations(parse(EQUATION + FOLDED + "\n" + EQUATION.replace("here", "there"), "p.md"))
    assert not problems
    assert [(equation.label, equation.line) for equation in equations] == [("eq:here", 4), ("eq:there", 33)]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (FOLDED, "an equation above it"),
        (EQUATION + FOLDED.replace("Where this", "Whence this"), "the line <summary>Where this comes from</summary>"),
        (EQUATION + FOLDED.replace("$$", "$"), "a display formula"),
        (EQUATION + FOLDED.replace("*Rearrange*:", ""), "a reason before each display formula"),
    ],
)
def test_what_is_missing_is_named_with_its_line(text: str, missing: str) -> None:
    found, (problem,) = find(parse(text, "docs/page.md"))
    assert not found
    assert str(problem) == f"docs/page.md:{8 if text.startswith('$') else 1}: this derivation needs {missing}."


def test_an_equation_has_one_derivation() -> None:
    _, (problem,) = find(parse(EQUATION + FOLDED + "\n" + FOLDED, "docs/page.md"))
    assert str(problem).endswith("eq:here has a derivation already.")


def test_a_derivation_inside_a_fence_is_text(tmp_path: Path) -> None:
    assert find(parse(f"{EQUATION}```text\n{FOLDED}```\n", "docs/page.md")) == ([], [])
