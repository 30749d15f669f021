"""More examples from those there are: the same pictures, moved a little."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array


def random_shifts(images: ArrayLike, by: int, *, rng: np.random.Generator) -> Array:
    """Return every image moved by up to `by` pixels, down or up and right or left; what comes into view is 0.

    Shapes: (n, …, height, width) → the same, in the same dtype.
    Errors: ValueError if `images` has fewer than three axes, or `by` is negative.
    Derived in: "Learning the digits".
    """
    images = np.asarray(images)
    if images.ndim < 3 or by < 0:
        message = (
            "random_shifts: images must have shape (n, height, width) or (n, channels, height, width), "
            f"and by must not be negative, got {images.shape} and {by}."
        )
        raise ValueError(message)
    height, width = images.shape[-2:]
    framed = np.pad(images, [(0, 0)] * (images.ndim - 2) + [(by, by)] * 2)
    down, right = rng.integers(0, 2 * by + 1, (2, len(images)))
    moved = np.empty_like(images)
    # All images that move alike move at once.
    for i, j in np.ndindex(2 * by + 1, 2 * by + 1):
        alike = (down == i) & (right == j)
        moved[alike] = framed[alike, ..., i : i + height, j : j + width]
    return moved
