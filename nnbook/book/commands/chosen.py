"""What a command was asked to look at, and what runs it."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from nnbook.book.check.labs import Workshop
from nnbook.book.check.outcomes import Outcomes
from nnbook.book.check.runner import Runner
from nnbook.book.files import CACHE, Kept
from nnbook.book.parse.book import book_pages
from nnbook.book.parse.labs import LAB, book_labs
from nnbook.book.parse.page import display_name


class UsageError(Exception):
    """The command cannot do what was asked; the message says why."""


def chosen(names: Sequence[str]) -> list[Path]:
    """Return the pages and labs that were named, or all pages.

    Errors: UsageError if one of them is no file, or if there are none.
    """
    paths = [Path(name).absolute() for name in names] or book_pages(Path.cwd())
    if missing := [path for path in paths if not path.is_file()]:
        raise UsageError(f"there is no page {display_name(missing[0], Path.cwd())}.")
    if not paths:
        raise UsageError("there are no pages here: start it in the folder that holds docs/, or name the pages.")
    return paths


def pages_and_labs(options: argparse.Namespace) -> tuple[list[Path], list[Path]]:
    """Return the pages and the labs that were named, or all of both."""
    paths = chosen(options.pages)
    labs = [path for path in paths if path.suffix == LAB] if options.pages else book_labs(Path.cwd())
    return [path for path in paths if path.suffix != LAB], labs


def runner(options: argparse.Namespace) -> Runner:
    """Return what runs fences as the options say."""
    kept = Outcomes(Kept(CACHE / "fences", cold_build=True if options.cold else None))
    return Runner(limit=options.time_limit, kept=kept)


def workshop(labs: Iterable[Path], options: argparse.Namespace) -> Workshop:
    """Return what runs labs as the options say."""
    return Workshop(labs, options.cold, options.time_limit)
