"""Run every notebook of the built site from top to bottom where there is only the wheel, matplotlib and a kernel.

`make notebooks` does it: first the site and the wheel are built, then this makes an environment of its own. Each
notebook runs in an empty folder, as it does for a reader who has downloaded it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SECONDS_PER_CELL = 300
PINS = Path("requirements/site.txt")


class Kernel(AsyncKernelManager):
    """A kernel of another environment."""

    python = sys.executable

    @property
    def kernel_spec(self) -> KernelSpec:
        """Start that environment's Python."""
        argv = [self.python, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=ERROR"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


def environment(folder: Path, wheel: Path) -> Path:
    """Make an environment with the wheel and what a notebook needs besides, and return its Python."""
    python = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    # The versions are those that are pinned; a file with checksums takes no wheel that was made here.
    pinned = folder / "constraints.txt"
    pinned.write_text("\n".join(re.findall(r"^(.+?) \\$", PINS.read_text("utf-8"), re.MULTILINE)), "utf-8")
    needed = [str(wheel), "matplotlib", "ipykernel"]
    subprocess.run([python, "-m", "pip", "install", "-q", "-c", str(pinned), *needed], check=True)
    return python


def run(notebook: Path) -> tuple[float, str]:
    """Run a notebook; return the seconds it took, and what went wrong or nothing."""
    content = nbformat.read(notebook, as_version=4)
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            content, timeout=SECONDS_PER_CELL, resources={"metadata": {"path": folder}}, kernel_manager_class=Kernel
        )
        try:
            client.execute(env=dict(os.environ, OPENBLAS_NUM_THREADS="1", IPYTHONDIR=folder))
        except CellExecutionError as error:
            return time.perf_counter() - begin, str(error)
    return time.perf_counter() - begin, ""


def main() -> int:
    """Run all of them and return 1 if any failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="the built site")
    parser.add_argument("wheel", type=Path, help="the built wheel of nnbook")
    options = parser.parse_args()
    notebooks = sorted(options.site.rglob("*.ipynb"))
    if not notebooks:
        parser.error(f"there is no notebook in {options.site}")
    Kernel.python = str(environment(Path(".cache/notebooks").absolute(), options.wheel))
    failures = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for notebook, (seconds, wrong) in zip(notebooks, pool.map(run, notebooks), strict=True):
            failures += bool(wrong)
            verdict = f"failed\n{wrong}" if wrong else "ran"
            print(f"{seconds:6.1f} s  {notebook.relative_to(options.site)}: {verdict}", flush=True)
    print(f"{len(notebooks)} notebooks, {failures} failed.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
