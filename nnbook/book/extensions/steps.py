"""Steps of Python-Markdown from plain functions, and when they come."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

# Above every other preprocessor: the text must still be the page's.
FIRST = 1000
# After the formulas are in the tree, before links and anchors are resolved.
AFTER_FORMULAS = 10
# After the equations have their numbers (10) and the table of contents its headings (5).
AFTER_HEADINGS = 1
# Below every other step: the fences must have survived them all.
LAST = -1000


def line_step(md: Markdown, name: str, priority: int, run: Callable[[list[str]], list[str]]) -> None:
    """Let a function change the lines of each text before they are read."""
    step = Preprocessor(md)
    step.run = run  # type: ignore[assignment, method-assign]
    md.preprocessors.register(step, name, priority)


def tree_step(md: Markdown, name: str, priority: int, run: Callable[[Element], None]) -> None:
    """Let a function change the tree of each text."""
    step = Treeprocessor(md)
    step.run = run  # type: ignore[assignment, method-assign]
    md.treeprocessors.register(step, name, priority)


def text_step(md: Markdown, name: str, priority: int, run: Callable[[str], str]) -> None:
    """Let a function change the HTML of each text."""
    step = Postprocessor(md)
    step.run = run  # type: ignore[assignment, method-assign]
    md.postprocessors.register(step, name, priority)
