"""Losses: one number that says how wrong the predictions are, and its gradient.

A loss is called with the prediction and the target; `gradient` has the shape of the prediction.
"Mean" is the mean over the examples (the first axis) of a sum over the outputs.
"""

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_array, as_float
from nnbook._checks import positive
from nnbook._described import Described


class Loss(Described):
    """What the losses share: checked arguments, the value and the gradient.

    Shapes: prediction (n,) or (n, k); target of the same shape unless the loss says otherwise.
    Gradients: `gradient` is dC/d(prediction), in the prediction's shape and dtype.
    Errors: ValueError if the shapes differ or a mean is taken over no examples; FloatingPointError if
        an entry is infinite or the square of an error too large for a float; nan is handed on.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient, which often share most of their work."""
        raise NotImplementedError

    def __call__(self, prediction: ArrayLike, target: ArrayLike) -> float:
        """Return the loss."""
        return self.value_and_gradient(prediction, target)[0]

    def gradient(self, prediction: ArrayLike, target: ArrayLike) -> Array:
        """Return dC/d(prediction)."""
        return self.value_and_gradient(prediction, target)[1]

    def _pair(self, prediction: ArrayLike, target: ArrayLike, *, classes: bool = False) -> tuple[Array, Array]:
        """Return both as float arrays of one shape, the target in the prediction's dtype.

        With `classes` a target of integer labels (n,) becomes one-hot rows (n, k).
        """
        name = type(self).__name__
        p = as_float(prediction, name)
        _refuse_infinity(p, f"{name}: the prediction")
        if classes:
            labels = as_array(target, name)
            if labels.ndim == 1 or p.ndim != 2:
                return p, _one_hot_rows(labels, p, name)
        y = as_float(target, name)
        if p.shape != y.shape:
            raise ValueError(
                f"{name}: prediction and target must have the same shape, got {p.shape} and {y.shape}. "
                "Labels need one_hot; a column of predictions needs target[:, None]."
            )
        _refuse_infinity(y, f"{name}: the target")
        return p, y if p.dtype.kind == "c" else as_float(y, f"{name}: the target", p.dtype)

    def _squared(self, p: Array, y: Array) -> tuple[float, Array]:
        """Return the sum of the squared errors, which must be a number that a float can hold, and the errors."""
        with np.errstate(over="ignore"):
            e = p - y
            total = np.sum(np.square(e)).item()
        if np.isinf(total):
            raise FloatingPointError(
                f"{type(self).__name__}: the squared error must fit into a float, got errors up to "
                f"{np.abs(e).max():.3g}. If it grew in training, lower the learning rate."
            )
        return total, e

    def _count(self, p: Array) -> int:
        """Return the number of examples, which must be more than none."""
        if p.ndim == 0 or len(p) == 0:
            raise ValueError(
                f"{type(self).__name__}: the mean over the examples needs at least one, got shape {p.shape}. "
                "Rows are examples."
            )
        return len(p)


class SumSquaredError(Loss):
    r"""L2 loss, the sum of squared errors $\sum (p - y)^2$.

    Shapes: prediction and target alike, any shape → one number.
    Gradients: $2(p - y)$.
    Errors: ValueError if the shapes differ.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        total, e = self._squared(*self._pair(prediction, target))
        return total, 2 * e


class MeanSquaredError(Loss):
    r"""MSE, the mean over the examples of the squared error: $\frac{1}{n} \sum_n \sum_k (p_{nk} - y_{nk})^2$.

    Shapes: prediction and target (n,) or (n, k) → one number.
    Gradients: $2(p - y) / n$.
    Errors: ValueError if the shapes differ or n is 0.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        p, y = self._pair(prediction, target)
        n = self._count(p)
        total, e = self._squared(p, y)
        return total / n, 2 * e / n


