"""Figures of functions of two numbers and of long vectors."""

import numpy as np
import pytest

from nnbook import plots

SPAN = ((-2.0, 2.0), (-1.0, 1.0))


def bowl(x, y):
    return x**2 + 10 * y**2


def test_contours_are_the_places_of_equal_height() -> None:
    figure = plots.contours(bowl, span=SPAN, levels=[1.0, 4.0], alt="C.")
    assert figure.get_label() == "C."
    (contour,) = figure.axes[0].collections
    for level, path in zip([1.0, 4.0], contour.get_paths(), strict=True):
        np.testing.assert_allclose(bowl(*path.vertices.T), level, rtol=0.02)


def test_contours_carry_paths_and_arrows() -> None:
    figure = plots.contours(
        bowl, span=SPAN, paths={"slow": [[1, 1], [1, 0]], "fast": [[1, 1], [0, 0]]},
        arrows=([[1, 0.5]], [[0.5, 0.25]]), equal=True, alt="C.",
    )  # fmt: skip
    axes = figure.axes[0]
    slow, ring, fast, *_ = axes.lines
    assert list(slow.get_ydata()) == [1, 0]
    assert list(fast.get_xdata()) == [1, 0]
    assert (*ring.get_xdata(), *ring.get_ydata()) == (1, 1)
    (arrow,) = axes.texts
    assert tuple(arrow.xy) == (1.5, 0.75)
    assert tuple(arrow.xyann) == (1, 0.5)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["slow", "fast"]
    assert axes.get_aspect() == 1


def test_a_path_lies_on_its_surface() -> None:
    figure = plots.surface(bowl, span=SPAN, path=[[1, 1], [0.5, 0]], labels=("u", "v", "w"), alt="S.")
    axes = figure.axes[0]
    (line,) = axes.lines
    np.testing.assert_allclose(line.get_data_3d()[2], [11, 0.25])
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_zlabel()) == ("u", "v", "w")
    assert not plots.surface(bowl, span=SPAN, alt="S.").axes[0].lines


def test_the_parallelogram_of_a_linear_map_covers_its_net() -> None:
    A = np.array([[1.0, 2.0], [0.0, 3.0]])
    figure = plots.square_map(lambda x: A @ x, A, [1, 1], side=2, alt="M.")
    left, right = figure.axes
    dashed = next(line for line in right.lines if line.get_linestyle() == "--")
    np.testing.assert_allclose(np.column_stack(dashed.get_data())[0], A @ [0, 0])
    np.testing.assert_allclose(np.column_stack(dashed.get_data())[2], A @ [2, 2])
    nets = np.concatenate([np.column_stack(line.get_data()) for line in left.lines])
    assert (nets.min(), nets.max()) == (0, 2)


def test_a_column_counts_what_it_leaves_out() -> None:
    values = np.zeros(100)
    values[[3, 4, 98]] = 0.25, -0.5, 3
    figure = plots.column_vector(values, names={0: "first", 3: "b", 4: "c", 98: "d"}, digits=2, alt="V.")
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts == ["0", "first", "⋮", "2 more", "+0.25", "b", "−0.50", "c", "⋮", "93 more", "+3.00", "d", "⋮",
                     "1 more"]  # fmt: skip


@pytest.mark.parametrize("picked", [{}, {2: "b", 1: "a"}, {-1: "last"}, {5: "outside"}])
def test_a_column_refuses_positions_that_it_has_not(picked) -> None:
    with pytest.raises(ValueError, match="positions must rise within 0 … 4"):
        plots.column_vector(np.ones(5), names=picked, alt="V.")
