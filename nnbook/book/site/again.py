"""While the book is served: the next build, asked for when everything is done that the last one did not wait for."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from nnbook.book.files import write_whole


class NextBuild:
    """A file that the server watches; it is written when the work that goes on behind the pages is done."""

    def __init__(self, ready: Path) -> None:
        self.ready = ready
        self.waiter: threading.Thread | None = None
        self.watched, self.begun = threading.Event(), threading.Event()

    def watch(self, server: LiveReloadServer) -> None:
        """Let the server build again when the file changes."""
        if not self.ready.exists():
            write_whole(self.ready, b"")
        server.watch(str(self.ready))
        self.watched.set()

    def after(self, work: Callable[[], None]) -> None:
        """Do the work in a thread of its own, unless one is at it, and then ask for a build."""
        if self.waiter and self.waiter.is_alive():
            return
        self.begun.clear()
        self.waiter = threading.Thread(target=self._ask_after, args=(work,), daemon=True)
        self.waiter.start()

    def _ask_after(self, work: Callable[[], None]) -> None:
        try:
            work()
        except subprocess.CalledProcessError as ended:
            if ended.returncode != -signal.SIGINT:
                raise
            return  # Ctrl-C reaches each program of the terminal, and the server has ended as well
        self.watched.wait()
        # The server looks at the file from when it has started, a moment after it has been told to.
        while True:
            write_whole(self.ready, str(time.time()).encode())
            if self.begun.wait(1.0):
                return
