"""The learning-rate range test: raise the rate step by step and watch where the loss falls and where it bursts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array
from nnbook.losses import Loss
from nnbook.network import Network
from nnbook.optimizers import Optimizer
from nnbook.training import train


class RangeTest(NamedTuple):
    """The rates that were tried, in rising order, and the loss of the mini-batch before each step.

    Shapes: both (number of steps taken,).
    Errors: none.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    rates: Array
    losses: Array


class _Burst(Exception):  # noqa: N818 - no error: it ends the loop
    pass


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
    where the loss falls fastest, is a good one (Smith, 2017). Use a fresh optimiser: its memory is not put back.

    Shapes: those of `train` → rates and losses, one for each step.
    Errors: ValueError unless 0 < low < high and steps ≥ 2; those of `train`.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """
    if not 0 < low < high or steps < 2:
        message = f"learning_rate_range_test: needs 0 < low < high and 2 or more steps, got {low}, {high} and {steps}."
        raise ValueError(message)
    rates, losses = np.geomspace(low, high, steps), []
    before, kept, first = net.parameters.copy(), optimizer.learning_rate, optimizer.steps

    means: list[float] = []

    def on_step(_: int, cost: float) -> None:
        losses.append(cost)
        means.append(0.8 * means[-1] + 0.2 * cost if means else cost)
        if len(losses) == steps or means[-1] > 4 * min(means):
            raise _Burst

    optimizer.learning_rate = lambda step: float(rates[step - first])
    try:
        train(
            net,
            X,
            y,
            loss=loss,
            optimizer=optimizer,
            epochs=steps,
            batch_size=batch_size,
            rng=rng,
            progress=False,
            on_step=on_step,
        )
    except (_Burst, FloatingPointError):
        pass
    finally:
        net.parameters[...] = before
        optimizer.learning_rate = kept
    return RangeTest(rates[: len(losses)], np.array(losses))
