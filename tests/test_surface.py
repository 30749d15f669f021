"""The library's public names and the pages of the book agree, and its modules can be read in one sitting."""

import ast
import io
import json
import re
import tokenize
import typing
from pathlib import Path

import pytest

import nnbook as nn
from tests.pages import ROOT, pages

SITTING = 165
"""Lines of code, without docstrings, comments and blank lines: about 150, and a tenth to breathe."""

SCREEN = 40
"""Lines of code of a function, its signature among them."""

LONGER = {
    "nnbook/book/formula/entries/calculus.py": "a table: an entry a formula, in the order of the chapter",
    "nnbook/book/formula/entries/derivatives.py": "a table: an entry a formula, in the order of the chapter",
    "nnbook/book/formula/entries/losses.py": "a table: an entry a formula, in the order of the chapter",
    "nnbook/book/formula/entries/descent.py": "a table: an entry a formula, in the order of the chapter",
    "nnbook/book/formula/entries/stochastic.py": "a table: an entry a formula, in the order of the chapter",
    "nnbook/book/parse/fences.py": "one grammar in one parser: split, its states would be passed to and fro",
}

RETURNED = {
    "Digits": nn.load_digits,
    "Grades": nn.load_grades,
    "GradientCheck": nn.gradient_check,
    "History": nn.train,
    "Line": nn.fit_line,
    "RangeTest": nn.learning_rate_range_test,
    "Step": nn.training_steps,
}
"""Types that a page meets as what a function returns, alone or one after another."""

BASES = {"Layer": nn.Dense, "Loss": nn.MeanSquaredError, "Optimizer": nn.SGD, "Schedule": nn.CosineDecay}
"""Types that a page meets as what its layers, losses, optimizers and schedules are."""


def code_on_pages() -> str:
    """Return all code of the book: the fences of its pages and the cells of its labs."""
    fences = [fence.source for page in pages() for fence in page.fences]
    cells = [
        "".join(cell["source"])
        for lab in sorted((ROOT / "docs/labs").glob("*.ipynb"))
        for cell in json.loads(lab.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    return "\n".join(fences + cells)


def test_every_public_name_is_used_on_a_page() -> None:
    code = code_on_pages()
    used = {name for name in nn.__all__ if re.search(rf"\b(?:nn|nnbook)\.{name}\b", code)}
    for name, function in RETURNED.items():
        returned = typing.get_type_hints(function)["return"]
        assert getattr(nn, name) in (returned, *typing.get_args(returned)), name
        if getattr(function, "__name__", "") in used:
            used.add(name)
    for name, example in BASES.items():
        assert issubclass(example, getattr(nn, name)), name
        if example.__name__ in used:
            used.add(name)
    assert sorted(set(nn.__all__) - used) == []


def code_lines(path: Path) -> set[int]:
    """Return the numbers of the lines of a module that hold code."""
    text = path.read_text(encoding="utf-8")
    quiet = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines = {
        number
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in quiet
        for number in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


@pytest.mark.parametrize(
    "path", sorted((ROOT / "nnbook").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    lines = len(code_lines(path))
    assert (lines > SITTING) == (name in LONGER), f"{name} has {lines} lines of code: {LONGER.get(name)}"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "nnbook").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    code = code_lines(path)
    lengths = {
        node.name: len(code & set(range(node.lineno, (node.end_lineno or node.lineno) + 1)))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > SCREEN} == {}
