"""A page as a Jupyter notebook: its text in Markdown cells, its fences in code cells with their outputs."""

import ast
import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from nnbook.book.parse.equations import EQREF, LABEL, Numbered
from nnbook.book.parse.page import Fence, Page, link
from nnbook.book.run.outcome import Drawing, Outcome

BOX = re.compile(r"(?P<indent> *)(?:!!!|\?\?\?\+?|===[!+]*) ?(?P<kind>[\w -]*?) *(?:\"(?P<title>.*)\")? *")
INSTALL = """\
# This notebook is a {kind} of an open book. What it imports is installed where it is missing.
from importlib.util import find_spec

missing = [name for name in {names} if find_spec(name) is None]
if missing:
    %pip install --quiet {{" ".join(missing)}}"""
GIVEN = {*sys.stdlib_module_names, "matplotlib", "numpy"}
"""What needs no mention: Python itself, and what comes with any place that runs notebooks."""

ATTRIBUTES = re.compile(r"^(#+ .*?) *\{[^}]*\} *$")


def notebook(page: Page, outcomes: Mapping[Fence, Outcome], equations: Mapping[str, Numbered]) -> str:
    """Return the notebook (format 4.5) as JSON; `outcomes` has what each fence of the page did.

    Its equations carry the book's numbers. Links to other pages are the page's own, relative to it.
    """
    cells: list[dict[str, Any]] = [code_cell(INSTALL.format(kind="chapter", names=packages(page)))]
    position = page.offset
    for fence in page.fences:
        _add_text(cells, page.lines[position : fence.line - 1])
        cells.append(_fence_cell(fence, outcomes[fence]))
        position = fence.hidden[1] if fence.hidden else fence.last
    _add_text(cells, page.lines[position:])
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = with_numbers(cell["source"], page, equations)
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number}"
    content = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def packages(page: Page) -> list[str]:
    """Return the packages that the fences of a page import, as far as they need mention, in order of name."""
    imported: set[str] = set()
    for fence in page.fences:
        for node in ast.walk(ast.parse(fence.source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    return sorted(imported - GIVEN)


def plain(lines: tuple[str, ...]) -> str:
    """Return Markdown that Jupyter shows as it is meant: boxes and tabs become a bold title and their text."""
    shown: list[str] = []
    boxes: list[int] = []
    for line in lines:
        indent = len(line) - len(line.lstrip())
        while boxes and line.strip() and indent <= boxes[-1]:
            boxes.pop()
        if (box := BOX.fullmatch(line)) and line.strip():
            title = box["title"] if box["title"] is not None else box["kind"].strip().capitalize()
            shown += [f"**{title}**" if title else "", ""]
            boxes.append(indent)
        else:
            shown.append(ATTRIBUTES.sub(r"\1", line[min(indent, 4 * len(boxes)) :]))
    return "\n".join(shown).strip()


def with_numbers(text: str, page: Page, equations: Mapping[str, Numbered]) -> str:
    """Return Markdown with the number of each equation in place of its label, and of each reference to one."""

    def refer(match: re.Match[str]) -> str:
        entry = equations.get(match[1])
        if entry is None:
            return match[0]  # Shown as code: the page's build has refused a reference that leads nowhere.
        target = "" if entry.equation.page == page.path else link(page.path, entry.equation.page)
        return f"[({entry.number})]({target}#{entry.anchor})"

    text = LABEL.sub(lambda match: rf"\tag{{{equations[match[1]].number}}}", text)
    return re.sub(EQREF, refer, text)


def _add_text(cells: list[dict[str, Any]], lines: tuple[str, ...]) -> None:
    # What follows a fence inside a box is still indented as the box was; its opening is in an earlier cell.
    left = min((len(line) - len(line.lstrip()) for line in lines[:1] + lines[1:2] if line.strip()), default=0)
    text = plain(tuple(line[min(left, len(line) - len(line.lstrip())) :] for line in lines))
    if text:
        cells.append({"cell_type": "markdown", "metadata": {}, "source": text})


def _fence_cell(fence: Fence, outcome: Outcome) -> dict[str, Any]:
    outputs: list[dict[str, Any]] = []
    if outcome.output:
        outputs.append({"output_type": "stream", "name": "stdout", "text": outcome.output})
    for number, drawing in enumerate(outcome.figures, 1):
        svg = standalone(drawing, f"fence-{fence.number}-figure-{number}-")
        data = {"image/svg+xml": svg, "text/plain": drawing.alt}
        outputs.append({"output_type": "display_data", "data": data, "metadata": {}})
    return code_cell(fence.source.rstrip("\n"), outputs, fence.number)


def code_cell(source: str, outputs: Sequence[dict[str, Any]] = (), count: int | None = None) -> dict[str, Any]:
    """Return a cell of code."""
    return {
        "cell_type": "code",
        "execution_count": count,
        "metadata": {},
        "outputs": list(outputs),
        "source": source,
    }


def standalone(drawing: Drawing, prefix: str) -> str:
    """Return the SVG with the light scheme's colours in place of the site's variables."""
    # Imported here: it brings Matplotlib, which a notebook without figures need not wait for.
    from nnbook.plots.style import COLOURS

    return re.sub(r"var\(--nn-(\w+)\)", lambda found: COLOURS[found[1]], drawing.placed(prefix))
