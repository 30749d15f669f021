"""Python-Markdown extension: a page's fences are run as the page is built, and their output and figures stand below.

Nothing here knows MkDocs, so the same pages build with whatever renders Python-Markdown. Which page is being
rendered is found by its text. Whatever is wrong is raised, never logged: a page that is not right is not built.
"""

import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import SuperFencesException

from nnbook.book.check.compare import complaint
from nnbook.book.check.processes import TIME_LIMIT
from nnbook.book.extensions import cross_references as references
from nnbook.book.extensions import glossary
from nnbook.book.extensions import run_bar as live
from nnbook.book.extensions.cross_references import Numbered
from nnbook.book.extensions.indexes import expand
from nnbook.book.extensions.pages import Library
from nnbook.book.notebooks.downloads import keep
from nnbook.book.parse.fences import Fence, Page, parse
from nnbook.book.run.execution import Outcome

# Above every other preprocessor: the text must still be the page's.
FIRST = 1000
# Below every other step: the fences must have survived them all.
LAST = -1000


class FencesExtension(Extension):
    """Runs the Python fences of the pages under `docs`."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "docs": ["docs", "Folder of the pages, from the folder where the build is started"],
            "time_limit": [TIME_LIMIT, "Seconds after which a fence is stopped, and the build with it"],
        }
        super().__init__(**options)
        self.page: Page | None = None
        self.waiting: list[Fence] = []
        self.done: dict[Fence, Outcome] = {}
        self.tree_done = False

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the steps."""
        md.registerExtension(self)
        md.preprocessors.register(_FindPage(md, self), "nnbook_page", FIRST)
        md.treeprocessors.register(_TreeDone(md, self), "nnbook_tree_done", LAST)
        md.postprocessors.register(_CheckAllShown(md, self), "nnbook_shown", LAST)
        references.register(md, self)
        glossary.register(md, self)

    @property
    def library(self) -> Library:
        """The pages on disk, shared by all pages of a build."""
        return library(Path(self.getConfig("docs")), float(self.getConfig("time_limit")))

    @property
    def equations(self) -> dict[str, Numbered]:
        """Every equation of the book by its label."""
        return self.library.equations()

    def reset(self) -> None:
        """Forget the former text."""
        self.page, self.waiting, self.done, self.tree_done = None, [], {}, False

    def start(self, lines: list[str]) -> list[str]:
        """Find the page, parse it, run its fences, and return its lines without the promised outputs."""
        self.reset()
        text = "\n".join(lines)
        if not re.search(r"```|~~~|<!--|\$|\\(?:begin|eqref|[(\[])", text):
            return lines
        self.page = self.library.find(text)
        if self.page is None:
            _refuse_fences(parse(text, "text that is no page"), self.getConfig("docs"))
            return lines
        if self.page.problems:
            raise SuperFencesException("\n" + "\n".join(map(str, self.page.problems)))
        self.waiting = list(self.page.fences)
        # Blank lines at either end and front matter may be gone from the text, so lines are counted from the end
        # of what both have.
        shift = _first_line(self.page.lines, self.page.offset) - _first_line(lines, 0)
        for fence in self.waiting:
            first, last = fence.hidden or (1, 0)
            for number in range(first, last + 1):
                lines[number - 1 - shift] = ""
        pages = self.library.pages()
        return [out for line in lines for out in expand(line, self.page, pages, self.equations)]

    def validate(self, language: str, inputs: dict[str, str], *_: Any) -> bool:
        """Refuse attributes, which the grammar reports on pages."""
        if inputs:
            message = f"```{language} takes no attributes, got {', '.join(inputs)}."
            raise SuperFencesException(message)
        return True

    def format(self, src: str = "", md: Markdown | None = None, **details: Any) -> str:
        """Return the HTML of the next fence: its code, what it printed, its figures."""
        assert md is not None
        if self.page is None or not self.waiting:
            message = f"{self.page.path if self.page else 'text that is no page'}: a fence that was not parsed:\n{src}"
            raise SuperFencesException(message)
        fence = self.waiting.pop(0)
        if fence.source.rstrip("\n") != src.rstrip("\n"):
            message = f"{fence.page}:{fence.line}: the page would show other code than was parsed:\n{src}"
            raise SuperFencesException(message)
        outcome = self.library.runner.outcome(fence)
        if wrong := complaint(fence, outcome):
            raise SuperFencesException("\n" + wrong)
        self.done[fence] = outcome
        superfences: Any = md.preprocessors["fenced_code_block"]
        code = superfences.highlight(src=src, md=md, **{**details, "options": {}})
        bar = live.bar(fence, self.library.folder)
        return render(fence, outcome, code, bar, picture_first=_opens_with_its_picture(self.page, fence))

    def finish(self, text: str) -> None:
        """Raise unless every fence of the page stands in the page's HTML once; then keep the page as a notebook."""
        for fence in self.page.fences if self.page else ():
            times = text.count(f'<div class="nn-fence" id="{_identity(fence)}">')
            if times != 1 or fence not in self.done:
                message = f"{fence.page}:{fence.line}: this fence is shown {times} times on the built page, not once."
                raise SuperFencesException(message)
        if self.page:
            self.library.saved[self.page.path] = _saved(self.done)
        if self.page and (kept := keep(self.page, self.done, self.equations)):
            self.library.notebooks[self.page.path] = kept


