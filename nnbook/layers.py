"""Layers: each maps a batch forward and carries the gradient of the cost back.

A layer that owns parameters names them in `names`; the gradient of `W` is the attribute `dW`.
"""

from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float


class Layer:
    """One step of a network: `forward` maps a batch on, `backward` maps the gradient back.

    Shapes: the first axis counts examples; `backward` returns the shape that `forward` was given.
    Gradients: `backward` takes dC/d(output), stores dC/d(parameter) and returns dC/d(input).
    Errors: RuntimeError if `backward` comes before `forward`.
    Derived in: "Backpropagation, the calculus".

    What a layer returns is a fresh array and stays yours. Only while a network trains are the arrays
    of one step overwritten by the next (`reuse`); gradients such as `dW` are overwritten by every
    `backward`, so copy one to keep it.
    """

    names: ClassVar[tuple[str, ...]] = ()
    reuse: bool = False

    def forward(self, X: ArrayLike) -> Array:
        """Return the layer's output for the batch `X` and remember what `backward` needs."""
        raise NotImplementedError

    def backward(self, gradient: ArrayLike) -> Array:
        """Return dC/d(input) for dC/d(output) = `gradient`, after storing the parameters' gradients."""
        raise NotImplementedError

    def parameter_gradients(self, gradient: ArrayLike) -> None:
        """Store the parameters' gradients only: all that the first layer of a network needs."""
        if self.names:
            self.backward(gradient)

    def parameters(self) -> dict[str, Array]:
        """Return the layer's parameters by name."""
        return {name: getattr(self, name) for name in self.names}

    def gradients(self) -> dict[str, Array]:
        """Return the gradients that the last `backward` stored, by the name of their parameter."""
        return {name: getattr(self, f"d{name}") for name in self.names}

    def settings(self) -> dict[str, Any]:
        """Return the constructor's arguments as plain values, for `Network.save` and `summary`."""
        return {}

    def __call__(self, X: ArrayLike) -> Array:
        """Return `forward(X)`."""
        return self.forward(X)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value}' for name, value in self.settings().items())})"

    def _buffer(self, name: str, shape: tuple[int, ...], dtype: DTypeLike) -> Array:
        """Return an array to fill: a fresh one, or in training the one of the last step of this shape."""
        if not self.reuse:
            return np.empty(shape, dtype)
        buffers: dict[Any, Array] = self.__dict__.setdefault("_buffers", {})
        key = (name, shape, dtype)
        if key not in buffers:
            buffers[key] = np.empty(shape, dtype)
        return buffers[key]

    def _upstream(self, gradient: ArrayLike, shape: tuple[int, ...] | None) -> Array:
        """Check that a gradient has the shape of the output that it is the gradient of."""
        gradient = as_float(gradient, f"{type(self).__name__}.backward")
        if shape is None:
            message = f"{type(self).__name__}.backward: call forward first; the gradient is taken at its input."
            raise RuntimeError(message)
        if gradient.shape != shape:
            message = (
                f"{type(self).__name__}.backward: the gradient must have the shape of the last output, "
                f"{shape}, got {gradient.shape}."
            )
            raise ValueError(message)
        return gradient


class Dense(Layer):
    r"""Affine layer: every row $x$ of the batch becomes $xW + b$.

    Shapes: `X` (n, d_in) → (n, d_out); `W` (d_in, d_out); `b` (d_out,).
    Gradients: $dW = X^\top g$, $db = \sum_n g_n$, $dX = gW^\top$.
    Errors: ValueError if `X` is not (n, d_in) or the gradient not (n, d_out).
    Derived in: "Features from a grades table" and "Backpropagation, the calculus".

    Weights start as normal numbers of variance `gain` / d_in, biases at zero: `gain` 2 suits ReLU
    (He et al., 2015), 1 suits tanh.
    """

    names = ("W", "b")

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
        self.X: Array | None = None

    @property
    def d_in(self) -> int:
        """The number of features that come in."""
        return int(self.W.shape[0])

    @property
    def d_out(self) -> int:
        """The number of features that go out."""
        return int(self.W.shape[1])

    def settings(self) -> dict[str, Any]:
        """Return the numbers of inputs and outputs."""
        return {"d_in": self.d_in, "d_out": self.d_out}

    def forward(self, X: ArrayLike) -> Array:
        """Return `X @ W + b`."""
        X = as_float(X, "Dense.forward")
        if X.ndim != 2 or X.shape[1] != self.d_in:
            hint = " Rows are examples; use x[None, :] to pass one." if X.ndim == 1 else ""
            message = f"Dense.forward: X must have shape (n, {self.d_in}), got {X.shape}.{hint}"
            raise ValueError(message)
        if X.dtype != self.W.dtype and X.dtype.kind != "c":
            X = X.astype(self.W.dtype)
        self.X = X
        output = self._buffer("output", (X.shape[0], self.d_out), X.dtype)
        np.matmul(X, self.W, out=output)
        return np.add(output, self.b, out=output)

    def parameter_gradients(self, gradient: ArrayLike) -> None:
        """Store `dW` and `db`."""
        g = self._upstream(gradient, None if self.X is None else (len(self.X), self.d_out))
        assert self.X is not None
        np.matmul(self.X.T, g, out=self.dW)
        np.sum(g, axis=0, out=self.db)

    def backward(self, gradient: ArrayLike) -> Array:
        """Store `dW` and `db`, and return `gradient @ W.T`."""
        self.parameter_gradients(gradient)
        g = as_float(gradient, "Dense.backward")
        return np.matmul(g, self.W.T, out=self._buffer("dX", (len(g), self.d_in), g.dtype))


class Flatten(Layer):
    """Lay every example out as one row: (n, 28, 28) becomes (n, 784).

    Shapes: `X` (n, …) → (n, product of the other axes).
    Gradients: the same numbers, folded back into the shape of `X`.
    Errors: ValueError if `X` has no axis beside that of the examples.
    Derived in: "Learning the digits".
    """

    shape: tuple[int, ...] | None = None

    def forward(self, X: ArrayLike) -> Array:
        """Return the batch with one row an example."""
        X = as_float(X, "Flatten.forward")
        if X.ndim < 2:
            message = f"Flatten.forward: X must have shape (n, …), got {X.shape}. Use x[None] to pass one example."
            raise ValueError(message)
        self.shape = X.shape
        return X.reshape(len(X), int(np.prod(X.shape[1:])))

    def backward(self, gradient: ArrayLike) -> Array:
        """Return the gradient in the shape of the input."""
        flat = None if self.shape is None else (self.shape[0], int(np.prod(self.shape[1:])))
        g = self._upstream(gradient, flat)
        assert self.shape is not None
        return g.reshape(self.shape)
