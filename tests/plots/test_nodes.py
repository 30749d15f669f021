"""Figures of neurons and networks: every number, edge, sign and lamp is on the picture."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle

import nnbook as nn
from nnbook.plots import COLOURS
from tests.plots.reading import texts


def fills(axes) -> list[float]:
    return [patch.get_alpha() for patch in axes.patches if isinstance(patch, Circle) and patch.get_alpha() is not None]


def test_a_neuron_is_as_full_as_its_activation() -> None:
    axes = nn.plots.neurons([0, 0.25, 1], names=["a", "b", "c"], alt="three neurons")
    assert fills(axes) == [0, 0.25, 1]
    assert texts(axes) == ["0.00", "a", "0.25", "b", "1.00", "c"]
    assert axes.figure.get_label() == "three neurons"


def test_a_small_network_shows_activations_weights_biases_and_heads() -> None:
    axes = nn.plots.small_network([[1, 0], [0.5]], [[[4], [-3]]], [[-2]], heads=["input", "output"], alt="x")
    assert sorted(texts(axes)) == sorted(["4", "−3", "1", "0", "0.5", "bias −2", "input", "output"])
    assert [line.get_color() for line in axes.lines] == [COLOURS["blue"], COLOURS["orange"]]


def test_large_layers_show_eight_nodes_at_each_end_and_all_edges_between() -> None:
    rng = np.random.default_rng(1)
    W = [rng.normal(size=(30, 5)), rng.normal(size=(5, 2))]
    axes = nn.plots.layer_columns([rng.random(30), rng.random(5), [0, 1]], W, outputs=["no", "yes"], alt="x")
    shown = texts(axes)
    assert {"30", "5", "2", "no", "yes"} <= set(shown)
    assert shown.count("⋮") == 1
    assert len(fills(axes)) == 16 + 5 + 2
    edges = {
        to_hex(lines.get_color()[0]): 0 for lines in axes.collections if isinstance(lines, LineCollection)
    }  # fmt: skip
    for lines in axes.collections:
        edges[to_hex(lines.get_color()[0])] += len(lines.get_segments())
    seen = [W[0][np.r_[:8, 22:30]], W[1]]
    assert edges[COLOURS["blue"]] == sum((w > 0).sum() for w in seen)
    assert edges[COLOURS["orange"]] == sum((w < 0).sum() for w in seen)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: nn.plots.neurons([0, 2], alt="x"), "activations from 0 to 1, got"),
        (lambda: nn.plots.neurons([0, 1], names=["a"], alt="x"), "2 activations need as many names or none, got 1"),
        (lambda: nn.plots.small_network([[1, 2], [3]], [[[1]]], [[0]], alt="x"), r"layers of \[2, 1\] nodes do not"),
        (lambda: nn.plots.layer_columns([[1, 2], [3]], [[[1]]], outputs=["a"], alt="x"), r"do not fit weights \[\(1"),
        (lambda: nn.plots.layer_columns([[1], [3]], [[[1]]], outputs=[], alt="x"), "1 outputs need as many names"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(draw: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()
