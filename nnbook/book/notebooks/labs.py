"""Executed lab notebooks are kept between builds only while all they depend on is the same.

mkdocs-jupyter keeps them under the notebook's own text. What a notebook shows depends on the library and on the
versions of NumPy and matplotlib too, so its folder is emptied when one of those has changed.

A notebook's kernel sends what is printed in as many pieces as the load of the machine makes of it. Our settings for
nbconvert (the folder `jupyter`) join them again, so that two builds show the same; the author's own are not read.
"""

import os
import shutil
from pathlib import Path

from nnbook.book.check.processes import ONE_THREAD
from nnbook.book.files import cold, library_digest, surroundings, write_whole

FOLDER = Path(".cache/mkdocs-jupyter")
SETTINGS = Path(__file__).with_name("jupyter")


def forget_stale(folder: Path = FOLDER) -> None:
    """Empty the folder unless it was filled by this very library, or when `NNBOOK_COLD=1` asks for a cold build."""
    state = f"{library_digest()}\n{surroundings()}\n"
    stamp = folder / "made-with"
    if cold() or not stamp.is_file() or stamp.read_text(encoding="utf-8") != state:
        shutil.rmtree(folder, ignore_errors=True)
        write_whole(stamp, state.encode())


def settings() -> None:
    """Let the notebooks' kernels compute on one thread, as fences do, with our settings for nbconvert."""
    os.environ.update(ONE_THREAD, JUPYTER_CONFIG_DIR=str(SETTINGS))
