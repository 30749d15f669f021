"""What the pages show does not depend on the processor: NumPy and OpenBLAS round otherwise with other instructions."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tools import building

NEWER: list[str] = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])  # left out if it is none
"""What this processor has beyond what NumPy asks of every processor, such as AVX2 and AVX-512."""

OLDER = {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": " ".join(NEWER)}
"""Settings under which a product of matrices and a function of numbers are computed as in 2008."""

ROUNDED = """
import hashlib, numpy as np
A = np.random.default_rng(0).normal(size=(50, 50))
print(*(hashlib.sha256(B.tobytes()).hexdigest() for B in (A @ A, np.tanh(A))))
"""


def rounded(**settings: str) -> list[str]:
    """Return digests of a product of matrices and of a function of numbers, to the last bit."""
    done = subprocess.run([sys.executable, "-c", ROUNDED], env=os.environ | settings, capture_output=True, check=True)
    return done.stdout.decode().split()


@pytest.mark.long
def test_fences_and_labs_give_on_an_older_processor_what_the_pages_show(tmp_path: Path) -> None:
    if any(now == before for now, before in zip(rounded(), rounded(**OLDER), strict=True)):
        pytest.skip("on this machine the settings change no bit: it has the older instructions alone, or another BLAS")
    book = building.fresh_copy(tmp_path / "book")
    done = subprocess.run(
        [sys.executable, "-m", "nnbook.book", "check"],
        cwd=book,
        env=os.environ | OLDER | {"NNBOOK_COLD": "1", "PYTHONPATH": str(book)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith(" 0 wrong.")
