"""What every module does with the numbers and the objects it is given: accept what is meant, say what is not."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np


def whole(value: Any, where: str, name: str, *, least: int = 1) -> int:
    """Return a whole number that is not below `least`."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{where}: {name} must be a whole number, got {value!r}.") from None
    if number < least:
        raise ValueError(f"{where}: {name} must be at least {least}, got {number}.")
    return number


def number(
    value: Any, where: str, name: str, rule: str = "finite", holds: Callable[[float], bool] = math.isfinite
) -> float:
    """Return a finite number for which the rule holds; `rule` says it in words."""
    if np.ndim(value) or np.asarray(value).dtype.kind not in "biuf":
        raise TypeError(f"{where}: {name} must be a number, got {value!r}.")
    found = float(value)
    if not (math.isfinite(found) and holds(found)):
        raise ValueError(f"{where}: {name} must be {rule}, got {value}.")
    return found


def positive(value: Any, where: str, name: str) -> float:
    """Return a finite number above 0."""
    return number(value, where, name, "positive", lambda found: found > 0)


def generator(rng: Any, where: str) -> np.random.Generator:
    """Return the source of randomness, which nobody but the caller may choose."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"{where}: rng must be a generator, such as np.random.default_rng(0), got {rng!r}.")
    return rng


def instance(value: Any, kind: type, where: str, name: str, example: str) -> None:
    """Refuse an argument that is not an object of this kind."""
    if not isinstance(value, kind):
        raise TypeError(f"{where}: {name} must be a nn.{kind.__name__}, such as {example}, got {value!r}.")
