"""Images: the same pixels elsewhere, black where nothing was; and the sunset, in bytes, the same at every size."""

import re
from collections.abc import Callable
from itertools import pairwise

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
    with pytest.raises(ValueError, match=r"^random_shifts: (images must have shape|by must be at least 0, got -1)"):
        nn.random_shifts(images, by, rng=np.random.default_rng(0))


def test_chance_comes_from_a_generator() -> None:
    text = "random_shifts: rng must be a generator, such as np.random.default_rng(0), got 0."
    with pytest.raises(TypeError, match=f"^{re.escape(text)}$"):
        nn.random_shifts(np.zeros((2, 4, 4)), 1, rng=0)  # type: ignore[arg-type]


@pytest.mark.parametrize("function", [nn.random_shifts, nn.warp])
def test_rows_of_different_lengths_are_no_image(function: Callable[..., np.ndarray]) -> None:
    rest = {"by": 1, "rng": np.random.default_rng(0)} if function is nn.random_shifts else {}
    with pytest.raises(ValueError, match=f"^{function.__name__}: the rows have different lengths"):
        function([[[1, 2], [3]]], **rest)


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


def test_a_stroke_is_white_along_its_line_and_black_away_from_it() -> None:
    picture = nn.stroke_picture([[(2, 5), (9, 5)]], size=12, pen=3)
    assert picture.shape == (12, 12)
    assert picture.dtype == np.uint8
    assert (picture[4:7, 2:10] == 255).all()
    assert (picture[[*range(3), *range(8, 12)]] == 0).all()
    assert picture[5, 0] < picture[5, 1] == 255  # the round end of the pen


def test_brightness_falls_with_the_distance_from_the_nearest_stroke() -> None:
    corners = np.array([(3.0, 4.0), (20.0, 9.0), (6.0, 24.0)])
    picture = nn.stroke_picture([corners, [(25, 25), (25, 25)]], pen=2.0)
    assert picture.shape == (28, 28)
    # Strokes as so many points that the nearest is as good as the foot of the perpendicular.
    t = np.linspace(0, 1, 4001)[:, None]
    points = np.concatenate([a + t * (b - a) for a, b in pairwise(corners)] + [[(25.0, 25.0)]])
    for y, x in np.ndindex(28, 28):
        away = np.hypot(points[:, 0] - x, points[:, 1] - y).min()
        assert abs(picture[y, x] - 255 * min(max(1.5 - away, 0), 1)) < 1.5


def test_the_pen_is_two_and_a_half_pixels_wide_unless_told_otherwise() -> None:
    """One pixel off the line its edge, at 1.25, covers three quarters; two pixels off, nothing."""
    assert nn.stroke_picture([[(2, 5), (9, 5)]])[4:8, 6].tolist() == [191, 255, 191, 0]


@pytest.mark.parametrize("length", [0.1, 0.9, 6.0])
def test_a_stroke_drawn_backwards_is_the_same(length: float) -> None:
    start, end = (5.0, 4.0), (5.0 + length, 4.0)
    assert np.array_equal(nn.stroke_picture([[start, end]]), nn.stroke_picture([[end, start]]))