class SumAbsoluteError(Loss):
    r"""L1 loss, the sum of absolute errors $\sum |p - y|$.

    Shapes: prediction and target alike, any shape → one number.
    Gradients: the sign of $p - y$, and 0 where the error is 0.
    Errors: ValueError if the shapes differ.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        p, y = self._pair(prediction, target)
        sign = np.sign((p - y).real)
        return np.sum(sign * (p - y)).item(), sign


class MeanAbsoluteError(Loss):
    r"""MAE, the mean over the examples of the absolute error: $\frac{1}{n} \sum_n \sum_k |p_{nk} - y_{nk}|$.

    Shapes: prediction and target (n,) or (n, k) → one number.
    Gradients: the sign of $p - y$, divided by n.
    Errors: ValueError if the shapes differ or n is 0.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        p, y = self._pair(prediction, target)
        n = self._count(p)
        sign = np.sign((p - y).real)
        return np.sum(sign * (p - y)).item() / n, sign / n


class MeanBiasError(Loss):
    r"""Mean signed error $\frac{1}{n} \sum_n \sum_k (p_{nk} - y_{nk})$: a diagnosis, not a loss to train with.

    Shapes: prediction and target (n,) or (n, k) → one number, negative where predictions are too low.
    Gradients: $1 / n$ everywhere: it has no minimum.
    Errors: ValueError if the shapes differ or n is 0.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the error and its gradient."""
        p, y = self._pair(prediction, target)
        n = self._count(p)
        return np.sum(p - y).item() / n, np.full(p.shape, 1 / n, p.real.dtype)


class Huber(Loss):
    r"""Squared near the target, absolute far from it; the mean over the examples.

    An error $e = p - y$ costs $e^2 / 2$ if $|e| \le \delta$, else $\delta (|e| - \delta / 2)$.

    Arguments: `delta`, the error at which the square ends, above 0.
    Shapes: prediction and target (n,) or (n, k) → one number.
    Gradients: $e / n$ clipped to $\pm\delta / n$.
    Errors: ValueError if the shapes differ, n is 0 or delta is not positive; TypeError if delta is no number.
    Source: [Huber, 1964](bibliography.md#huber-1964).
    Derived in: "Losses and costs".
    """

    def __init__(self, delta: float = 1.0) -> None:
        self.delta = positive(delta, "Huber", "delta")

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        p, y = self._pair(prediction, target)
        n, delta = self._count(p), self.delta
        e = p - y
        size = e * np.sign(e.real)
        near = np.minimum(size, delta)
        # One formula for both branches: e²/2 where near = |e|, and δ(|e| − δ/2) where near = δ.
        return np.sum(near * (size - near / 2)).item() / n, near * np.sign(e.real) / n


class BinaryCrossEntropy(Loss):
    r"""Cross-entropy of a yes/no output, $-\frac{1}{n} \sum [y \ln p + (1 - y) \ln(1 - p)]$.

    A probability of exactly 0 or 1 is moved in by the rounding unit, so that a certain and wrong
    answer costs much, not infinity.

    Shapes: prediction (probabilities) and target (0 to 1), (n,) or (n, k) → one number.
    Gradients: $(p - y) / (p (1 - p)) / n$.
    Errors: ValueError if the shapes differ, n is 0 or a prediction or a target lies outside 0 to 1.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        p, y = self._pair(prediction, target)
        n = self._count(p)
        p = _probabilities(p, "BinaryCrossEntropy", "Sigmoid")
        if (y.real < 0).any() or (y.real > 1).any():
            raise ValueError("BinaryCrossEntropy: targets must be 0 for no and 1 for yes, or lie between them.")
        cost = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)).item() / n
        return cost, (p - y) / (p * (1 - p)) / n


class CategoricalCrossEntropy(Loss):
    r"""Cross-entropy of one class out of many, $-\frac{1}{n} \sum_n \sum_k y_{nk} \ln p_{nk}$.

    A probability of exactly 0 is moved in by the rounding unit. With a softmax before it, prefer
    `SoftmaxCrossEntropy`, which takes the logits and has a simpler gradient.

    Shapes: prediction (n, k), probabilities; target (n, k), one-hot, or integer labels (n,) → one number.
    Gradients: $-y / p / n$.
    Errors: ValueError if the shapes do not fit, n is 0, a label is not one of 0 … k−1, or a prediction
        lies outside 0 to 1.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        p, y = self._pair(prediction, target, classes=True)
        n = self._count(p)
        p = _probabilities(p, "CategoricalCrossEntropy", "Softmax")
        return -np.sum(y * np.log(p)).item() / n, -y / p / n


