"""What must hold of every figure on the screen; each check returns what does not, as `page: figure: what`.

The limits stand between what good figures and damaged ones reach, measured on the book's 138 figures, each painted in
two schemes at two widths (552 pictures, with 796 times an array in them):

- similarity: good ones have 0.904 to 1, in the median 0.984. Two figures of a page that change places have 0.66 in
  the median, blank ones 0.83; those that are more similar, mostly empty ones, differ by what is missing.
- what is missing: in good ones up to 95 square pixels (a thin line, which one of the two spreads over two rows), in the
  median none. Without its thinnest curve a figure lacks 1,350 in the median of 44 figures; 43 lack 122 or more, and one
  lacks 60, whose curve is short and lies on another.
- colours: a share may be other by four tenths and 0.6 % of the picture; the largest difference of good ones is 0.43 %
  beyond that four tenths. A colour of the other scheme fills 10 % where a bar has it.
- arrays: good ones are up to 19 away from what is shown (in the median 6), negatives 65 and more (in the median 203).
- texts: of the 6,100 texts of good figures none overlaps another, reaches beyond its figure, or has ink over a line or
  beside one. The planted ones have 100 square pixels and more of what crosses them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import binary_dilation, maximum_filter, minimum_filter
from skimage.color import rgb2gray
from skimage.draw import polygon2mask
from skimage.metrics import structural_similarity

from tests.plots.test_style import schemes
from tests.site.seen.contrast import ROUNDED, standing_out
from tests.site.seen.drawn import Drawn, Shown
from tools.painted import Painted

LEAST_SIMILAR = 0.85
LARGEST_MISSING = 110.0
LARGEST_SHIFT = 0.4
SMALLEST_SHARE = 0.006
LARGEST_DISTANCE = 35.0
LARGEST_OVERLAP = 0.5
LARGEST_HIDDEN = 0.1
LARGEST_CROSSING = 4.0
LEAST_SIZE = 9.0
LEAST_CONTRAST = (4.5, 3.0)
LARGE = 24.0
"""From how many pixels on letters are large, and the second contrast is enough."""

NEAR = 24
"""How far the channels of a pixel may be from a colour that it counts as."""

INK = 96
"""How far they are from the page's where a letter has its ink, and not only its edge."""

STEP = 0.25
"""How much lighter or darker a pixel is than all around it where something is missing; white is 1."""

EDGE = 4
"""How many pixels beyond an array its frame may reach."""

Pixels = NDArray[np.uint8]


