"""A picture in colour to try filters on, computed and not photographed, so that anybody may use it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sunset_picture(size: int = 256) -> NDArray[np.uint8]:
    """Return a picture of the sun above the sea, as red, green and blue from 0 to 255.

    Shapes: a whole number → (size, size, 3).
    Errors: ValueError if size is below 1.
    Derived in: "Convolution: features from an image".
    """
    if size < 1:
        message = f"sunset_picture: size must be at least 1, got {size}."
        raise ValueError(message)
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
