"""`to_state_dict` and `load_state_dict` with PyTorch itself: its own state goes into the library, and comes back."""

import io
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import nn as theirs

import nnbook as nn
from frameworks.measure import own
from frameworks.test_torch_parity import relative

BOUND: dict[type[np.float32 | np.float64], float] = {np.float32: 1e-5, np.float64: 1e-12}
"""The largest difference of any output, relative to the largest output, by the numbers that both compute with."""


def grades() -> theirs.Sequential:
    return theirs.Sequential(theirs.Linear(7, 2), theirs.ReLU())


def digits() -> theirs.Sequential:
    layers = [theirs.Linear(784, 16), theirs.ReLU(), theirs.Linear(16, 16), theirs.ReLU(), theirs.Linear(16, 10)]
    return theirs.Sequential(*layers)


def convolutional() -> theirs.Sequential:
    layers = [theirs.Conv2d(1, 6, 5), theirs.ReLU(), theirs.MaxPool2d(2)]
    layers += [theirs.Conv2d(6, 16, 5), theirs.ReLU(), theirs.MaxPool2d(2), theirs.Flatten()]
    layers += [theirs.Linear(256, 120), theirs.ReLU(), theirs.Linear(120, 84), theirs.ReLU(), theirs.Linear(84, 10)]
    return theirs.Sequential(*layers)


def every_layer() -> theirs.Sequential:
    layers = [theirs.Conv2d(1, 3, 4, stride=2, padding=1), theirs.LeakyReLU(), theirs.AvgPool2d(2), theirs.Flatten()]
    layers += [theirs.Linear(147, 9), theirs.Tanh(), theirs.Linear(9, 8), theirs.Sigmoid(), theirs.Linear(8, 5)]
    return theirs.Sequential(*layers, theirs.Softmax(dim=1))


def own_every_layer(seed: int) -> nn.Network:
    rng = np.random.default_rng(seed)
    layers = [nn.Conv2d(1, 3, 4, stride=2, padding=1, rng=rng), nn.LeakyReLU(), nn.AvgPool2d(2), nn.Flatten()]
    layers += [nn.Dense(147, 9, rng=rng), nn.Tanh(), nn.Dense(9, 8, rng=rng), nn.Sigmoid(), nn.Dense(8, 5, rng=rng)]
    return nn.Network([*layers, nn.Softmax()])


PAIRS: dict[str, tuple[Callable[[], theirs.Sequential], Callable[[int], nn.Network], tuple[int, ...]]] = {
    "grades": (grades, lambda seed: own("grades", seed), (7,)),
    "784-16-16-10": (digits, lambda seed: own("784-16-16-10", seed), (784,)),
    "convolutional": (convolutional, lambda seed: own("convolutional", seed), (1, 28, 28)),
    "every layer": (every_layer, own_every_layer, (1, 28, 28)),
}


def outputs(module: theirs.Sequential, X: np.ndarray) -> np.ndarray:
    """Return what PyTorch computes."""
    with torch.no_grad():
        return module(torch.tensor(X)).numpy()


@pytest.mark.parametrize("dtype", BOUND)
@pytest.mark.parametrize("network", PAIRS)
def test_a_state_of_pytorch_gives_its_outputs_here_and_comes_back_unchanged(
    network: str, dtype: type[np.float32 | np.float64]
) -> None:
    build, make, shape = PAIRS[network]
    torch.manual_seed(0)
    module = build().to(torch.float32 if dtype is np.float32 else torch.float64)
    file = io.BytesIO()
    torch.save(module.state_dict(), file)  # as people pass networks on
    file.seek(0)
    state = torch.load(file, weights_only=True)
    net = nn.Network(make(1).layers, dtype=dtype)
    X = np.random.default_rng(2).normal(size=(50, *shape)).astype(dtype)
    assert relative(net.outputs(X), outputs(module, X)) > 0.01  # before, they have nothing to do with each other
    nn.load_state_dict(net, state)
    assert relative(net.outputs(X), outputs(module, X)) < BOUND[dtype]
    back = nn.to_state_dict(net)
    assert list(back) == list(state)
    for name, array in back.items():
        np.testing.assert_array_equal(array, state[name].numpy(), strict=True)


@pytest.mark.parametrize("dtype", BOUND)
@pytest.mark.parametrize("network", PAIRS)
def test_a_network_of_the_library_gives_its_outputs_in_pytorch(
    network: str, dtype: type[np.float32 | np.float64]
) -> None:
    build, make, shape = PAIRS[network]
    net = nn.Network(make(3).layers, dtype=dtype)
    net.parameters[...] += np.random.default_rng(4).normal(0, 0.1, net.parameter_count)  # biases too
    module = build().to(torch.float32 if dtype is np.float32 else torch.float64)
    state = {name: torch.tensor(array) for name, array in nn.to_state_dict(net).items()}
    module.load_state_dict(state, strict=True)
    X = np.random.default_rng(5).normal(size=(50, *shape)).astype(dtype)
    assert relative(outputs(module, X), net.outputs(X)) < BOUND[dtype]


def test_pytorch_refuses_weights_that_are_not_turned() -> None:
    weights, bias = own("grades", 0).layers[0].named_parameters().values()
    unturned = {"0.weight": torch.tensor(weights), "0.bias": torch.tensor(bias)}
    with pytest.raises(RuntimeError, match=r"size mismatch for 0\.weight"):
        grades().load_state_dict(unturned)
