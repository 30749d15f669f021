"""Figures of what networks look at: every product, point, line and lamp is on the picture."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

import nnbook as nn
from nnbook.plots import COLOURS
from tests.plots.reading import texts


def test_a_weighted_picture_shows_the_products_and_their_sum() -> None:
    image, weights = np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([[2.0, -1.0], [5.0, 0.0]])
    axes = nn.plots.weighted_picture(image, weights, alt="x")
    assert [picture.get_array().tolist() for picture in axes.images] == [
        image.tolist(),
        weights.tolist(),
        (image * weights).tolist(),
    ]
    assert texts(axes)[-1] == "sum 1.5"


def test_a_lit_lamp_has_rays_and_a_switch_its_place() -> None:
    axes = nn.plots.stair_lights([[0, 0], [0, 1]], [False, True], alt="x")
    assert texts(axes) == ["(0, 0): off", "(0, 1): on"]
    assert len(axes.collections) == 1
    lamps = [to_hex(patch.get_facecolor()) for patch in axes.patches if isinstance(patch, Circle)]
    assert lamps == [COLOURS["paper"], COLOURS["orange"]]


def test_planes_show_every_point_and_the_line_that_parts_them() -> None:
    lit = [True, False]
    figure = nn.plots.point_planes(
        {"a": [[0, 0], [1, 1]], "b": [[1, 0], [2, 1]]}, lit, axes=[("x", "y"), ("u", "v")], line=(4, -8, -2), alt="x"
    )
    first, last = figure.axes
    assert [line.get_xydata()[0].tolist() for line in first.lines] == [[0, 0], [1, 1]]
    assert [to_hex(line.get_markerfacecolor()) for line in last.lines[:2]] == [COLOURS["orange"], COLOURS["paper"]]
    assert all(4 * u - 8 * v - 2 == pytest.approx(0) for u, v in np.asarray(last.lines[2].get_xydata()))
    assert (last.get_title(loc="left"), last.get_xlabel(), last.get_ylabel()) == ("b", "u", "v")


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: nn.plots.weighted_picture([[1]], [[1, 2]], alt="x"), r"\(1, 1\), got \(1, 2\)"),
        (
            lambda: nn.plots.point_planes({"a": [[0, 1]]}, [True, False], axes=[("x", "y")], line=(1, 1, 1), alt="x"),
            "every panel needs 2 points",
        ),
        (lambda: nn.plots.stair_lights([[0, 1]], [True, False], alt="x"), r"shape \(2, 2\), got \(1, 2\)"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(draw: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
