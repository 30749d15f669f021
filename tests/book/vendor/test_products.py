"""The library for products of matrices is what its source says, and a site can do without."""

import json
from pathlib import Path

import pytest

from nnbook.book.vendor import pyodide
from nnbook.book.vendor.runtime import MANIFEST, PRODUCTS, lay_out
from tools.products import SOURCE, section


def test_the_library_is_made_of_this_source() -> None:
    content = PRODUCTS.read_bytes()
    assert content.endswith(section(SOURCE.read_bytes())), "make it anew: python -m tools.products"
    assert content.startswith(b"\0asm\1\0\0\0")
    assert len(content) < 12_000


def test_a_site_can_be_made_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pyodide.gather(), "no source has the files of Pyodide: these tests need them once"
    monkeypatch.setenv("NNBOOK_PRODUCTS", "0")
    lay_out(target=tmp_path)
    assert PRODUCTS.name not in json.loads((tmp_path / MANIFEST).read_bytes())["steps"]["python"]
    assert not (tmp_path / PRODUCTS.name).exists()
