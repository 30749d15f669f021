"""Layers: each maps a batch forward and carries the gradient of the cost back.

A layer that owns parameters names them in `parameter_names`; the gradient of `W` is the attribute `dW`.
"""

from __future__ import annotations

import math
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float, float_dtype
from nnbook._checks import generator, number, whole
from nnbook._described import Described


class Layer(Described):
    """One step of a network: `forward` maps a batch on, `backward` maps the gradient back.

    What `forward` and `backward` return is a fresh array and stays yours. The parameters' gradients, such
    as `dW`, are filled again by every `backward`: copy one to keep it. A layer of your own needs these two
    methods, and `parameter_names` if it learns something.

    Shapes: the first axis counts examples; `backward` returns the shape that `forward` was given.
    Gradients: `backward` takes dC/d(output), stores dC/d(parameter) and returns dC/d(input).
    Errors: RuntimeError if `backward` comes before `forward`; ValueError if the gradient is not of the
        output's shape.
    Derived in: "Backpropagation, the calculus".
    """

    parameter_names: ClassVar[tuple[str, ...]] = ()
    output: Array

    def forward(self, X: ArrayLike) -> Array:
        """Return the layer's output for the batch `X` and keep it, with what `backward` needs, as attributes."""
        raise NotImplementedError

    def backward(self, gradient: ArrayLike) -> Array:
        """Return dC/d(input) for dC/d(output) = `gradient`, after storing the parameters' gradients."""
        raise NotImplementedError

    def store_gradients(self, gradient: ArrayLike) -> None:
        """Store the parameters' gradients and stop there: in training nobody asks the first layer for dC/d(input)."""
        self.backward(gradient)

    def named_parameters(self) -> dict[str, Array]:
        """Return the layer's parameters by name."""
        return {name: getattr(self, name) for name in self.parameter_names}

    def named_gradients(self) -> dict[str, Array]:
        """Return the gradients that the last `backward` stored, by the name of their parameter."""
        return {name: getattr(self, f"d{name}") for name in self.parameter_names}

    def __call__(self, X: ArrayLike) -> Array:
        """Return `forward(X)`."""
        return self.forward(X)

    def _upstream(self, gradient: ArrayLike) -> Array:
        """Return the gradient in the dtype of the last output, after checking its shape."""
        where = f"{type(self).__name__}.backward"
        try:
            output = self.output
        except AttributeError:
            raise RuntimeError(f"{where}: call forward first; the gradient is taken at its input.") from None
        g = as_float(gradient, where, output.dtype)
        if g.shape != output.shape:
            raise ValueError(
                f"{where}: the gradient must have the shape of the last output, {output.shape}, got {g.shape}."
            )
        return g


class Weighted(Layer):
    """What `Dense` and `Conv2d` share: weights `W` and biases `b`, with their gradients `dW` and `db`."""

    parameter_names = ("W", "b")
    X: Array

    def _own(self, W: Array, b: Array) -> None:
        dtype = np.result_type(W, b)
        self.W, self.b = W.astype(dtype), b.astype(dtype)
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    def _check_parameters(self) -> None:
        """Refuse parameters of another shape than that of their gradients."""
        # A loop over both would take three times as long, 3 % of a step with one example.
        if getattr(self.W, "shape", None) != self.dW.shape:
            self._refuse("W", self.W, self.dW.shape)
        if getattr(self.b, "shape", None) != self.db.shape:
            self._refuse("b", self.b, self.db.shape)

    def _refuse(self, name: str, found: Array, shape: tuple[int, ...]) -> None:
        got = getattr(found, "shape", f"a {type(found).__name__}")
        raise ValueError(
            f"{type(self).__name__}.forward: {name} must be an array of shape {shape}, got {got}. "
            f"Fill the array that is there, layer.{name}[...] = values, or make a layer with from_arrays."
        )


