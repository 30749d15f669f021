"""Figures of noisy descents."""

import numpy as np

from nnbook import plots


def test_measured_variances_are_points_over_the_expected_line() -> None:
    figure = plots.spread_by_batch([1, 10, 100], [2.0, 0.21, 0.02], [2.0, 0.2, 0.02], alt="S.")
    axes = figure.axes[0]
    assert figure.get_label() == "S."
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    line, points = axes.lines
    np.testing.assert_array_equal(line.get_ydata(), [2.0, 0.2, 0.02])
    np.testing.assert_array_equal(points.get_ydata(), [2.0, 0.21, 0.02])
    assert points.get_linestyle() == "None"


def test_each_run_has_its_own_work_and_its_own_name() -> None:
    runs = {"few": ([1, 2], [1.0, 0.5]), "many": ([1, 2, 3], [1.0, 0.8, 0.7])}
    figure = plots.losses_by_work(runs, xlabel="examples", alt="L.")
    axes = figure.axes[0]
    few, many = axes.lines
    assert (list(few.get_xdata()), list(many.get_ydata())) == ([1, 2], [1.0, 0.8, 0.7])
    assert (axes.get_xlabel(), axes.get_yscale(), figure.get_label()) == ("examples", "log", "L.")
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["few", "many"]
