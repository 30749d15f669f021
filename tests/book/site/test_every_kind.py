"""Every kind of kept file, damaged in ten ways: refused each time, and the next build gives a clean build's bytes."""

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
import yaml

from nnbook.book.cli import main
from nnbook.book.files import PACKAGE, Kept
from tests.book import small_site
from tests.book.parse.test_labs import code, text
from tests.book.site.test_disasters import CHAPTER, FIGURE, INDEX, SETTINGS, build

KEPT = Path(".cache/nnbook")
FORMULAS = r"""
## Formulas

Twice $2 + 2 = 4$.

$$
\begin{equation}
\operatorname{relu}(z) = \max(0, z)
\label{eq:activations-relu}
\end{equation}
$$

$$
\begin{equation}
\operatorname{relu}'(z) = \begin{cases} 1 & \text{if } z > 0 \\ 0 & \text{if } z \le 0 \end{cases}
\label{eq:activations-relu-derivative}
\end{equation}
$$

<details class="derivation" markdown>
<summary>Where this comes from</summary>

By the *definition* \eqref{eq:activations-relu}:

$$
\operatorname{relu}'(z) = \frac{d}{dz} \max(0, z)
$$

To the right of 0 the larger one is $z$, a line of slope 1. To the left it is 0 and does not move. At 0 itself there is
a corner, and the value is a choice:

$$
= \begin{cases} 1 & \text{if } z > 0 \\ 0 & \text{if } z \le 0 \end{cases}
$$

</details>
"""
PIXELS = """
```python
import nnbook as nn
import numpy as np

axes = nn.plots.pictures([np.arange(4096.0).reshape(64, 64)], alt="Brighter")
```
"""
EXTENSIONS = ["nnbook.book.extensions.formulas", "pymdownx.details"]
PLUGINS = ["search", "nnbook"]
MAKERS = {"bs4", "fontTools", "jsonschema", "jupyter_client", "matplotlib", "mkdocs_jupyter", "nbconvert", "sympy"}
"""Packages that formulas, labs, fences and fonts are made with; importing one takes as long as many pages."""

ELSEWHERE = {"bytecode", "drawn", "fonts", "packed", "pyodide", "ready", "scripts", "site-of-tests.lock", "snapshot"}
"""What lies in the checkout and not in the folder of a site, or is no result."""


@pytest.fixture(scope="module", autouse=True)
def settings() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        patch.delenv("CI", raising=False)
        yield


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, settings: None) -> tuple[Path, dict[str, bytes]]:
    """Build a site of two pages and a lab with something of every kind, once and from nothing."""
    root = tmp_path_factory.mktemp("clean")
    small_site.write(root, index=INDEX, chapter=f"{CHAPTER}\n{FIGURE}\n{PIXELS}\n{FORMULAS}")
    given = yaml.safe_load((root / "mkdocs.yml").read_text())
    given |= {"plugins": PLUGINS, "site_url": "http://x/", "theme": {"name": "material", "font": False}}
    given["markdown_extensions"] += EXTENSIONS
    (root / "mkdocs.yml").write_text(yaml.safe_dump(given))
    cells = [text("# Lab"), code("import nnbook as nn\n\nprint(nn.relu(2.0))\n")]
    (root / "docs/lab.ipynb").write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["update", "docs/lab.ipynb"]) == 0
        shutil.rmtree(root / KEPT)
    return root, build(root)


@pytest.fixture
def book(clean: tuple[Path, dict[str, bytes]], tmp_path: Path) -> Path:
    """Return a copy of the site as it was built, with what was kept."""
    return Path(shutil.copytree(clean[0], tmp_path / "book", symlinks=True))


Damage = Callable[[Path, bytes], object]


def folder(path: Path, _: bytes) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def link(target: str) -> Damage:
    def linked(path: Path, _: bytes) -> None:
        path.unlink()
        path.symlink_to(target)

    return linked


def others(path: Path, content: bytes) -> None:
    """Put another's content there, of the same kind if there is one: whole, but not what the name says."""
    kind = path.parents[1]
    found = (one.read_bytes() for one in entries(kind) if one != path)
    path.write_bytes(next((other for other in found if other != content), content[:64] + b"\nother"))


DAMAGES: dict[str, Damage] = {
    "emptied": lambda path, content: path.write_bytes(b""),
    "cut in half": lambda path, content: path.write_bytes(content[: len(content) // 2]),
    "without its first line": lambda path, content: path.write_bytes(content.partition(b"\n")[2]),
    "one bit turned": lambda path, content: path.write_bytes(content[:-1] + bytes([content[-1] ^ 1])),
    "a bit of the checksum turned": lambda path, content: path.write_bytes(bytes([content[0] ^ 1]) + content[1:]),
    "more at its end": lambda path, content: path.write_bytes(content + b"\n<p>more</p>"),
    "zeros of a full disk": lambda path, content: path.write_bytes(content[:60] + bytes(max(len(content) - 60, 9))),
    "noise": lambda path, content: path.write_bytes(random.Random(0).randbytes(len(content))),
    "that of another": others,
    "a folder": folder,
    "a link to nowhere": link("nowhere"),
    "a link to itself": lambda path, content: link(path.name)(path, content),
    "not to be read": lambda path, content: path.chmod(0),
}


def entries(kind: Path) -> list[Path]:
    return sorted(path for path in kind.glob("??/*") if path.is_file())


def kinds(root: Path) -> list[Path]:
    return sorted(path for path in (root / KEPT).iterdir() if path.is_dir() and entries(path))


def test_the_site_has_every_kind_of_kept_file(clean: tuple[Path, dict[str, bytes]]) -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "book").rglob("*.py"))
    named = set(re.findall(r'CACHE / "([\w-]+)"', sources)) | {"pictures", "sheet", "print"}
    assert {kind.name for kind in kinds(clean[0])} == named - ELSEWHERE


def test_a_build_that_finds_all_kept_imports_nothing_that_makes_it(book: Path) -> None:
    command = [sys.executable, "-P", "-X", "importtime", "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=book, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "nnbook" in imported
    assert imported & MAKERS == set()


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_kept_file_of_any_kind_is_read_when_it_is_damaged(book: Path, damage: str) -> None:
    for kind in kinds(book):
        for path in entries(kind):
            content = path.read_bytes()
            DAMAGES[damage](path, content)
            kept = Kept(kind, cold_build=False)
            # Whoever may read everything reads what is whole.
            assert kept.get(path.name) in ((None, content[65:]) if damage == "not to be read" else (None,)), path
            kept.put(path.name, content[65:])
            assert kept.get(path.name) == content[65:]
            assert path.read_bytes() == content


def built_after(book: Path, first: int) -> dict[str, bytes]:
    """Damage every kept file, each kind in its own way, beginning with one of the ways; return what is built then."""
    for number, kind in enumerate(kinds(book)):
        damages = islice(cycle(DAMAGES.values()), first + number, None)
        damage = next(damages)
        for path in entries(kind):
            damage(path, path.read_bytes())
    shutil.rmtree(book / "site")
    return build(book)


def test_a_build_after_another_damage_to_each_kind_gives_the_bytes_of_a_clean_build(
    clean: tuple[Path, dict[str, bytes]], book: Path
) -> None:
    assert built_after(book, 0) == clean[1]


@pytest.mark.long
@pytest.mark.parametrize("first", range(1, len(DAMAGES)))
def test_so_does_the_build_after_each_damage_to_each_kind(
    clean: tuple[Path, dict[str, bytes]], book: Path, first: int
) -> None:
    assert built_after(book, first) == clean[1]
