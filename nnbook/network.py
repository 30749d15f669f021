"""A network: layers in a row, with all their parameters in one flat vector."""

import os
from collections.abc import Sequence
from contextlib import suppress
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float, float_dtype
from nnbook._checks import instance, whole
from nnbook.activations import Sigmoid
from nnbook.layers import Dense, Layer


class Network:
    """Layers applied one after another.

    `parameters` and `gradients` are one flat vector each; the layers' `W`, `b`, `dW`, `db` are views
    of their parts. After `forward`, `activations` holds the input and every layer's output; after
    `backward`, `activation_gradients` holds dC/d(each of them), in the same order.

    The dtype is that of the layers unless it is given; float32 trains twice as fast. Inputs of
    another float type are converted to it.

    Arguments: `layers`, at least one and each object once; `dtype`, that of all parameters.
    Shapes: `forward` maps (n, d_in) of the first layer to (n, d_out) of the last.
    Gradients: `backward` takes dC/d(output), fills `gradients` and returns dC/d(input).
    Errors: ValueError if there is no layer, or the same layer twice; TypeError if one is no layer; those of the
        layers otherwise.
    Derived in: "A network of layers: the forward pass".
    """

    def __init__(self, layers: Sequence[Layer], *, dtype: DTypeLike | None = None) -> None:
        if not isinstance(layers, Sequence):
            raise TypeError(f"Network: layers must be a list of layers, got {layers!r}.")
        self.layers = list(layers)
        if not self.layers:
            raise ValueError("Network: give it at least one layer, for example Network([Dense(7, 2, rng=rng)]).")
        for layer in self.layers:
            instance(layer, Layer, "Network", "each layer", "nn.ReLU()")
        if len(set(map(id, self.layers))) < len(self.layers):
            raise ValueError(
                "Network: the same layer object appears twice; make one for each place, they keep their inputs."
            )
        named = [(layer, name, array) for layer in self.layers for name, array in layer.named_parameters().items()]
        found = np.result_type(*(array for _, _, array in named)) if named else np.float64
        self.dtype = float_dtype(found if dtype is None else dtype, "Network")
        self._parameters = np.empty(sum(array.size for _, _, array in named), self.dtype)
        self._gradients = np.zeros_like(self._parameters)
        self._views: list[tuple[Layer, str, Array]] = []
        self._gradient_views: list[tuple[Layer, str, Array]] = []
        start = 0
        for layer, name, array in named:
            part = slice(start, start := start + array.size)
            self._views.append((layer, name, self._parameters[part].reshape(array.shape)))
            self._gradient_views.append((layer, f"d{name}", self._gradients[part].reshape(array.shape)))
        _adopt(self._views)
        _adopt(self._gradient_views)
        self.activations: list[Array] = []
        self.activation_gradients: list[Array] = []

    @property
    def parameters(self) -> Array:
        """All parameters as one flat vector, layer by layer; change it in place to change the layers."""
        _adopt(self._views)
        return self._parameters

    @property
    def gradients(self) -> Array:
        """The gradient of the cost as one flat vector, in the order of `parameters`."""
        _adopt(self._gradient_views)
        return self._gradients

    @property
    def parameter_count(self) -> int:
        """The number of weights and biases."""
        return int(self._parameters.size)

    def named_parameters(self) -> dict[str, Array]:
        """Return the parameters by the number of their layer and their name: `0.W`, `0.b`, `2.W` and so on."""
        _adopt(self._views)
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers) for k, v in layer.named_parameters().items()}

    def named_gradients(self) -> dict[str, Array]:
        """Return the gradients by the same names as `named_parameters`."""
        _adopt(self._gradient_views)
        return {f"{i}.{k}": v for i, layer in enumerate(self.layers) for k, v in layer.named_gradients().items()}

    def forward(self, X: ArrayLike) -> Array:
        """Return the last layer's output for the batch `X`."""
        X = as_float(X, "Network.forward")
        self.activations = [X]
        for layer in self.layers:
            X = layer.forward(X)
            self.activations.append(X)
        return X

    __call__ = forward

    def backward(self, gradient: ArrayLike) -> Array:
        """Fill `gradients` and return dC/d(input)."""
        dX = self.layers[0].backward(self._to_first(gradient))
        self.activation_gradients.insert(0, dX)
        return dX

    def store_gradients(self, gradient: ArrayLike) -> None:
        """Fill `gradients` and stop short of dC/d(input), as training does."""
        self.layers[0].store_gradients(self._to_first(gradient))

    def outputs(self, X: ArrayLike, *, batch_size: int = 1000) -> Array:
        """Return the output for any number of rows, computed `batch_size` at a time to save memory."""
        X, size = as_float(X, "Network.outputs"), whole(batch_size, "Network.outputs", "batch_size")
        if X.ndim == 0:
            raise ValueError(f"Network.outputs: X must have a row for each example, got the number {X}.")
        return np.concatenate([self.forward(X[i : i + size]) for i in range(0, max(len(X), 1), size)])

    def predict(self, X: ArrayLike, *, batch_size: int = 1000) -> Array:
        """Return the class of every row: the largest output; of a single probability, whether it exceeds 0.5.

        A single output that no sigmoid has made is a number, not a class: ValueError, for `outputs` returns numbers.
        """
        output = self.outputs(X, batch_size=batch_size)
        if output.ndim != 2:
            raise ValueError(
                f"Network.predict: the last layer must return one row for each example, got {output.shape}."
            )
        if output.shape[1] > 1:
            return output.argmax(axis=1)
        if not isinstance(self.layers[-1], Sigmoid):
            raise ValueError(
                "Network.predict: a single output is a class only if it is a probability; end the network with "
                "Sigmoid(), or take the numbers from outputs(X)."
            )
        return (output[:, 0] > 0.5).astype(np.intp)

    def summary(self, input_shape: tuple[int, ...] | None = None) -> str:
        """Return a table of the layers: output shape and number of parameters, for one example of `input_shape`."""
        first = self.layers[0]
        if input_shape is None:
            if not isinstance(first, Dense):
                raise ValueError(
                    "Network.summary: give the shape of one example, for example net.summary((1, 28, 28))."
                )
            input_shape = (first.d_in,)
        if not isinstance(input_shape, tuple):
            raise TypeError(f"Network.summary: input_shape must be a tuple, such as (1, 28, 28), got {input_shape!r}.")
        shape = (whole(size, "Network.summary", "each size of input_shape") for size in input_shape)
        X = np.zeros((1, *shape), self.dtype)
        rows = [("layer", "output shape", "parameters"), ("input", _shape(X), "")]
        for layer in self.layers:
            X = layer.forward(X)
            count = sum(array.size for array in layer.named_parameters().values())
            rows.append((type(layer).__name__, _shape(X), f"{count:,}"))
        rows.append(("total", "", f"{self.parameter_count:,}"))
        wide = [max(len(row[column]) for row in rows) for column in range(3)]
        return "\n".join(f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}".rstrip() for a, b, c in rows)

    def save(self, path: str | PathLike[str]) -> None:
        """Write `named_parameters` to an npz file, whole or not at all: what was there stays if the disk is full."""
        _is_path(path, "Network.save")
        aside = f"{os.fspath(path)}.{os.getpid()}"
        try:
            with open(aside, "wb") as file:
                np.savez(file, **self.named_parameters())  # type: ignore[arg-type]  # no array is called file
            os.replace(aside, path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.remove(aside)
            raise

    def load(self, path: str | PathLike[str]) -> None:
        """Fill the parameters of this network with those that `save` wrote to `path`; nothing in it is executed."""
        _is_path(path, "Network.load")
        own, found = self.named_parameters(), _arrays(path)
        shapes = {name: array.shape for name, array in own.items()}
        if shapes != (saved := {name: array.shape for name, array in found.items()}):
            raise ValueError(f"Network.load: this network has the parameters {shapes}, {path} holds {saved}.")
        for name, array in own.items():
            array[...] = as_float(found[name], f"Network.load: {name} of {path}", self.dtype)

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy must again have one flat vector, so it is built anew from copies of the layers.
        return type(self), (self.layers,)

    def __repr__(self) -> str:
        return f"Network([{', '.join(map(repr, self.layers))}])"

    def _to_first(self, gradient: ArrayLike) -> Array:
        """Carry the gradient back to the output of the first layer."""
        g = as_float(gradient, "Network.backward")
        self.activation_gradients = [g]
        for layer in reversed(self.layers[1:]):
            g = layer.backward(g)
            self.activation_gradients.insert(0, g)
        return g


def _adopt(views: list[tuple[Layer, str, Array]]) -> None:
    """Take over arrays that were assigned to a layer (`layer.W = …`), so that layer and vector stay one."""
    for layer, name, view in views:
        array = getattr(layer, name)
        if array is not view:
            if np.shape(array) != view.shape:
                raise ValueError(
                    f"{type(layer).__name__}.{name} must keep the shape {view.shape}, got {np.shape(array)}."
                )
            view[...] = array
            setattr(layer, name, view)


def _shape(X: Array) -> str:
    return " × ".join(map(str, X.shape[1:]))


def _is_path(path: Any, where: str) -> None:
    """Refuse a number above all, which `open` would take for an open file."""
    if not isinstance(path, str | PathLike):
        raise TypeError(f"{where}: path must be the name of a file, such as 'net.npz', got {path!r}.")


def _arrays(path: str | PathLike[str]) -> dict[str, Array]:
    """Return the arrays of an npz file, or say that it is none or damaged."""
    with open(path, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as arrays:
                return {name: arrays[name] for name in arrays}
        except (
            Exception
        ) as error:  # of zip, zlib, NumPy's header or its refusal of pickles: for the reader one and the same
            raise ValueError(f"Network.load: {path} was not written by Network.save, or is damaged.") from error
