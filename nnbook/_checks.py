"""What every module does with the numbers and the objects it is given: accept what is meant, say what is not."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

_LARGEST = 2**31 - 1


def whole(value: Any, where: str, name: str, *, least: int = 1) -> int:
    """Return a whole number that is not below `least` and that NumPy can count to."""
    try:
        number = int(operator.index(value))
    except TypeError:
        raise TypeError(f"{where}: {name} must be a whole number, got {value!r}.") from None
    if not least <= number <= _LARGEST:
        rule = f"at least {least}" if number < least else f"at most {_LARGEST}"
        raise ValueError(f"{where}: {name} must be {rule}, got {number}.")
    return number


def number(
    value: Any, where: str, name: str, rule: str = "finite", holds: Callable[[float], bool] = math.isfinite
) -> float:
    """Return a finite number for which the rule holds; `rule` says it in words."""
    if (
        not isinstance(value, (int, float, np.ndarray, np.generic))
        or np.ndim(value)
        or np.asarray(value).dtype.kind not in "biuf"
    ):
        raise TypeError(f"{where}: {name} must be a number, got {value!r}.")
    found = float(value)
    if not (math.isfinite(found) and holds(found)):
        raise ValueError(f"{where}: {name} must be {rule}, got {value}.")
    return found


def positive(value: Any, where: str, name: str) -> float:
    """Return a finite number above 0."""
    return number(value, where, name, "positive", lambda found: found > 0)


def function(value: Any, where: str, name: str) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise TypeError(f"{where}: {name} must be a function, such as np.sin, got {value!r}.")


def generator(rng: Any, where: str) -> np.random.Generator:
    """Return the source of randomness, which nobody but the caller may choose."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"{where}: rng must be a generator, such as np.random.default_rng(0), got {rng!r}.")
    return rng


def instance(value: Any, kind: type, where: str, name: str, example: str) -> None:
    """Refuse an argument that is not an object of this kind."""
    if not isinstance(value, kind):
        raise TypeError(f"{where}: {name} must be a nn.{kind.__name__}, such as {example}, got {value!r}.")
