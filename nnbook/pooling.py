"""Pooling: a picture made smaller, one number for each little square of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._arrays import Array, as_float
from nnbook.layers import Layer


class _Pool2d(Layer):
    """What both kinds share: squares that do not overlap. Pixels that fill no whole square are left out."""

    X: Array

    def __init__(self, size: int = 2) -> None:
        if size < 1:
            message = f"{type(self).__name__}: size must be at least 1, got {size}."
            raise ValueError(message)
        self.size = size

    def settings(self) -> dict[str, Any]:
        """Return the side of the squares."""
        return {"size": self.size}

    def _combine(self, X: ArrayLike, join: np.ufunc) -> Array:
        """Join the pixels of each square of the checked batch into an output laid out in memory as the batch is."""
        X = as_float(X, f"{type(self).__name__}.forward")
        if X.ndim != 4 or min(X.shape[2:]) < self.size:
            message = (
                f"{type(self).__name__}.forward: X must have shape (n, channels, height, width), "
                f"height and width at least {self.size}, got {X.shape}."
            )
            raise ValueError(message)
        self.X = X
        n, channels, height, width = X.shape
        shape = (channels, height // self.size, width // self.size, n)
        self.output = self._array("output", shape, X.dtype).transpose(3, 0, 1, 2)
        first, *others = self._corners(X)
        self.output[...] = first
        for pixels in others:
            join(self.output, pixels, out=self.output)
        return self.output

    def _corners(self, images: Array) -> Iterator[Array]:
        """Yield views of the images: the first pixel of every square, then the second, and so on."""
        s, (h, w) = self.size, self.output.shape[2:]
        for u, v in np.ndindex(s, s):
            yield images[:, :, u : s * h : s, v : s * w : s]

    def _input_gradient(self) -> Array:
        """Return an array for dX, laid out in memory as the batch is, with 0 where no square covers it."""
        n, channels, height, width = self.X.shape
        dX = self._array("dX", (channels, height, width, n), self.output.dtype).transpose(3, 0, 1, 2)
        dX[:, :, height - height % self.size :] = 0
        dX[:, :, :, width - width % self.size :] = 0
        return dX


class MaxPool2d(_Pool2d):
    """Keep the largest number of each square of `size` × `size` pixels.

    Shapes: `X` (n, channels, h, w) → (n, channels, h // size, w // size).
    Gradients: g goes to the pixel that was largest (the first of several), 0 to the others.
    Errors: ValueError if `X` is not (n, channels, h, w) or smaller than one square.
    Derived in: "Convolution: features from an image" and "Backpropagation, the calculus".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return the maximum of each square."""
        return self._combine(X, np.maximum)

    def backward(self, gradient: ArrayLike) -> Array:
        """Return the gradient at each square's largest pixel."""
        g, dX = self._upstream(gradient), self._input_gradient()
        free = np.ones_like(g, dtype=bool)
        for pixels, share in zip(self._corners(self.X), self._corners(dX), strict=True):
            largest = np.equal(pixels, self.output)
            largest &= free
            free ^= largest
            np.multiply(g, largest, out=share)
        return dX


class AvgPool2d(_Pool2d):
    """Take the mean of each square of `size` × `size` pixels.

    Shapes: `X` (n, channels, h, w) → (n, channels, h // size, w // size).
    Gradients: each pixel of a square gets g / size².
    Errors: ValueError if `X` is not (n, channels, h, w) or smaller than one square.
    Derived in: "Convolution: features from an image" and "Backpropagation, the calculus".
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return the mean of each square."""
        output = self._combine(X, np.add)
        output /= self.size**2
        return output

    def backward(self, gradient: ArrayLike) -> Array:
        """Return an equal share of the gradient for each pixel."""
        share, dX = self._upstream(gradient) / self.size**2, self._input_gradient()
        for pixels in self._corners(dX):
            pixels[...] = share
        return dX
