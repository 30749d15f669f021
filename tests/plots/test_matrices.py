"""Arrays as boxes: every number, sign, size and mark is on the picture."""

from collections.abc import Callable

import numpy as np
import pytest

import nnbook as nn
from tests.plots.reading import texts


def tinted(axes) -> int:
    return sum(patch.get_alpha() is not None for patch in axes.patches)


def test_every_number_sign_name_and_size_is_drawn() -> None:
    axes = nn.plots.array_boxes(
        [[[1, -2], [3, 4]], "×", [5, 6]], names=["A", "", "b"], marks={0: [(0, 1), (1, 1)]}, alt="a product"
    )
    shown = texts(axes)
    wanted = ["1", "−2", "3", "4", "A", "×", "5", "6", "b"]
    assert [text for text in shown if text in wanted] == wanted
    assert {"2 × 2", "1 × 2"} <= set(shown)
    assert tinted(axes) == 2
    assert axes.figure.get_label() == "a product"


def test_a_marked_cell_is_the_one_of_its_row_and_column() -> None:
    axes = nn.plots.array_boxes([np.zeros((2, 3))], marks={0: [(1, 2)]}, alt="x")
    (mark,) = (patch for patch in axes.patches if patch.get_alpha() is not None)
    corners = {patch.get_xy() for patch in axes.patches if patch is not mark}
    assert mark.get_xy() == max(corners)


def test_wide_lines_are_squeezed_into_the_column() -> None:
    axes = nn.plots.array_boxes([np.zeros((1, 9)), "+", np.zeros((1, 9))], alt="x")
    right = max(patch.get_x() + patch.get_width() for patch in axes.patches)
    assert right <= axes.get_xlim()[1]
    assert min(patch.get_x() for patch in axes.patches) >= 0


def test_ranks_show_shapes_as_numpy_writes_them() -> None:
    shown = texts(nn.plots.ranks([3, [1, 2], [[1, 2]]], names=["a", "b", "c"], alt="x"))
    assert [text for text in shown if text.startswith("shape")] == ["shape ()", "shape (2,)", "shape (1, 2)"]


def test_a_batch_has_a_sheet_for_each_channel_of_each_image() -> None:
    axes = nn.plots.image_batch((4, 28, 28, 3), alt="x")
    assert tinted(axes) == 12
    assert texts(axes) == ["image 0", "image 1", "image 2", "image 3"]


def test_the_arrows_of_a_map_are_the_rows_of_its_matrix() -> None:
    W = np.array([[0.0, 2.0], [-1.0, 0.5]])
    figure = nn.plots.plane_maps({"as it is": np.eye(2), "turned": W}, alt="two letters")
    assert figure.get_label() == "two letters"
    for axes, title, matrix in zip(figure.axes, ("as it is", "turned"), (np.eye(2), W), strict=True):
        assert axes.get_title(loc="left") == title
        assert [arrow.xy for arrow in axes.texts] == [tuple(row) for row in matrix]
        (letter,) = axes.patches
        np.testing.assert_allclose(letter.get_xy()[:2], [matrix[0] * 0, 0.2 * matrix[0]])
        low, high = np.transpose([axes.get_xlim(), axes.get_ylim()])
        assert (letter.get_xy() > low).all()
        assert (letter.get_xy() < high).all()


def test_four_maps_stand_in_two_rows() -> None:
    figure = nn.plots.plane_maps({name: np.eye(2) for name in "abcd"}, alt="four letters")
    places = [axes.get_subplotspec() for axes in figure.axes]
    assert [(place.rowspan.start, place.colspan.start) for place in places] == [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: nn.plots.plane_maps({"a": np.eye(3)}, alt="x"), r"must have shape \(2, 2\), got \[\(3, 3\)\]"),
        (lambda: nn.plots.array_boxes([[1]], names=["a", "b"], alt="x"), "1 parts need as many names or none, got 2"),
        (lambda: nn.plots.ranks([1], names=[], alt="x"), "1 arrays of rank 2 at most need as many names, got 0"),
        (lambda: nn.plots.ranks([np.zeros((1, 1, 1))], names=["a"], alt="x"), "rank 2 at most"),
        (lambda: nn.plots.image_batch((5, 2, 2, 3), alt="x"), r"got \(5, 2, 2, 3\)"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(draw: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
