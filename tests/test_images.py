"""Images: the same pixels elsewhere, black where nothing was; and the sunset, in bytes, the same at every size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn


@given(st.integers(0, 3), st.integers(0, 9))
def test_every_image_is_moved_by_at_most_so_many_pixels(by: int, seed: int) -> None:
    images = np.random.default_rng(seed).integers(1, 255, (20, 4, 6), dtype=np.uint8)
    moved = nn.random_shifts(images, by, rng=np.random.default_rng(seed))
    assert moved.shape == images.shape
    assert moved.dtype == images.dtype
    framed = np.pad(images, [(0, 0), (by, by), (by, by)])
    for image, frame in zip(moved, framed, strict=True):
        found = [(frame[i : i + 4, j : j + 6] == image).all() for i in range(2 * by + 1) for j in range(2 * by + 1)]
        assert sum(found) == 1


def test_all_directions_come_up_alike_and_each_image_goes_its_own_way() -> None:
    images = np.zeros((9000, 3, 3))
    images[:, 1, 1] = 1
    moved = nn.random_shifts(images, 1, rng=np.random.default_rng(0))
    assert np.abs(moved.mean(axis=0) - 1 / 9).max() < 0.02


def test_channels_of_an_image_move_together_and_what_is_given_stays() -> None:
    images = np.random.default_rng(0).random((30, 2, 5, 5), dtype=np.float32)
    images[:, 1] = images[:, 0]
    images.flags.writeable = False
    moved = nn.random_shifts(images, 2, rng=np.random.default_rng(1))
    assert np.array_equal(moved[:, 0], moved[:, 1])
    assert not np.array_equal(moved, images)
    assert not np.shares_memory(moved, images)


def test_no_images_and_no_shift() -> None:
    assert nn.random_shifts(np.zeros((0, 4, 4)), 1, rng=np.random.default_rng(0)).shape == (0, 4, 4)
    assert nn.random_shifts([[[1, 2]]], 0, rng=np.random.default_rng(0)).tolist() == [[[1, 2]]]


@pytest.mark.parametrize(("images", "by"), [(np.zeros((28, 28)), 1), (np.zeros((2, 4, 4)), -1)])
def test_what_is_no_batch_of_images_is_refused(images: np.ndarray, by: int) -> None:
    with pytest.raises(ValueError, match=r"^random_shifts: images must have shape"):
        nn.random_shifts(images, by, rng=np.random.default_rng(0))


# The light on the water is half sun, half sea, cut to whole numbers.
SUN, HILL, SEA, LIGHT = [255, 225, 120], [40, 45, 60], [30, 60, 110], [142, 142, 115]

# One letter for each of 20 × 20 pixels, worked out with exact fractions. The horizon, y = 0.65, is row 13.
DRAWING = """
....................
....................
....................
....................
....................
....................
....................
............oo......
...........oooo.....
..........oooooo....
...^......oooooo....
..^^^.....ooooo.....
.^^^^^.....ooo......
^^^^^^^.............
~~~~~~~~~~~===~~~~~~
~~~~~~~~~~~~~~~~~~~~
~~~~~~~~~~~====~~~~~
~~~~~~~~~~~~~~~~~~~~
~~~~~~~~~~======~~~~
~~~~~~~~~~~~~~~~~~~~
"""


def test_it_is_a_colour_picture_in_bytes() -> None:
    for size in (1, 32, 256):
        picture = nn.sunset_picture(size)
        assert picture.shape == (size, size, 3)
        assert picture.dtype == np.uint8
    assert nn.sunset_picture().shape == (256, 256, 3)


@pytest.mark.parametrize(("letter", "colour"), [("o", SUN), ("^", HILL), ("~", SEA), ("=", LIGHT)])
def test_sun_hill_sea_and_light_are_where_they_are_drawn(letter: str, colour: list[int]) -> None:
    drawn = np.array([list(row) for row in DRAWING.split()]) == letter
    assert np.array_equal((nn.sunset_picture(20) == colour).all(axis=2), drawn)


def test_the_sky_turns_evenly_from_blue_at_the_top_to_orange_at_the_horizon() -> None:
    sky = nn.sunset_picture(200)[:131, 199].astype(int)
    assert sky[0].tolist() == [60, 70, 150]
    assert sky[65].tolist() == [155, 120, 120]
    assert sky[130].tolist() == [250, 170, 90]
    assert np.abs(sky - np.linspace(sky[0], sky[130], 131)).max() <= 1


def test_every_other_twentieth_of_the_water_is_lit() -> None:
    below_the_sun = nn.sunset_picture(100)[66:, 62]
    lit = 66 + np.flatnonzero((below_the_sun == LIGHT).all(axis=1))
    assert lit.tolist() == [*range(70, 75), *range(80, 85), *range(90, 95)]


def test_a_larger_picture_shows_the_same() -> None:
    small, large = nn.sunset_picture(64).astype(int), nn.sunset_picture(128).astype(int)
    assert np.abs(large[::2, ::2] - small).mean() < 1


def test_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^sunset_picture: size must be at least 1, got 0\.$"):
        nn.sunset_picture(0)
