"""Images: more examples from those there are, and one picture that anybody may use, computed and not photographed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._arrays import Array


def random_shifts(images: ArrayLike, by: int, *, rng: np.random.Generator) -> Array:
    """Return every image moved by up to `by` pixels, down or up and right or left; what comes into view is 0.

    Shapes: (n, …, height, width) → the same, in the same dtype.
    Errors: ValueError if `images` has fewer than three axes, or `by` is negative.
    Derived in: "Learning the digits".
    """
    images = np.asarray(images)
    if images.ndim < 3 or by < 0:
        raise ValueError(
            "random_shifts: images must have shape (n, height, width) or (n, channels, height, width), "
            f"and by must not be negative, got {images.shape} and {by}."
        )
    height, width = images.shape[-2:]
    framed = np.pad(images, [(0, 0)] * (images.ndim - 2) + [(by, by)] * 2)
    down, right = rng.integers(0, 2 * by + 1, (2, len(images)))
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
    if size < 1:
        raise ValueError(f"sunset_picture: size must be at least 1, got {size}.")
    y, x = np.mgrid[:size, :size] / size
    dusk, dawn, sea, sun, hill = np.array(
        [[60, 70, 150], [250, 170, 90], [30, 60, 110], [255, 225, 120], [40, 45, 60]], dtype=np.float64
    )
    depth = np.clip(y / 0.65, 0, 1)[..., None]
    picture: NDArray[np.float64] = (1 - depth) * dusk + depth * dawn
    picture[(x - 0.62) ** 2 + (y - 0.48) ** 2 < 0.14**2] = sun
    picture[y > 0.45 + np.abs(x - 0.15)] = hill
    picture[y > 0.65] = sea
    # The sun's light on the water: bright bands, wider towards the shore.
    wide = np.abs(x - 0.62) < 0.06 + 0.3 * (y - 0.65)
    picture[(y > 0.65) & wide & (np.floor(20 * y) % 2 == 0)] = 0.5 * (sun + sea)
    return picture.astype(np.uint8)
