"""`nnbook update`: what pages and labs promise, and the origins of their numerals, brought up to date."""

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

from nnbook.book.check.compare import complaint
from nnbook.book.check.runner import Runner
from nnbook.book.check.update import updated
from nnbook.book.commands.chosen import UsageError, pages_and_labs, runner, workshop
from nnbook.book.parse.book import load
from nnbook.book.parse.page import Page, read
from nnbook.book.prose import check as prose
from nnbook.book.prose.labs import laid_out
from nnbook.book.prose.lock import LOCK, read_lock, write_lock


def update(options: argparse.Namespace) -> int:
    """Rewrite the promised outputs of pages and labs to what their code gives now, and the origins of numerals."""
    if os.environ.get("CI"):
        raise UsageError(
            "update rewrites pages, so it refuses to run where CI is set: run it at home and look at the diff."
        )
    paths, labs = pages_and_labs(options)
    pages = load(paths, Path.cwd())
    fences, cells = runner(options), workshop(labs, options)
    for page in pages:
        if not page.problems:
            fences.submit(page.fences)
    failures = 0
    for message in cells.problems:
        failures += 1
        print(message, end="\n\n", flush=True)
    made = [(path, page.path, *updated(read(path), page, fences)) for path, page in zip(paths, pages, strict=True)]
    for path, name, new, messages in [*made, *cells.updated()]:
        failures += len(messages)
        for message in messages:
            print(message, end="\n\n", flush=True)
        if new != read(path):
            with path.open("w", encoding="utf-8", newline="") as file:
                file.write(new)
            print(f"{name}: updated")
    renewed = [*load(paths, Path.cwd()), *(laid_out(path, Path.cwd()) for path in cells.sound)]
    failures += _renew_lock(renewed, fences, whole=not options.pages)
    return 1 if failures else 0


def _renew_lock(pages: Iterable[Page], fences: Runner, *, whole: bool) -> int:
    """Renew the pins of pages that are right; print which sentences must be read again, and return how many."""
    former = read_lock(Path.cwd())
    pins = {} if whole else dict(former)
    failures = 0
    for page in pages:
        # What the cells of a lab give stands in its file.
        done = None if page.cells else fences.outcome
        if page.problems or (done and any(complaint(fence, done(fence)) for fence in page.fences)):
            pins[page.path] = former.get(page.path, [])
            continue
        pins[page.path] = prose.renewed(page, former, done)
        for problem in prose.problems(page, pins, done):
            failures += 1
            print(problem, end="\n\n", flush=True)
    if write_lock(Path.cwd(), {page: those for page, those in pins.items() if those}):
        print(f"{LOCK}: updated")
    return failures
