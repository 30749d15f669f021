"""Install a release's wheel and run the library's tests from its sdist: `python -m tools.from_sdist [PYTHON …]`.

Each interpreter gets an environment of its own with the pinned packages. In the unpacked sdist the library is taken
away first, so that what is tested is the wheel.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.building import ROOT

DIST = ROOT / "dist"


def unpack(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist without the library in it; return where its tests are."""
    with tarfile.open(sdist) as archive:
        # Python 3.11.0 to 3.11.3 know no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    shutil.rmtree(inside / "nnbook")
    return inside


def library_tests(inside: Path, modules: Path) -> list[str]:
    """Return the tests of the library: of its modules, of all its gradients, and of its figures."""
    named = [f"tests/test_{path.stem}.py" for path in sorted(modules.glob("*.py"))]
    return [name for name in (*named, "tests/test_gradients.py", "tests/plots") if (inside / name).exists()]


def environment(folder: Path, python: str, inside: Path, wheel: Path) -> Path:
    """Make an environment with the pinned packages, each with its checksum, and the wheel; return its Python."""
    subprocess.run((python, "-m", "venv", str(folder)), check=True)
    made = folder / "bin" / "python"
    pip = (str(made), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run((*pip, "--require-hashes", "--requirement", str(inside / "requirements/test.txt")), check=True)
    subprocess.run((*pip, "--no-deps", str(wheel)), check=True)
    return made


def run(python: str) -> int:
    """Do it with one interpreter; return pytest's exit code."""
    (sdist,), (wheel,) = DIST.glob("*[0-9].tar.gz"), DIST.glob("*.whl")
    with tempfile.TemporaryDirectory() as name:
        inside = unpack(sdist, Path(name, "sdist"))
        made = environment(Path(name, "venv"), python, inside, wheel)
        where = subprocess.run(
            (str(made), "-c", "import nnbook, sys; print(nnbook.__file__); print(sys.version.split()[0])"),
            cwd=inside, capture_output=True, text=True, check=True,
        ).stdout.split()  # fmt: skip
        print(f"Python {where[1]}: {where[0].removeprefix(name)}", flush=True)
        tests = library_tests(inside, Path(where[0]).parent)
        command = (str(made), "-m", "pytest", "--quiet", "-p", "no:cacheprovider", *tests)
        return subprocess.run(command, cwd=inside, check=False).returncode


if __name__ == "__main__":
    sys.exit(max(run(python) for python in sys.argv[1:] or [sys.executable]))
