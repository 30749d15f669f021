"""A page as it is read: its lines, its fences, its problems, and where it is."""

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LINE_END = re.compile(r"\r\n|\r|\n")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
NUMBER = re.compile(r"number: *(\d+) *")


@dataclass(frozen=True)
class Problem:
    """Something on a page that must be mended before it can be built."""

    page: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Expected:
    """The printed output that a page promises: its text, and the lines from the comment to the closing fence."""

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Fence:
    """One piece of code that runs. Lines count from 1 on the page, `line` is the one with the opening backticks."""

    page: str
    number: int
    source: str
    line: int
    last: int
    indent: int
    expected: Expected | None = None
    captured: int = 0
    """Line of the marker for captured output, if there is one."""
    cost: str = ""
    """How long it takes in a browser, if that is long."""
    changes: tuple[tuple[str, str], ...] = ()
    """What a smaller run replaces by what."""

    @property
    def smaller(self) -> str:
        """The source of the smaller run."""
        source = self.source
        for former, new in self.changes:
            source = source.replace(former, new)
        return source

    @property
    def hidden(self) -> tuple[int, int] | None:
        """First and last line of what the built page shows in its own way: the promised output, or the marker."""
        if self.expected:
            return self.expected.first, self.expected.last
        return (self.captured, self.captured) if self.captured else None


@dataclass(frozen=True)
class Page:
    """A page as read: `lines` without line ends, `offset` of them front matter, `code` the numbers of fenced ones."""

    path: str
    lines: tuple[str, ...]
    offset: int
    fences: tuple[Fence, ...]
    problems: tuple[Problem, ...]
    code: frozenset[int]
    shown: int = 0
    """How many of its fences are shown and do not run."""
    cells: tuple[int, ...] = ()
    """Of a lab that is laid out as a page: in which of its cells each line stands."""

    def __hash__(self) -> int:
        """Return what is quickly found: much that is found out about a page is kept in memory, by the page."""
        return hash((self.path, len(self.lines)))

    def place(self, line: int) -> int:
        """Return where a message says that a line stands: the line, in a lab the cell."""
        return self.cells[line - 1] if self.cells else line

    @property
    def number(self) -> int | None:
        """The number of the chapter, from the front matter; other pages have none."""
        found = (NUMBER.fullmatch(line) for line in self.lines[: self.offset])
        return next((int(match[1]) for match in found if match), None)


NO_PAGES = frozenset({".htm", ".html", ".markdown", ".mdown", ".mkd", ".mkdn", ".xhtml"})
"""Ends of the names of files that a site would show as pages, though nothing reads their code."""


def strays(folder: Path, root: Path) -> list[Problem]:
    """Return the files in a folder of pages that would be pages whose code nothing runs; assets are parts of pages."""
    message = "the site would show this file, and nothing runs its code: the name of a page ends in .md."
    assets = folder / "assets"
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in NO_PAGES)
    return [Problem(display_name(path, root), 1, message) for path in found if not path.is_relative_to(assets)]


class PageError(ValueError):
    """A page that is not right, so that it cannot be built; the message begins with page:line."""


def refuse_strays(folder: Path) -> None:
    """Raise PageError if there are files in a folder of pages that would be pages whose code nothing runs."""
    if found := strays(folder, Path.cwd()):
        raise PageError("\n".join(map(str, found)))


def read(path: Path) -> str:
    """Return the text of a page with its own line ends.

    Errors: PageError if the page is not UTF-8.
    """
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        name, wrong = display_name(path, Path.cwd()), content[error.start]
        raise PageError(f"{name}:{line}: this page is not UTF-8 (byte 0x{wrong:02x}): save it as UTF-8.") from None


def normalise(text: str) -> str:
    """Return the text with plain line ends and without a byte order mark."""
    return LINE_END.sub("\n", text.removeprefix("\ufeff"))


def lines_with_ends(text: str) -> list[str]:
    """Return the lines of a text, each with its line end.

    A line ends where it ends for Markdown and for an editor. To `str.splitlines` it would also end at a form feed, a
    line separator and six more characters, so nothing here uses that.
    """
    return LINE.findall(text)


def body(text: str, offset: int) -> str:
    """Return what a site generator hands on of a page: without front matter, without blank lines at either end."""
    return "\n".join(normalise(text).split("\n")[offset:]).strip()


def display_name(path: Path, root: Path) -> str:
    """Return the page's name for messages: as one would type it on the command line."""
    return Path(os.path.relpath(path, root)).as_posix()


def link(source: str, target: str) -> str:
    """Return the relative address of one page of the book from another, both as on the command line."""
    return PurePosixPath(os.path.relpath(target, PurePosixPath(source).parent)).as_posix()
