"""The data of the book: 70,000 real handwritten digits, checked before use, and four photographs in colour."""

import os
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_array, float_dtype
from nnbook._checks import whole

DIGITS_PATH = os.path.join(os.path.dirname(__file__), "data", "mnist.npz")
PHOTOGRAPHS_PATH = os.path.join(os.path.dirname(__file__), "data", "photographs.npz")
DIGITS_SHA256 = "39b9b1ffaa0ba4d8995a616551f0966941fe02a3fe79ba4a9db7373db16d53ad"


class Digits(NamedTuple):
    """MNIST: images of handwritten digits and the digit that each shows.

    Shapes: `train_images` (60000, 28, 28), `train_labels` (60000,), `test_images` (10000, 28, 28),
        `test_labels` (10000,), all uint8 and read-only.
    Errors: none.
    Derived in: "Learning the digits".
    """

    train_images: Array
    train_labels: Array
    test_images: Array
    test_labels: Array


@cache
def load_digits() -> Digits:
    """Return the digits of the package, after checking the file's SHA-256; read once, then kept.

    Shapes: those of `Digits`.
    Errors: ValueError if the file is not the one that the book was written with.
    Derived in: "Learning the digits".
    """
    import hashlib  # here, for most programs that import the book never load the digits

    with open(DIGITS_PATH, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != DIGITS_SHA256:
        raise ValueError(
            f"load_digits: {DIGITS_PATH} is damaged or was replaced: its SHA-256 is {found}, "
            f"it must be {DIGITS_SHA256}. Install nnbook again."
        )
    with np.load(DIGITS_PATH) as file:
        arrays = [file[name] for name in Digits._fields]
    for array in arrays:
        array.flags.writeable = False
    return Digits(*arrays)


def load_photographs() -> dict[str, Array]:
    """Return four photographs by name, as red, green and blue from 0 to 255: astronaut, coffee, rocket and cat.

    Shapes: each (96, 96, 3), uint8.
    Errors: none.
    Derived in: "Convolution: features from an image".
    """
    with np.load(PHOTOGRAPHS_PATH) as file:
        return {name: file[name] for name in file.files}


def as_rows(images: ArrayLike, dtype: DTypeLike = np.float32) -> Array:
    """Return every image as one row of brightness from 0 (black) to 1 (white).

    Arguments: `dtype`, np.float32 or np.float64.
    Shapes: (n, height, width) integers from 0 to 255 → (n, height · width).
    Errors: ValueError if `images` is not (n, …) or a number lies outside 0 to 255; TypeError if it is not made of
        integers, or `dtype` is no float.
    Derived in: "Learning the digits".
    """
    images = as_array(images, "as_rows")
    if images.ndim < 2:
        raise ValueError(f"as_rows: images must have shape (n, height, width), got {images.shape}.")
    if images.dtype.kind not in "iu":
        raise TypeError(
            f"as_rows: images must be integers from 0 to 255, got dtype {images.dtype}; are they scaled already?"
        )
    if images.size and not (images.min() >= 0 and images.max() <= 255):
        raise ValueError(
            f"as_rows: images must be integers from 0 to 255, got {images.min()} … {images.max()}. "
            "Divide them by their own largest number instead."
        )
    rows = images.reshape(len(images), int(np.prod(images.shape[1:]))).astype(float_dtype(dtype, "as_rows"))
    rows /= 255
    return rows


def one_hot(labels: ArrayLike, k: int, dtype: DTypeLike = np.float64) -> Array:
    """Return a row for every label: 1 in the label's column, 0 elsewhere.

    Arguments: `k`, the number of classes, from 1; `dtype`, np.float32 or np.float64.
    Shapes: labels (n,), integers 0 … k−1 → (n, k).
    Errors: ValueError if labels are no list, or one of them is not 0 … k−1; TypeError if they are not integers, or
    `dtype` is no float.
    Derived in: "Losses and costs".
    """
    labels, k = as_array(labels, "one_hot"), whole(k, "one_hot", "k")
    if labels.dtype.kind not in "iu" and labels.size:
        raise TypeError(f"one_hot: labels must be integers, got dtype {labels.dtype}.")
    if labels.ndim != 1:
        raise ValueError(f"one_hot: labels must be a list of integers, got the shape {labels.shape}.")
    wrong = labels[(labels < 0) | (labels >= k)]
    if wrong.size:
        raise ValueError(f"one_hot: labels must be 0 … {k - 1}, got {wrong[0]}.")
    rows = np.zeros((len(labels), k), float_dtype(dtype, "one_hot"))
    rows[np.arange(len(labels)), labels.astype(np.intp)] = 1
    return rows
