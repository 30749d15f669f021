"""Make nnbook/data/photographs.npz from the photographs that come with scikit-image: middle square, 96 pixels wide."""

from pathlib import Path

import numpy as np
import skimage
from PIL import Image

from nnbook._arrays import Array
from nnbook.datasets import PHOTOGRAPHS_PATH

FILES = {"astronaut": "astronaut.png", "coffee": "coffee.png", "rocket": "rocket.jpg", "cat": "chelsea.png"}
SIZE = 96


def photographs() -> dict[str, Array]:
    """Return every photograph (96, 96, 3), cut and made smaller."""
    found = {}
    for name, file in FILES.items():
        image = Image.open(Path(skimage.__file__).parent / "data" / file).convert("RGB")
        left, top = ((length - min(image.size)) // 2 for length in image.size)
        square = image.crop((left, top, left + min(image.size), top + min(image.size)))
        found[name] = np.asarray(square.resize((SIZE, SIZE), Image.Resampling.LANCZOS))
    return found


if __name__ == "__main__":
    np.savez_compressed(PHOTOGRAPHS_PATH, **photographs())  # type: ignore[arg-type]  # no array is called allow_pickle
