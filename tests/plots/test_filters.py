"""Pictures, filters and maps: every pixel, number and frame is where it belongs."""

from collections.abc import Callable

import numpy as np
import pytest

import nnbook as nn
from tests.plots.reading import texts


def framed(axes) -> list[tuple[float, ...]]:
    frames = [patch for patch in axes.patches if patch.get_linewidth() > 2]
    return [(*patch.get_xy(), patch.get_width(), patch.get_height()) for patch in frames]


def test_every_part_sign_and_name_is_drawn() -> None:
    axes = nn.plots.pictures([[[1, 2]], "∗", [[-1, 3]]], names=["image", "", "filter"], numbers=True, alt="a sum")
    assert sorted(texts(axes)) == sorted(["1", "2", "image", "∗", "", "−1", "3", "filter"])
    assert [image.get_array().tolist() for image in axes.images] == [[[1, 2]], [[-1, 3]]]
    assert axes.figure.get_label() == "a sum"


def test_signed_parts_are_symmetric_about_zero_and_bytes_run_to_255() -> None:
    axes = nn.plots.pictures([[[-2, 1]], [[0, 1]], np.array([[0, 51]], np.uint8)], signed=[0], alt="x")
    assert [image.get_clim() for image in axes.images] == [(-2, 2), (0, 1), (0, 255)]


def test_a_frame_surrounds_its_pixels() -> None:
    axes = nn.plots.pictures([np.zeros((4, 5))], frames={0: [(1, 2, 3, 2)]}, alt="x")
    left, right, bottom, top = axes.images[0].get_extent()
    size = (right - left) / 5
    assert framed(axes) == [pytest.approx((left + 2 * size, top + size, 2 * size, 3 * size))]
    assert bottom - top == pytest.approx(4 * size)


def test_numbers_are_black_on_bright_and_white_on_dark() -> None:
    axes = nn.plots.pictures([[[0, 9]]], numbers=True, alt="x")
    assert [(text.get_text(), text.get_color()) for text in axes.texts] == [("0", "white"), ("9", "black")]


def test_pixels_with_numbers_are_of_one_size_and_fit_the_column() -> None:
    axes = nn.plots.pictures([np.zeros((2, 9)), "=", np.ones((3, 11))], numbers=True, alt="x")
    extents = [image.get_extent() for image in axes.images]
    assert (extents[0][1] - extents[0][0]) / 9 == pytest.approx((extents[1][1] - extents[1][0]) / 11)
    assert extents[0][0] >= 0
    assert extents[1][1] <= axes.get_xlim()[1]


def test_rows_stand_below_each_other() -> None:
    axes = nn.plots.pictures([np.eye(2)] * 4, columns=2, alt="x")
    extents = [image.get_extent() for image in axes.images]
    assert extents[0][2] < extents[2][3]
    assert extents[0][:2] == extents[2][:2]
    assert extents[0][1] < extents[1][0]


def test_colours_are_drawn_as_they_are() -> None:
    picture = nn.sunset_picture(8)
    axes = nn.plots.pictures([picture], alt="x")
    assert np.array_equal(axes.images[0].get_array(), picture)


@pytest.mark.parametrize(
    ("case", "places"), [((7, 3, 0, 1), 5), ((7, 3, 1, 1), 7), ((7, 3, 0, 2), 3), ((8, 3, 0, 2), 3)]
)
def test_there_is_a_bar_for_each_place_and_a_box_for_each_pixel(case, places: int) -> None:
    axes = nn.plots.filter_places([case], alt="x")
    bars = [patch for patch in axes.patches if not patch.get_linewidth()]
    boxes = [patch for patch in axes.patches if patch.get_linewidth()]
    n, k, p, s = case
    assert len(bars) == places == nn.output_size(n, k, padding=p, stride=s)
    assert len(boxes) == n + 2 * p
    assert texts(axes).count("0") == 2 * p
    assert f"{places} places" in texts(axes)[0]
    cell = boxes[0].get_width()
    starts = [patch.get_x() for patch in bars]
    assert np.diff(starts) == pytest.approx(np.full(places - 1, s * cell))
    assert bars[-1].get_x() + bars[-1].get_width() <= boxes[-1].get_x() + cell


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: nn.plots.pictures([[[1]]], names=["a", "b"], alt="x"), "1 parts need as many names or none, got 2"),
        (lambda: nn.plots.filter_places([(15, 3, 1, 1)], alt="x"), "at most 16 pixels can be drawn, got 17"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(draw: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
