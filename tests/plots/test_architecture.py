"""The drawing of a network: what each layer hands on, to scale, as the network itself computes it."""

import numpy as np
import pytest

import nnbook as nn
from tests.plots.reading import texts


def network() -> nn.Network:
    rng = np.random.default_rng(0)
    layers: list[nn.Layer] = [nn.Conv2d(1, 3, 3, rng=rng), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    return nn.Network([*layers, nn.Dense(27, 9, rng=rng), nn.Tanh()])


def test_every_layer_stands_with_the_shape_that_it_hands_on() -> None:
    axes = nn.plots.architecture(network(), (1, 8, 8), alt="a network")
    assert texts(axes) == [
        "input", "1 × 8 × 8", "Conv2d, ReLU", "3 × 6 × 6", "MaxPool2d", "3 × 3 × 3", "Flatten", "27",
        "Dense, Tanh", "9",
    ]  # fmt: skip
    assert axes.figure.get_label() == "a network"


def test_squares_and_bars_are_to_scale_and_nothing_overlaps() -> None:
    axes = nn.plots.architecture(network(), (1, 8, 8), alt="a network")
    boxes = [(*patch.get_xy(), patch.get_width(), patch.get_height()) for patch in axes.patches]
    sides = [box[2] for box in boxes]
    assert len(boxes) == 1 + 3 + 3 + 1 + 1
    assert np.array(sides[:7]) / sides[0] == pytest.approx(np.array([8, 6, 6, 6, 3, 3, 3]) / 8)
    assert sides[8] / sides[7] == pytest.approx(9 / 27)
    for i, (x, y, wide, high) in enumerate(boxes):
        for other_x, other_y, other_wide, other_high in boxes[:i]:
            assert x >= other_x + other_wide or other_x >= x + wide or y >= other_y + other_high or other_y >= y + high


def test_many_maps_are_made_smaller_until_they_fit() -> None:
    rng = np.random.default_rng(0)
    axes = nn.plots.architecture(nn.Network([nn.Conv2d(1, 32, 5, rng=rng)]), (1, 28, 28), alt="x")
    shape_texts = [text.get_position()[0] for text in axes.texts[1::2]]
    assert max(patch.get_x() + patch.get_width() for patch in axes.patches) < min(shape_texts)
