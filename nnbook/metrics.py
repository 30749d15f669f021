"""Metrics: how much a classifier gets right, and what it takes for what."""

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_array
from nnbook._checks import whole


def accuracy(labels: ArrayLike, predicted: ArrayLike) -> float:
    r"""Return the share of examples that are right: $\frac{1}{n} \sum_n [y_n = \hat y_n]$.

    Shapes: `labels` and `predicted` (n,), integers or yes and no → a number from 0 to 1.
    Errors: ValueError if there is not one prediction for each label, or no label; TypeError if they are not integers.
    Derived in: "Learning the digits".
    """
    y, p = _classes("accuracy", labels, predicted)
    if not y.size:
        raise ValueError("accuracy: there must be at least one label, got none.")
    return float(np.mean(y == p))


def confusion_matrix(labels: ArrayLike, predicted: ArrayLike, k: int) -> Array:
    r"""Count how many examples of class $i$ were taken for class $j$: $M_{ij} = \sum_n [y_n = i][\hat y_n = j]$.

    Shapes: `labels` and `predicted` (n,), integers 0 … k−1 → (k, k); right answers on the diagonal.
    Errors: ValueError if the lengths differ or a class is not one of 0 … k−1; TypeError if they are not
        integers.
    Derived in: "Learning the digits".
    """
    y, p = _classes("confusion_matrix", labels, predicted)
    k = whole(k, "confusion_matrix", "k")
    for name, classes in (("labels", y), ("predicted", p)):
        if classes.size and not (classes.min() >= 0 and classes.max() < k):
            raise ValueError(
                f"confusion_matrix: {name} must be classes 0 … {k - 1}, got {classes.min()} … {classes.max()}. "
                "Is k the number of classes?"
            )
    # Each pair (i, j) as one number, so that a single count over all of them fills the matrix.
    pairs = y.astype(np.intp) * k + p.astype(np.intp)
    return np.bincount(pairs, minlength=k * k).reshape(k, k)


def _classes(where: str, labels: ArrayLike, predicted: ArrayLike) -> tuple[Array, Array]:
    """Return labels and predictions as two arrays of classes that fit together."""
    y, p = as_array(labels, where), as_array(predicted, where)
    if y.ndim != 1 or y.shape != p.shape:
        raise ValueError(
            f"{where}: labels and predicted must both have shape (n,), got {y.shape} and {p.shape}. "
            "Of a row for each example take the class: argmax(axis=1), or column[:, 0] > 0.5."
        )
    for name, classes in (("labels", y), ("predicted", p)):
        if classes.size and classes.dtype.kind not in "biu":
            raise TypeError(
                f"{where}: {name} must be integers, got dtype {classes.dtype}; use argmax(axis=1) or astype(int)."
            )
    return y, p
