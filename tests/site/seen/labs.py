"""The pictures of the labs on the screen, beside what the notebooks' kernels have sent."""

import base64
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from mkdocs.config import load_config
from mkdocs.structure.pages import Page
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser

from nnbook.book.notebooks.labs import LabFile, Labs, page_key
from tools.building import ROOT
from tools.painted import SCALES, SCHEMES, dress, opened, shot

LARGEST_DISTANCE = 12.0

PLACES = """() => [...document.querySelectorAll(".jupyter-wrapper img")].map((image) => {
  const { left, top, right, bottom } = image.getBoundingClientRect();
  const room = getComputedStyle(image);
  const sides = ["Left", "Top", "Right", "Bottom"].map((side) => parseFloat(room[`padding${side}`]));
  return [left + sides[0], top + scrollY + sides[1], right - sides[2], bottom + scrollY - sides[3]];
})"""

PAPER = "#fdfdfe"
"""What the labs' pictures lie on in both schemes."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """The picture `number` (from 1) of a lab, as it is on the screen and as it was sent, both (height, width, 3)."""

    page: str
    number: int
    scheme: str
    width: int
    pixels: Pixels = field(repr=False)
    sent: Pixels = field(repr=False)

    def __str__(self) -> str:
        return f"{self.page}: picture {self.number} ({self.scheme}, {self.width})"

    @property
    def distance(self) -> float:
        """How far the one is from the other, in the mean over pixels and channels, from 0 to 255."""
        return float(np.abs(self.pixels.astype(float) - self.sent).mean())


def changed(picture: Picture) -> list[str]:
    """Refuse a picture that is not what was sent."""
    if picture.distance <= LARGEST_DISTANCE:
        return []
    return [f"{picture} is {picture.distance:.1f} from the output of its notebook"]


def outputs(name: str) -> list[Image.Image]:
    """Return the pictures that a lab's kernel has sent, which the build of the site has kept."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    file = LabFile(f"{name.strip('/')}.ipynb", config.docs_dir, config.site_dir, config.use_directory_urls)
    kept = Labs().kept.get(page_key(Page(None, file, config)))
    assert kept is not None, f"{name} was not executed here: build the site in this tree, with this library"
    sent = re.findall(r'src="data:image/png;base64,([^"]+)"', json.loads(kept)["content"])
    return [Image.open(io.BytesIO(base64.b64decode(one))) for one in sent]


def pictures(
    browser: Browser,
    address: str,
    name: str,
    *,
    schemes: Sequence[str] = tuple(SCHEMES),
    widths: Sequence[int] = tuple(SCALES),
) -> Iterator[Picture]:
    """Yield every picture of a lab."""
    sent = outputs(name)
    for width in widths:
        with opened(browser, address, name, width, widgets=False) as page:
            places = page.evaluate(PLACES)
            for scheme in schemes:
                dress(page, scheme)
                for number, (place, output) in enumerate(zip(places, sent, strict=True), 1):
                    seen = shot(page, place)
                    wanted = Image.new("RGBA", output.size, PAPER)
                    wanted.alpha_composite(output.convert("RGBA"))
                    size = (seen.shape[1], seen.shape[0])
                    expected = np.asarray(wanted.convert("RGB").resize(size, Image.Resampling.BOX))
                    yield Picture(name, number, scheme, width, seen, expected)
