"""The licences of everything that the site ships, in docs/licences/: `python -m tools.licences` copies them afresh.

They come from the packages themselves, in the pinned versions. Those in `BY_HAND` come with no package that is
installed here: parts of the theme's scripts, and Python for the browser.
"""

import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from nnbook.book.vendor import pyodide, runtime
from nnbook.book.vendor.packages import BUNDLE, SOURCE, node
from tools.building import ROOT

FOLDER = ROOT / "docs" / "licences"
FONTS = ("@fontsource-variable/source-serif-4", "mathjax")
PYTHON = (*runtime.EXTRAS, "mkdocs-material", "pygments")
THEME = ("clipboard", "escape-html", "focus-visible", "lunr", "material-design-color", "rxjs", "tslib")
"""What the theme has bundled into its scripts and style sheets, as their source maps say."""

BY_HAND = (*THEME, "cpython", "emscripten", "pyodide")
LICENCE = re.compile(r"(?:^|/)[^/]*(?:licen[cs]e|copying|copyright)[^/]*$", re.IGNORECASE)


def bundled(target: Path) -> list[str]:
    """Bundle the modules of npm packages into a folder, and return which packages have a part in it."""
    done = subprocess.run([node(), str(BUNDLE), str(ROOT), str(target)], capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def theme() -> list[str]:
    """Return which packages the theme has bundled."""
    folder = Path(str(distribution("mkdocs-material").locate_file("material/templates/assets")))
    sources = [source for path in folder.rglob("*.map") for source in json.loads(path.read_bytes())["sources"]]
    return sorted({found[1] for source in sources if (found := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", source))})


def of_npm(package: str) -> str:
    """Return the licence of an installed npm package."""
    return (SOURCE / package / "LICENSE").read_text(encoding="utf-8")


def of_python(name: str) -> str:
    """Return the licence of an installed Python package, and of what it has from others."""
    found = distribution(name)
    files = sorted(str(file) for file in found.files or () if ".dist-info/" in str(file) and LICENCE.search(str(file)))
    return _together({file: Path(str(found.locate_file(file))).read_text(encoding="utf-8") for file in files})


def of_wheel(path: Path) -> str:
    """Return the licence in a wheel for the browser, and of what it has from others."""
    with zipfile.ZipFile(path) as wheel:
        files = [name for name in sorted(wheel.namelist()) if LICENCE.search(name) and not name.endswith(".py")]
        files = sorted(files, key=lambda name: ".dist-info/" not in name)
        return _together({name: wheel.read(name).decode() for name in files})


def of_icons() -> str:
    """Return the licence of the icons, which the theme brings."""
    folder = Path(str(distribution("mkdocs-material").locate_file("material/templates/.icons/material")))
    return (folder / "LICENSE").read_text(encoding="utf-8")


def of_the_site(packages: list[str]) -> dict[str, str]:
    """Return the text of each licence that comes with an installed package, by the name of its file."""
    texts = {name_of(package): of_npm(package) for package in (*packages, *FONTS)}
    return texts | {name_of(name): of_python(name) for name in PYTHON} | {"material-design-icons": of_icons()}


def of_the_runtime(folder: Path = pyodide.KEPT) -> dict[str, str]:
    """Return the text of the licence of each package for the browser."""
    return {name_of(name.partition("-")[0]): of_wheel(folder / name) for name in pyodide.wheels(folder)}


def main() -> int:
    """Write the licences, where they differ, and remove those of nothing."""
    texts = {**of_the_site(bundled(ROOT / ".cache/licences")), **of_the_runtime()}
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts.items():
        (FOLDER / f"{name}.txt").write_text(plain(text), encoding="utf-8", newline="\n")
    for path in FOLDER.iterdir():
        if path.stem not in {*texts, *BY_HAND}:
            path.unlink()
    print(f"{len(texts)} licences copied, {len(BY_HAND)} kept by hand: " + ", ".join(BY_HAND))
    return 0


def _together(texts: dict[str, str]) -> str:
    first, *others = texts.values()
    names = [name.rpartition("/")[2] for name in texts][1:]
    return "\n".join(
        [first.strip(), *(f"\n{'-' * 79}\n{name}\n\n{text.strip()}" for name, text in zip(names, others, strict=True))]
    )


def plain(text: str) -> str:
    """Return a text without spaces at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


def name_of(package: str) -> str:
    """Return the name of the file of a package's licence, without its ending."""
    return re.sub(r"[-_.]+", "-", package.removeprefix("@").replace("/", "-")).lower()


if __name__ == "__main__":
    sys.exit(main())
