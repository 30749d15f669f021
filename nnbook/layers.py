"""Layers: each maps a batch forward and carries the gradient of the cost back.

A layer that owns parameters names them in `names`; the gradient of `W` is the attribute `dW`.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float, ones


class Layer:
    """One step of a network: `forward` maps a batch on, `backward` maps the gradient back.

    What `forward` and `backward` return is a fresh array and stays yours, except between the steps of
    `train`, where a layer has a `store` and fills the same arrays again. The parameters' gradients,
    such as `dW`, are filled again by every `backward`: copy one to keep it.

    Shapes: the first axis counts examples; `backward` returns the shape that `forward` was given.
    Gradients: `backward` takes dC/d(output), stores dC/d(parameter) and returns dC/d(input).
    Errors: RuntimeError if `backward` comes before `forward`; ValueError if the gradient is not of the
        output's shape.
    Derived in: "Backpropagation, the calculus".
    """

    names: ClassVar[tuple[str, ...]] = ()
    output: Array
    store: dict[str, Array] | None = None

    def forward(self, X: ArrayLike) -> Array:
        """Return the layer's output for the batch `X` and keep it, with what `backward` needs, as attributes."""
        raise NotImplementedError

    def backward(self, gradient: ArrayLike) -> Array:
        """Return dC/d(input) for dC/d(output) = `gradient`, after storing the parameters' gradients."""
        raise NotImplementedError

    def parameter_gradients(self, gradient: ArrayLike) -> Array:
        """Store the parameters' gradients only, all that a first layer needs, and return the checked gradient."""
        g = self._upstream(gradient)
        if self.names:
            self.backward(g)
        return g

    def parameters(self) -> dict[str, Array]:
        """Return the layer's parameters by name."""
        return {name: getattr(self, name) for name in self.names}

    def gradients(self) -> dict[str, Array]:
        """Return the gradients that the last `backward` stored, by the name of their parameter."""
        return {name: getattr(self, f"d{name}") for name in self.names}

    def settings(self) -> dict[str, Any]:
        """Return the constructor's arguments as plain values, for `Network.save`."""
        return {}

    def __call__(self, X: ArrayLike) -> Array:
        """Return `forward(X)`."""
        return self.forward(X)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value}' for name, value in self.settings().items())})"

    def _array(self, name: str, shape: tuple[int, ...], dtype: DTypeLike) -> Array:
        """Return an array to fill: a fresh one, or while a network trains the one of the last step."""
        if self.store is None:
            return np.empty(shape, dtype)
        array = self.store.get(name)
        if array is None or array.shape != shape or array.dtype != dtype:
            array = self.store[name] = np.empty(shape, dtype)
        return array

    def _array_like(self, name: str, X: Array) -> Array:
        """Return an array to fill of the shape, dtype and order in memory of `X`."""
        array = None if self.store is None else self.store.get(name)
        if array is None or array.shape != X.shape or array.strides != X.strides or array.dtype != X.dtype:
            array = np.empty_like(X, subok=False)
            if self.store is not None:
                self.store[name] = array
        return array

    def _upstream(self, gradient: ArrayLike) -> Array:
        """Return the gradient in the dtype and the order in memory of the last output, after checking its shape."""
        g = as_float(gradient, "backward")
        try:
            output = self.output
        except AttributeError:
            message = f"{type(self).__name__}.backward: call forward first; the gradient is taken at its input."
            raise RuntimeError(message) from None
        if g.shape != output.shape:
            message = (
                f"{type(self).__name__}.backward: the gradient must have the shape of the last output, "
                f"{output.shape}, got {g.shape}."
            )
            raise ValueError(message)
        if g.dtype == output.dtype and g.strides == output.strides:
            return g
        upstream = self._array_like("gradient", output)
        upstream[...] = g
        return upstream


class Dense(Layer):
    r"""Affine layer: every row $x$ of the batch becomes $xW + b$.

    Weights start as normal numbers of variance `gain` / d_in, biases at zero: `gain` 2 suits ReLU
    (He et al., 2015), 1 suits tanh.

    Shapes: `X` (n, d_in) → (n, d_out); `W` (d_in, d_out); `b` (d_out,).
    Gradients: $dW = X^\top g$, $db = \sum_n g_n$, $dX = gW^\top$.
    Errors: ValueError if `X` is not (n, d_in) or the gradient not (n, d_out).
    Derived in: "Features from a grades table" and "Backpropagation, the calculus".
    """

    names = ("W", "b")
    X: Array

    def __init__(
        self,
        d_in: int,
        d_out: int,
        *,
        rng: np.random.Generator,
        gain: float = 2.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        if d_in < 1 or d_out < 1:
            message = f"Dense: d_in and d_out must be at least 1, got {d_in} and {d_out}."
            raise ValueError(message)
        self._set(rng.normal(0.0, np.sqrt(gain / d_in), (d_in, d_out)).astype(dtype), np.zeros(d_out, dtype))

    @classmethod
    def from_arrays(cls, W: ArrayLike, b: ArrayLike) -> Self:
        """Return the layer with these weights (d_in, d_out) and biases (d_out,), copied."""
        W, b = as_float(W, "Dense.from_arrays"), as_float(b, "Dense.from_arrays")
        if W.ndim != 2 or b.shape != W.shape[1:]:
            message = (
                f"Dense.from_arrays: W must have shape (d_in, d_out) and b (d_out,), got {W.shape} and {b.shape}. "
                "Weights that are one column need W[:, None]."
            )
            raise ValueError(message)
        layer = cls.__new__(cls)
        dtype = np.result_type(W, b)
        layer._set(W.astype(dtype), b.astype(dtype))
        return layer

    def _set(self, W: Array, b: Array) -> None:
        self.W, self.b = W, b
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)

    def settings(self) -> dict[str, Any]:
        """Return the numbers of features that come in and go out."""
        d_in, d_out = self.W.shape
        return {"d_in": d_in, "d_out": d_out}

    def forward(self, X: ArrayLike) -> Array:
        """Return `X @ W + b`."""
        X, W = as_float(X, "Dense.forward"), self.W
        d_in, d_out = W.shape
        if X.ndim != 2 or X.shape[1] != d_in:
            hint = " Rows are examples; use x[None, :] to pass one." if X.ndim == 1 else ""
            message = f"Dense.forward: X must have shape (n, {d_in}), got {X.shape}.{hint}"
            raise ValueError(message)
        if X.dtype != W.dtype:
            X = X.astype(W.dtype)
        self.X = X
        self.output = output = self._array("output", (len(X), d_out), X.dtype)
        # dot, because np.matmul leaves BLAS when there is only one example.
        X.dot(W, out=output)
        return np.add(output, self.b, out=output)

    def parameter_gradients(self, gradient: ArrayLike) -> Array:
        """Store `dW = X.T @ g` and `db`, the sum of the rows of g."""
        g = self._upstream(gradient)
        self.X.T.dot(g, out=self.dW)
        ones(len(g), g.dtype).dot(g, out=self.db)
        return g

    def backward(self, gradient: ArrayLike) -> Array:
        """Store `dW` and `db`, and return `g @ W.T`."""
        g = self.parameter_gradients(gradient)
        return g.dot(self.W.T, out=self._array("dX", self.X.shape, g.dtype))


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
            message = f"Flatten.forward: X must have shape (n, …), got {X.shape}. Use x[None] to pass one example."
            raise ValueError(message)
        self.output = X.reshape(len(X), math.prod(X.shape[1:]))
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return the gradient in the shape of the input."""
        return self._upstream(gradient).reshape(self.X.shape)
