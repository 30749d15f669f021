"""Outputs, gradients and ten optimiser steps beside PyTorch in float64."""

from itertools import pairwise

import numpy as np
import pytest
import torch

import nnbook as nn

BOUND = 1e-12
SIZES = (12, 8, 6, 5)
X = np.random.default_rng(0).normal(size=(20, 12))
LABELS = np.random.default_rng(1).integers(0, 5, 20)
ROWS = np.eye(5)[LABELS]
ACTIVATIONS = {
    "ReLU": (nn.ReLU, torch.nn.ReLU),
    "LeakyReLU": (nn.LeakyReLU, torch.nn.LeakyReLU),
    "Sigmoid": (nn.Sigmoid, torch.nn.Sigmoid),
    "Tanh": (nn.Tanh, torch.nn.Tanh),
}
LOSSES = {
    "SoftmaxCrossEntropy": (nn.SoftmaxCrossEntropy(), LABELS, torch.nn.CrossEntropyLoss(), LABELS),
    "SumSquaredError": (nn.SumSquaredError(), ROWS, torch.nn.MSELoss(reduction="sum"), ROWS),
    "MeanAbsoluteError": (nn.MeanAbsoluteError(), ROWS, lambda p, y: torch.nn.L1Loss(reduction="sum")(p, y) / 20, ROWS),
    "Huber": (nn.Huber(0.5), ROWS, lambda p, y: torch.nn.HuberLoss(reduction="sum", delta=0.5)(p, y) / 20, ROWS),
}
OPTIMIZERS = {
    "SGD": (lambda: nn.SGD(0.1), lambda p: torch.optim.SGD(p, 0.1)),
    "momentum": (lambda: nn.SGD(0.1, momentum=0.9), lambda p: torch.optim.SGD(p, 0.1, momentum=0.9)),
    "Nesterov": (
        lambda: nn.SGD(0.1, momentum=0.9, nesterov=True),
        lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
    ),
    "Adam": (lambda: nn.Adam(0.01), lambda p: torch.optim.Adam(p, 0.01)),
}


def relative(found: np.ndarray, expected: np.ndarray) -> float:
    """Return the largest difference relative to the largest number."""
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def both(activation: str) -> tuple[nn.Network, "torch.nn.Sequential"]:
    """Return the same network twice."""
    ours, theirs = ACTIVATIONS[activation]
    rng, layers, modules = np.random.default_rng(2), [], []
    for d_in, d_out in pairwise(SIZES):
        dense, linear = nn.Dense(d_in, d_out, rng=rng), torch.nn.Linear(d_in, d_out, dtype=torch.float64)
        dense.b[...] = rng.normal(size=d_out)
        linear.weight.data, linear.bias.data = torch.tensor(dense.W.T), torch.tensor(dense.b)
        layers += [dense, ours()]
        modules += [linear, theirs()]
    return nn.Network(layers[:-1]), torch.nn.Sequential(*modules[:-1])


def flat(module: "torch.nn.Sequential", *, gradients: bool = False) -> np.ndarray:
    """Return PyTorch's parameters or gradients in the order of ours."""
    tensors = [(p.grad if gradients else p).detach().numpy() for p in module.parameters()]
    return np.concatenate([array.T.ravel() for array in tensors])


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_outputs_and_gradients_equal_pytorchs(activation: str, loss: str) -> None:
    net, module = both(activation)
    ours, y, theirs, target = LOSSES[loss]
    inputs = torch.tensor(X, requires_grad=True)
    output, expected = net.forward(X), module(inputs)
    assert relative(output, expected.detach().numpy()) <= BOUND
    cost = theirs(expected, torch.tensor(target))
    cost.backward()
    assert ours(output, y) == pytest.approx(cost.item(), rel=BOUND)
    dX = net.backward(ours.gradient(output, y))
    assert relative(net.gradients, flat(module, gradients=True)) <= BOUND
    assert relative(dX, inputs.grad.numpy()) <= BOUND


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_ten_optimiser_steps_equal_pytorchs(optimizer: str) -> None:
    net, module = both("Tanh")
    loss, criterion = nn.SoftmaxCrossEntropy(), torch.nn.CrossEntropyLoss()
    ours = OPTIMIZERS[optimizer][0]()
    theirs = OPTIMIZERS[optimizer][1](module.parameters())
    for _ in range(10):
        net.store_gradients(loss.gradient(net.forward(X), LABELS))
        ours.step(net.parameters, net.gradients)
        theirs.zero_grad()
        criterion(module(torch.tensor(X)), torch.tensor(LABELS)).backward()
        theirs.step()
        assert relative(net.parameters, flat(module)) <= BOUND


def test_probabilities_and_their_losses_equal_pytorchs() -> None:
    z = torch.tensor(X, requires_grad=True)
    p = torch.sigmoid(z)
    y = (X > 0.3).astype(float)
    cost = torch.nn.BCELoss(reduction="sum")(p, torch.tensor(y)) / 20
    layer, loss = nn.Sigmoid(), nn.BinaryCrossEntropy()
    output = layer.forward(X)
    cost.backward()
    assert loss(output, y) == pytest.approx(cost.item(), rel=BOUND)
    assert relative(layer.backward(loss.gradient(output, y)), z.grad.numpy()) <= BOUND
    softmax, loss = nn.Softmax(), nn.CategoricalCrossEntropy()
    z = torch.tensor(X[:, :5].copy(), requires_grad=True)
    torch.nn.CrossEntropyLoss()(z, torch.tensor(LABELS)).backward()
    output = softmax.forward(X[:, :5])
    assert relative(softmax.backward(loss.gradient(output, LABELS)), z.grad.numpy()) <= BOUND
