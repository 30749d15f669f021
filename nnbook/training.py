"""Training: mini-batches, the steps of one epoch, the loop over the epochs, and the history it returns."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_array, as_float
from nnbook._checks import generator, instance, whole
from nnbook._progress import progress_bar
from nnbook.losses import Loss
from nnbook.network import Network
from nnbook.optimizers import Optimizer


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


class Step(NamedTuple):
    """What `training_steps` tells of a mini-batch: its cost, the network's output, and which rows it was.

    Shapes: `cost` one number; `output` (batch_size, d_out); `rows` (batch_size,), indices of the examples.
    Errors: none.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """

    cost: float
    output: Array
    rows: Array


def minibatches(n: int, batch_size: int, *, rng: np.random.Generator) -> Iterator[Array]:
    """Yield the indices 0 … n−1, shuffled and split into batches; the last may be smaller.

    Arguments: `n` from 0, `batch_size` from 1; `rng`, which shuffles.
    Shapes: n, batch_size → index arrays of shape (batch_size,).
    Errors: ValueError if batch_size is below 1 or n below 0; TypeError if they are not whole, or `rng` is none.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """
    n = whole(n, "minibatches", "n", least=0)
    size = whole(batch_size, "minibatches", "batch_size")
    order = generator(rng, "minibatches").permutation(n)
    return (order[start : start + size] for start in range(0, n, size))


def training_steps(
    net: Network,
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    batch_size: int,
    rng: np.random.Generator,
) -> Iterator[Step]:
    """Train one epoch, step by step, and yield what each mini-batch showed before the optimizer's step.

    `net.activations` and `net.gradients` are then those of the batch, to be copied if kept. The step is taken
    when the next one is asked for; leave the loop with `break` and it is not taken.

    Arguments: those of `train`.
    Shapes: X (n, d_in); y as the loss wants it → a `Step` for each mini-batch.
    Errors: those of `train`.
    Derived in: "Stochastic, mini-batch, momentum, Adam".
    """
    X, y = _checked(net, X, y, loss, optimizer)
    return _steps(net, X, y, loss, optimizer, minibatches(len(X), batch_size, rng=rng))


def _steps(
    net: Network, X: Array, y: Array, loss: Loss, optimizer: Optimizer, batches: Iterator[Array]
) -> Iterator[Step]:
    batch = np.empty((0, *X.shape[1:]), X.dtype)
    for rows in batches:
        if len(batch) < len(rows):
            batch = np.empty((len(rows), *X.shape[1:]), X.dtype)
        # X[rows], always in the same array: a fresh one would cost 7 % of a step with batches of 1000.
        output = net.forward(X.take(rows, axis=0, out=batch[: len(rows)], mode="clip"))
        cost, gradient = loss.value_and_gradient(output, y.take(rows, axis=0))
        if not math.isfinite(cost):
            raise FloatingPointError(
                f"train: the loss became {cost} in step {optimizer.steps + 1}. "
                "Lower the learning rate, or look for nan in X and y."
            )
        net.store_gradients(gradient)
        yield Step(cost, output, rows)
        optimizer.step(net.parameters, net.gradients)


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
    progress: bool | Callable[..., Iterable[Step]] | None = None,
) -> History:
    """Train `net` on mini-batches of `X` and `y`, and return what happened.

    With `patience` training stops after so many epochs without a lower validation loss, and the best
    parameters are put back. A progress bar appears on a terminal only.

    Arguments: `net`, `loss` and `optimizer`; `epochs` from 0, `batch_size` from 1; `rng`, which shuffles; `validation`,
        other examples and their targets; `patience` from 1; `on_step(step, cost)`, called where `training_steps`
        yields; `progress`, True, False or `tqdm.tqdm`.
    Shapes: X (n, d_in); y as the loss wants it, one entry or row for each of the n examples.
    Errors: ValueError if X and y differ in length or are empty, or a number is out of its range; TypeError if an
        argument is of another kind; FloatingPointError if the loss stops being a number.
    Derived in: "Stochastic, mini-batch, momentum, Adam" and "Learning the digits".
    """
    X, y = _checked(net, X, y, loss, optimizer)
    epochs, size = whole(epochs, "train", "epochs", least=0), whole(batch_size, "train", "batch_size")
    patience = _checked_patience(patience, validation)
    labels = _labels(y) if _are_classes(y) else None
    history, best, count = History([], [], [], []), net.parameters.copy(), itertools.count()
    for epoch in range(epochs):
        steps: Iterable[Step] = training_steps(net, X, y, loss=loss, optimizer=optimizer, batch_size=size, rng=rng)
        last = f" loss {history.loss[-1]:.4f}" if history.loss else ""
        steps = _shown(steps, progress, total=-(-len(X) // size), desc=f"epoch {epoch + 1}/{epochs}{last}")
        total, right = _epoch(steps, labels, on_step, count)
        history.loss.append(total / len(X))
        if labels is not None:
            history.accuracy.append(right / len(X))
        if validation is not None:
            _validate(net, loss, history, *validation, classes=labels is not None)
        if patience is not None and history.best_epoch is not None:
            if history.best_epoch == epoch:
                best[...] = net.parameters
            elif epoch - history.best_epoch >= patience:
                break
    if patience is not None and epochs:
        net.parameters[...] = best
    return history


def _epoch(
    steps: Iterable[Step], labels: Array | None, on_step: Callable[[int, float], None] | None, count: Iterator[int]
) -> tuple[float, int]:
    """Take the steps of an epoch, and return the sum of the examples' costs and how many of them were right."""
    total, right = 0.0, 0
    # An overflow shows in the loss, which is looked at in every step.
    with np.errstate(over="ignore", invalid="ignore"):
        for cost, output, rows in steps:
            if on_step is not None:
                on_step(next(count), cost)
            total += cost * len(rows)
            if labels is not None:
                right += int(np.count_nonzero(_labels(output) == labels.take(rows)))
    return total, right