# Here `dot` stands for @, which starts later and takes six times as long for `dW` of a single example.
class Dense(Weighted):
    r"""Affine layer: every row $x$ of the batch becomes $xW + b$.

    Weights start as normal numbers of variance `scale` / d_in, biases at zero: `scale` 2 suits ReLU, 1 suits tanh.

    Arguments: `d_in` and `d_out`, the numbers of features, from 1; `rng`, which draws the weights; `scale`, from
        0 to 1e6; `dtype`, that of the parameters.
    Shapes: `X` (n, d_in) → (n, d_out); `W` (d_in, d_out); `b` (d_out,).
    Gradients: $dW = X^\top g$, $db = \sum_n g_n$, $dX = gW^\top$.
    Errors: ValueError if `X` is not (n, d_in), the gradient not (n, d_out), a size below 1 or `scale` out of its
        range; TypeError if a size is not whole, or `rng` or `dtype` is none.
    Source: [He et al., 2015](bibliography.md#he-2015).
    Derived in: "Features from a grades table" and "Backpropagation, the calculus".
    """

    def __init__(
        self,
        d_in: int,
        d_out: int,
        *,
        rng: np.random.Generator,
        scale: float = 2.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        d_in, d_out = whole(d_in, "Dense", "d_in"), whole(d_out, "Dense", "d_out")
        kind = float_dtype(dtype, "Dense")
        W = generator(rng, "Dense").normal(0.0, deviation("Dense", scale, d_in), (d_in, d_out))
        self._set(W.astype(kind), np.zeros(d_out, kind))

    @classmethod
    def from_arrays(cls, W: ArrayLike, b: ArrayLike) -> Self:
        """Return the layer with these weights (d_in, d_out) and biases (d_out,), copied."""
        W, b = as_float(W, "Dense.from_arrays"), as_float(b, "Dense.from_arrays")
        if W.ndim != 2 or b.shape != W.shape[1:]:
            raise ValueError(
                f"Dense.from_arrays: W must have shape (d_in, d_out) and b (d_out,), got {W.shape} and {b.shape}. "
                "Weights that are one column need W[:, None]."
            )
        layer = cls.__new__(cls)
        layer._set(W, b)
        return layer

    def _set(self, W: Array, b: Array) -> None:
        self.d_in, self.d_out = W.shape
        self._own(W, b)

    def forward(self, X: ArrayLike) -> Array:
        """Return `X @ W + b`."""
        self.X = self._batch(X)
        self.output = self.X.dot(self.W)
        self.output += self.b
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Store `dW` and `db`, and return `g @ W.T`."""
        self.store_gradients(gradient)
        return self.g.dot(self.W.T)

    def store_gradients(self, gradient: ArrayLike) -> None:
        """Store `dW = X.T @ g` and `db`, the sum of the rows of g."""
        self.g = self._upstream(gradient)
        self.X.T.dot(self.g, out=self.dW)
        np.add.reduce(self.g, axis=0, out=self.db)

    def _batch(self, X: ArrayLike) -> Array:
        """Return the batch in the dtype of the weights, after checking its shape."""
        self._check_parameters()
        X = as_float(X, "Dense.forward", self.W.dtype)
        if X.ndim != 2 or X.shape[1] != self.d_in:
            hint = " Rows are examples; use x[None, :] to pass one." if X.ndim == 1 else ""
            raise ValueError(f"Dense.forward: X must have shape (n, {self.d_in}), got {X.shape}.{hint}")
        return X


class Flatten(Layer):
    """Lay every example out as one row: (n, 28, 28) becomes (n, 784).

    Shapes: `X` (n, …) → (n, product of the other axes).
    Gradients: the same numbers, folded back into the shape of `X`.
    Errors: ValueError if `X` has no axis beside that of the examples.
    Derived in: "Learning the digits".
    """

    X: Array

    def forward(self, X: ArrayLike) -> Array:
        """Return the batch with one row for each example."""
        self.X = X = as_float(X, "Flatten.forward")
        if X.ndim < 2:
            raise ValueError(
                f"Flatten.forward: X must have shape (n, …), got {X.shape}. Use x[None] to pass one example."
            )
        self.output = np.array(X.reshape(len(X), math.prod(X.shape[1:])))
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return the gradient in the shape of the input."""
        g = self._upstream(gradient)
        dX = np.empty_like(self.X)
        dX[...] = g.reshape(self.X.shape)
        return dX


def deviation(where: str, scale: float, inputs: int) -> float:
    """Return the standard deviation of weights whose variance is `scale` over the number of inputs of a sum."""
    return math.sqrt(number(scale, where, "scale", "from 0 to 1e6", lambda found: 0 <= found <= 1e6) / inputs)
