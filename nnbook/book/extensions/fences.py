"""Python-Markdown extension: a page's fences are run as the page is built, and their output and figures stand below.

Nothing here knows MkDocs, so the same pages build with whatever renders Python-Markdown. Which page is being
rendered is found by its text. Whatever is wrong is raised, never logged: a page that is not right is not built.
"""

import errno
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from pymdownx.superfences import SuperFencesException

from nnbook.book.check.compare import complaint
from nnbook.book.check.processes import TIME_LIMIT
from nnbook.book.extensions import cross_references, glossary, run_bar, terms, widgets
from nnbook.book.extensions.claim_signs import sign
from nnbook.book.extensions.decisive import expanded
from nnbook.book.extensions.fence_html import figure_names, identity, render
from nnbook.book.extensions.pages import MARKED, Pages, shared
from nnbook.book.extensions.steps import FIRST, LAST, line_step, text_step, tree_step
from nnbook.book.parse.equations import Numbered
from nnbook.book.parse.fences import parse
from nnbook.book.parse.folding import asked, placed
from nnbook.book.parse.page import Fence, Page
from nnbook.book.prose.check import problems as prose_problems
from nnbook.book.prose.marks import unmarked
from nnbook.book.run.outcome import Outcome


class FencesExtension(Extension):
    """Runs the Python fences of the pages under `docs`."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "docs": ["docs", "Folder of the pages, from the folder where the build is started"],
            "time_limit": [TIME_LIMIT, "Seconds of computing after which a fence is stopped, and the build with it"],
        }
        super().__init__(**options)
        self.page: Page | None = None
        self.waiting: list[Fence] = []
        self.done: dict[Fence, Outcome] = {}
        self.running: set[Fence] = set()
        self.blocks = 0
        """How many blocks of code stand for what this page asks for, and for those of its fences that run."""
        self.tree_done = False

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the steps."""
        md.registerExtension(self)
        line_step(md, "nnbook_page", FIRST, partial(self.start, md))
        tree_step(md, "nnbook_tree_done", LAST, self.mark_tree_done)
        text_step(md, "nnbook_shown", LAST, self.finish)
        cross_references.register(md, lambda: self.page, lambda: self.equations, self.getConfig("docs"))
        glossary.register(md, lambda: glossary.entries(self.pages.all()) if self.page else {})
        widgets.register(md)
        terms.register(md, lambda: self.page, lambda: self.tree_done)

    @property
    def pages(self) -> Pages:
        """The pages on disk, shared by all pages of a build."""
        pages = shared(Path(self.getConfig("docs")).absolute())
        pages.runner.limit = float(self.getConfig("time_limit"))
        return pages

    @property
    def equations(self) -> Mapping[str, Numbered]:
        """Every equation of the book by its label."""
        return self.pages.equations()

    def reset(self) -> None:
        """Forget the former text."""
        self.page, self.waiting, self.done, self.running = None, [], {}, set()
        self.blocks, self.tree_done = 0, False

    def start(self, md: Markdown, lines: list[str]) -> list[str]:
        """Find the page, parse it, run its fences, and return its lines without the promised outputs."""
        _take_over(md, self)
        self.reset()
        text = "\n".join(lines)
        marked = MARKED.search(text)
        page = self.pages.find(text) if marked else self.pages.known(text)
        if page and page.problems:
            raise SuperFencesException("\n" + "\n".join(map(str, page.problems)))
        if not marked:
            return lines
        self.page = page
        if self.page is None:
            _refuse_fences(parse(text, "text that is no page"), self.getConfig("docs"))
            return lines
        self.waiting = list(self.page.fences)
        # Blank lines at either end and front matter may be gone from the text, so lines are counted from the end
        # of what both have.
        shift = _first_line(self.page.lines, self.page.offset) - _first_line(lines, 0)
        for fence in self.waiting:
            first, last = fence.hidden or (1, 0)
            for number in range(first, last + 1):
                lines[number - 1 - shift] = ""
        lines = sign(self.page, lines, shift)
        shown = expanded([unmarked(line) for line in lines], self.page, self.pages)
        self.blocks = (_ticks(shown) - _ticks(lines)) // 2
        return shown

    def validate(self, language: str, inputs: dict[str, str], *_: Any) -> bool:
        """Refuse attributes, which the grammar reports on pages."""
        if inputs:
            raise SuperFencesException(f"```{language} takes no attributes, got {', '.join(inputs)}.")
        return True

    def format(self, src: str = "", md: Markdown | None = None, **details: Any) -> str:
        """Return the HTML of the next fence: its code, what it printed, its figures."""
        assert md is not None
        if self.page is None or not self.waiting:
            raise SuperFencesException(
                f"{self.page.path if self.page else 'text that is no page'}: a fence that was not parsed:\n{src}"
            )
        fence = self.waiting.pop(0)
        if fence.source.rstrip("\n") != src.rstrip("\n"):
            raise SuperFencesException(
                f"{fence.page}:{fence.line}: the page would show other code than was parsed:\n{src}"
            )
        try:
            outcome = self.pages.outcome(fence)
        except OSError as error:
            # SuperFences would take any other error for a fence that is not its own, and show the bare code.
            what = "the disk is full" if error.errno == errno.ENOSPC else str(error)
            raise SuperFencesException(
                f"{fence.page}:{fence.line}: this fence could not be run, or its result not kept: {what}."
            ) from error
        if outcome is None:
            self.running.add(fence)
        elif wrong := complaint(fence, outcome):
            raise SuperFencesException("\n" + wrong)
        superfences: Any = md.preprocessors["fenced_code_block"]
        code = superfences.highlight(src=src, md=md, **{**details, "options": {}})
        bar = run_bar.bar(fence, self.pages.folder)
        first, away = placed(self.page, fence)
        names = figure_names(self.page, self.done.values(), outcome)
        waits = asked(self.page, fence)
        shown = render(fence, outcome, code, bar, names=names, picture_first=first, all_folded=away, waits=waits)
        if outcome is not None:
            self.done[fence] = outcome
        self.blocks += shown.count("<pre")
        return shown

    def mark_tree_done(self, root: Element) -> None:
        """Mark the end of the tree: until then, the table of contents calls `finish` for single headings."""
        self.tree_done = True

    def finish(self, text: str) -> str:
        """Raise unless every fence of the page stands in the page's HTML once; then say that the page is finished."""
        if not self.tree_done or self.page is None:
            return text
        for fence in self.page.fences:
            times = text.count(f'<div class="nn-fence" id="{identity(fence)}">')
            if times != 1 or (fence not in self.done and fence not in self.running):
                raise SuperFencesException(
                    f"{fence.page}:{fence.line}: this fence is shown {times} times on the built page, not once."
                )
        # The parser has refused what it knows of; whatever else has become a block of code on the page ran nowhere.
        if (more := text.count("<pre") - self.blocks - self.page.shown) > 0:
            raise SuperFencesException(
                f"{self.page.path}: the built page shows {more} more blocks of code than it has fences."
            )
        if not self.running:
            if wrong := prose_problems(self.page, self.pages.lock(), self.done.get):
                raise SuperFencesException("\n" + "\n".join(map(str, wrong)))
            for tell in self.pages.finished:
                tell(self.page, self.done)
        return text


