"""A network: layers in a row, with all their parameters in one flat vector."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float
from nnbook.layers import Dense, Layer


class Network:
    """Layers applied one after another.

    `parameters` and `gradients` are one flat vector each; the layers' `W`, `b`, `dW`, `db` are views
    of their parts. After `forward`, `activations` holds the input and every layer's output; after
    `backward`, `activation_gradients` holds dC/d(each of them).

    Shapes: `forward` maps (n, d_in) of the first layer to (n, d_out) of the last.
    Gradients: `backward` takes dC/d(output), fills `gradients` and returns dC/d(input).
    Errors: ValueError if there is no layer; those of the layers otherwise.
    Derived in: "A network of layers: the forward pass".
    """

    def __init__(self, layers: Sequence[Layer], *, dtype: DTypeLike | None = None) -> None:
        self.layers = list(layers)
        if not self.layers:
            message = "Network: give it at least one layer, for example Network([Dense(7, 2, rng=rng)])."
            raise ValueError(message)
        arrays = [array for layer in self.layers for array in layer.parameters().values()]
        self.dtype = np.dtype(dtype) if dtype is not None else np.result_type(*arrays) if arrays else np.dtype(float)
        self._parameters = np.empty(sum(array.size for array in arrays), self.dtype)
        self._gradients = np.zeros_like(self._parameters)
        self._views: list[tuple[Layer, str, Array]] = []
        start = 0
        for layer in self.layers:
            for name, array in layer.parameters().items():
                part = slice(start, start + array.size)
                view = self._parameters[part].reshape(array.shape)
                view[...] = array
                setattr(layer, name, view)
                setattr(layer, f"d{name}", self._gradients[part].reshape(array.shape))
                self._views.append((layer, name, view))
                start += array.size
        self.activations: list[Array] = []
        self.activation_gradients: list[Array] = []

    @property
    def parameters(self) -> Array:
        """All parameters as one flat vector, layer by layer; change it in place to change the layers."""
        for layer, name, view in self._views:
            array = getattr(layer, name)
            # A reader may assign `layer.W = …`: take the values over, so that both stay one.
            if array is not view:
                view[...] = array
                setattr(layer, name, view)
        return self._parameters

    @property
    def gradients(self) -> Array:
        """The gradient of the cost as one flat vector, in the order of `parameters`."""
        return self._gradients

    @property
    def parameter_count(self) -> int:
        """The number of weights and biases."""
        return int(self._parameters.size)

    @contextmanager
    def reuse(self) -> Iterator[None]:
        """Let the layers fill the same arrays at every step inside a `with`; copy what is to be kept."""
        for layer in self.layers:
            layer.store = {}
        try:
            yield
        finally:
            for layer in self.layers:
                layer.store = None

    def forward(self, X: ArrayLike) -> Array:
        """Return the last layer's output for the batch `X`."""
        X = as_float(X, "Network.forward")
        self.activations = [X]
        for layer in self.layers:
            X = layer.forward(X)
            self.activations.append(X)
        return X

    __call__ = forward

    def backward(self, gradient: ArrayLike, *, to_input: bool = True) -> Array | None:
        """Fill `gradients` and return dC/d(input); without `to_input` the first layer skips that product."""
        gradient = as_float(gradient, "Network.backward")
        self.activation_gradients = [gradient]
        first, *others = self.layers
        for layer in reversed(others):
            gradient = layer.backward(gradient)
            self.activation_gradients.insert(0, gradient)
        if not to_input:
            first.parameter_gradients(gradient)
            return None
        gradient = first.backward(gradient)
        self.activation_gradients.insert(0, gradient)
        return gradient

    def predict(self, X: ArrayLike, *, batch_size: int = 1000) -> Array:
        """Return a label for every row: the largest output; with a single output, whether it exceeds 0.5."""
        X = as_float(X, "Network.predict")
        outputs = [self.forward(X[i : i + batch_size]) for i in range(0, max(len(X), 1), batch_size)]
        output = np.concatenate(outputs)
        return output.argmax(axis=1) if output.shape[1] > 1 else (output[:, 0] > 0.5).astype(np.intp)

    def summary(self, input_shape: tuple[int, ...] | None = None) -> str:
        """Return a table of the layers: output shape and number of parameters, for one example of `input_shape`."""
        if input_shape is None:
            first = self.layers[0]
            if not isinstance(first, Dense):
                message = "Network.summary: give the shape of one example, for example net.summary((1, 28, 28))."
                raise ValueError(message)
            input_shape = (first.W.shape[0],)
        X = np.zeros((1, *input_shape), self.dtype)
        rows = [("layer", "output shape", "parameters"), ("input", _shape(input_shape), "")]
        for layer in self.layers:
            X = layer.forward(X)
            count = sum(array.size for array in layer.parameters().values())
            rows.append((type(layer).__name__, _shape(X.shape[1:]), f"{count:,}"))
        rows.append(("total", "", f"{self.parameter_count:,}"))
        wide = [max(len(row[column]) for row in rows) for column in range(3)]
        return "\n".join(f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}".rstrip() for a, b, c in rows)


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
