"""Which lines of a fence are folded away."""

import ast
from textwrap import dedent

import pytest

from nnbook.book.parse.fences import parse
from nnbook.book.parse.folding import folded
from nnbook.book.parse.page import read
from tools import building


def shown(source: str) -> str:
    """Return the lines of a fence that are not folded away."""
    source = dedent(source)
    away = folded(source)
    return "\n".join(line for number, line in enumerate(source.rstrip("\n").split("\n"), 1) if number not in away)


@pytest.mark.parametrize(
    "framing",
    [
        "assert y > 2",
        "# Far away nearly all agree.\nassert (\n    y > 2\n)",
        "for z in y:\n    # Each of them.\n    assert z > 2",
        "if y:\n    assert y > 2",
        'nn.plots.bars(\n    y,\n    alt="Three bars.",\n)',
        'axes = nn.plots.lines(y, alt="A line.")\naxes.set_xlim(0, 1)\naxes.figure.set_figheight(2)',
        "figure, axes = plt.subplots(2)\nfor one in axes.flat:\n    one.plot(y)",
        "import math\nfrom pathlib import Path",
        "y = [2, 3]  # fold",
    ],
)
def test_what_only_frames_is_folded_with_its_comments_and_blank_lines(framing: str) -> None:
    assert shown(f"import nnbook as nn\n\nx = 2\n\n{framing}\n\nprint(x)\n") == "x = 2\nprint(x)"


@pytest.mark.parametrize(
    "teaching",
    [
        "y = nn.relu(x)\n\ny += 1",
        "for z in y:\n    print(z)\nelse:\n    assert y",
        "def check(answer):\n    assert answer.y == 2",
        "assert y > 2  # show",
        'nn.plots.bars(  # show\n    y,\n    alt="Three bars.",\n)',
        "plots = [2]\nplots.append(3)",
        "print(nn.plots.COLOURS)",
    ],
)
def test_what_teaches_is_shown_to_the_letter(teaching: str) -> None:
    assert shown(f"import nnbook as nn\n\n{teaching}\n") == teaching


def test_an_assertion_in_a_loop_is_folded_and_the_loop_is_shown() -> None:
    loop = "for x in (1, 2):\n    y = x * x\n    # A square is not negative.\n    assert y >= 0\n    print(y)\n"
    assert shown(f"import nnbook\n\n{loop}") == "for x in (1, 2):\n    y = x * x\n    print(y)"


def test_loops_around_a_loop_with_an_assertion_are_shown() -> None:
    loops = "for i in range(2):\n    for j in range(2):\n        total += A[i, j]\n        assert total > 0\n"
    assert folded(loops) == {4}


def test_a_fence_may_fold_all_of_its_code() -> None:
    source = "import nnbook as nn  # fold all\n\nx = nn.relu(2)\nprint(x)\n"
    assert shown(source) == ""
    assert shown(source.replace("  # fold all", "")) == "x = nn.relu(2)\nprint(x)"
    assert shown(source.replace("  # fold all", "").replace("print(x)", "print(x)  # fold all")) != ""


def test_the_book_shows_few_lines_that_only_frame_and_marks_none_in_vain() -> None:
    """Told apart in another way: by what is anywhere in the code of a page, not by the statements of the rule."""
    seen = framing = 0
    for path in sorted(building.ROOT.glob("docs/**/*.md")):
        for fence in parse(read(path), path.name).fences:
            away, lines = folded(fence.source), fence.source.rstrip("\n").split("\n")
            framed: set[int] = set()
            for node in ast.walk(ast.parse(fence.source)):
                if not isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
                    continue
                if not isinstance(node, ast.Call) or ast.unparse(node.func).startswith(("nn.plots.", "plt.")):
                    framed.update(range(node.lineno, (node.end_lineno or 0) + 1))
            seen += len(lines) - len(away)
            framing += len(framed - away)
            for number, line in enumerate(lines, 1):
                if line.endswith(("  # fold", "  # show", "  # fold all")):
                    bare = line[: line.rindex("  # ")]
                    without = [bare if at == number else one for at, one in enumerate(lines, 1)]
                    assert folded("\n".join(without)) != away, f"{fence.page}:{fence.line + number}: in vain: {line}"
    assert framing / seen <= 0.01
