"""The package as a whole: what importing it costs and what it shows."""

import ast
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

import nnbook as nn

PACKAGE = Path(nn.__file__).parent
STANDARD = "hashlib", "json", "pathlib", "dataclasses", "matplotlib", "numpy.random", "tqdm"


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_the_public_names_are_sorted_and_all_there() -> None:
    groups = [
        [name for name in nn.__all__ if name.isupper()],
        [name for name in nn.__all__ if not name.isupper() and name[0].isupper()],
        [name for name in nn.__all__ if name[0].islower()],
    ]
    assert nn.__all__ == [name for group in groups for name in sorted(group)]
    assert len(set(nn.__all__)) == len(nn.__all__)
    assert all(hasattr(nn, name) for name in nn.__all__)


def test_plots_are_imported_when_they_are_used() -> None:
    code = "import sys, nnbook; print('matplotlib' in sys.modules); nnbook.plots; print('matplotlib' in sys.modules)"
    assert run(code).split() == ["False", "True"]


def test_without_matplotlib_the_plots_say_what_to_install() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None; import nnbook\n"
        "try: nnbook.plots\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    assert run(code).strip() == "nn.plots draws with matplotlib, which is not installed: pip install 'nnbook[plots]'"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'nnbook' has no attribute 'Transformer'$"):
        nn.Transformer  # noqa: B018 - looking it up is what raises


def test_importing_the_library_adds_no_heavy_module_to_numpys() -> None:
    code = (
        "import sys, numpy; before = set(sys.modules); import nnbook; "
        f"print([name for name in {STANDARD} if name in set(sys.modules) - before])"
    )
    assert run(code).strip() == "[]"


def test_importing_the_library_costs_little_more_than_importing_numpy() -> None:
    """Medians of interleaved runs; the best of three tries, for the machine may be busy."""

    def seconds(module: str) -> float:
        start = time.perf_counter()
        run(f"import {module}")
        return time.perf_counter() - start

    ratios = []
    for _ in range(3):
        pairs = [(seconds("nnbook"), seconds("numpy")) for _ in range(5)]
        ratios.append(statistics.median(a / b for a, b in pairs))
        if ratios[-1] <= 1.3:
            return
    pytest.fail(f"import nnbook takes {min(ratios):.2f} times as long as import numpy; the bound is 1.3")


def code_lines(function: ast.FunctionDef, lines: list[str]) -> int:
    """Return how many lines of a function are code: neither docstring nor comment nor empty."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    taken = {number for node in body for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    return sum(bool(line := lines[number - 1].strip()) and not line.startswith("#") for number in taken)


def test_no_function_of_the_library_has_more_than_40_lines(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = {}
    for path in [*PACKAGE.glob("*.py"), *PACKAGE.glob("plots/*.py")]:
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lengths[f"{path.relative_to(PACKAGE)}: {node.name}"] = code_lines(node, text.splitlines())
    longest = max(lengths, key=lengths.__getitem__)
    with capsys.disabled():
        print(f"\nthe longest function of the library: {longest}, {lengths[longest]} lines", end="")
    assert lengths[longest] <= 40
