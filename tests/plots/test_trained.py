"""Figures of what trained networks do."""

import numpy as np

from nnbook import plots


def test_each_bin_of_confidence_is_a_point_at_its_mean_and_its_share_of_right_answers() -> None:
    sure = np.repeat([0.25, 0.55, 0.95, 1.0], [40, 10, 30, 30])
    right = np.r_[np.arange(40) < 10, np.ones(10), np.arange(60) < 45]
    figure = plots.reliability({"digits": (sure, right)}, alt="R.")
    axes = figure.axes[0]
    diagonal, curve = axes.lines
    assert diagonal.get_xydata().tolist() == [[0, 0], [1, 1]]
    # Ten answers at 0.55 are too few for a point; the last bin has those at 1 as well.
    np.testing.assert_allclose(curve.get_xydata(), [[0.25, 0.25], [0.975, 0.75]])
    assert figure.get_label() == "R."
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["digits"]


def test_panels_stand_below_one_another_and_share_one_legend() -> None:
    figure = plots.panels(
        [
            ("epoch", "cost", [1, 2], {"test": [3.0, 2.0]}),
            ("degrees", "share", [0, 9], {"test": [1.0, 0.5], "other": [0.9, 0.1]}),
        ],
        alt="P.",
    )
    first, second = figure.axes
    assert (first.get_xlabel(), second.get_xlabel(), second.get_ylabel()) == ("epoch", "degrees", "share")
    assert first.lines[0].get_ydata().tolist() == [3, 2]
    assert first.lines[0].get_color() == second.lines[0].get_color() != second.lines[1].get_color()
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["test", "other"]
    assert first.get_position().y0 > second.get_position().y0
