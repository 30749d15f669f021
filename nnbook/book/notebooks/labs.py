"""Executed lab notebooks are kept between builds only while all they depend on is the same.

mkdocs-jupyter keeps them under the notebook's own text. What a notebook shows depends on the library and on the
versions of NumPy and matplotlib too, so this Markdown extension empties its folder when one of those has changed.

A notebook's kernel sends what is printed in as many pieces as the load of the machine makes of it. Our settings for
nbconvert (the folder `jupyter`) join them again, so that two builds show the same; the author's own are not read.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown

from nnbook.book.check.outcomes import package_digest, surroundings
from nnbook.book.check.processes import ONE_THREAD

FOLDER = Path(".cache/mkdocs-jupyter")
SETTINGS = Path(__file__).with_name("jupyter")


def forget_stale(folder: Path = FOLDER) -> None:
    """Empty the folder unless it was filled by this very library, or when `NNBOOK_COLD=1` asks for a cold build."""
    state = f"{package_digest()}\n{surroundings()}\n"
    stamp = folder / "made-with"
    cold = bool(int(os.environ.get("NNBOOK_COLD", "0")))
    if cold or not stamp.is_file() or stamp.read_text(encoding="utf-8") != state:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        stamp.write_text(state, encoding="utf-8")


class LabsExtension(Extension):
    """Markdown extension that transforms nothing: it clears the way before the first notebook is run."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Look at the state of the library, and let the notebooks' kernels compute on one thread, as fences do."""
        forget_stale()
        os.environ.update(ONE_THREAD, JUPYTER_CONFIG_DIR=str(SETTINGS))


def makeExtension(**options: Any) -> LabsExtension:
    """Return the extension, as Python-Markdown asks for it."""
    return LabsExtension(**options)
