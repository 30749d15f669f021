r"""Schedules: learning rates $\eta_t$ that change with the number $t$ of steps taken.

A schedule is a function of the step; give it to an optimiser in place of the number.
"""

import math
from typing import Any

from nnbook._described import Described


class Schedule(Described):
    r"""A learning rate for every step.

    Shapes: the number of steps taken so far, 0 at first → a positive number.
    Errors: ValueError if the initial rate is not positive.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float) -> None:
        self.initial = _check(type(self).__name__, initial > 0, "the initial rate must be positive", initial)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`."""
        raise NotImplementedError


class StepDecay(Schedule):
    r"""$\eta_0 f^{\lfloor t / s \rfloor}$: multiplied by `factor` after `every` steps.

    Shapes: step → rate.
    Errors: ValueError unless 0 < factor ≤ 1 and every ≥ 1.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, factor: float = 0.5, every: int) -> None:
        super().__init__(initial)
        self.factor = _check("StepDecay", 0 < factor <= 1, "factor must be above 0 and at most 1", factor)
        self.every = _check("StepDecay", every >= 1, "every must be at least 1 step", every)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`."""
        return float(self.initial * self.factor ** (step // self.every))


class ExponentialDecay(Schedule):
    r"""$\eta_0 d^t$: the same share is lost in every step.

    Shapes: step → rate.
    Errors: ValueError unless 0 < decay ≤ 1.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, decay: float) -> None:
        super().__init__(initial)
        self.decay = _check("ExponentialDecay", 0 < decay <= 1, "decay must be above 0 and at most 1", decay)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`."""
        return float(self.initial * self.decay**step)


class InverseTimeDecay(Schedule):
    r"""$\eta_0 / (1 + d t)$: slow enough to reach any minimum, fast enough to come to rest there.

    Its sum over all steps is infinite, that of its square finite (Robbins and Monro, 1951).

    Shapes: step → rate.
    Errors: ValueError if decay is negative.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, decay: float) -> None:
        super().__init__(initial)
        self.decay = _check("InverseTimeDecay", decay >= 0, "decay must not be negative", decay)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`."""
        return float(self.initial / (1 + self.decay * step))


class CosineDecay(Schedule):
    r"""$\eta_1 + (\eta_0 - \eta_1)(1 + \cos(\pi t / T)) / 2$: half a wave down to `final`, then constant.

    Shapes: step → rate.
    Errors: ValueError unless steps ≥ 1 and 0 ≤ final ≤ initial.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, steps: int, final: float = 0.0) -> None:
        super().__init__(initial)
        self.steps = _check("CosineDecay", steps >= 1, "steps must be at least 1", steps)
        self.final = _check("CosineDecay", 0 <= final <= initial, "final must lie between 0 and initial", final)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`."""
        share = min(step / self.steps, 1.0)
        return float(self.final + (self.initial - self.final) * (1 + math.cos(math.pi * share)) / 2)


def _check(where: str, holds: bool, rule: str, value: Any) -> Any:
    if not holds:
        raise ValueError(f"{where}: {rule}, got {value}.")
    return value
