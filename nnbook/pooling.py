"""Pooling: a picture made smaller, one number for each window of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_float
from nnbook._checks import whole
from nnbook.layers import Layer


class _Pool2d(Layer):
    """What both kinds share: windows that do not overlap. Pixels that fill no whole window are left out."""

    X: Array

    def __init__(self, kernel_size: int = 2) -> None:
        self.kernel_size = whole(kernel_size, type(self).__name__, "kernel_size")

    def _combine(self, X: ArrayLike, join: np.ufunc) -> Array:
        """Return the pixels of each window of the checked batch joined, laid out in memory with the examples last."""
        X = as_float(X, f"{type(self).__name__}.forward")
        if X.ndim != 4 or min(X.shape[2:]) < self.kernel_size:
            raise ValueError(
                f"{type(self).__name__}.forward: X must have shape (n, channels, height, width), "
                f"height and width at least {self.kernel_size}, got {X.shape}."
            )
        self.X = X
        first, *others = self._corners(X)
        output = _examples_last(first.shape, X.dtype)
        output[...] = first
        for pixels in others:
            join(output, pixels, out=output)
        return output

    def _corners(self, images: Array) -> Iterator[Array]:
        """Yield views of the images: the first pixel of every window, then the second, and so on."""
        k = self.kernel_size
        height, width = (size // k * k for size in images.shape[2:])
        for u, v in np.ndindex(k, k):
            yield images[:, :, u:height:k, v:width:k]


class MaxPool2d(_Pool2d):
    """Keep the largest number of each window of `kernel_size` × `kernel_size` pixels.

    Arguments: `kernel_size`, the side of the windows, from 1.
    Shapes: `X` (n, channels, h, w) → (n, channels, h // kernel_size, w // kernel_size).
    Gradients: g goes to the pixel that was largest (the first of several), 0 to the others.
    Errors: ValueError if `X` is not (n, channels, h, w) or smaller than one window; TypeError if
        `kernel_size` is not whole.
    Derived in: "Convolution: features from an image" and "Backpropagation, the calculus".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return the maximum of each window."""
        self.output = self._combine(X, np.maximum)
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return the gradient at each window's largest pixel."""
        g, dX = self._upstream(gradient), _examples_last(self.X.shape, self.output.dtype)
        free = np.ones_like(g, dtype=bool)
        for pixels, share in zip(self._corners(self.X), self._corners(dX), strict=True):
            largest = free & (pixels == self.output)
            free ^= largest
            share[...] = g * largest
        return dX


class AvgPool2d(_Pool2d):
    """Take the mean of each window of `kernel_size` × `kernel_size` pixels.

    Arguments: `kernel_size`, the side of the windows, from 1.
    Shapes: `X` (n, channels, h, w) → (n, channels, h // kernel_size, w // kernel_size).
    Gradients: each pixel of a window gets g / kernel_size².
    Errors: ValueError if `X` is not (n, channels, h, w) or smaller than one window; TypeError if
        `kernel_size` is not whole.
    Derived in: "Convolution: features from an image" and "Backpropagation, the calculus".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return the mean of each window."""
        self.output = self._combine(X, np.add) / self.kernel_size**2
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return an equal share of the gradient for each pixel."""
        share = self._upstream(gradient) / self.kernel_size**2
        dX = _examples_last(self.X.shape, share.dtype)
        for pixels in self._corners(dX):
            pixels[...] = share
        return dX


def _examples_last(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return zeros of the shape (n, channels, height, width) in which the n numbers of a pixel lie side by side."""
    n, *others = shape
    return np.zeros((*others, n), dtype).transpose(3, 0, 1, 2)
