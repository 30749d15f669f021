"""Pictures of pixels leave the page, and are found from it."""

import base64
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nnbook.book.rasters import FOLDER, moved_out


@pytest.fixture
def png(tmp_path: Path) -> bytes:
    pixels = np.random.default_rng(0).integers(0, 256, (30, 70), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "noise.png")
    return (tmp_path / "noise.png").read_bytes()


def inline(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def test_a_picture_in_a_drawing_becomes_a_file_with_the_same_pixels(png: bytes, tmp_path: Path) -> None:
    page = moved_out(f'<svg><image xlink:href="{inline(png)}" width="5"/></svg>', "chapters/first/", tmp_path / "site")
    (file,) = (tmp_path / "site" / FOLDER).iterdir()
    assert file.read_bytes() == png
    assert page == f'<svg><image xlink:href="../../{FOLDER}/{file.name}" width="5"/></svg>'


def test_a_picture_of_a_notebook_keeps_its_room_until_it_is_fetched(png: bytes, tmp_path: Path) -> None:
    page = moved_out(f'<img alt="Noise" src="{inline(png)}">', "", tmp_path)
    assert page.startswith(f'<img alt="Noise" src="{FOLDER}/')
    assert page.endswith('.png" width="70" height="30" loading="lazy">')


def test_a_small_picture_is_not_worth_a_request(tmp_path: Path) -> None:
    page = f'<img src="{inline(b"small")}">'
    assert moved_out(page, "", tmp_path) == page
    assert not (tmp_path / FOLDER).exists()
