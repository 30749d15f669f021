"""The checks of figures refuse damage: each is done to a copy of the site, and a named check must say where it is.

What happens to variables, rules, fonts, icons and hidden texts is in `test_damage_references`.
"""

import base64
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser

from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Fence
from tests.site.seen import damage, figures
from tests.site.seen.figures import Compared
from tests.site.seen.test_figures import drawings, whole
from tools import building
from tools.painted import paint

PAGE = "chapters/backprop/"
LAB = "labs/look_inside/"
SHEET = "assets/stylesheets/book.css"

Harm = Callable[[Path], None]


@dataclass(frozen=True)
class Figure:
    """Where the figure is that is damaged: in the only fence of a page with these words."""

    page: str
    words: str
    figure: int = 0

    @property
    def written(self) -> Fence:
        """The fence as its page has it."""
        path = f"docs/{self.page.strip('/')}.md"
        fences = parse((building.ROOT / path).read_text(encoding="utf-8"), path).fences
        (found,) = (fence for fence in fences if self.words in fence.source)
        return found

    @property
    def number(self) -> int:
        """The number of the fence."""
        return self.written.number

    @property
    def html(self) -> str:
        """The file of the page."""
        return f"{self.page}index.html"

    @property
    def drawing(self) -> str:
        """A pattern of the first drawing below the fence."""
        return rf'(?<=<div class="nn-fence" id="fence-{self.number}">)(?P<before>.*?)(?P<svg><svg width=.*?</svg>)'


BARS = Figure(PAGE, "wanted - outputs")
IMAGE = Figure(PAGE, 'captions=["a 7"]')
TABLE = Figure(PAGE, 'xlabel="what all ten outputs together ask for"')
CURVES = Figure(PAGE, 'ylabel="degrees off the true gradient"')
LEGEND = Figure("chapters/activations/", "Above, ReLU and leaky ReLU")
SPACES = Figure("chapters/digits/", "→{answers[i]}  {", 1)


def find(pattern: str, text: str) -> re.Match[str]:
    """Return the one place that is meant."""
    found = re.search(pattern, text, re.DOTALL)
    assert found, pattern
    return found


def swapped(site: Path) -> None:
    """Put two figures into each other's places."""
    page = site / BARS.html
    text = page.read_text(encoding="utf-8")
    bars, table = (find(fence.drawing, text)["svg"] for fence in (BARS, TABLE))
    damage.rewrite(page, lambda text: text.replace(bars, "\0").replace(table, bars).replace("\0", table))


def changed(fence: Figure, change: Callable[[str], str]) -> Harm:
    """Return a damage to the drawing of a fence, given the text of it."""
    return lambda site: damage.substitute(
        site / fence.html, fence.drawing, lambda found: found["before"] + change(found["svg"])
    )


def moved(fence: Figure, text: str, right: float, down: float, *, below: bool = False) -> Harm:
    """Return a damage that moves a text of a figure, and puts it below all else."""
    pattern = rf'<text (?P<look>[^>]*)x="(?P<x>[^"]+)" y="(?P<y>[^"]+)">{re.escape(text)}</text>'

    def move(svg: str) -> str:
        found = find(pattern, svg)
        x, y = float(found["x"]) + right, float(found["y"]) + down
        elsewhere = f'<text {found["look"]}x="{x}" y="{y}">{text}</text>'
        if not below:
            return svg.replace(found[0], elsewhere, 1)
        start = svg.index(">") + 1
        return svg[:start] + elsewhere + svg[start:].replace(found[0], "", 1)

    return changed(fence, move)


def without(fence: Figure, pattern: str) -> Harm:
    """Return a damage that takes what matches out of a drawing."""
    return changed(fence, lambda svg: re.sub(pattern, "", svg, count=1, flags=re.DOTALL))


def replaced(pattern: str, by: str) -> Harm:
    """Return a damage to the style sheet."""
    return lambda site: damage.substitute(site / SHEET, pattern, by)


