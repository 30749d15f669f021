"""Equations on the pages and the tests that verify them: every label has a test, every test a label."""

import ast
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nnbook.book.parse.page import Page, PageError, Problem
from nnbook.book.parse.text_rules import INLINE_CODE

DISPLAY = re.compile(
    r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|(\\begin\{(?:equation|align|gather|multline)\*?\}.+?\\end\{)", re.DOTALL
)
LABEL = re.compile(r"\\label\{([^}]*)\}")
REFERENCE = re.compile(r"\\(?:eq)?ref\{([^}]*)\}")
LISTED = re.compile(r"^ *(?:[-+*] |>|#)", re.MULTILINE)
"""How a line of a formula must not begin: GitHub and notebooks read a list, a quotation or a heading there."""
EQREF = r"\\eqref\{([^}]*)\}"
TESTS = Path("tests/equations")
NAME = re.compile(r"eq:[a-z0-9]+(?:-[a-z0-9]+)*")
FOLDED = re.compile(r'<details class="derivation" markdown>\n(?P<body>.*?)^</details>', re.DOTALL | re.MULTILINE)
"""Where an equation comes from: `derivations` reads it, and its formulas need no label."""


@dataclass(frozen=True)
class Equation:
    """A labelled display equation: `line` is where the label stands, `tex` the whole formula."""

    label: str
    page: str
    line: int
    tex: str


@dataclass(frozen=True)
class Verification:
    """A test that verifies the equation of that label."""

    label: str
    file: str
    test: str

    @property
    def claim(self) -> str:
        """What the test claims, in words: its name."""
        return self.test.removeprefix("test_").replace("_", " ")


@dataclass(frozen=True)
class Numbered:
    """An equation with its number in the book, the test that verifies it if there is one, and its verdict in words.

    `premises` are the labels of the equations on which the verdict stands, `derivation` says how its steps were
    checked, `origin` where it comes from if it has none, `theorems` are the names of those that say the same in the
    proof assistant.
    """

    equation: Equation
    number: str
    test: Verification | None
    verdict: str = ""
    premises: tuple[str, ...] = ()
    derivation: str = ""
    origin: str = ""
    theorems: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the equation in its page's HTML."""
        return self.equation.label.replace(":", "-")


def find(page: Page) -> tuple[list[Equation], list[Problem]]:
    """Return the equations of a page and what is wrong with them."""
    whole = without_code(page)
    text = FOLDED.sub(lambda folded: "\n" * folded[0].count("\n"), whole)
    equations, problems = [], _listed(page, whole)
    for formula in DISPLAY.finditer(text):
        first = text.count("\n", 0, formula.start()) + 1
        labels = list(LABEL.finditer(formula[0]))
        if not labels:
            message = r"a display equation without a label: add \label{eq:…} inside its \begin{equation}."
            problems.append(Problem(page.path, first, message))
        for label in labels:
            line = first + formula[0].count("\n", 0, label.start())
            if not NAME.fullmatch(label[1]):
                message = f"the label {label[1]!r} must read eq: and then words in lower case joined by hyphens."
                problems.append(Problem(page.path, line, message))
            elif r"\begin{" not in formula[0]:
                message = rf"the label {label[1]} has no number to refer to: put the formula in \begin{{equation}}."
                problems.append(Problem(page.path, line, message))
            equations.append(Equation(label[1], page.path, line, formula[0]))
    return equations, problems


def _listed(page: Page, text: str) -> list[Problem]:
    """Return the lines of display formulas with which a list would begin where Markdown is all that is known."""
    message = "this line of a formula begins like a list or quotation: let the line above end with its sign."
    return [
        Problem(page.path, text.count("\n", 0, formula.start() + line.start()) + 1, message)
        for formula in DISPLAY.finditer(text)
        for line in LISTED.finditer(formula[0])
    ]


def survey(pages: Iterable[Page]) -> tuple[list[Equation], list[Problem]]:
    """Return the equations of all pages and what is wrong, labels given twice and references to nothing included."""
    equations: list[Equation] = []
    problems: list[Problem] = []
    pages = list(pages)
    for page in pages:
        found, wrong = find(page)
        equations += found
        problems += wrong
    known: dict[str, Equation] = {}
    for equation in equations:
        first = known.setdefault(equation.label, equation)
        if first is not equation:
            message = f"the label {equation.label} is taken, at {first.page}:{first.line}."
            problems.append(Problem(equation.page, equation.line, message))
    for page in pages:
        for number, line in enumerate(without_code(page).split("\n"), 1):
            problems += [
                Problem(page.path, number, f"a reference to {name}, which no equation is labelled.")
                for name in REFERENCE.findall(line)
                if name not in known
            ]
    return equations, problems


def verifications(folder: Path) -> list[Verification]:
    """Return what the tests in `folder` say they verify, read from `@verifies("eq:…")` without importing them."""
    found = []
    for path in sorted(folder.rglob("test_*.py")):
        name = f"{folder.parent.name}/{path.relative_to(folder.parent).as_posix()}"
        found += [Verification(label, name, test) for test, label in _verified_in(path.read_text(encoding="utf-8"))]
    return found


def numbered(pages: Iterable[Page], tests: Path = TESTS) -> dict[str, Numbered]:
    """Return every equation of the pages by its label."""
    verified = {found.label: found for found in verifications(tests)} if tests.is_dir() else {}
    places: Counter[str] = Counter()
    equations = {}
    for page in pages:
        chapter = page.number
        for equation in find(page)[0]:
            if chapter is None:
                raise PageError(
                    f"{page.path}:{equation.line}: a page with equations needs a `number:` in its front matter."
                )
            places[page.path] += 1
            number = f"{chapter}.{places[page.path]}"
            equations[equation.label] = Numbered(equation, number, verified.get(equation.label))
    return equations


@lru_cache(maxsize=256)
def _verified_in(source: str) -> tuple[tuple[str, str], ...]:
    """Return the name of each test of a file with each label that it verifies."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    tests = (function for function in functions if function.name.startswith("test_"))
    return tuple((test.name, label) for test in tests for label in _verified(test))


def _verified(function: ast.FunctionDef) -> list[str]:
    return [
        argument.value
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "verifies"
        for argument in decorator.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


@lru_cache(maxsize=200)
def without_code(page: Page) -> str:
    """Return the page's text with code left blank, so that line numbers stay true."""
    lines = enumerate(page.lines, 1)
    return "\n".join("" if number in page.code else INLINE_CODE.sub("", line) for number, line in lines)
