"""The work behind the pages of a served book, and the build that is asked for when it is done."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from nnbook.book.site.again import NextBuild

# A thread that fails prints a traceback; here what it would print is kept.
Failed = list[threading.ExceptHookArgs]


@pytest.fixture
def failed(monkeypatch: pytest.MonkeyPatch) -> Failed:
    found: Failed = []
    monkeypatch.setattr(threading, "excepthook", found.append)
    return found


def done(ready: Path, killed_by: signal.Signals) -> None:
    """Do a work whose program is ended by a signal, and wait for its end."""
    code = f"import os; os.kill(os.getpid(), {int(killed_by)})"

    def work() -> None:
        subprocess.run([sys.executable, "-c", code], check=True, stderr=subprocess.DEVNULL)

    build = NextBuild(ready)
    build.after(work)
    assert build.waiter is not None
    build.waiter.join(30)
    assert not build.waiter.is_alive()


def test_ctrl_c_ends_the_work_without_a_traceback_and_asks_for_no_build(tmp_path: Path, failed: Failed) -> None:
    done(tmp_path / "ready", signal.SIGINT)
    assert failed == []
    assert not (tmp_path / "ready").exists()


def test_any_other_end_of_a_program_is_said(tmp_path: Path, failed: Failed) -> None:
    done(tmp_path / "ready", signal.SIGTERM)
    assert [one.exc_type for one in failed] == [subprocess.CalledProcessError]