def render(fence: Fence, outcome: Outcome, code: str, bar: str = "", *, picture_first: bool = False) -> str:
    """Return the HTML of a fence, given its highlighted code and the bar with what a reader can do."""
    identity = _identity(fence)
    output = ""
    if outcome.output:
        printed = html.escape(outcome.output.rstrip("\n"), quote=False)
        output = (
            '<div class="nn-output" role="group" aria-label="Output">'
            f'<pre tabindex="0"><samp>{printed}</samp></pre></div>'
        )
    figures = ""
    for number, drawing in enumerate(outcome.figures, 1):
        svg = drawing.placed(f"{identity}-figure-{number}-")
        alt = html.escape(drawing.alt, quote=False)
        figures += f'<figure class="nn-figure">{svg}<p class="nn-alt" hidden>{alt}</p></figure>'
    text = code + bar + output
    return f'<div class="nn-fence" id="{identity}">{figures + text if picture_first else text + figures}</div>'


def makeExtension(**options: Any) -> FencesExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return FencesExtension(**options)


class _FindPage(Preprocessor):
    def __init__(self, md: Markdown, extension: FencesExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        _take_over(self.md, self.extension)
        return self.extension.start(lines)


class _TreeDone(Treeprocessor):
    """Marks the end of the tree: until then, the table of contents calls the postprocessors for single headings."""

    def __init__(self, md: Markdown, extension: FencesExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        self.extension.tree_done = True


class _CheckAllShown(Postprocessor):
    def __init__(self, md: Markdown, extension: FencesExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        if self.extension.tree_done:
            self.extension.finish(text)
        return text


def _opens_with_its_picture(page: Page, fence: Fence) -> bool:
    """Tell whether a fence stands in the box where the picture comes before the code that drew it."""
    above = next((line for line in reversed(page.lines[: fence.line - 1]) if line.strip()), "")
    return 'class="nn-picture-first"' in above


def _take_over(md: Markdown, extension: FencesExtension) -> None:
    """Make SuperFences hand us its Python fences (here, not earlier: it may be registered after us)."""
    if "fenced_code_block" not in md.preprocessors or not hasattr(md.preprocessors["fenced_code_block"], "extension"):
        message = "nnbook.book.extensions.fences needs pymdownx.superfences among the markdown_extensions."
        raise SuperFencesException(message)
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
        message = (
            f"the text that begins {first[:60]!r} is no page under {docs}/ (a docstring?), so its fences would not be "
            "tested: show code there in ```text, or move it to a page.\n" + "\n".join(found)
        )
        raise SuperFencesException(message)


def _saved(done: dict[Fence, Outcome]) -> dict[str, bytes]:
    """Return the files that the fences of a page saved, which need names of their own: they lie beside the page."""
    saved: dict[str, bytes] = {}
    for fence, outcome in done.items():
        for name, content in outcome.files:
            if saved.setdefault(name, content) != content:
                message = f"{fence.page}:{fence.line}: another fence of this page has saved another {name}."
                raise SuperFencesException(message)
    return saved


def _first_line(lines: tuple[str, ...] | list[str], start: int) -> int:
    return next((i for i in range(start, len(lines)) if lines[i].strip()), start)


def _identity(fence: Fence) -> str:
    return f"fence-{fence.number}"


def library(docs: Path, limit: float = TIME_LIMIT) -> Library:
    """Return the library of a folder of pages, the same one throughout a build."""
    return _library(docs.absolute(), limit)


@lru_cache
def _library(folder: Path, limit: float) -> Library:
    if not folder.is_dir():
        message = f"nnbook.book.extensions.fences: there is no folder {folder}: set its option `docs`."
        raise SuperFencesException(message)
    return Library(folder, limit=limit)
