"""Pictures of pixels leave the page, and are found from it."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from nnbook.book.files import Kept
from nnbook.book.run.figures import draw
from nnbook.book.site.images import FOLDER, moved_out

PIXELS = np.random.default_rng(0).integers(0, 256, (30, 70), dtype=np.uint8)


def kept(folder: Path) -> tuple[str, NDArray[np.uint8]]:
    """Return name and pixels of the only picture of a site."""
    (file,) = (folder / FOLDER).iterdir()
    with Image.open(file) as image:
        assert image.format == "WEBP"
        return file.name, np.asarray(image.convert("L"))


@pytest.fixture
def inline() -> str:
    content = io.BytesIO()
    Image.fromarray(PIXELS).save(content, "PNG")
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"


def test_a_picture_that_stands_alone_has_its_room_and_is_fetched_when_near(inline: str, tmp_path: Path) -> None:
    page = moved_out(f'<img alt="Noise" src="{inline}">', "chapters/first/", tmp_path, Kept(tmp_path / "kept"))
    name, pixels = kept(tmp_path)
    assert page == f'<img alt="Noise" src="../../{FOLDER}/{name}" loading="lazy" width="70" height="30">'
    np.testing.assert_array_equal(pixels, PIXELS)


def test_a_picture_in_a_drawing_keeps_its_place_and_stands_upright(tmp_path: Path) -> None:
    figure = Figure(figsize=(5, 3), dpi=72)
    figure.set_layout_engine("none")  # whatever another test has set for all figures
    figure.set_label("Noise, with the pixels of its upper half white.")
    values = np.where(np.arange(60)[:, None] < 30, 255, np.random.default_rng(0).integers(0, 200, (60, 100)))
    axes = figure.add_axes((0.2, 0.1, 0.5, 0.6))
    axes.imshow(values, cmap="gray", vmin=0, vmax=255, aspect="auto")
    axes.set_axis_off()
    page = moved_out(draw(figure).svg, "", tmp_path, Kept(tmp_path / "kept"))
    name, pixels = kept(tmp_path)
    found = re.search(
        r'<foreignObject x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"><img alt="" src="(.*?)" loading="lazy">', page
    )
    assert found
    assert found[5] == f"{FOLDER}/{name}"
    x, y, width, height = map(float, found.groups()[:4])
    # The axes, in points from the upper left corner; matplotlib rounds to whole pixels.
    np.testing.assert_allclose([x, y, x + width, y + height], [72, 64.8, 252, 194.4], atol=1.1)
    upper, lower = np.array_split(pixels[2:-2, 2:-2], 2)
    assert upper[:-2].min() > 250
    assert lower[2:].max() < 250


def test_a_small_picture_with_which_a_page_opens_stays_in_it(tmp_path: Path) -> None:
    dots = np.random.default_rng(0).integers(0, 2, (100, 100)).astype(np.uint8) * 255
    content = io.BytesIO()
    Image.fromarray(dots).save(content, "PNG")
    small = f'<img src="data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}">'
    page = moved_out(
        f'<div class="nn-picture-first"><figure>{small}</figure></div>{small}', "", tmp_path, Kept(tmp_path / "kept")
    )
    name, _ = kept(tmp_path)
    opening, rest = page.split("</div>")
    assert rest == f'<img src="{FOLDER}/{name}" loading="lazy" width="100" height="100">'
    found = re.search(r'<img src="data:image/webp;base64,(.*)" width="100" height="100">', opening)
    assert found
    with Image.open(io.BytesIO(base64.b64decode(found[1]))) as image:
        np.testing.assert_array_equal(np.asarray(image.convert("L")), dots)


def test_a_large_picture_with_which_a_page_opens_leaves_it_and_is_fetched_at_once(inline: str, tmp_path: Path) -> None:
    page = moved_out(
        f'<div class="nn-picture-first"><figure><img src="{inline}"></figure></div>',
        "",
        tmp_path,
        Kept(tmp_path / "kept"),
    )
    name, _ = kept(tmp_path)
    assert f'src="{FOLDER}/{name}" width=' in page
    assert "lazy" not in page
