"""What a long build is doing, said now and then."""

import logging
import time

EVERY = 3.0
"""Seconds between two lines."""

log = logging.getLogger("mkdocs.nnbook")


class Progress:
    """Says how many of how many are done, unless it has just said so."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, what: str, done: int, of: int, which: str = "") -> None:
        """Say that so many are done of how many."""
        if (now := time.monotonic()) - self.told >= EVERY:
            self.told = now
            log.info("nnbook: %s: %d of %d%s", what, done, of, f" ({which})" if which else "")
