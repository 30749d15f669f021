"""Schedules: learning rates that change with the number of steps taken."""

from typing import Protocol


class Schedule(Protocol):
    """A learning rate for every step: called with the number of steps taken so far.

    Shapes: an integer, 0 for the first step → a positive number.
    Errors: none.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    def __call__(self, step: int) -> float:
        """Return the learning rate of step `step`."""
        ...
