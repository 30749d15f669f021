"""The sunset: a picture in bytes, the same at every size."""

import numpy as np
import pytest

import nnbook as nn


def test_it_is_a_colour_picture_in_bytes() -> None:
    for size in (1, 32, 256):
        picture = nn.sunset_picture(size)
        assert picture.shape == (size, size, 3)
        assert picture.dtype == np.uint8


def test_the_sun_is_warm_and_the_sea_is_cold() -> None:
    picture = nn.sunset_picture(100).astype(int)
    assert picture[48, 62].tolist() == [255, 225, 120]
    assert picture[95, 5].tolist() == [30, 60, 110]
    assert picture[0, 50, 2] > picture[0, 50, 0]


def test_a_larger_picture_shows_the_same() -> None:
    small, large = nn.sunset_picture(64).astype(int), nn.sunset_picture(128).astype(int)
    assert np.abs(large[::2, ::2] - small).mean() < 1


def test_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match="size must be at least 1, got 0"):
        nn.sunset_picture(0)
