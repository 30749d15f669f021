"""The exercises of a chapter alone, without hints, wrong answers, checks and solutions, as a notebook to fill in."""

from collections.abc import Mapping

from nnbook.book.extensions.reading import title
from nnbook.book.notebooks.notebook import notebook
from nnbook.book.parse.equations import Numbered
from nnbook.book.parse.exercises import find
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Page
from nnbook.book.run.outcome import Outcome

ANSWER = ("", "**Your answer, and why:**", "")


def worksheet(page: Page, equations: Mapping[str, Numbered]) -> str:
    """Return the notebook as JSON: each task with its starter, and room for an answer."""
    sheet = parse("\n".join(tasks(page)), page.path)
    return notebook(sheet, dict.fromkeys(sheet.fences, Outcome()), equations)


def tasks(page: Page) -> list[str]:
    """Return the lines of a page that its exercises have above their folded boxes."""
    lines = [f"# Worksheet: {title(page)}", ""]
    for exercise in find(page)[0]:
        starter = exercise.starter
        end = starter.hidden[1] if starter.hidden else starter.last
        lines += [*page.lines[exercise.line - 1 : end], *ANSWER]
    return lines