@pytest.mark.parametrize(
    ("strokes", "sizes", "kind", "text"),
    [
        (3, {}, TypeError, "strokes must be a list of strokes, got 3."),
        ([], {"size": 0}, ValueError, "size must be at least 1, got 0."),
        ([], {"pen": 0}, ValueError, "pen must be positive, got 0."),
        ([["a"]], {}, TypeError, "expected numbers, got an array of dtype <U1. Convert it with .astype(float)."),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(strokes, sizes, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=f"^stroke_picture: {re.escape(text)}$"):
        nn.stroke_picture(strokes, **sizes)


@pytest.mark.parametrize("stroke", [[(1, 2)], [1, 2], [(1, 2, 3), (4, 5, 6)]])
def test_what_is_no_broken_line_is_refused(stroke: list[object]) -> None:
    with pytest.raises(ValueError, match=r"^stroke_picture: every stroke must be a list of at least two corners"):
        nn.stroke_picture([stroke])  # type: ignore[list-item]


def test_warping_agrees_with_numpy_where_every_pixel_lands_on_a_pixel() -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 2, 7, 7), dtype=np.uint8)
    for quarters in range(-4, 5):
        assert np.array_equal(nn.warp(images, turn=90 * quarters), np.rot90(images, quarters, (-2, -1)))
    for by in range(8):
        right, down = np.zeros_like(images), np.zeros_like(images)
        right[..., by:], down[..., by:, :] = images[..., : 7 - by], images[..., : 7 - by, :]
        assert np.array_equal(nn.warp(images, right=by), right)
        assert np.array_equal(nn.warp(images, down=by), down)
    wide = images[..., :4, :]  # has its centre between two rows
    assert np.array_equal(nn.warp(wide, turn=180), np.rot90(wide, 2, (-2, -1)))
    # Twice as large, every other pixel of the result is one of the middle of the picture.
    assert np.array_equal(nn.warp(images, scale=2)[..., 1::2, 1::2], images[..., 2:5, 2:5])


def test_half_a_pixel_shares_the_brightness_between_two() -> None:
    row = np.array([[8, 0, 0, 0]])
    assert nn.warp(row, right=1.5).tolist() == [[0, 4, 4, 0]]
    assert nn.warp(row, right=-0.5).tolist() == [[4, 0, 0, 0]]
    assert nn.warp(row.T, down=1.5).T.tolist() == [[0, 4, 4, 0]]


@given(st.floats(-180, 180), st.floats(0.5, 2), st.floats(-3, 3), st.floats(-3, 3))
def test_a_soft_spot_is_moved_to_where_the_formula_says(turn: float, scale: float, right: float, down: float) -> None:
    y, x = np.mgrid[:61, :61] - 30.0

    def spot(x0: float, y0: float, wide: float) -> np.ndarray:
        return np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * wide**2))

    moved = nn.warp(spot(5, -4, 3), turn=turn, scale=scale, right=right, down=down)
    # As a complex number with y upwards: a turn is a product.
    place = scale * (5 + 4j) * np.exp(1j * np.deg2rad(turn)) + right - 1j * down
    assert np.abs(moved - spot(place.real, -place.imag, 3 * scale)).max() < 0.03


def test_warping_keeps_dtype_and_range_and_what_is_given() -> None:
    for dtype in (np.uint8, np.float32, np.float64):
        images = (255 * np.random.default_rng(0).random((4, 9, 8))).astype(dtype)
        images.flags.writeable = False
        moved = nn.warp(images, turn=17, scale=1.3, right=0.4)
        assert moved.dtype == dtype
        assert moved.shape == images.shape
        assert moved.max() <= images.max()
        assert not np.shares_memory(moved, images)
    assert nn.warp(np.full((4, 4), 9.0), scale=0.5).tolist()[0] == [0, 0, 0, 0]


@pytest.mark.parametrize(("shape", "scale"), [((5,), 1.0), ((5, 5), 0.0), ((5, 5), -1.0)])
def test_what_cannot_be_warped_is_refused(shape: tuple[int, ...], scale: float) -> None:
    with pytest.raises(
        ValueError,
        match=r"^warp: (images must be numbers of shape \(…, height, width\), got|scale must be positive, got)",
    ):
        nn.warp(np.zeros(shape), scale=scale)


@pytest.mark.parametrize("name", ["turn", "right", "down"])
def test_how_far_to_warp_is_a_number(name: str) -> None:
    with pytest.raises(TypeError, match=f"^warp: {name} must be a number, got 'far'\\.$"):
        nn.warp(np.zeros((4, 4)), **{name: "far"})  # type: ignore[arg-type]
