"""What an entry for a theorem is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import nnbook as nn
from nnbook.book.formula.names import Names

Values = dict[str, Any]
Index = tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """A formula of the book: its right side, for the same numbers, is what the theorem says.

    `source`: a label, or the name whose docstring has it. `statement`: which one of the formula's. `given`: what its
    letters are, for the numbers drawn and the index of an entry. `index`: the letters of that index on the page, which
    begin at `base`. `uses`: premises that the text gives in words. `negative`: the page has the opposite sign.
    `of`: the formula is not about the slopes, but about what they are the slopes of.
    """

    source: str
    given: Callable[[Values, Index], Values]
    statement: int = 0
    index: str = ""
    base: int = 1
    first: Mapping[str, Any] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    uses: Sequence[str] = ()
    at: Callable[[Values], dict[Any, float]] = lambda v: {}
    zero_outside: Sequence[str] = ()
    negative: bool = False
    of: bool = False


@dataclass(frozen=True)
class Rule:
    """How a theorem is compared: `code` returns the slopes of nnbook, `forward` what they are the slopes of.

    `terms`: letters whose values are terms of Coq, made of the others.
    """

    theorem: str
    draw: Callable[[np.random.Generator], Values]
    code: Callable[[Values], Any]
    forward: Callable[[Values], Any]
    shown: tuple[Shown, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)


def passed(layer: nn.Layer, X: Any, g: Any) -> Any:
    """Return the slopes in a layer's input."""
    layer.forward(X)
    return layer.backward(g)


def sizes(rng: np.random.Generator, count: int, least: int = 1) -> list[int]:
    """Return small random sizes."""
    return [int(size) for size in rng.integers(least, 4, count)]
