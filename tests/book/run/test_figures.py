"""Figures on a page: the page's colours, real text, ids of their own, a description, the same bytes every time."""

import base64
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from nnbook import plots
from nnbook.book.run.execution import run
from nnbook.book.run.figures import PIXELS_PER_POINT, FigureError, draw
from nnbook.plots.style import COLOURS, use_style

CODE = """
import matplotlib.pyplot as plt
import numpy as np

fig, ax = plt.subplots(label="A & <b>")
ax.plot([0, 1], [1, 3], "o-")
ax.scatter([0, 1], [2, 2], c=[0.1, 0.9])
ax.imshow(np.eye(3), extent=(0, 1, 0, 1))
ax.fill_between([0, 1], [1, 2], hatch="//")
ax.set_title("Loss & <accuracy>")
"""

pytestmark = pytest.mark.usefixtures("nothing_starts")


@pytest.fixture
def figure():
    with mpl.rc_context():
        use_style()
        fig, ax = plt.subplots(label="Two marks")
        ax.plot([0, 1], [1, 3], "o-", color=COLOURS["blue"])
        ax.set_title("Marks")
        yield fig
        plt.close("all")


def ids(svg: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', svg)


def references(svg: str) -> set[str]:
    return set(re.findall(r'(?:href="|url\()#([^")]+)', svg))


def drawn(code: str = CODE) -> str:
    outcome = run(code, page="page.md", line=1)
    assert outcome.error is None
    return outcome.figures[0].placed("fence-1-figure-1-")


def test_two_figures_on_a_page_share_no_id_and_refer_to_their_own() -> None:
    outcome = run(CODE + CODE, page="page.md", line=1)
    first, second = (figure.placed(f"fence-1-figure-{n}-") for n, figure in enumerate(outcome.figures, 1))
    assert ids(first)
    assert not set(ids(first)) & set(ids(second))
    for svg in (first, second):
        assert len(ids(svg)) == len(set(ids(svg)))
        assert references(svg) == set(ids(svg))


def test_the_same_figure_gives_the_same_bytes_here_and_in_another_process() -> None:
    program = (
        "import sys; from nnbook.book.run.execution import run\n"
        "sys.stdout.write(run(sys.stdin.read(), page='page.md', line=1).figures[0].placed('fence-1-figure-1-'))"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        input=CODE,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "77", "MPLBACKEND": "agg", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "12345"},
    )
    assert other.stdout == drawn() == drawn()


def test_house_colours_become_the_page_s_and_others_stay(figure: Figure) -> None:
    figure.axes[0].plot([0, 1], [0, 1], color="#123456")
    svg = draw(figure).svg
    assert "var(--nn-blue)" in svg
    assert "var(--nn-muted)" in svg
    assert not any(value in svg for value in COLOURS.values())
    assert "#123456" in svg


def test_black_text_stays_black_where_the_page_s_ink_is_light(figure: Figure) -> None:
    figure.axes[0].text(0.5, 1, "plain", color="black")
    figure.axes[0].text(0.5, 2, "$r^2$", color="black")
    svg = draw(figure).svg
    assert re.search(r"<text [^>]*fill:#000000[^>]*>plain</text>", svg)
    assert re.search(r"<tspan [^>]*fill:#000000[^>]*>r</tspan>\s*<tspan [^>]*fill:#000000[^>]*>2</tspan>", svg)
    assert not re.search(r"<text [^>]*fill[^>]*>Marks</text>", svg), "the page's own rule colours it"


def test_a_colour_in_the_text_of_a_figure_is_left_alone(figure: Figure) -> None:
    figure.axes[0].set_title(COLOURS["blue"])
    assert f">{COLOURS['blue']}<" in draw(figure).svg


def test_text_stays_text(figure: Figure) -> None:
    texts = [
        "".join(node.itertext()) for node in ET.fromstring(draw(figure).svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert "Marks" in texts


def test_a_figure_keeps_its_shape_and_takes_its_place_before_it_is_styled(figure: Figure) -> None:
    root = ET.fromstring(draw(figure).svg)
    width, height = (float(root.attrib[side]) for side in ("width", "height"))
    left, top, box_width, box_height = map(float, root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert width / height == pytest.approx(box_width / box_height, rel=0.01)
    assert width == pytest.approx(figure.get_figwidth() * 72 * PIXELS_PER_POINT, abs=1)


def test_a_figure_is_an_image_with_a_description(figure: Figure) -> None:
    figure.set_label('The "loss" <falls> & falls')
    root = ET.fromstring(draw(figure).svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'The "loss" <falls> & falls'


@pytest.mark.parametrize("label", ["", "   "])
def test_a_figure_without_a_description_is_refused(figure: Figure, label: str) -> None:
    figure.set_label(label)
    with pytest.raises(FigureError, match="describe"):
        draw(figure)


def test_nothing_in_a_figure_reaches_beyond_it(figure: Figure) -> None:
    svg = draw(figure).svg
    assert "<style" not in svg
    assert "<metadata" not in svg
    assert "<?xml" not in svg
    assert " href=" not in svg, "the theme's navigation assigns to href, which SVG does not allow"
    assert not re.search(r"\d{4}-\d{2}-\d{2}", svg)


def test_settings_of_a_fence_cannot_turn_text_into_shapes(figure: Figure) -> None:
    with mpl.rc_context({"svg.fonttype": "path"}):
        assert ">Marks</text>" in draw(figure).svg


def test_a_raster_keeps_its_pixels(figure: Figure) -> None:
    figure.axes[0].imshow(np.eye(2))
    assert "data:image/png;base64," in draw(figure).svg


def test_pictures_with_a_sign_are_known_and_others_are_not_among_them() -> None:
    grey, signed = np.eye(3), np.eye(3) - 0.5
    plots.pictures([grey, signed, grey, signed], signed=[1, 3], columns=2, alt="x")
    root = ET.fromstring(draw(plt.gcf()).svg.replace("xlink:href", "href"))
    svg = "{http://www.w3.org/2000/svg}"
    groups = root.findall(f".//{svg}g[@class='nn-signed']")
    assert len(groups) == 1
    inside, all_images = groups[0].findall(f".//{svg}image"), root.findall(f".//{svg}image")
    assert (len(inside), len(all_images)) == (1, 2)
    for image in all_images:
        with Image.open(io.BytesIO(base64.b64decode(image.attrib["href"].split(",")[1]))) as picture:
            colours = {tuple(one[:3]) for one in np.asarray(picture.convert("RGBA")).reshape(-1, 4).tolist() if one[3]}
        assert ((246, 246, 244) in colours or (19, 56, 168) in colours) is (image in inside)
    plt.close("all")
