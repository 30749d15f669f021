"""The networks of the page "The same in PyTorch, Keras and JAX" do what those of the library do."""

import json
import statistics
from functools import cache
from typing import Any

import pytest

from frameworks.measure import FRAMEWORKS, KEPT, SETTINGS, SIZES, apart

OTHERS = [name for name in FRAMEWORKS if name != "nnbook"]
BAND = {"784-16-16-10": 0.015, "784-100-10": 0.005, "convolutional": 0.01}
"""How far the means of three seeds may lie apart; single seeds of the smallest network differ by a point."""


@cache
def measured(name: str) -> dict[str, Any]:
    """Measure once, and keep it for the table of the page."""
    KEPT.mkdir(parents=True, exist_ok=True)
    found = apart(name)
    (KEPT / f"{name}.json").write_text(json.dumps(found), encoding="utf-8")
    return found


@pytest.mark.parametrize("network", SIZES)
@pytest.mark.parametrize("name", OTHERS)
def test_the_same_weights_give_the_same_outputs(name: str, network: str) -> None:
    assert measured(name)["differences"][network] < 1e-5


@pytest.mark.parametrize("network", SETTINGS)
@pytest.mark.parametrize("name", OTHERS)
def test_the_same_data_give_the_same_accuracy(name: str, network: str) -> None:
    own, found = (statistics.mean(measured(each)["accuracies"][network]) for each in ("nnbook", name))
    assert own > 0.92
    assert abs(found - own) < BAND[network]


def test_each_framework_starts_as_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    import keras
    import torch

    torch.manual_seed(0)
    keras.utils.set_random_seed(0)
    theirs = torch.nn.Linear(400, 100)
    kernel = keras.Sequential([keras.Input((400,)), keras.layers.Dense(100)]).get_weights()[0]
    for weights, bound in ((theirs.weight.detach().numpy(), 400**-0.5), (kernel, (6 / (400 + 100)) ** 0.5)):
        assert 0.99 * bound < abs(weights).max() <= bound
        assert weights.std() == pytest.approx(bound / 3**0.5, rel=0.01)  # even chances
