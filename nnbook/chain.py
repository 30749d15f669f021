"""The smallest deep network, one neuron in each layer, with every number on the way and every derivative by its name.

`chain.z[2]` is the page's z with the superscript (2): each value is kept in a dictionary by the number of its layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import as_float
from nnbook.activations import sigmoid, sigmoid_derivative


class Numbers(dict[int, Any]):
    """Numbers by the layer that they belong to; until a pass has computed them, asking for one says which."""

    def __init__(self, computed_by: str) -> None:
        self.computed_by = computed_by

    def __missing__(self, layer: int) -> Any:
        if self:
            raise KeyError(layer)
        raise RuntimeError(f"Chain: call {self.computed_by} first; it computes the numbers that you ask for.")


class Chain:
    r"""A chain of neurons: in each layer one weighted sum $z = w a' + b$, its sigmoid $a$, and at the end a cost.

    $a'$ is the activation of the layer before, $a^{(0)} = x$, and the cost is $C = (a^{(L)} - y)^2$.

    Shapes: `weights` and `biases` one number for each of the L layers; x and y one number.
        `w`, `b`, `z` and their derivatives have the keys 1 … L, `a` and `dC_da` 0 … L.
    Gradients: $dC/dw = a' \sigma'(z) \, dC/da$, $dC/db = \sigma'(z) \, dC/da$ and
        $dC/da' = w \sigma'(z) \, dC/da$, starting from $dC/da^{(L)} = 2 (a^{(L)} - y)$.
    Errors: ValueError if there are not as many biases as weights, or no layer, or a number is not finite;
        RuntimeError if `backward` comes before `forward`, or a number is asked for before its pass.
    Derived in: "Backpropagation, the calculus".
    """

    def __init__(self, weights: Sequence[float], biases: Sequence[float]) -> None:
        w, b = (as_float(values, "Chain") for values in (weights, biases))
        if w.ndim != 1 or w.shape != b.shape or not len(w):
            raise ValueError(
                "Chain: weights and biases must be two lists of the same length, one number for each layer and "
                f"at least one, got shapes {w.shape} and {b.shape}."
            )
        for name, values in (("weights", w), ("biases", b)):
            if not np.isfinite(values).all():
                raise ValueError(f"Chain: the {name} must be finite, got {values.tolist()}.")
        self.L = len(w)
        self.w: dict[int, Any] = dict(enumerate(w.tolist(), start=1))
        self.b: dict[int, Any] = dict(enumerate(b.tolist(), start=1))
        self.z, self.a = (Numbers("forward(x, y)") for _ in range(2))
        self.y: Any = None
        self.C: Any = None
        self.da_dz, self.dz_dw, self.dz_db, self.dz_da_previous = (Numbers("backward()") for _ in range(4))
        self.dC_da, self.dC_dz, self.dC_dw, self.dC_db = (Numbers("backward()") for _ in range(4))

    def forward(self, x: ArrayLike, y: ArrayLike) -> Any:
        """Compute `z` and `a` layer by layer from the input x, keep them, and return the cost `C` for the target y."""
        self.a[0], self.y = _number(x, "x"), _number(y, "y")
        for layer in range(1, self.L + 1):
            self.z[layer] = self.w[layer] * self.a[layer - 1] + self.b[layer]
            self.a[layer] = sigmoid(self.z[layer]).item()
        self.C = (self.a[self.L] - self.y) ** 2
        return self.C

    def backward(self) -> None:
        """Compute every partial derivative at the values of the last `forward`, from the cost back to the input."""
        if self.C is None:
            raise RuntimeError("Chain.backward: call forward(x, y) first; the derivatives are taken at its values.")
        self.dC_da[self.L] = 2 * (self.a[self.L] - self.y)
        for layer in range(self.L, 0, -1):
            self.da_dz[layer] = sigmoid_derivative(self.z[layer]).item()
            self.dz_dw[layer] = self.a[layer - 1]
            self.dz_db[layer] = 1.0
            self.dz_da_previous[layer] = self.w[layer]

            self.dC_dz[layer] = self.da_dz[layer] * self.dC_da[layer]
            self.dC_dw[layer] = self.dz_dw[layer] * self.dC_dz[layer]
            self.dC_db[layer] = self.dz_db[layer] * self.dC_dz[layer]
            self.dC_da[layer - 1] = self.dz_da_previous[layer] * self.dC_dz[layer]

    def __repr__(self) -> str:
        return f"Chain(weights={list(self.w.values())}, biases={list(self.b.values())})"


def _number(value: ArrayLike, name: str) -> Any:
    array = as_float(value, f"Chain.forward: {name}")
    if array.size != 1 or not np.isfinite(array).all() or abs(array.item()) > 1e150:
        raise ValueError(
            f"Chain.forward: {name} must be one finite number, at most 1e150 in size, got {array.tolist()}. "
            "A chain takes one example at a time; average its derivatives over the examples."
        )
    return array.item()
