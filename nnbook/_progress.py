"""A progress bar for the terminal; `tqdm.tqdm` may take its place."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

Item = TypeVar("Item")


def progress_bar(items: Iterable[Item], *, total: int, desc: str, stream: TextIO | None = None) -> Iterator[Item]:
    """Yield the items and draw, at most ten times a second, how many of `total` are done.

    Shapes: an iterable → the same items.
    Errors: none.
    Derived in: "Learning the digits".
    """
    stream = stream or sys.stderr
    drawn = 0.0
    for done, item in enumerate(items):
        if time.monotonic() - drawn > 0.1:
            drawn = time.monotonic()
            _draw(stream, done, total, desc)
        yield item
    _draw(stream, total, total, desc)
    stream.write("\n")


def _draw(stream: TextIO, done: int, total: int, desc: str) -> None:
    share = done / total if total else 1.0
    stream.write(f"\r{desc} [{'#' * int(20 * share):.<20}] {share:4.0%}")
    stream.flush()
