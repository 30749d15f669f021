"""The learning-rate range test: raise the rate step by step and watch where the loss falls and where it diverges."""

from __future__ import annotations

import math
from contextlib import suppress
from itertools import chain, count
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array
from nnbook._checks import instance, positive, whole
from nnbook.losses import Loss
from nnbook.network import Network
from nnbook.optimizers import Optimizer
from nnbook.training import training_steps


class RangeTest(NamedTuple):
    """The rates that were tried, in rising order, and the loss of the mini-batch before each step.

    Shapes: both (number of steps taken,).
    Errors: none.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    rates: Array
    losses: Array


def learning_rate_range_test(
    net: Network,
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    batch_size: int,
    rng: np.random.Generator,
    low: float = 1e-5,
    high: float = 1.0,
    steps: int = 100,
) -> RangeTest:
    """Train with rates that rise from `low` to `high` by equal factors, then put the parameters back.

    It ends early when the running mean of the loss is four times its lowest. A rate well below that point,
    where the loss falls fastest, is a good one. Use a fresh optimizer: its memory is not put back.

    Arguments: those of `train`; `low` and `high`, the first and the last rate, 0 < low < high; `steps`, from 2.
    Shapes: those of `train` → rates and losses, one for each step.
    Errors: ValueError unless 0 < low < high and steps ≥ 2; those of `train`.
    Source: [Smith, 2017](bibliography.md#smith-2017).
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """
    where = "learning_rate_range_test"
    instance(net, Network, where, "net", "nn.Network([nn.Dense(7, 2, rng=rng)])")
    instance(optimizer, Optimizer, where, "optimizer", "nn.SGD(0.1)")
    low, high = positive(low, where, "low"), positive(high, where, "high")
    if not low < high:
        raise ValueError(f"{where}: low must be below high, got {low} and {high}.")
    rates, losses = np.geomspace(low, high, whole(steps, where, "steps", least=2)), []
    epochs = (
        training_steps(net, X, y, loss=loss, optimizer=optimizer, batch_size=batch_size, rng=rng) for _ in count()
    )
    mean, least = math.nan, math.inf
    before, kept = net.parameters.copy(), optimizer.learning_rate
    try:
        with np.errstate(over="ignore", invalid="ignore"), suppress(FloatingPointError):
            for rate, step in zip(rates, chain.from_iterable(epochs), strict=False):
                optimizer.learning_rate = float(rate)
                losses.append(step.cost)
                mean = 0.8 * mean + 0.2 * step.cost if len(losses) > 1 else step.cost
                least = min(least, mean)
                if mean > 4 * least:
                    break
    finally:
        net.parameters[...] = before
        optimizer.learning_rate = kept
    return RangeTest(rates[: len(losses)], np.array(losses))
