"""Computational graphs: every node, every arrow, and the numbers beside them."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

import nnbook as nn
from nnbook import plots

NODES = {"w": (0.0, 0.0), "x": (0.0, 1.0), "z": (1.0, 0.5)}
EDGES = {("w", "z"): "× 2", ("x", "z"): ""}


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


def test_a_long_name_gets_a_wide_node_inside_the_figure_and_arrows_start_at_its_rim() -> None:
    axes = plots.computational_graph(
        {"sandwich": (0, 0), "flour": (1, 0), "w": (2, 0)}, {("sandwich", "flour"): "", ("flour", "w"): ""}, alt="G."
    )
    first, second, _ = axes.patches[2:]
    assert [type(patch) for patch in axes.patches[2:]] == [FancyBboxPatch, FancyBboxPatch, Circle]
    assert first.get_x() >= 0
    assert first.get_width() > second.get_width() > 2 * plots.chains.RADIUS
    ends = axes.patches[0].get_path().vertices[:3, 0]
    assert ends.min() >= first.get_x() + first.get_width() - 1e-9
    assert ends.max() <= second.get_x() + 1e-9


def test_a_number_makes_room_for_a_steep_arrow() -> None:
    nodes = {"w": (0, 0), "x": (0, 1), "z": (0.1, 1), "end": (1, 1)}
    axes = plots.computational_graph(nodes, {("w", "z"): ""}, values={"z": 1.5, "x": 2.5}, slopes={"w": 3.5}, alt="G.")
    shown = texts(axes)
    assert shown["1.50"].get_position()[0] > shown["z"].get_position()[0]
    assert shown["3.50"].get_position()[0] < shown["w"].get_position()[0]
    assert shown["2.50"].get_position()[0] == shown["x"].get_position()[0]


def chain(*numbers: float) -> nn.Chain:
    chain = nn.Chain(numbers, [0.0] * len(numbers))
    chain.forward(1.0, 0.0)
    chain.backward()
    return chain


def test_the_graph_of_a_chain_shows_its_values_its_slopes_and_the_way_to_the_cost() -> None:
    axes = plots.chain_graph(chain(2.0, 4.0), start="w1", alt="G.", digits=3)
    shown = texts(axes)
    assert {"w⁽¹⁾", "w⁽²⁾", "b⁽¹⁾", "b⁽²⁾", "a⁽⁰⁾", "z⁽¹⁾", "a⁽¹⁾", "z⁽²⁾", "a⁽²⁾", "y", "C"} < set(shown)
    c = chain(2.0, 4.0)
    for numbers in (c.z, c.a, c.dC_dz, c.dC_dw, c.dC_db, c.dC_da):
        assert {f"{number:.3f}" for number in numbers.values()} < set(shown)
    arrows = [patch for patch in axes.patches if isinstance(patch, FancyArrowPatch)]
    assert len(arrows) == 10
    strong = [arrow for arrow in arrows if to_hex(arrow.get_edgecolor()) == plots.COLOURS["orange"]]
    assert len(strong) == 5, "w1 → z1 → a1 → z2 → a2 → C"


def test_the_factors_stand_on_the_way_and_the_slopes_can_be_left_out() -> None:
    c = chain(2.0)
    shown = texts(plots.chain_graph(c, start="b1", factors=True, slopes=False, alt="G.", digits=3))
    assert {text for text in shown if "×" in text} == {"× 1.000", f"× {c.da_dz[1]:.3f}", f"× {c.dC_da[1]:.3f}"}
    assert f"{c.dC_dz[1]:.3f}" not in shown
    before = nn.Chain([2.0], [0.0])
    before.forward(1.0, 0.0)
    shown = texts(plots.chain_graph(before, slopes=False, alt="G.", digits=3))
    assert f"{before.C:.3f}" in shown


def test_a_graph_needs_the_passes_and_a_node_to_start_from() -> None:
    fresh = nn.Chain([2.0], [0.0])
    for slopes in (True, False):
        with pytest.raises(RuntimeError, match=r"chain_graph: call chain.forward\(x, y\)"):
            plots.chain_graph(fresh, slopes=slopes, alt="G.")
    fresh.forward(1.0, 0.0)
    with pytest.raises(RuntimeError, match=r"and chain.backward\(\) first"):
        plots.chain_graph(fresh, alt="G.")
    with pytest.raises(ValueError, match="start must be one of a0, w1, b1, z1, a1, y, C, got 'w2'"):
        plots.chain_graph(chain(2.0), start="w2", alt="G.")