class SoftmaxCrossEntropy(Loss):
    r"""Softmax and cross-entropy in one: $\frac{1}{n} \sum_n [\ln \sum_j e^{z_{nj}} - \sum_k y_{nk} z_{nk}]$.

    Shapes: prediction (n, k), logits; target integer labels (n,) or one-hot (n, k) → one number.
    Gradients: $(\mathrm{softmax}(z) - y) / n$.
    Errors: ValueError if the shapes do not fit, n is 0, a label is not one of 0 … k−1, or a row of the target does
        not add to 1.
    Derived in: "Losses and costs".
    """

    def value_and_gradient(self, prediction: ArrayLike, target: ArrayLike) -> tuple[float, Array]:
        """Return the loss and its gradient."""
        z, y = self._pair(prediction, target, classes=True)
        n = self._count(z)
        # For other rows p - y is not the gradient. Labels have become rows of zeros and a one.
        if getattr(target, "ndim", 2) > 1 and (off := np.abs(y.sum(axis=1) - 1) > 1e-3).any():
            row = int(off.argmax())
            raise ValueError(
                f"SoftmaxCrossEntropy: every row of the target must add to 1, got {y[row].tolist()} in row {row}. "
                "For a class give its label, or divide the row by its sum."
            )
        # Shift by the row maximum: exp(800) overflows, and the shift cancels. (Down the columns of a
        # transposed copy the maximum is found several times faster than along short rows.)
        z = z - np.maximum.reduce(z.T.copy(), axis=0)[:, None]
        e = np.exp(z)
        total = e.dot(np.ones(z.shape[1], z.dtype))[:, None]
        cost = (np.add.reduce(np.log(total), axis=None) - np.vdot(y, z)).item() / n
        # (e / total - y) / n, in the array that is there.
        e /= total
        e -= y
        e /= n
        return cost, e


def _refuse_infinity(array: Array, what: str) -> None:
    # The sum of the squares is one number and nearly always enough to tell that every entry is finite;
    # vdot alone adds them up without a warning when they overflow.
    if not math.isfinite(abs(np.vdot(array, array))) and np.isinf(array).any():
        raise FloatingPointError(f"{what} contains inf. If it grew there in training, lower the learning rate.")


def _probabilities(p: Array, where: str, layer: str) -> Array:
    """Return `p` kept away from 0 and 1 by the rounding unit, or say that it holds no probabilities."""
    if (p.real < 0).any() or (p.real > 1).any():
        raise ValueError(f"{where}: predictions must be probabilities from 0 to 1; end the network with {layer}().")
    eps = np.finfo(p.dtype).eps
    if p.dtype.kind == "c":
        return np.clip(p.real, eps, 1 - eps) + 1j * p.imag
    return np.clip(p, eps, 1 - eps)


def _one_hot_rows(labels: Array, p: Array, where: str) -> Array:
    """Return a row for every label, of the shape and dtype of the prediction."""
    if p.ndim != 2:
        raise ValueError(f"{where}: the prediction must have shape (n, k), one column for each class, got {p.shape}.")
    n, k = p.shape
    if len(labels) != n or (labels.dtype.kind not in "iu" and n):
        raise ValueError(
            f"{where}: labels must be {n} integers, one for each row, got shape {labels.shape} of dtype {labels.dtype}."
        )
    # The places of the least and the largest are found in a third of the time of min() and max().
    if n and not 0 <= labels[labels.argmin()] <= labels[labels.argmax()] < k:
        raise ValueError(f"{where}: labels must be 0 … {k - 1} for {k} outputs, got {labels.min()} … {labels.max()}.")
    return _identity(k, p.real.dtype).take(labels.astype(np.intp, copy=False), axis=0)


@cache
def _identity(k: int, dtype: np.dtype[Any]) -> Array:
    return np.eye(k, dtype=dtype)
