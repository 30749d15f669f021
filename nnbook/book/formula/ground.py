"""What an entry gives at one size, drawn at 100 random places, and what nnbook returns there."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from nnbook.book.formula.decide import at_draws, draw
from nnbook.book.formula.entry import Entry, Returned
from nnbook.book.formula.given import Drawn, Sigmoid, drawable, drawn
from nnbook.book.formula.scope import each


@dataclass(frozen=True)
class Ground:
    """What an entry gives at one size, drawn at 100 random places."""

    given: dict[str, Any]
    symbols: list[Drawn]
    points: list[np.ndarray]
    values: list[dict[str, np.ndarray]]


@cache
def ground(entry: Entry, size: Any) -> Ground:
    """Return what the entry gives at that size."""
    given = {"sigma": lambda z: each(Sigmoid, z), **entry.given(size)}
    symbols = drawn(given.values())
    points = draw(symbols)
    arrays = {name: at_draws(value, symbols, points) for name, value in given.items() if drawable(value)}
    values = [{name: array[k] for name, array in arrays.items()} for k in range(len(points[0]) if points else 1)]
    return Ground({name: value for name, value in given.items() if value is not None}, symbols, points, values)


@cache
def returned(entry: Entry, size: Any, function: Returned) -> np.ndarray:
    """Return what nnbook returns for the drawn values."""
    return np.array([np.asarray(function(values), float) for values in ground(entry, size).values])