def _shown(
    steps: Iterable[Step], progress: bool | Callable[..., Iterable[Step]] | None, *, total: int, desc: str
) -> Iterable[Step]:
    """Return the steps, under a progress bar if one is wanted or there is a terminal to draw it on."""
    # sys.stderr is None in a program without a console.
    visible = bool(sys.stderr and sys.stderr.isatty()) if progress is None else progress is not False
    if not visible:
        return steps
    return (
        progress(steps, total=total, desc=desc) if callable(progress) else progress_bar(steps, total=total, desc=desc)
    )


def _validate(net: Network, loss: Loss, history: History, X: ArrayLike, y: ArrayLike, *, classes: bool) -> None:
    """Add to the history how the network does on examples that it does not learn from."""
    output = net.outputs(X)
    history.validation_loss.append(loss(output, y))
    if classes:
        history.validation_accuracy.append(float(np.mean(_labels(output) == _labels(np.asarray(y)))))


def _checked(net: Network, X: ArrayLike, y: ArrayLike, loss: Loss, optimizer: Optimizer) -> tuple[Array, Array]:
    """Return examples and targets as arrays, after checking what everything else relies on."""
    instance(net, Network, "train", "net", "nn.Network([nn.Dense(7, 2, rng=rng)])")
    instance(loss, Loss, "train", "loss", "nn.MeanSquaredError()")
    instance(optimizer, Optimizer, "train", "optimizer", "nn.SGD(0.1)")
    X, y = as_float(X, "train", net.dtype), as_array(y, "train")
    if X.ndim == 0 or y.shape[:1] != X.shape[:1] or len(X) == 0:
        raise ValueError(
            f"train: X and y must hold the same number of examples, at least one, got {X.shape} and {y.shape}."
        )
    return X, y


def _checked_patience(patience: int | None, validation: tuple[ArrayLike, ArrayLike] | None) -> int | None:
    """Return the patience, after checking it and what it watches."""
    if patience is not None and validation is None:
        raise ValueError("train: patience needs validation=(X, y), the loss of which it watches.")
    if validation is not None and not (isinstance(validation, tuple | list) and len(validation) == 2):
        raise TypeError(f"train: validation must be a pair (X, y), got {validation!r}.")
    return None if patience is None else whole(patience, "train", "patience")


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
