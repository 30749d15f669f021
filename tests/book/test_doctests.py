"""pytest over pages: each fence in isolation, failures that name page and line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nnbook.book.parse.fences import EXPECTED

ROOT = Path(__file__).parents[2]

LEAK = """\
```python
import sys
import warnings

import matplotlib as mpl
import numpy as np

import nnbook as nn

np.random.seed(0)
mpl.rcParams["font.size"] = 99
warnings.simplefilter("ignore")
nn.leaked = sys.leaked = True
```

```python
import sys
import warnings

import matplotlib as mpl
import numpy as np

import nnbook as nn

assert mpl.rcParams["font.size"] != 99
assert not hasattr(nn, "leaked") and not hasattr(sys, "leaked")
try:
    warnings.warn("still an error")
except UserWarning:
    pass
else:
    raise AssertionError
```
"""
WRONG = f"# T\n\n```python\nimport nnbook\n\nprint(1)\n```\n{EXPECTED}\n```text\n2\n```\n"
RAISES = "# T\n\n```python\nimport nnbook\n\n1 / 0\n```\n"
SILENT = "```python\nimport nnbook\n\nprint(1)\n```\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run pytest, with the book's own conftest, over pages that are right and wrong."""
    root: Path = tmp_path_factory.mktemp("pages")
    shutil.copy(ROOT / "conftest.py", root)
    nested = "- item\n\n    ```python\n    import nnbook\n\n    print('a')\n    print()\n    ```\n"
    nested += f"    {EXPECTED}\n    ```text\n    a\n\n    ```\n"
    pages = {"leak": LEAK, "wrong": WRONG, "raises": RAISES, "silent": SILENT, "nested": nested}
    for name, text in pages.items():
        (root / f"{name}.md").write_text(text)
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-p", "no:cacheprovider", "-rA", "-c", "/dev/null"]
    command += ["--rootdir", str(root), *(f"{name}.md" for name in pages)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout


def test_right_fences_pass_and_leak_nothing_to_the_next(report: str) -> None:
    assert "PASSED leak.md::line 1\n" in report
    assert "PASSED leak.md::line 16\n" in report
    assert "PASSED nested.md::line 3\n" in report


def test_a_wrong_output_names_page_line_and_difference(report: str) -> None:
    assert "FAILED wrong.md::line 3" in report
    assert "wrong.md:10: the fence prints something else" in report
    assert "\n-2\n+1\n" in report


def test_an_error_names_page_and_line(report: str) -> None:
    assert "FAILED raises.md::line 3" in report
    assert "raises.md:6: ZeroDivisionError" in report


def test_printing_without_a_promise_fails_here_too(report: str) -> None:
    assert "FAILED silent.md::line 1" in report
