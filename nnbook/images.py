"""Images: more examples from those there are, and one picture that anybody may use, computed and not photographed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._arrays import Array, as_array, as_real
from nnbook._checks import generator, number, positive, whole


def random_shifts(images: ArrayLike, by: int, *, rng: np.random.Generator) -> Array:
    """Return every image moved by up to `by` pixels, down or up and right or left; what comes into view is 0.

    Arguments: `by`, from 0; `rng`, which draws how far each image moves.
    Shapes: (n, …, height, width) → the same, in the same dtype.
    Errors: ValueError if `images` has fewer than three axes, or `by` is negative; TypeError if `by` is not whole, or
        `rng` is none.
    Derived in: "Learning the digits".
    """
    images, by = as_array(images, "random_shifts"), whole(by, "random_shifts", "by", least=0)
    if images.ndim < 3:
        raise ValueError(
            "random_shifts: images must have shape (n, height, width) or (n, channels, height, width), "
            f"got {images.shape}."
        )
    height, width = images.shape[-2:]
    framed = np.pad(images, [(0, 0)] * (images.ndim - 2) + [(by, by)] * 2)
    down, right = generator(rng, "random_shifts").integers(0, 2 * by + 1, (2, len(images)))
    moved = np.empty_like(images)
    # All images that move alike move at once.
    for i, j in np.ndindex(2 * by + 1, 2 * by + 1):
        alike = (down == i) & (right == j)
        moved[alike] = framed[alike, ..., i : i + height, j : j + width]
    return moved


def sunset_picture(size: int = 256) -> NDArray[np.uint8]:
    """Return a picture of the sun above the sea, as red, green and blue from 0 to 255.

    Shapes: a whole number → (size, size, 3).
    Errors: ValueError if size is below 1.
    Derived in: "Convolution: features from an image".
    """
    size = whole(size, "sunset_picture", "size")
    y, x = np.mgrid[:size, :size] / size
    dusk, dawn, sea, sun, hill = np.array([[60, 70, 150], [250, 170, 90], [30, 60, 110], [255, 225, 120], [40, 45, 60]])
    depth = (y / 0.65)[..., None]
    picture: NDArray[np.float64] = (1 - depth) * dusk + depth * dawn
    picture[(x - 0.62) ** 2 + (y - 0.48) ** 2 < 0.14**2] = sun
    picture[y > 0.45 + np.abs(x - 0.15)] = hill
    picture[y > 0.65] = sea
    # The sun's light on the water: bright bands, wider towards the shore.
    wide = np.abs(x - 0.62) < 0.06 + 0.3 * (y - 0.65)
    picture[(y > 0.65) & wide & (np.floor(20 * y) % 2 == 0)] = 0.5 * (sun + sea)
    return picture.astype(np.uint8)


def warp(images: ArrayLike, *, turn: float = 0.0, scale: float = 1.0, right: float = 0.0, down: float = 0.0) -> Array:
    """Return every image turned by `turn` degrees anticlockwise and scaled about its centre, then moved.

    Each pixel of the result is looked up where it comes from, between the four pixels there; what comes into view
    is 0.

    Shapes: (…, height, width) → the same, in the same dtype; `right` and `down` in pixels, or parts of one.
    Errors: ValueError if `images` has fewer than two axes or is not made of real numbers, or `scale` is not positive;
        TypeError if another argument is no number.
    Derived in: "Learning the digits".
    """
    images, scale = as_array(images, "warp"), positive(scale, "warp", "scale")
    turn, right, down = (
        number(value, "warp", name) for name, value in (("turn", turn), ("right", right), ("down", down))
    )
    if images.ndim < 2 or images.dtype.kind not in "biuf":
        raise ValueError(
            "warp: images must be numbers of shape (…, height, width), "
            f"got shape {images.shape} and dtype {images.dtype}."
        )
    height, width = images.shape[-2:]
    centre = (height - 1) / 2, (width - 1) / 2
    y, x = np.mgrid[:height, :width]
    y, x = (y - centre[0] - down) / scale, (x - centre[1] - right) / scale
    cos, sin = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
    # Rows count downwards, so this is the turn backwards. A place more than a pixel outside is as black as that pixel.
    row = (sin * x + cos * y + centre[0]).clip(-1, height) + 1
    column = (cos * x - sin * y + centre[1]).clip(-1, width) + 1
    i, j = row.astype(np.intp), column.astype(np.intp)
    row, column = row - i, column - j
    framed = np.pad(images, [(0, 0)] * (images.ndim - 2) + [(1, 2)] * 2)
    above = (1 - column) * framed[..., i, j] + column * framed[..., i, j + 1]
    below = (1 - column) * framed[..., i + 1, j] + column * framed[..., i + 1, j + 1]
    moved: Array = (1 - row) * above + row * below
    return (moved if images.dtype.kind == "f" else moved.round()).astype(images.dtype)


def stroke_picture(strokes: Sequence[ArrayLike], *, size: int = 28, pen: float = 2.5) -> NDArray[np.uint8]:
    """Return what a round pen, `pen` pixels wide, leaves on black paper that is `size` pixels wide and high.

    Arguments: `strokes`, one broken line each time the pen is put down; `pen`, above 0; `size`, from 1.
    Shapes: every stroke (n, 2), the corners (x, y) of a broken line in pixels, y downwards → (size, size).
    Errors: ValueError if a stroke has another shape, or fewer than two corners, or a size is out of its range.
    Derived in: "Learning the digits".
    """
    size, pen = whole(size, "stroke_picture", "size"), positive(pen, "stroke_picture", "pen")
    pixels = np.stack(np.meshgrid(np.arange(size), np.arange(size)), axis=-1)
    if not isinstance(strokes, Sequence):
        raise TypeError(f"stroke_picture: strokes must be a list of strokes, got {strokes!r}.")
    away = np.full((size, size), np.inf)
    for stroke in strokes:
        corners = as_real(stroke, "stroke_picture").astype(np.float64)
        if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 2:
            raise ValueError(
                "stroke_picture: every stroke must be a list of at least two corners (x, y), "
                f"got shape {corners.shape}."
            )
        for start, end in pairwise(corners):
            # The nearest point of the line, a share t of the way along it.
            along, length = end - start, max(float(np.sum((end - start) ** 2)), 1e-12)
            t = ((pixels - start) @ along / length).clip(0, 1)
            away = np.minimum(away, np.linalg.norm(pixels - start - t[..., None] * along, axis=-1))
    picture: NDArray[np.uint8] = (255 * (pen / 2 + 0.5 - away).clip(0, 1)).round().astype(np.uint8)
    return picture
