"""Training: mini-batches, one step, the loop over the epochs, and the history it returns."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_float
from nnbook.losses import Loss
from nnbook.network import Network
from nnbook.optimizers import Optimizer


@dataclass
class History:
    """What `train` saw, one entry an epoch.

    Shapes: lists as long as the number of epochs; those of validation stay empty without it, those
        of accuracy unless the targets are classes.
    Errors: none.
    Derived in: "Learning the digits".

    `loss` and `accuracy` are means over the epoch's mini-batches, each taken just before its step, so
    they lag behind `validation_loss` and `validation_accuracy`, which are taken at the epoch's end.
    """

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)


def minibatches(n: int, batch_size: int, *, rng: np.random.Generator) -> Iterator[Array]:
    """Yield the indices 0 … n−1, shuffled and split into batches; the last may be smaller.

    Shapes: n, batch_size → index arrays of shape (batch_size,).
    Errors: ValueError if batch_size is below 1 or n below 0.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """
    if n < 0 or batch_size < 1:
        message = f"minibatches: n must be at least 0 and batch_size at least 1, got {n} and {batch_size}."
        raise ValueError(message)
    order = rng.permutation(n)
    return (order[start : start + batch_size] for start in range(0, n, batch_size))


def accuracy(model: Network | ArrayLike, *data: ArrayLike) -> float:
    """Return the share of labels that are right: `accuracy(net, X, y)` or `accuracy(predicted, y)`.

    Shapes: X (n, d_in), labels (n,); a one-hot target (n, k) is read as labels.
    Errors: ValueError if the lengths differ or there are none.
    Derived in: "Learning the digits".
    """
    predicted = model.predict(data[0]) if isinstance(model, Network) else _labels(np.asarray(model))
    y = _labels(np.asarray(data[-1]))
    if predicted.shape != y.shape or y.size == 0:
        message = f"accuracy: needs as many labels as predictions and at least one, got {y.size} and {predicted.size}."
        raise ValueError(message)
    return float(np.mean(predicted == y))


def train(
    net: Network,
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
) -> History:
    """Train `net` on mini-batches of `X` and `y`, and return what happened.

    Shapes: X (n, d_in); y as the loss wants it, one entry or row for each of the n examples.
    Errors: ValueError if X and y differ in length or are empty.
    Derived in: "Learning the digits".
    """
    X, y = as_float(X, "train"), np.asarray(y)
    history = History()
    classes = _is_classes(y)
    labels = _labels(y) if classes else y
    batch = np.empty((min(batch_size, len(X)), *X.shape[1:]), X.dtype)
    for _ in range(epochs):
        total, right = 0.0, 0
        with net.reuse():
            for rows in minibatches(len(X), batch_size, rng=rng):
                output = net.forward(X.take(rows, axis=0, out=batch[: len(rows)], mode="clip"))
                cost, gradient = loss.value_and_gradient(output, y.take(rows, axis=0))
                net.backward(gradient, to_input=False)
                optimizer.step(net.parameters, net.gradients)
                total += cost * len(rows)
                if classes:
                    right += int(np.count_nonzero(output.argmax(axis=1) == labels.take(rows)))
        history.loss.append(total / len(X))
        if classes:
            history.accuracy.append(right / len(X))
        if validation is not None:
            history.validation_loss.append(loss(net.forward(validation[0]), validation[1]))
            if classes:
                history.validation_accuracy.append(accuracy(net, *validation))
    return history


def _labels(y: Array) -> Array:
    return y.argmax(axis=1) if y.ndim == 2 else y


def _is_classes(y: Array) -> bool:
    if y.ndim == 2:
        return bool(y.shape[1] > 1 and ((y == 0) | (y == 1)).all() and (y.sum(axis=1) == 1).all())
    return y.dtype.kind in "iu"
