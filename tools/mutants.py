"""Mutation test: change the library in thousands of small ways and count how many of them the tests notice.

`python -m tools.mutants [module …]` mutates the teaching modules (all of them, or those named) with mutmut, in a copy
under .cache/mutants, and fails when fewer than 96 mutants in a hundred are killed. The changes that no test noticed are
written to .cache/mutants/survivors.txt; docs/decisions says why the ones that remain are harmless.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACE = ROOT / ".cache" / "mutants"
LEAST = 0.96
SETTINGS = """
[project]
name = "mutants"
version = "0"

[tool.pytest.ini_options]
pythonpath = ["."]
addopts = ["--strict-markers", "-p", "no:cacheprovider", "-p", "no:codeblocks"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = {sources}
also_copy = ["nnbook", "tests", "tools"]
pytest_add_cli_args_test_selection = {tests}
"""


def teaching_modules() -> list[str]:
    """Return the names of the modules that readers import, without the package's own list of names."""
    return sorted(path.stem for path in (ROOT / "nnbook").glob("*.py") if path.stem != "__init__")


def prepare(modules: list[str]) -> None:
    """Copy the library and its tests, and say what to mutate and with what to test it."""
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(ROOT / "nnbook", PLACE / "nnbook", ignore=shutil.ignore_patterns("__pycache__", "book"))
    for name in ("tests", "tools"):  # of the tools one is tested with the library: what made its photographs
        (PLACE / name).mkdir()
        for path in (ROOT / name).glob("*.py"):
            shutil.copy(path, PLACE / name)
    with_tests = [name for name in teaching_modules() if (ROOT / "tests" / f"test_{name}.py").exists()]
    tests = [f"tests/test_{name}.py" for name in [*with_tests, "gradients"]]
    sources = [f"nnbook/{name}.py" for name in modules]
    (PLACE / "pyproject.toml").write_text(SETTINGS.format(sources=sources, tests=tests), encoding="utf-8")


def mutmut(*arguments: str) -> str:
    """Run mutmut in the copy and return what it prints."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    # As a module, for the command may not be on the path.
    command = [sys.executable, "-c", "from mutmut.__main__ import cli; cli()", *arguments]
    run = subprocess.run(command, cwd=PLACE, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"mutmut {' '.join(arguments)} failed:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}")
    return run.stdout


def main() -> int:
    """Run, count, report; return 1 when too many survive."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="module", help="for example: losses layers (default: all)")
    parser.add_argument("--jobs", default=str(os.cpu_count() or 1), help="how many at once (default: one a core)")
    options = parser.parse_args()
    prepare(options.modules or teaching_modules())
    print("changing the library and running its tests; this takes some minutes", flush=True)
    mutmut("run", "--max-children", options.jobs)
    states = re.findall(r"^\s*nnbook\.(\w+)\.(\S+): ([\w ]+)$", mutmut("results", "--all", "true"), re.MULTILINE)
    total = Counter(module for module, _, _ in states)
    lived: Counter[str] = Counter()
    with (PLACE / "survivors.txt").open("w", encoding="utf-8") as file:
        for module, name, state in states:
            if state not in ("killed", "timeout", "suspicious", "segfault"):
                lived[module] += 1
                changed = [line for line in mutmut("show", f"nnbook.{module}.{name}").splitlines() if line[:1] in "+-"]
                file.write(f"{module}.{name} ({state})\n" + "".join(f"    {line}\n" for line in changed[2:]))
    for module in sorted(total):
        print(f"{module:<20}{total[module] - lived[module]:>6} of {total[module]:>5} killed")
    killed, everything = total.total() - lived.total(), total.total()
    print(f"{'all':<20}{killed:>6} of {everything:>5} killed: {killed / max(everything, 1):.1%}")
    print(f"survivors: {PLACE / 'survivors.txt'}")
    return int(killed < LEAST * everything or everything == 0)


if __name__ == "__main__":
    sys.exit(main())
