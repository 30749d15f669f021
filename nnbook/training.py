"""Training: mini-batches, the loop over the epochs, and the history it returns."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_float
from nnbook.losses import Loss
from nnbook.network import Network
from nnbook.optimizers import Optimizer
from nnbook.progress import progress_bar


class History(NamedTuple):
    """What `train` saw, one entry for each epoch.

    `loss` and `accuracy` are means over the epoch's mini-batches, each taken just before its step, so
    they lag behind `validation_loss` and `validation_accuracy`, which are taken at the epoch's end.
    `best_epoch` counts from 0 and is that of the lowest validation loss.

    Shapes: lists as long as the number of epochs; those of validation stay empty without it, those
        of accuracy unless the targets are classes.
    Errors: none.
    Derived in: "Learning the digits".
    """

    loss: list[float]
    accuracy: list[float]
    validation_loss: list[float]
    validation_accuracy: list[float]

    @property
    def best_epoch(self) -> int | None:
        """The epoch of the lowest validation loss, None without validation."""
        return int(np.argmin(self.validation_loss)) if self.validation_loss else None


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

    Shapes: X (n, d_in), labels (n,); one-hot rows (n, k) are read as labels.
    Errors: ValueError if the lengths differ or there are none.
    Derived in: "Learning the digits".
    """
    predicted = model.predict(data[0]) if isinstance(model, Network) else _labels(np.asarray(model))
    y = _labels(np.asarray(data[-1]))
    if predicted.shape != y.shape or y.size == 0:
        message = (
            "accuracy: there must be as many labels as predictions, and at least one, "
            f"got shapes {y.shape} and {predicted.shape}."
        )
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
    patience: int | None = None,
    on_step: Callable[[int, float], None] | None = None,
    progress: bool | Callable[..., Iterable[Array]] | None = None,
) -> History:
    """Train `net` on mini-batches of `X` and `y`, and return what happened.

    With `patience` training stops after so many epochs without a lower validation loss, and the best
    parameters are put back. `on_step(step, cost)` is called between `backward` and the optimiser's
    step: `net.activations` and `net.gradients` are then those of the batch, to be copied if kept.
    A progress bar appears on a terminal only; `progress` may be True, False or `tqdm.tqdm`.

    Shapes: X (n, d_in); y as the loss wants it, one entry or row for each of the n examples.
    Errors: ValueError if X and y differ in length or are empty; FloatingPointError if the loss stops
        being a number.
    Derived in: "Learning the digits".
    """
    X, y = as_float(X, "train").astype(net.dtype, copy=False), np.asarray(y)
    if X.ndim == 0 or y.shape[:1] != X.shape[:1] or len(X) == 0:
        message = f"train: X and y must hold the same number of examples, at least one, got {X.shape} and {y.shape}."
        raise ValueError(message)
    if epochs < 0 or (patience is not None and (validation is None or patience < 1)):
        message = "train: epochs must not be negative, and patience must be at least 1 and come with validation."
        raise ValueError(message)
    show = progress if callable(progress) else progress_bar
    # sys.stderr is None in a program without a console.
    visible = bool(sys.stderr and sys.stderr.isatty()) if progress is None else progress is not False
    labels = _labels(y) if _are_classes(y) else None
    batch = np.empty((min(batch_size, len(X)), *X.shape[1:]), X.dtype)
    history, best, step = History([], [], [], []), net.parameters.copy(), 0
    for epoch in range(epochs):
        batches: Iterable[Array] = minibatches(len(X), batch_size, rng=rng)
        if visible:
            last = f" loss {history.loss[-1]:.4f}" if history.loss else ""
            batches = show(batches, total=-(-len(X) // batch_size), desc=f"epoch {epoch + 1}/{epochs}{last}")
        total, right = 0.0, 0
        # An overflow shows in the loss, which is looked at in every step.
        with net.reuse(), np.errstate(over="ignore", invalid="ignore"):
            for rows in batches:
                output = net.forward(X.take(rows, axis=0, out=batch[: len(rows)], mode="clip"))
                cost, gradient = loss.value_and_gradient(output, y.take(rows, axis=0))
                if not math.isfinite(cost):
                    message = (
                        f"train: the loss became {cost} in epoch {epoch + 1}, step {step + 1}. "
                        "Lower the learning rate, or look for nan in X and y."
                    )
                    raise FloatingPointError(message)
                net.backward(gradient, to_input=False)
                if on_step is not None:
                    on_step(step, cost)
                optimizer.step(net.parameters, net.gradients)
                step += 1
                total += cost * len(rows)
                if labels is not None:
                    right += int(np.count_nonzero(_labels(output) == labels.take(rows)))
        history.loss.append(total / len(X))
        if labels is not None:
            history.accuracy.append(right / len(X))
        if validation is not None:
            output = net.outputs(validation[0])
            history.validation_loss.append(loss(output, validation[1]))
            if labels is not None:
                history.validation_accuracy.append(accuracy(_labels(output), validation[1]))
            if patience is not None and history.best_epoch is not None:
                if history.best_epoch == epoch:
                    best[...] = net.parameters
                elif epoch - history.best_epoch >= patience:
                    break
    if patience is not None and epochs:
        net.parameters[...] = best
    return history


def _labels(y: Array) -> Array:
    """Return the class of every row: the largest column, of a single column whether it exceeds 0.5."""
    if y.ndim < 2:
        return y
    return y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0] > 0.5


def _are_classes(y: Array) -> bool:
    """Tell whether the targets are labels, one-hot rows, or a column of yes and no."""
    if y.ndim == 1:
        return y.dtype.kind in "iu"
    return y.ndim == 2 and bool(np.isin(y, (0, 1)).all()) and (y.shape[1] == 1 or bool((y.sum(axis=1) == 1).all()))
