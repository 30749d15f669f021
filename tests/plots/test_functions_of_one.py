"""Figures of functions of one number: they show what was computed, and say what they show."""

import numpy as np
import pytest

from nnbook import plots


def labels(figure):
    return [text.get_text() for legend in (*figure.legends, figure.axes[0].get_legend()) if legend
            for text in legend.get_texts()]  # fmt: skip


def test_stacked_draws_one_panel_for_each_name() -> None:
    figure = plots.stacked([0, 1, 2], {"position": [0, 1, 4], "speed": [0, 2, 4]}, xlabel="s", alt="Two.")
    assert figure.get_label() == "Two."
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["position", "speed"]
    assert list(figure.axes[1].lines[0].get_ydata()) == [0, 2, 4]
    assert figure.axes[-1].get_xlabel() == "s"


def test_secants_have_the_slopes_of_the_difference_quotients() -> None:
    figure = plots.secants(np.square, 3, (1, -1, 0.5), slope=6, span=(0, 5), alt="S.")
    assert labels(figure) == ["h = 1: slope 7", "h = −1: slope 5", "h = 0.5: slope 6.5", "tangent: slope 6"]
    for line in figure.axes[0].lines:
        if "slope" in str(line.get_label()):
            x, y = line.get_data()
            drawn = (y[-1] - y[0]) / (x[-1] - x[0])
            assert f"slope {drawn:g}" in str(line.get_label())
            assert np.interp(3, x, y) == pytest.approx(9)


def test_no_tangent_is_drawn_without_a_slope() -> None:
    assert labels(plots.secants(np.square, 3, (1,), span=(0, 5), alt="S.")) == ["h = 1: slope 7"]


def test_tangents_have_arrows_to_where_the_curve_falls() -> None:
    figure = plots.tangents(np.square, lambda x: 2 * x, [-2, 1], span=(-3, 3), reach=0.5, alt="T.")
    arrows = figure.axes[0].texts
    assert [arrow.xy[0] - arrow.xyann[0] for arrow in arrows] == pytest.approx([0.5, -0.25])
    pieces = [line for line in figure.axes[0].lines if line.get_color() == plots.COLOURS["orange"]]
    x, y = pieces[0].get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(-4)


def test_errors_by_step_keeps_zeros_on_the_logarithmic_axis() -> None:
    figure = plots.errors_by_step([0.1, 0.01], {"forward": [1e-2, -1e-3], "complex": [1e-5, 0.0]}, alt="E.")
    assert labels(figure) == ["forward", "complex"]
    forward, complex_step = (line.get_ydata() for line in figure.axes[0].lines)
    np.testing.assert_allclose(forward, [1e-2, 1e-3])
    np.testing.assert_allclose(complex_step, [1e-5, 1e-17])
    left, right = figure.axes[0].get_xlim()
    assert left > right, "h shrinks from left to right"


def test_descents_lie_on_the_curve_and_ring_their_starts() -> None:
    figure = plots.descents(np.square, {"a": [2, 1, 0.5], "b": [-2, -1]}, span=(-3, 3), alt="D.")
    assert labels(figure) == ["a", "b"]
    _, a, ring, b, _ = figure.axes[0].lines
    np.testing.assert_allclose(a.get_ydata(), [4, 1, 0.25])
    np.testing.assert_allclose(b.get_ydata(), [4, 1])
    assert (*ring.get_xdata(), *ring.get_ydata()) == (2, 4)
    assert labels(plots.descents(np.square, {"a": [2, 1]}, span=(-3, 3), alt="D.")) == []


def test_a_descent_shows_below_another_that_begins_as_it_does() -> None:
    paths = {"a": [2, 1.9], "b": [2, 1, 0.5], "c": [2, 1, 0.9]}
    _, a, _, b, _, c, _ = plots.descents(np.square, paths, span=(-3, 3), alt="D.").axes[0].lines
    assert b.get_linewidth() > 2 * c.get_linewidth() == 2 * a.get_linewidth()
    assert b.get_markersize() > c.get_markersize() == a.get_markersize()


def test_costs_by_step_has_a_logarithmic_scale_and_every_name() -> None:
    figure = plots.costs_by_step({"minus": [10, 1, 0.1], "plus": [10, 100, 1000]}, alt="C.")
    assert figure.axes[0].get_yscale() == "log"
    assert labels(figure) == ["minus", "plus"]
    assert [list(line.get_ydata()) for line in figure.axes[0].lines] == [[10, 1, 0.1], [10, 100, 1000]]


@pytest.mark.parametrize(
    ("lowest", "marked"),
    [(-6, [-6, -4, -2, 0, 2, 4]), (-24, [-24, -20, -16, -12, -8, -4, 0, 4])],
)
def test_of_many_powers_of_ten_the_same_are_marked_by_every_matplotlib(lowest: int, marked: list[int]) -> None:
    figure = plots.costs_by_step({"falls": 10.0 ** np.arange(4, lowest - 1, -1)}, alt="C.")
    (ax,) = figure.axes
    assert np.log10(ax.get_yticks()).round(9).tolist() == marked
    assert list(ax.get_yticks(minor=True)) == []


def test_of_few_powers_of_ten_all_are_marked() -> None:
    (ax,) = plots.costs_by_step({"falls": 10.0 ** np.arange(4, -3, -1)}, alt="C.").axes
    low, high = ax.get_ylim()
    assert [tick for tick in np.log10(ax.get_yticks()).round(9) if np.log10(low) <= tick <= np.log10(high)] == [
        *range(-2, 5)
    ]
