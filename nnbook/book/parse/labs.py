"""A lab, which is a notebook, as it is read: its cells come under the rules of the pages.

What is shown in it as code runs, from top to bottom, and an error stops the build. So the text has no fences that look
like code of the lab, no cell is left out or allowed to fail, and nothing is needed that a reader of the book may lack.
What a cell gives is kept in the file, unless rounding cannot fix it, which its metadata then say. They also say if a
cell keeps a tab busy for long, and if it reads a file of the reader's own.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnbook.book.parse.fence_rules import bounds
from nnbook.book.parse.fences import SMALLER, changes_in, not_there, parse
from nnbook.book.parse.page import Problem, display_name, read
from nnbook.book.parse.text_rules import hidden

GIVEN = frozenset({*sys.stdlib_module_names, "matplotlib", "nnbook", "numpy"})
"""What a lab may import: the library, Python itself, and what comes with both."""

METADATA = frozenset({"id"})
"""What may be said of any cell. Tags leave cells out, let them fail, or hide them."""

CAPTURED = ("nnbook", "captured-output")
"""What the metadata of a cell of code say if its outputs are captured when the book is built, and not compared."""

SMALLER_RUN = "nnbook-smaller-run"
"""Says of a cell what the marker says of a fence: `"two minutes: epochs = 5 => epochs = 1"`."""

FILE = "nnbook-file"
"""Says that the name of a file of the reader's own may stand in a cell in place of `NO_FILE`, and of which kind."""

FILES = frozenset({"picture", "table"})
NO_FILE = "name = None"

NOTEBOOK = frozenset({"display", "get_ipython"})
"""What a kernel adds to Python: with it a cell could show what nothing has computed."""

LAB = ".ipynb"
IS_CODE = "in a lab, code that runs is a code cell: nothing would run this."


@dataclass(frozen=True)
class Cell:
    """One piece of code of a lab; cells count from 1, those of text among them."""

    number: int
    source: str
    outputs: list[dict[str, Any]]
    """What the file keeps of what it gives."""
    captured: bool
    cost: str = ""
    """How long it takes in a browser, if that is long."""
    changes: tuple[tuple[str, str], ...] = ()
    """What a smaller run replaces by what."""
    file: str = ""
    """Which kind of file it may read: one of `FILES`, or none."""


@dataclass(frozen=True)
class Lab:
    """A lab as read: where it is, and the cells that run."""

    page: str
    cells: tuple[Cell, ...]


def read_lab(path: Path, root: Path) -> Lab:
    """Return a lab in which `lab_problems` finds nothing wrong."""
    cells = enumerate(json.loads(read(path))["cells"], 1)
    return Lab(
        display_name(path, root), tuple(_cell(number, cell) for number, cell in cells if cell["cell_type"] == "code")
    )


def _cell(number: int, cell: dict[str, Any]) -> Cell:
    metadata = cell["metadata"]
    marker = _marker(metadata)
    return Cell(
        number,
        "".join(cell["source"]),
        cell["outputs"],
        CAPTURED in metadata.items(),
        marker["cost"] if marker else "",
        tuple(changes_in(marker)) if marker else (),
        metadata.get(FILE, ""),
    )


def _marker(metadata: dict[str, Any]) -> re.Match[str] | None:
    return SMALLER.fullmatch(f"<!--nnbook:smaller-run {metadata.get(SMALLER_RUN)}-->")


def book_labs(root: Path) -> list[Path]:
    """Return all labs of the book under `root`."""
    return sorted((root / "docs").rglob(f"*{LAB}"))


def lab_problems(path: Path, root: Path) -> list[Problem]:
    """Return what is wrong with a lab; the line of a problem is the number of its cell."""
    name = display_name(path, root)
    try:
        cells = json.loads(read(path))["cells"]
        return [Problem(name, number, text) for number, cell in enumerate(cells, 1) for text in _problems(cell)] + [
            Problem(name, 1, text) for text in _missing(cells)
        ]
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        return [Problem(name, 1, f"this is no notebook: {type(error).__name__}: {error}.")]


def _problems(cell: dict[str, Any]) -> Iterator[str]:
    source = "".join(cell["source"])
    metadata = dict(cell["metadata"])
    captured = cell["cell_type"] == "code" and CAPTURED in metadata.items()
    if captured:
        del metadata[CAPTURED[0]]
    if cell["cell_type"] == "code":
        yield from _said(metadata, source)
        metadata = {name: value for name, value in metadata.items() if name not in (SMALLER_RUN, FILE)}
    if said := sorted(set(metadata) - METADATA):
        yield f"a cell with {', '.join(said)} in its metadata: tags would leave it out, let it fail or hide it."
    if captured and not bounds(source):
        yield "a cell whose output is captured must bound its result with an assert that compares what was computed."
    if not cell.get("id"):
        yield "a cell without an id: the page would get another one in every build."
    if cell["cell_type"] == "markdown":
        page = parse(source, "")
        yield from (f"line {problem.line}: {problem.message}" for problem in page.problems)
        yield from (f"line {fence.line}: {IS_CODE}" for fence in page.fences)
    elif cell["cell_type"] == "code":
        yield from _code_problems(source)
        if not isinstance(cell["outputs"], list):
            yield "the outputs of this cell are no list."
    else:
        yield f"a {cell['cell_type']} cell is shown and not run: make it text or code."


def _said(metadata: dict[str, Any], source: str) -> Iterator[str]:
    if SMALLER_RUN in metadata:
        marker = _marker(metadata)
        if marker is None:
            yield f'{SMALLER_RUN} is {metadata[SMALLER_RUN]!r}: it says how long, and "two minutes: this => that".'
        else:
            for former in not_there(changes_in(marker), source):
                yield f"the smaller run changes {former!r}, which this cell does not have."
    if FILE in metadata:
        if metadata[FILE] not in FILES:
            yield f"{FILE} is {metadata[FILE]!r}: it must be one of {', '.join(sorted(FILES))}."
        if NO_FILE not in source.split("\n"):
            yield f"a cell that may read a file needs the line {NO_FILE!r}, which the name of the file replaces."


def _code_problems(source: str) -> Iterator[str]:
    if found := hidden(source):
        yield f"{found} in the code."
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"line {error.lineno}: SyntaxError: {error.msg} (a lab is plain Python, without % and !)."
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in NOTEBOOK:
            yield f"uses {node.id}, which is not Python's: a lab runs wherever Python does."
    for name in _imports(tree):
        if name.partition(".")[0] not in GIVEN:
            yield f"imports {name}: a lab needs nothing but nnbook, NumPy, Matplotlib and Python."
        if f"{name}.".startswith("nnbook.book."):
            yield "imports nnbook.book, which makes the book: a lab uses the library, nnbook, alone."


def _missing(cells: list[dict[str, Any]]) -> Iterator[str]:
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    if not any("import nnbook" in source or "from nnbook" in source for source in sources):
        yield "no cell of this lab imports nnbook."


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
