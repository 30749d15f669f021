"""The files of live code in the site's folder: laid out once for each state of the library, and not waited for."""

import logging

from nnbook.book.files import library_digest
from nnbook.book.vendor import runtime

log = logging.getLogger("mkdocs.nnbook")


class LiveCode:
    """What the builds of one `mkdocs serve`, or one other build, have laid out; `waits` if it is left for the next."""

    def __init__(self) -> None:
        self.state, self.waits = "", False

    def begin(self, *, serving: bool) -> None:
        """Lay the files out, unless they are there; the first build of a served site leaves that for the next."""
        self.waits = serving and not self.state and not self.waits and not runtime.is_there()
        if self.waits:
            log.info("nnbook: live code comes with the next build")
        elif (state := library_digest()) != self.state:
            runtime.prepare(fast=serving)
            self.state = state
