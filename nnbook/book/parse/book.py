"""The pages of the book: where they lie, and all of them parsed."""

from collections.abc import Iterable
from pathlib import Path

from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Page, display_name, read


def book_pages(root: Path) -> list[Path]:
    """Return all pages of the book under `root`: the site's, and those for who comes to the repository."""
    beside = [root / name for name in ("README.md", "CONTRIBUTING.md")]
    return [*sorted((root / "docs").rglob("*.md")), *(path for path in beside if path.is_file())]


def load(paths: Iterable[Path], root: Path) -> list[Page]:
    """Parse the pages."""
    return [parse(read(path), display_name(path, root)) for path in paths]
