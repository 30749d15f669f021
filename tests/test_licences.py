"""Everything that the site ships from others has its licence there: the packages' own text, linked from a page."""

import re
from pathlib import Path

import pytest

from nnbook.book.vendor import pyodide, runtime
from nnbook.book.vendor.packages import TARGET, require
from nnbook.book.vendor.packing import SUFFIX
from tools import licences
from tools.building import ROOT

PAGE = (ROOT / "docs/reference/licences.md").read_text(encoding="utf-8")
LINKED = re.findall(r"\]\(\.\./licences/([\w-]+)\.txt\)", PAGE)
FILES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs/licences").iterdir()}


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return licences.bundled(tmp_path_factory.mktemp("bundles"))


def test_the_page_links_every_licence_once() -> None:
    assert sorted(LINKED) == sorted(FILES)
    assert all(len(text) > 250 for text in FILES.values())


def test_licences_of_npm_and_python_packages_are_their_own_words(bundled: list[str]) -> None:
    """Of what esbuild says is in the bundles, of fonts, and of what the theme and the colours of code come from."""
    texts = licences.of_the_site(bundled)
    assert {"codemirror-state", "lit-html", "d3-contour", "mathjax", "mkdocs-material", "autograd"} <= set(texts)
    assert {name: text for name, text in texts.items() if licences.plain(text) != FILES.get(name)} == {}


def test_licences_of_python_in_the_browser_are_in_its_wheels() -> None:
    if not pyodide.gather():
        pytest.skip("the files of Pyodide cannot be had here")
    texts = licences.of_the_runtime()
    assert {"numpy", "matplotlib", "pillow"} <= set(texts)
    assert {name: text for name, text in texts.items() if licences.plain(text) != FILES.get(name)} == {}


def test_what_the_theme_has_bundled_is_known() -> None:
    assert licences.theme() == sorted(licences.THEME)


def test_no_licence_is_kept_of_what_is_not_shipped(bundled: list[str]) -> None:
    shipped = {*licences.of_the_site(bundled), *map(licences.name_of, (*pyodide.NUMPY, *pyodide.MATPLOTLIB))}
    assert set(FILES) == {*shipped, *licences.BY_HAND}


def test_every_vendored_file_is_of_something_with_a_licence(bundled: list[str]) -> None:
    """Folders hold what esbuild made of the packages it names, two typefaces, or the runtime, file by file."""
    require()
    folders = {path.name for path in TARGET.iterdir() if path.is_dir()}
    assert folders - {"live"} == {"editor", "fonts", "maths", *(name for name in bundled if (TARGET / name).exists())}
    live = [path.name for path in TARGET.glob("live/*")]
    assert [name for name in live if not _of_the_runtime(name)] == []


def _of_the_runtime(name: str) -> bool:
    core = {
        *pyodide.CORE,
        runtime.MANIFEST,
        "nnbook.whl",
        "mnist.npz",
        "libraries",
        "snapshot",
        "rest.zip",
        "products.so",
        "session.whl",
    }
    return name.removesuffix(SUFFIX) in core or licences.name_of(name.partition(".")[0]) in FILES


def test_a_wheel_that_brings_the_work_of_others_brings_their_licences_too() -> None:
    assert "DejaVu" in FILES["matplotlib"]
    assert "STIX" in FILES["matplotlib"]
    assert "Mozilla Public License" in FILES["pyodide"]
    assert "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in FILES["cpython"]


def test_the_program_writes_what_is_missing_and_removes_what_is_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(licences, "FOLDER", tmp_path)
    monkeypatch.setattr(licences, "bundled", lambda target: ["lit-html"])
    monkeypatch.setattr(licences, "of_the_runtime", lambda: {})
    (tmp_path / "gone.txt").write_text("Free.\n", encoding="utf-8")
    (tmp_path / "pyodide.txt").write_text("Kept.\n", encoding="utf-8")
    assert licences.main() == 0
    assert not (tmp_path / "gone.txt").exists()
    assert (tmp_path / "pyodide.txt").read_text() == "Kept.\n"
    assert (tmp_path / "lit-html.txt").read_text(encoding="utf-8") == FILES["lit-html"]