@dataclass
class Compared:
    """A picture, and what Matplotlib paints of the same figure, in its scheme and at its size."""

    painted: Painted
    drawn: Drawn

    def __str__(self) -> str:
        return str(self.painted)

    @property
    def arrays(self) -> tuple[Shown, ...]:
        """The arrays that it shows."""
        return self.drawn.arrays[self.painted.scheme]

    @cached_property
    def wanted(self) -> Pixels:
        """What Matplotlib paints."""
        height, width = self.painted.pixels.shape[:2]
        return self.drawn.pixels(self.painted.scheme, self.painted.ground.tolist(), (width, height))

    @cached_property
    def grey(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Both pictures without colours, and without the arrays that they show: how pixels are enlarged differs."""
        pictures = [rgb2gray(pixels).astype(np.float32) for pixels in (self.painted.pixels, self.wanted)]
        for shown in self.arrays:
            left, top, right, bottom = _place(self.painted, shown)
            for picture in pictures:
                picture[max(0, top - EDGE) : bottom + EDGE, max(0, left - EDGE) : right + EDGE] = 0
        return pictures[0], pictures[1]

    @cached_property
    def similarity(self) -> float:
        """The mean structural similarity: 1 for equal pictures."""
        return float(structural_similarity(*self.grey, data_range=1.0))

    @cached_property
    def missing(self) -> float:
        """The area in which one picture is lighter or darker than the other is within two of its pixels.

        In square pixels of the page, of the picture that has the more of it.
        """
        areas = []
        for one, other in (self.grey, self.grey[::-1]):
            strange = (one < minimum_filter(other, 5) - STEP) | (one > maximum_filter(other, 5) + STEP)
            areas.append(strange.sum() / self.painted.scale**2)
        return float(max(areas))


def unlike(compared: Compared) -> list[str]:
    """Refuse a picture that is not what Matplotlib paints of the same figure."""
    if compared.similarity >= LEAST_SIMILAR:
        return []
    return [f"{compared}: similar to its drawing by {compared.similarity:.3f}"]


def incomplete(compared: Compared) -> list[str]:
    """Refuse a picture that lacks something of its drawing, or has something else."""
    if compared.missing <= LARGEST_MISSING:
        return []
    return [f"{compared}: {compared.missing:.0f} square pixels differ from the drawing"]


def discoloured(compared: Compared) -> list[str]:
    """Refuse a picture in which a colour of the palette has another share than in the drawing.

    That is so for the colours of the other scheme as well, which have none.
    """
    return [
        f"{compared}: {name} fills {seen:.2%} of the picture, and {meant:.2%} of its drawing"
        for name, (seen, meant) in shares(compared).items()
        if abs(seen - meant) > LARGEST_SHIFT * max(seen, meant) + SMALLEST_SHARE
    ]


def shares(compared: Compared) -> dict[str, tuple[float, float]]:
    """Return how much of a picture and of its drawing each colour of the palette fills, those of both schemes.

    A colour is left out that cannot be told from the page, or, of the other scheme, from one of this scheme.
    """
    painted = compared.painted
    pictures = [_counted(pixels) for pixels in (painted.pixels, compared.wanted)]
    own = [_rgb(value) for value in schemes()[painted.scheme].values()]
    found = {}
    for scheme, values in schemes().items():
        others = [painted.ground, *(own if scheme != painted.scheme else ())]
        for name, value in values.items():
            colour = _rgb(value)
            if all(np.abs(colour - other).max() > 2 * NEAR for other in others):
                seen, meant = (_share(*picture, colour) for picture in pictures)
                found[name if scheme == painted.scheme else f"{name} of the {scheme} scheme"] = (seen, meant)
    return found


def _rgb(value: str) -> NDArray[np.int64]:
    return np.array([int(value[i : i + 2], 16) for i in (1, 3, 5)])


def _counted(pixels: Pixels) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the colours of a picture (n, 3), and how much of it each fills (n,)."""
    found: Any = Image.fromarray(pixels).getcolors(pixels.size)
    counts, colours = zip(*found, strict=True)
    return np.array(colours), np.array(counts) / sum(counts)


def _share(colours: NDArray[np.int64], shares: NDArray[np.float64], colour: NDArray[np.int64]) -> float:
    return float(shares[np.abs(colours - colour).max(axis=1) <= NEAR].sum())


def distance(painted: Painted, shown: Shown) -> float:
    """Return how far, in the mean over places and channels (0 to 255), a picture is from an array that it shows.

    Both are compared in blocks of four pixels or more, over which it does not matter how an array is enlarged, and
    where it fits best: the browser moves it to whole pixels. What is below the texts within it is left out.
    """
    left, top, right, bottom = _place(painted, shown)
    width, height = right - left, bottom - top
    enlarged = np.asarray(_resized(shown.cells, width, height))
    texts = _texts(painted)
    wanted = _blocks(enlarged)
    least = np.inf
    for down, across in product((-1, 0, 1), repeat=2):
        rows = np.arange(top + down, bottom + down)
        columns = np.arange(left + across, right + across)
        place = np.ix_(rows.clip(0, len(texts) - 1), columns.clip(0, texts.shape[1] - 1))
        seen = np.where(texts[place][:, :, None], enlarged, painted.pixels[place])
        least = min(least, float(np.abs(_blocks(seen) - wanted).mean()))
    return least


def _blocks(pixels: Pixels) -> NDArray[np.float64]:
    height, width = pixels.shape[:2]
    return np.asarray(_resized(pixels, max(1, width // 4), max(1, height // 4)), dtype=float)


def _resized(pixels: Pixels, width: int, height: int) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels)).resize((width, height), Image.Resampling.BOX)


def _place(painted: Painted, shown: Shown) -> tuple[int, int, int, int]:
    height, width = painted.pixels.shape[:2]
    left, top, right, bottom = np.rint(np.multiply(shown.box, (width, height, width, height))).astype(int).tolist()
    return left, top, right, bottom


def _texts(painted: Painted) -> NDArray[np.bool_]:
    """Return where the texts of a figure are, (height, width)."""
    where = np.zeros(painted.pixels.shape[:2], dtype=bool)
    for text in painted.place["texts"]:
        (left, top), (right, bottom) = (end(_corners(painted, text), axis=0) for end in (np.min, np.max))
        where[max(0, int(top) - 1) : int(bottom) + 2, max(0, int(left) - 1) : int(right) + 2] = True
    return where


def _corners(painted: Painted, text: dict[str, Any]) -> NDArray[np.float64]:
    """Return the corners (4, 2) of the ink of a text, in pixels of the picture."""
    return painted.scale * (np.array(text["ink"]) - painted.place["box"][:2])


def falsified(compared: Compared) -> list[str]:
    """Refuse a picture of pixels that does not show its array."""
    return [
        f"{compared}: array {number} is {far:.1f} from what is painted of it"
        for number, shown in enumerate(compared.arrays, 1)
        if (far := distance(compared.painted, shown)) > LARGEST_DISTANCE
    ]


def outside(painted: Painted) -> list[str]:
    """Refuse what reaches beyond the box of its figure, and a figure that reaches beyond its room on the page."""
    place = painted.place
    problems = [
        f"{painted}: “{text['text']}” reaches {beyond:.1f} pixels beyond the figure"
        for text in place["texts"]
        if (beyond := _beyond(np.ravel([np.min(text["ink"], 0), np.max(text["ink"], 0)]), place["box"])) > 0.5
    ]
    problems += [
        f"{painted}: a shape reaches {beyond:.1f} pixels beyond the figure"
        for shape in place["shapes"]
        if (beyond := _beyond(shape, place["box"])) > 1
    ]
    left, _, right, _ = place["box"]
    if left < max(0, place["room"][0]) - 0.5 or right > min(place["window"], place["room"][2]) + 0.5:
        problems.append(f"{painted}: the figure reaches beyond its column, from {left:.0f} to {right:.0f}")
    return problems


def _beyond(inner: Iterable[float], outer: Iterable[float]) -> float:
    (left, top, right, bottom), (x0, y0, x1, y1) = inner, outer
    return max(x0 - left, y0 - top, right - x1, bottom - y1)


def overlapping(painted: Painted) -> list[str]:
    """Refuse two texts whose ink shares room."""
    inks = [(text["text"], np.array(text["ink"])) for text in painted.place["texts"]]
    ends = [(ink.min(axis=0), ink.max(axis=0)) for _, ink in inks]
    near = ((one, other) for one, other in combinations(range(len(inks)), 2) if _meet(*ends[one], *ends[other]))
    return [
        f"{painted}: “{inks[one][0]}” and “{inks[other][0]}” overlap by {depth:.1f} pixels"
        for one, other in near
        if (depth := _depth(inks[one][1], inks[other][1])) > LARGEST_OVERLAP
    ]


def _meet(*ends: NDArray[np.float64]) -> bool:
    low, high, other_low, other_high = (end.tolist() for end in ends)
    return low[0] < other_high[0] and other_low[0] < high[0] and low[1] < other_high[1] and other_low[1] < high[1]


def _depth(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return how deep two convex quadrangles lie in each other: along each normal of a side, the least overlap."""
    least = np.inf
    for corners in (one, other):
        for side in np.roll(corners, -1, axis=0) - corners:
            if not side.any():
                continue
            normal = np.array([-side[1], side[0]]) / np.hypot(*side)
            a, b = one @ normal, other @ normal
            least = min(least, a.max() - b.min(), b.max() - a.min())
    return float(least)


def hidden(painted: Painted) -> list[str]:
    """Refuse a text part of which cannot be seen: something is painted over it, or it has the colour of its ground."""
    return [
        f"{painted}: {share:.0%} of “{text}” cannot be seen"
        for text, share, _ in legibility(painted)
        if share > LARGEST_HIDDEN
    ]


def crossed(painted: Painted) -> list[str]:
    """Refuse a text through which a line goes, or the edge of a shape."""
    return [
        f"{painted}: something crosses “{text}”, {area:.0f} square pixels of it"
        for text, _, area in legibility(painted)
        if area > LARGEST_CROSSING
    ]


@lru_cache(maxsize=1)
def legibility(painted: Painted) -> list[tuple[str, float, float]]:
    """Return for each text how much of its ink is not to be seen, and the area about it that has another colour.

    The ink is that of the picture of the texts alone. Below it and a pixel of the page around it, the picture without
    texts must be of one colour; the area is what is not, in square pixels of the page.
    """
    ink = _far(painted.texts, painted.ground) > INK
    seen = _far(painted.pixels, painted.bare) > NEAR
    found = []
    for text in painted.place["texts"]:
        corners = _corners(painted, text)[:, ::-1]
        start = np.maximum(0, np.floor(corners.min(axis=0)).astype(int) - 4)
        rows, columns = (slice(*at) for at in zip(start, np.ceil(corners.max(axis=0)).astype(int) + 5, strict=True))
        near = ink[rows, columns]
        own = polygon2mask(near.shape, corners - start) & near
        if not own.any():
            found.append((text["text"], 1.0, 0.0))
            continue
        around = binary_dilation(own, iterations=painted.scale)
        below = painted.bare[rows, columns][around]
        strange = _far(below, np.median(below, axis=0)) > 2 * NEAR
        area = float(strange.sum() / painted.scale**2)
        found.append((text["text"], float(1 - seen[rows, columns][own].mean()), area))
    return found


def faint(compared: Compared) -> list[str]:
    """Refuse a text that stands out from what lies behind it by less than WCAG 2.2 asks for (1.4.3).

    Looked at on the phone's screen, whose pixels show letters in their own colour and not only their edges.
    """
    painted = compared.painted
    problems = []
    for text in painted.place["texts"] if painted.scale > 1 else ():
        (left, top), (right, bottom) = (end(_corners(painted, text), axis=0) for end in (np.min, np.max))
        inner = np.s_[max(0, int(top)) : int(bottom) + 2, max(0, int(left)) : int(right) + 2]
        least = LEAST_CONTRAST[text["size"] >= LARGE]
        reached = standing_out(painted.pixels[inner], painted.bare[inner])
        if reached < least - ROUNDED:
            problems.append(f"{painted}: “{text['text']}” stands out by {reached:.2f}, not {least}")
    return problems


def _far(pixels: Pixels, others: NDArray[Any]) -> NDArray[np.int16]:
    """Return how far pixels are from others, in the channel in which they are farthest."""
    return np.abs(pixels.astype(np.int16) - others.astype(np.int16)).max(axis=-1)


def tiny(painted: Painted) -> list[str]:
    """Refuse letters that are too small to read."""
    return [
        f"{painted}: “{text['text']}” is {text['size']:.1f} pixels high"
        for text in painted.place["texts"]
        if text["size"] < LEAST_SIZE
    ]


OF_PICTURES: tuple[Callable[[Compared], list[str]], ...] = (unlike, incomplete, discoloured, falsified, faint)
"""The checks that look at each picture with its drawing."""

OF_PLACES: tuple[Callable[[Painted], list[str]], ...] = (outside, overlapping, hidden, crossed, tiny)
"""The checks that look at where things are, which is the same in both schemes."""
