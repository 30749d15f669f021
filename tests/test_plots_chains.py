"""Computational graphs: every node, every arrow, and the numbers beside them."""

from collections.abc import Iterator

import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyArrowPatch

from nnbook import plots

NODES = {"w": (0.0, 0.0), "x": (0.0, 1.0), "z": (1.0, 0.5)}
EDGES = {("w", "z"): "× 2", ("x", "z"): ""}


@pytest.fixture(autouse=True)
def house_style() -> Iterator[None]:
    plots.use_style()
    yield
    plt.close("all")


def texts(axes):
    return {text.get_text(): text for text in axes.texts}


def test_a_node_has_its_value_above_and_its_slope_below() -> None:
    axes = plots.computational_graph(NODES, EDGES, values={"z": 1.5}, slopes={"z": -0.25}, alt="G.")
    shown = texts(axes)
    assert set(shown) == {"w", "x", "z", "× 2", "1.50", "\u22120.25"}
    above, node, below = (shown[name].get_position() for name in ("1.50", "z", "\u22120.25"))
    assert above[1] < node[1] < below[1], "y is counted downwards"
    assert shown["1.50"].get_color() == plots.COLOURS["blue"]
    assert shown["\u22120.25"].get_color() == plots.COLOURS["orange"]
    assert axes.figure.get_label() == "G."
    assert sum(isinstance(patch, Circle) for patch in axes.patches) == 3


def test_arrows_are_as_many_as_edges_and_the_highlighted_one_is_orange() -> None:
    axes = plots.computational_graph(NODES, EDGES, highlight=[("w", "z")], alt="G.")
    arrows = [patch for patch in axes.patches if isinstance(patch, FancyArrowPatch)]
    assert [to_hex(arrow.get_edgecolor()) for arrow in arrows] == [plots.COLOURS["orange"], plots.COLOURS["muted"]]


@pytest.mark.parametrize(
    "wrong",
    [{"edges": {("w", "q"): ""}}, {"values": {"q": 1.0}}, {"slopes": {"q": 1.0}}, {"highlight": [("q", "z")]}],
)
def test_an_unknown_node_is_named(wrong) -> None:
    with pytest.raises(ValueError, match="q must be among the nodes, which are w, x, z"):
        plots.computational_graph(NODES, wrong.pop("edges", EDGES), **wrong, alt="G.")
