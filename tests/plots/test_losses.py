"""Figures of errors, losses and lines show the numbers that they are given."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.colors import to_hex

import nnbook as nn
from nnbook.plots.style import COLOURS

X = np.array([1.0, 2.0, 4.0])
Y = np.array([1.5, 1.0, 5.0])


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_misses_are_signed_bars_with_an_arrow_at_their_mean() -> None:
    figure = nn.plots.miss_bars({"A": [2, -1, 0], "B": [0, 0, 3]}, labels=list("xyz"), ylabel="cm", alt="misses")
    first, second = figure.axes
    assert [bar.get_height() for bar in first.patches] == [2, -1, 0]
    assert [text.get_text() for text in first.texts] == ["+2", "−1", ""]
    assert [to_hex(bar.get_facecolor()) for bar in first.patches[:2]] == [COLOURS["blue"], COLOURS["orange"]]
    assert first.lines[-1].get_ydata()[0] == pytest.approx(1 / 3)
    assert (legend(first), legend(second)) == (["mean +0.33"], ["mean +1.00"])
    assert first.get_ylim() == second.get_ylim()
    assert figure.get_label() == "misses"


def test_a_loss_and_its_slope_have_one_colour() -> None:
    losses = {"square": np.square, "absolute": np.abs}
    slopes = {"square": lambda e: 2 * e, "absolute": np.sign}
    top, bottom = nn.plots.loss_and_slope(losses, slopes, span=(-2, 1), xlabel="miss", alt="x").axes
    assert legend(top) == ["square", "absolute"]
    for number, name in enumerate(losses):
        upper, lower = top.lines[number], bottom.lines[number]
        assert upper.get_color() == lower.get_color()
        assert (upper.get_xdata()[0], upper.get_xdata()[-1]) == (-2, 1)
        np.testing.assert_array_equal(upper.get_ydata(), losses[name](upper.get_xdata()))
        np.testing.assert_array_equal(lower.get_ydata(), slopes[name](lower.get_xdata()))
    assert bottom.get_xlabel() == "miss"
    assert np.isnan(bottom.lines[1].get_ydata()).sum() == 1, "a gap where the slope jumps"
    assert not np.isnan(bottom.lines[0].get_ydata()).any()


def test_the_third_loss_is_seen_where_it_lies_on_the_others() -> None:
    three = {"square": np.square, "absolute": np.abs, "the less": lambda e: np.minimum(e**2, np.abs(e))}
    for ax in nn.plots.loss_and_slope(three, three, alt="x").axes:
        first, second, third, _ = ax.lines
        assert third.get_linewidth() < first.get_linewidth() / 2
        assert first.get_linewidth() == second.get_linewidth()
        assert {line.get_linestyle() for line in ax.lines} == {"-"}
        assert third.get_path_effects()


def test_fitted_lines_have_the_slope_and_intercept_given() -> None:
    ax = nn.plots.fitted_lines(X, Y, {"up": (2.0, 1.0), "flat": (0.0, 3.0)}, alt="x").axes[0]
    points, up, flat = ax.lines
    np.testing.assert_array_equal(points.get_xydata(), np.column_stack([X, Y]))
    np.testing.assert_allclose(up.get_ydata(), 2 * up.get_xdata() + 1)
    np.testing.assert_allclose(flat.get_ydata(), [3, 3])
    assert legend(ax) == ["data", "up", "flat"]


def test_each_square_stands_on_its_miss_and_looks_square() -> None:
    ax = nn.plots.line_with_squares(X, Y, slope=1.0, intercept=-0.5, alt="x").axes[0]
    outlines = [patch for patch in ax.patches if not patch.get_fill()]
    sides = np.abs(1.0 * X - 0.5 - Y)
    assert [patch.get_width() for patch in outlines] == pytest.approx(sides)
    assert [patch.get_height() for patch in outlines] == pytest.approx(sides)
    for patch, x, y in zip(outlines, X, Y, strict=True):
        low, high = patch.get_y(), patch.get_y() + patch.get_height()
        assert patch.get_x() == x
        assert {round(low, 9), round(high, 9)} == {y, x - 0.5}
    assert ax.get_aspect() == 1
    assert ax.get_title(loc="left") == f"y = 1.00 x − 0.50: squares add to {np.sum(sides**2):.2f}"


def test_contours_of_the_error_are_true_to_their_labels_and_points_are_marked() -> None:
    best = np.polyfit(X, Y, 1)
    ax = nn.plots.error_surface(
        X, Y, slopes=(-1, 3), intercepts=(-4, 4), points={"guess": (0.0, 0.0), "best": tuple(best)}, alt="x"
    ).axes[0]
    contours = ax.collections[0]
    for level, path in zip(contours.levels, contours.get_paths(), strict=True):
        for m, b in path.vertices[::20]:
            assert np.sum((m * X + b - Y) ** 2) == pytest.approx(level, rel=0.05, abs=0.05)
    assert sum(len(path.vertices) for path in contours.get_paths()) > 100
    marked = [line.get_xydata()[0].tolist() for line in ax.lines]
    assert marked == [[0.0, 0.0], list(best)]
    assert legend(ax) == ["guess", "best"]


def test_output_terms_show_every_squared_difference_and_their_sum() -> None:
    ax = nn.plots.output_terms([0.5, 0.9, 0.0], [0, 1, 0], alt="x").axes[0]
    texts = [text.get_text() for text in ax.texts]
    assert texts[:3] == ["0.2500", "0.0100", "0.0000"]
    assert "0.26" in texts
    assert [bar.get_width() for bar in ax.patches] == [0.5, 0.9, 0.0]
    assert ax.yaxis_inverted()


def test_the_spread_counts_every_example_and_marks_the_average() -> None:
    costs = {"before": np.array([2.0, 2.0, 3.0]), "after": np.array([0.0, 0.1, 0.5, 0.2])}
    ax = nn.plots.cost_spread(costs, xlabel="cost", alt="x").axes[0]
    assert [int(np.sum(area.get_data().values)) for area in ax.patches] == [3, 4]
    assert legend(ax) == ["before: average 2.33", "after: average 0.20"]
    assert ax.lines[0].get_xdata()[0] == pytest.approx(7 / 3)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: nn.plots.miss_bars({"a": [1]}, labels=["b"], ylabel="c", alt=" "),
        lambda: nn.plots.loss_and_slope({"a": np.abs}, {"a": np.sign}, alt=""),
        lambda: nn.plots.fitted_lines(X, Y, {"a": (1.0, 0.0)}, alt=""),
        lambda: nn.plots.line_with_squares(X, Y, slope=1.0, intercept=0.0, alt=""),
        lambda: nn.plots.error_surface(X, Y, slopes=(0, 1), intercepts=(0, 1), points={"a": (0.5, 0.5)}, alt=""),
        lambda: nn.plots.output_terms([0.5], [1], alt=""),
        lambda: nn.plots.cost_spread({"a": [1.0]}, xlabel="b", alt=""),
    ],
)
def test_a_figure_without_a_description_is_refused(draw: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="the alternative text is empty"):
        draw()
