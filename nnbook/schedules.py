r"""Schedules: learning rates $\eta_t$ that change with the number $t$ of steps taken.

A schedule is a function of the step; give it to an optimizer instead of the number.
"""

import math

from nnbook._checks import number, positive, whole
from nnbook._described import Described


class Schedule(Described):
    r"""A learning rate for every step.

    Arguments: `initial`, the rate of the first step, above 0.
    Shapes: the number of steps taken so far, 0 at first → a positive number.
    Errors: ValueError if the initial rate is not positive; TypeError if an argument is no number.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float) -> None:
        self.initial = positive(initial, type(self).__name__, "initial")

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`, from 0."""
        raise NotImplementedError

    def _taken(self, step: int) -> int:
        return whole(step, type(self).__name__, "step", least=0)


class StepDecay(Schedule):
    r"""$\eta_0 f^{\lfloor t / s \rfloor}$: multiplied by `factor` after `every` steps.

    Arguments: `initial`, above 0; `factor`, above 0 and at most 1; `every`, from 1.
    Shapes: step → rate.
    Errors: ValueError or TypeError if an argument or the step is out of its range.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, factor: float = 0.5, every: int) -> None:
        super().__init__(initial)
        self.factor = number(factor, "StepDecay", "factor", "above 0 and at most 1", lambda f: 0 < f <= 1)
        self.every = whole(every, "StepDecay", "every")

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`, from 0."""
        return self.initial * self.factor ** (self._taken(step) // self.every)


class ExponentialDecay(Schedule):
    r"""$\eta_0 d^t$: the same share is lost in every step.

    Arguments: `initial`, above 0; `decay`, above 0 and at most 1.
    Shapes: step → rate.
    Errors: ValueError or TypeError if an argument or the step is out of its range.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, decay: float) -> None:
        super().__init__(initial)
        self.decay = number(decay, "ExponentialDecay", "decay", "above 0 and at most 1", lambda d: 0 < d <= 1)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`, from 0."""
        return self.initial * self.decay ** self._taken(step)


class InverseTimeDecay(Schedule):
    r"""$\eta_0 / (1 + d t)$: slow enough to reach any minimum, fast enough to come to rest there.

    Its sum over all steps is infinite, that of its square finite.

    Arguments: `initial`, above 0; `decay`, at least 0.
    Shapes: step → rate.
    Errors: ValueError or TypeError if an argument or the step is out of its range.
    Source: [Robbins and Monro, 1951](bibliography.md#robbins-1951).
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, decay: float) -> None:
        super().__init__(initial)
        self.decay = number(decay, "InverseTimeDecay", "decay", "at least 0", lambda d: d >= 0)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`, from 0."""
        return self.initial / (1 + self.decay * self._taken(step))


class CosineDecay(Schedule):
    r"""$\eta_1 + (\eta_0 - \eta_1)(1 + \cos(\pi t / T)) / 2$: half a wave down to `final`, then constant.

    Arguments: `initial`, above 0; `steps`, from 1, those until `final` is reached; `final`, from 0 to `initial`.
    Shapes: step → rate.
    Errors: ValueError or TypeError if an argument or the step is out of its range.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __init__(self, initial: float, *, steps: int, final: float = 0.0) -> None:
        super().__init__(initial)
        self.steps = whole(steps, "CosineDecay", "steps")
        self.final = number(final, "CosineDecay", "final", "from 0 to initial", lambda f: 0 <= f <= self.initial)

    def __call__(self, step: int) -> float:
        """Return the learning rate of step number `step`, from 0."""
        share = min(self._taken(step) / self.steps, 1.0)
        return self.final + (self.initial - self.final) * (1 + math.cos(math.pi * share)) / 2
