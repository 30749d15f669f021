"""What a fence may not do, because the page would not show it: enforced in the process of the fence, and said plainly.

Python tells an audit hook of what a program does, and no program can take the hook away. What was refused counts even
if the fence catches the error.
"""

import _thread
import atexit
import builtins
import contextlib
import gc
import io
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import connection
from types import FunctionType, ModuleType

LONGEST = 200_000
"""Characters that a fence may print: a page shows no more, and in the browser none does."""

LARGEST = 64 * 2**20
"""Bytes of a file that a fence writes."""

NETWORK = "reaches for the network ({})"
PROCESS = "starts another program or process ({})"
REFUSED = {
    "socket.": NETWORK,
    "urllib.": NETWORK,
    "ftplib.": NETWORK,
    "http.client.": NETWORK,
    "webbrowser.": NETWORK,
    "subprocess.": PROCESS,
    "os.system": PROCESS,
    "os.exec": PROCESS,
    "os.fork": PROCESS,
    "os.posix_spawn": PROCESS,
    "os.spawn": PROCESS,
    "os.startfile": PROCESS,
    "pty.": PROCESS,
    "os.kill": "sends a signal ({})",
    "signal.pthread_kill": "sends a signal ({})",
}
"""What begins the name of an audit event, and what a fence does then."""

PATHS = {
    "open": 1,
    "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1,
    "os.symlink": 2, "os.truncate": 1, "os.utime": 1, "sqlite3.connect": 1,
}  # fmt: skip
"""How many of an event's first arguments are files or folders that it changes."""

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class RefusedError(PermissionError):
    """A fence does what no page could show."""


class TooLongError(BaseException):
    """A fence prints more than a page can show. No fence should catch this."""


class Printed(io.StringIO):
    """What a fence prints, up to what a page can show; a fence that goes on after that ends its process."""

    def __init__(self, end: Callable[[str], object]) -> None:
        super().__init__()
        self.end, self.length, self.over = end, 0, False

    def write(self, text: str) -> int:
        """Keep the text."""
        self.length += len(text)
        message = f"the fence has printed {LONGEST:,} characters; a page does not show more. Does it end?"
        if self.over:
            self.end(message)
        if self.length > LONGEST:
            self.over = True
            raise TooLongError(message)
        return super().write(text)


class Guard:
    """Watches a fence, or what `kind` calls it, that may write into one folder."""

    def __init__(self, folder: str, kind: str = "a fence") -> None:
        self.folder, self.kind = os.path.realpath(folder), kind
        self.armed = False
        self.found: list[str] = []
        sys.addaudithook(self._hook)

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Refuse inside what a fence may not do; `found` then has what was refused, left behind or replaced."""
        before, threads = machinery(), (set(threading.enumerate()), _thread._count())
        # Compiling what is imported would write beside the library.
        sys.dont_write_bytecode = True
        with limited_files():
            self.armed = True
            yield
            self.armed = False
        self.found += [f"replaces {name}, on which its own result depends" for name in replaced(before)]
        if left := _still_running(*threads):
            self.found.append(f"leaves {left} running, which nobody sees the end of: join it")

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.armed:
            return
        for start, words in REFUSED.items():
            if event.startswith(start):
                self._refuse(words.format(event))
        if event == "open":
            flags = arguments[2]
            if not (isinstance(flags, int) and flags & WRITES):
                return
        for path in arguments[: PATHS.get(event, 0)]:
            if isinstance(path, str | bytes | os.PathLike) and not self._inside(os.fsdecode(path)):
                self._refuse(f"writes outside its folder ({os.fsdecode(path)})")

    def _inside(self, path: str) -> bool:
        place = os.path.realpath(path)
        return path == os.devnull or place == self.folder or place.startswith(self.folder + os.sep)

    def _refuse(self, what: str) -> None:
        self.found.append(what)
        message = f"{self.kind} may not do this: it {what}"
        raise RefusedError(message)


@contextlib.contextmanager
def limited_files() -> Iterator[None]:
    """Let no file grow without end, where the system can see to that."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


OVER_LIMIT = -getattr(signal, "SIGXCPU", 0) or None
"""The exit code of a process that has computed for longer than it may."""


def limit_computing(seconds: float) -> None:
    """Let the system end this process when it computes for so many seconds more, rounded up, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    soft = math.ceil(time.process_time() + seconds)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard == resource.RLIM_INFINITY or hard > soft:
        # A program may take the signal for its own; that of the second limit, a second later, it cannot.
        resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def finish() -> None:
    """Run now what a fence has put off to the end of its process, which would never come."""
    gc.collect()
    atexit._run_exitfuncs()


def machinery() -> dict[str, object]:
    """Return what the result of a fence depends on, by name: the functions of the machinery and a few of Python's."""
    found: dict[str, object] = {}
    modules = [module for name, module in sys.modules.items() if f"{name}.".startswith("nnbook.book.")]
    for module in (*modules, builtins, connection, contextlib, io):
        if isinstance(module, ModuleType):
            found.update(_parts(module.__name__, vars(module)))
    return found


def replaced(before: dict[str, object]) -> list[str]:
    """Return the names of what is no longer what it was."""
    now = machinery()
    return [name for name, value in before.items() if now.get(name) is not value]


def _parts(name: str, names: dict[str, object]) -> Iterator[tuple[str, object]]:
    for part, value in names.items():
        if isinstance(value, FunctionType):
            yield f"{name}.{part}", value.__code__
        elif callable(value) and not part.startswith("_"):
            yield f"{name}.{part}", value
            if isinstance(value, type) and value.__module__ == name:
                yield from _parts(f"{name}.{part}", dict(vars(value)))


def _still_running(before: set[threading.Thread], count: int) -> str:
    """Return what is still running and was not before, after a moment in which it may end."""
    patience = time.monotonic() + 0.2
    while time.monotonic() < patience:
        left = [thread for thread in threading.enumerate() if thread not in before]
        if not left and _thread._count() <= count:
            return ""
        time.sleep(0.01)
    return f"the thread {left[0].name}" if left else "a thread"