def negative(site: Path, page: str, picture: str) -> str:
    """Return the source of the negative of a picture, given its own source."""
    content = (
        base64.b64decode(picture.partition(",")[2])
        if picture.startswith("data:")
        else (site / page / picture).read_bytes()
    )
    with Image.open(io.BytesIO(content)) as image:
        inverse = io.BytesIO()
        ImageOps.invert(image.convert("RGB")).save(inverse, "WEBP", lossless=True)
    return f"data:image/webp;base64,{base64.b64encode(inverse.getvalue()).decode()}"


def inverted(fence: Figure) -> Harm:
    """Return a damage that turns an image of a digit into its negative."""
    source = r'(?<=<img alt="" src=")[^"]+'
    return lambda site: changed(
        fence, lambda svg: re.sub(source, lambda found: negative(site, fence.page, found[0]), svg, count=1)
    )(site)


DAMAGES: dict[str, tuple[Harm, Figure, Callable[..., list[str]]]] = {
    "two figures swapped": (swapped, BARS, figures.unlike),
    "a figure blank": (without(TABLE, r"(?<=>).*(?=</svg>)"), TABLE, figures.incomplete),
    "a curve missing": (without(CURVES, r"<path[^>]*stroke:var\(--nn-green\)[^>]*>"), CURVES, figures.incomplete),
    "two spaces made one": (replaced(r"(svg text\s*\{[^}]*)white-space:\s*pre", r"\1"), SPACES, figures.incomplete),
    "a label moved out of its box": (moved(BARS, "output 0", -60, 0), BARS, figures.outside),
    "a text on another": (moved(BARS, "output 0", 0, 16), BARS, figures.overlapping),
    "a legend over a curve": (moved(LEGEND, "leaky, 0.1", -190, 36), LEGEND, figures.crossed),
    "a text over the edge of a bar": (moved(BARS, "−0.65", 16, 0), BARS, figures.crossed),
    "a text behind a bar": (moved(BARS, "−0.65", 60, 0, below=True), BARS, figures.hidden),
    "a text in the colour of the page": (
        replaced(r"(svg text\s*\{\s*fill:\s*)var\(--nn-ink\)", r"\1var(--nn-paper)"),
        BARS,
        figures.hidden,
    ),
    "a text in a faint colour": (
        replaced(r"(svg text\s*\{\s*fill:\s*)var\(--nn-ink\)", r"\1var(--nn-grid)"),
        BARS,
        figures.faint,
    ),
    "letters too small": (
        changed(BARS, lambda svg: svg.replace("font-size:10.5px", "font-size:5px")),
        BARS,
        figures.tiny,
    ),
    "a dark colour in the light scheme": (replaced("#d1731a", "#f0aa59"), BARS, figures.discoloured),
    "a variable dropped": (replaced(r"--nn-blue:\s*#1338a8;?", ""), BARS, figures.discoloured),
    "an image of a digit inverted": (inverted(IMAGE), IMAGE, figures.falsified),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_refused(name: str, site: Path, tmp_path: Path, chromium: Browser) -> None:
    harm, fence, check = DAMAGES[name]
    drawn = drawings(site, [(fence.page, fence.written)])
    copy = damage.copy(site, tmp_path / "site")
    harm(copy)
    with building.serve(copy) as address:
        width = 360 if check is figures.faint else 1280
        pictures = paint(chromium, address, fence.page, schemes=["light"], widths=[width])
        (painted,) = (one for one in pictures if (one.fence, one.number) == (fence.number, fence.figure))
    compared = Compared(painted, drawn[fence.page, fence.number, fence.figure])
    problems = check(compared) if check in figures.OF_PICTURES else check(painted)
    print(problems)
    assert problems, f"{check.__name__} has not seen: {name}"


def test_an_inverted_picture_of_a_lab_is_refused(site: Path, tmp_path: Path, chromium: Browser) -> None:
    copy = damage.copy(site, tmp_path / "site")
    damage.substitute(
        copy / LAB / "index.html", r'(?<=src=")[^"]*assets/figures/[^"]+', lambda found: negative(site, LAB, found[0])
    )
    drawn = drawings(site, [(LAB, whole(LAB))])
    with building.serve(copy) as address:
        pictures = list(paint(chromium, address, LAB, schemes=["light"], widths=[1280], apart=False))
    problems = [figures.falsified(Compared(one, drawn[LAB, one.fence, one.number])) for one in pictures]
    assert problems[0]
    assert not any(problems[1:])
