"""Figures of curves, slopes and probabilities show the numbers that they are given."""

from collections.abc import Callable

import numpy as np
import pytest

import nnbook as nn
from nnbook.plots.style import COLOURS


def curve(ax, number: int = 0):
    """Return the values of one of the long lines of a panel, without rules and tangents."""
    x, y = [line.get_data() for line in ax.lines if len(line.get_xdata()) > 10][number]
    return np.asarray(x), np.asarray(y)


def test_the_gallery_draws_each_function_in_a_panel_of_its_own_on_one_scale() -> None:
    figure = nn.plots.curve_gallery({"tanh": nn.tanh, "ReLU": nn.relu, "sigmoid": nn.sigmoid}, limit=3, alt="three")
    panels = [ax for ax in figure.axes if ax.get_title(loc="left")]
    assert [ax.get_title(loc="left") for ax in panels] == ["tanh", "ReLU", "sigmoid"]
    for ax, function in zip(panels, (nn.tanh, nn.relu, nn.sigmoid), strict=True):
        z, a = curve(ax)
        assert (z[0], z[-1]) == (-3, 3)
        np.testing.assert_array_equal(a, function(z))
    assert len({ax.get_ylim() for ax in panels}) == 1
    assert figure.get_label() == "three"


def test_a_tangent_touches_the_curve_and_has_its_slope() -> None:
    figure = nn.plots.curve_and_slope(nn.sigmoid, nn.sigmoid_derivative, name="s", limit=6, at=[1.5], alt="x")
    top, bottom = figure.axes
    np.testing.assert_array_equal(curve(bottom)[1], nn.sigmoid_derivative(curve(bottom)[0]))
    (x0, x1), (y0, y1) = next(line.get_data() for line in top.lines if line.get_linestyle() == "--")
    slope = float(nn.sigmoid_derivative(1.5))
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope)
    assert y0 + slope * (1.5 - x0) == pytest.approx(float(nn.sigmoid(1.5)))


def test_families_have_a_legend_and_curves_told_apart_without_colour() -> None:
    families = {"one": {"a": nn.tanh, "b": nn.relu}, "two": {"c": nn.sigmoid}}
    figure = nn.plots.curve_families(families, xlabel="input", ylabel="output", alt="x")
    first, second = figure.axes
    assert [text.get_text() for text in first.get_legend().get_texts()] == ["a", "b"]
    styles = [line.get_linestyle() for line in first.lines if len(line.get_xdata()) > 10]
    assert len(set(styles)) == 2
    np.testing.assert_array_equal(curve(first, 1)[1], nn.relu(curve(first, 1)[0]))
    assert (second.get_xlabel(), second.get_ylabel()) == ("input", "output")


def test_softmax_bars_are_as_high_as_their_numbers_say() -> None:
    figure = nn.plots.softmax_bars([2.0, -1.0], [0.95, 0.05], labels=["yes", "no"], alt="x")
    for ax, heights in zip(figure.axes, ([2.0, -1.0], [0.95, 0.05]), strict=True):
        assert [bar.get_height() for bar in ax.patches] == heights
        assert [text.get_text() for text in ax.texts] == [f"{height:.2f}" for height in heights]


def test_the_jacobian_shows_every_slope_in_its_cell_legibly() -> None:
    jacobian = np.array([[0.2, -0.2], [-0.01, 0.01]])
    ax = nn.plots.jacobian_map(jacobian, labels=["a", "b"], alt="x").axes[0]
    shown = {text.get_position(): (text.get_text(), text.get_color()) for text in ax.texts}
    assert shown == {
        (0.5, 0.5): ("0.200", "white"),
        (1.5, 0.5): ("−0.200", "white"),
        (0.5, 1.5): ("−0.010", COLOURS["letters"]),
        (1.5, 1.5): ("0.010", COLOURS["letters"]),
    }
    assert ax.yaxis_inverted()
    colours = ax.images[0].to_rgba(jacobian).reshape(-1, 4)
    assert colours[0][2] > colours[0][0], "positive is blue"
    assert colours[1][0] > colours[1][2], "negative is orange"


def test_the_depth_profile_counts_layers_from_one_on_a_logarithmic_scale() -> None:
    ax = nn.plots.depth_profile({"flat": [1, 1, 1], "falling": [0.01, 0.1, 1]}, ylabel="size", alt="x").axes[0]
    assert ax.get_yscale() == "log"
    assert [line.get_xdata().tolist() for line in ax.lines] == [[1, 2, 3]] * 2
    assert ax.lines[1].get_ydata().tolist() == [0.01, 0.1, 1]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["flat", "falling"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: nn.plots.curve_gallery({"a": nn.relu}, alt=" "),
        lambda: nn.plots.curve_and_slope(nn.relu, nn.relu_derivative, name="a", alt=""),
        lambda: nn.plots.curve_families({"a": {"b": nn.relu}}, alt=""),
        lambda: nn.plots.softmax_bars([1.0], [1.0], labels=["a"], alt=""),
        lambda: nn.plots.jacobian_map([[1.0]], labels=["a"], alt=""),
        lambda: nn.plots.depth_profile({"a": [1.0]}, ylabel="b", alt=""),
    ],
)
def test_a_figure_without_a_description_is_refused(draw: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="the alternative text is empty"):
        draw()
