"""A network: layers in a row, with all their parameters in one flat vector."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float
from nnbook.layers import Dense, Layer


class Network:
    """Layers applied one after another.

    `parameters` and `gradients` are one flat vector each; the layers' `W`, `b`, `dW`, `db` are views
    of their parts. After `forward`, `activations` holds the input and every layer's output; after
    `backward`, `activation_gradients` holds dC/d(each of them), in the same order.

    The dtype is that of the layers unless it is given; float32 trains twice as fast. Inputs of
    another float type are converted to it.

    Shapes: `forward` maps (n, d_in) of the first layer to (n, d_out) of the last.
    Gradients: `backward` takes dC/d(output), fills `gradients` and returns dC/d(input).
    Errors: ValueError if there is no layer, or the same layer twice; those of the layers otherwise.
    Derived in: "A network of layers: the forward pass".
    """

    def __init__(self, layers: Sequence[Layer], *, dtype: DTypeLike | None = None) -> None:
        self.layers = list(layers)
        if not self.layers:
            message = "Network: give it at least one layer, for example Network([Dense(7, 2, rng=rng)])."
            raise ValueError(message)
        if len(set(map(id, self.layers))) < len(self.layers):
            message = "Network: the same layer object appears twice; make one for each place, they keep their inputs."
            raise ValueError(message)
        named = [(layer, name, array) for layer in self.layers for name, array in layer.parameters().items()]
        found = np.result_type(*(array for _, _, array in named)) if named else np.float64
        self.dtype = np.dtype(found if dtype is None else dtype)
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

    def backward(self, gradient: ArrayLike, *, to_input: bool = True) -> Array:
        """Fill `gradients` and return dC/d(input); with `to_input=False` stop short of it, as training does."""
        g = as_float(gradient, "Network.backward")
        self.activation_gradients = [g]
        for layer in reversed(self.layers[1:]):
            g = layer.backward(g)
            self.activation_gradients.insert(0, g)
        if not to_input:
            return self.layers[0].parameter_gradients(g)
        g = self.layers[0].backward(g)
        self.activation_gradients.insert(0, g)
        return g

    def outputs(self, X: ArrayLike, *, batch_size: int = 1000) -> Array:
        """Return the output for any number of rows, computed `batch_size` at a time to save memory."""
        X = as_float(X, "Network.outputs")
        return np.concatenate([self.forward(X[i : i + batch_size]) for i in range(0, max(len(X), 1), batch_size)])

    def predict(self, X: ArrayLike, *, batch_size: int = 1000) -> Array:
        """Return a label for every row: the largest output; with a single output, whether it exceeds 0.5."""
        output = self.outputs(X, batch_size=batch_size)
        if output.ndim != 2:
            message = f"Network.predict: the last layer must return one row for each example, got {output.shape}."
            raise ValueError(message)
        return output.argmax(axis=1) if output.shape[1] > 1 else (output[:, 0] > 0.5).astype(np.intp)

    def summary(self, input_shape: tuple[int, ...] | None = None) -> str:
        """Return a table of the layers: output shape and number of parameters, for one example of `input_shape`."""
        first = self.layers[0]
        if input_shape is None and not isinstance(first, Dense):
            message = "Network.summary: give the shape of one example, for example net.summary((1, 28, 28))."
            raise ValueError(message)
        X = np.zeros((1, *(input_shape or first.parameters()["W"].shape[:1])), self.dtype)
        rows = [("layer", "output shape", "parameters"), ("input", _shape(X), "")]
        for layer in self.layers:
            X = layer.forward(X)
            count = sum(array.size for array in layer.parameters().values())
            rows.append((type(layer).__name__, _shape(X), f"{count:,}"))
        rows.append(("total", "", f"{self.parameter_count:,}"))
        wide = [max(len(row[column]) for row in rows) for column in range(3)]
        return "\n".join(f"{a:<{wide[0]}}  {b:<{wide[1]}}  {c:>{wide[2]}}".rstrip() for a, b, c in rows)

    def save(self, path: str | PathLike[str]) -> None:
        """Write layers and parameters to an npz file that holds numbers and text only, nothing executable."""
        import json

        layers = json.dumps([[type(layer).__name__, layer.settings()] for layer in self.layers])
        with open(path, "wb") as file:
            np.savez(file, layers=np.array(layers), parameters=self.parameters)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Return the network that `save` wrote to `path`."""
        import json

        known = {kind.__name__: kind for kind in _subclasses(Layer)}
        with np.load(path, allow_pickle=False) as file:
            if sorted(file) != ["layers", "parameters"]:
                message = f"Network.load: {path} was not written by Network.save; it holds {sorted(file)}."
                raise ValueError(message)
            described, parameters = json.loads(str(file["layers"])), file["parameters"]
        unknown = [name for name, _ in described if name not in known]
        if unknown:
            message = f"Network.load: no layer is called {', '.join(unknown)}; import the module that defines it first."
            raise ValueError(message)
        # Layers with parameters start at random; what they start with is replaced at once.
        rng = np.random.default_rng(0)
        layers = [
            known[name](**settings, **({"rng": rng} if known[name].names else {})) for name, settings in described
        ]
        net = cls(layers, dtype=parameters.dtype)
        if parameters.shape != net.parameters.shape:
            message = f"Network.load: {path} holds {parameters.size} parameters, its layers need {net.parameter_count}."
            raise ValueError(message)
        net.parameters[...] = parameters
        return net

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy must again have one flat vector, so it is built anew from copies of the layers.
        return type(self), (self.layers,)

    def __repr__(self) -> str:
        return f"Network([{', '.join(map(repr, self.layers))}])"


def _adopt(views: list[tuple[Layer, str, Array]]) -> None:
    """Take over arrays that were assigned to a layer (`layer.W = …`), so that layer and vector stay one."""
    for layer, name, view in views:
        array = getattr(layer, name)
        if array is not view:
            if np.shape(array) != view.shape:
                message = f"{type(layer).__name__}.{name} must keep the shape {view.shape}, got {np.shape(array)}."
                raise ValueError(message)
            view[...] = array
            setattr(layer, name, view)


def _shape(X: Array) -> str:
    return " × ".join(map(str, X.shape[1:]))


def _subclasses(kind: type[Layer]) -> Iterator[Any]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _subclasses(sub)