def makeExtension(**options: Any) -> FencesExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return FencesExtension(**options)


def _take_over(md: Markdown, extension: FencesExtension) -> None:
    """Make SuperFences hand us its Python fences (here, not earlier: it may be registered after us)."""
    if "fenced_code_block" not in md.preprocessors or not hasattr(md.preprocessors["fenced_code_block"], "extension"):
        raise SuperFencesException(
            "nnbook.book.extensions.fences needs pymdownx.superfences among the markdown_extensions."
        )
    superfences = md.preprocessors["fenced_code_block"].extension
    if not any(entry["name"] == "python" for entry in superfences.superfences):
        superfences.extend_super_fences("python", extension.format, extension.validate, None)


def _refuse_fences(text: Page, docs: str) -> None:
    """Raise if a text that is no page (a docstring, a snippet) has fences: nothing would test them."""
    first = text.lines[0] if text.lines else ""
    found = [f"line {fence.line}: a ```python fence" for fence in text.fences] + [
        f"line {problem.line}: {problem.message}" for problem in text.problems
    ]
    if found:
        raise SuperFencesException(
            f"the text that begins {first[:60]!r} is no page under {docs}/ (a docstring?), so its fences would not be "
            "tested: show code there in ```text, or move it to a page.\n" + "\n".join(found)
        )


def _ticks(lines: list[str]) -> int:
    return sum(line.startswith("```") for line in lines)


def _first_line(lines: tuple[str, ...] | list[str], start: int) -> int:
    return next((i for i in range(start, len(lines)) if lines[i].strip()), start)
