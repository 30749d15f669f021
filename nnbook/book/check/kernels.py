"""A lab run in a kernel of its own, from top to bottom, where hashes are those of a seed; stopped if it has no end."""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from subprocess import Popen
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode, from_dict

from nnbook.book.check.given import Given, Outputs, explained
from nnbook.book.check.guard import LONGEST, OVER_LIMIT
from nnbook.book.check.processes import LONGEST_STRAY, ONE_THREAD, asleep, endless
from nnbook.book.parse.labs import Lab

EXTENSION = "nnbook.book.check.drawn"
SECONDS = "NNBOOK_LAB_SECONDS"
"""The variable that tells the extension how long the kernel may compute."""

NEVER = 10**6
"""Seconds: how long a kernel takes to start or to send what it has said depends on how busy the machine is."""

CELL: dict[str, Any] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
ARGUMENTS = [f"--ext={EXTENSION}", "--matplotlib=inline", "--HistoryManager.enabled=False"]


class Kernel(AsyncKernelManager):
    """A kernel of this Python, whatever kernels the author has installed."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """Say how it starts."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


class Client(NotebookClient):
    """Runs the cells, and ends a kernel that prints more than a page can show, or sleeps for too long in a cell."""

    at = 0
    printed = 0
    overslept = False
    limit: float
    process: Popen[bytes]

    async def async_start_new_kernel(self, **settings: Any) -> None:
        """Start the kernel, and remember its process."""
        await super().async_start_new_kernel(**settings)
        provisioner: Any = self.km and self.km.provisioner
        self.process = provisioner.process

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, *rest: Any, **more: Any) -> NotebookNode:
        """Run a cell."""
        self.at, self.printed = cell_index, 0
        watch = asyncio.ensure_future(self._watch())
        try:
            return await super().async_execute_cell(cell, cell_index, *rest, **more)
        finally:
            watch.cancel()

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take what the kernel says."""
        if msg["msg_type"] == "stream":
            self.printed += len(msg["content"]["text"])
        if self.printed <= LONGEST:
            return super().process_message(msg, cell, cell_index)
        self.process.kill()
        return None

    def ended(self) -> str:
        """Return why the kernel has ended, or has been ended."""
        if self.printed > LONGEST:
            return f"the cell has printed {LONGEST:,} characters; a page does not show more. Does it end?"
        if self.overslept or self.process.returncode == OVER_LIMIT:
            return endless(self.limit, "sleep" if self.overslept else "computing")
        return f"the kernel of this lab died with exit code {self.process.returncode}."

    async def _watch(self) -> None:
        begun, before = time.monotonic(), asleep(self.process.pid, 0)
        while asleep(self.process.pid, time.monotonic() - begun) - before <= self.limit:
            await asyncio.sleep(1)
        self.overslept = True
        self.process.kill()


def run_lab(lab: Lab, seed: str, limit: float) -> Given:
    """Run all cells of a lab, which may compute for `limit` seconds."""
    code = [{**CELL, "source": cell.source} for cell in lab.cells]
    notebook: NotebookNode = from_dict({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})  # type: ignore[no-untyped-call]
    cells = notebook["cells"]
    with tempfile.TemporaryDirectory(prefix="nnbook-", ignore_cleanup_errors=True) as folder:
        here = Path(folder, "here")
        here.mkdir()
        client = Client(
            notebook,
            timeout=None,
            startup_timeout=NEVER,
            iopub_timeout=NEVER,
            kernel_manager_class=Kernel,
            extra_arguments=[*ARGUMENTS],
            resources={"metadata": {"path": str(here)}},
        )
        client.limit = limit
        # The author's own settings for IPython are not read, nor is a figure shown anywhere else.
        own = {"IPYTHONDIR": str(Path(folder, "ipython")), "PYTHONPATH": os.pathsep.join(sys.path), SECONDS: str(limit)}
        inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
        log = Path(folder, "log")
        try:
            with log.open("wb") as past:
                settings = {**inherited, **ONE_THREAD, "PYTHONHASHSEED": seed, **own}
                client.execute(env=settings, stdout=past, stderr=past)
        except CellExecutionError:
            said = explained(cells[client.at]["outputs"][-1])
        except RuntimeError:  # a dead kernel among them
            past_python = log.read_text(encoding="utf-8", errors="replace")
            said = f"{client.ended()}\n{past_python[-LONGEST_STRAY:]}".rstrip()
        else:
            return Given(tuple(_joined(cell["outputs"]) for cell in cells))
        return Given(error=f"{lab.page}:{lab.cells[client.at].number}: {said}")


def _joined(outputs: Outputs) -> Outputs:
    """Return outputs as they were meant: a kernel sends what is printed in as many pieces as the load makes of it."""
    joined: Outputs = []
    for output in outputs:
        if joined and output["output_type"] == "stream" and joined[-1].get("name") == output["name"]:
            joined[-1]["text"] += output["text"]
        else:
            joined.append(json.loads(json.dumps(output)))
    return joined
