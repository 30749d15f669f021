"""Metrics: what a classifier gets right and wrong, beyond one number."""

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array


def confusion_matrix(labels: ArrayLike, predicted: ArrayLike, k: int) -> Array:
    r"""Count how many examples of class $i$ were taken for class $j$: $M_{ij} = \sum_n [y_n = i][\hat y_n = j]$.

    Shapes: `labels` and `predicted` (n,), integers 0 … k−1 → (k, k); right answers on the diagonal.
    Errors: ValueError if the lengths differ or a class is not one of 0 … k−1; TypeError if they are not
        integers.
    Derived in: "Learning the digits".
    """
    y, p = np.asarray(labels), np.asarray(predicted)
    if y.ndim != 1 or y.shape != p.shape:
        message = f"confusion_matrix: labels and predicted must both have shape (n,), got {y.shape} and {p.shape}."
        raise ValueError(message)
    for name, classes in (("labels", y), ("predicted", p)):
        if classes.size and classes.dtype.kind not in "iu":
            message = f"confusion_matrix: {name} must be integers, got dtype {classes.dtype}; use argmax(axis=1)."
            raise TypeError(message)
        if classes.size and not (classes.min() >= 0 and classes.max() < k):
            message = (
                f"confusion_matrix: {name} must be classes 0 … {k - 1}, got {classes.min()} … {classes.max()}. "
                "Is k the number of classes?"
            )
            raise ValueError(message)
    # Each pair (i, j) as one number, so that a single count over all of them fills the matrix.
    pairs = y.astype(np.intp) * k + p.astype(np.intp)
    return np.bincount(pairs, minlength=k * k).reshape(k, k)
