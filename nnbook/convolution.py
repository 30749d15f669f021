"""Convolution: a small filter slides over an image, first as its formula, then as a layer for batches."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float
from nnbook.layers import Layer


def output_size(n: int, k: int, *, stride: int = 1, padding: int = 0) -> int:
    r"""Return how many places a filter of length k has on n pixels: $\lfloor (n + 2p - k) / s \rfloor + 1$.

    Shapes: whole numbers.
    Errors: ValueError if the filter does not fit, stride or k is below 1, or padding below 0.
    Derived in: "Convolution: features from an image".
    """
    if stride < 1 or k < 1 or padding < 0:
        message = (
            "output_size: k and stride must be at least 1 and padding at least 0, "
            f"got k = {k}, stride = {stride}, padding = {padding}."
        )
        raise ValueError(message)
    if n + 2 * padding < k:
        message = (
            f"output_size: a filter of {k} does not fit on {n} pixels with {padding} of padding on each side. "
            "Take a smaller filter or more padding."
        )
        raise ValueError(message)
    return (n + 2 * padding - k) // stride + 1


def cross_correlate(image: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0) -> Array:
    r"""Slide the filter over the image: $y_{ij} = \sum_{uv} x_{si+u, sj+v}\, k_{uv}$. Frameworks call it convolution.

    Shapes: image (h, w), kernel (k, l) → (output_size(h, k), output_size(w, l)).
    Errors: ValueError if image or kernel is no matrix; those of `output_size`.
    Derived in: "Convolution: features from an image".
    """
    x, K = _matrix(image, "image"), _matrix(kernel, "kernel")
    k, l = K.shape  # noqa: E741 (the second letter after k)
    shape = [output_size(n, size, stride=stride, padding=padding) for n, size in zip(x.shape, K.shape, strict=True)]
    x = np.pad(x, padding)
    y = np.empty(shape, np.result_type(x, K))
    for i, j in np.ndindex(y.shape):
        patch = x[stride * i : stride * i + k, stride * j : stride * j + l]
        y[i, j] = np.sum(patch * K)
    return y


def convolve(image: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0) -> Array:
    """Return the convolution of mathematics: `cross_correlate` with the filter turned by 180 degrees.

    Shapes: those of `cross_correlate`.
    Errors: those of `cross_correlate`.
    Derived in: "Convolution: features from an image".
    """
    return cross_correlate(image, _matrix(kernel, "kernel")[::-1, ::-1], stride=stride, padding=padding)


class Conv2d(Layer):
    r"""Filters over images of several channels: each map is the sum of one cross-correlation a channel, plus a bias.

    Shapes: `X` (n, in_channels, h, w) → (n, out_channels, h', w'), h' and w' by `output_size`; `W`
        (out_channels, in_channels, kernel, kernel); `b` (out_channels,).
    Gradients: with every patch of `X` as a column of $P$ and $W$ as a matrix with a row for each filter,
        $dW = g P^\top$, $db$ is the sum over all places, and $dX$ adds $W^\top g$ back where the patches were.
    Errors: ValueError if `X` is not (n, in_channels, h, w) or too small for the filter.
    Derived in: "Convolution: features from an image" and "Backpropagation, the calculus".
    """

    names = ("W", "b")

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel: int,
        *,
        stride: int = 1,
        padding: int = 0,
        rng: np.random.Generator,
        gain: float = 2.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        if in_channels < 1 or out_channels < 1:
            message = f"Conv2d: there must be at least one channel in and out, got {in_channels} and {out_channels}."
            raise ValueError(message)
        output_size(kernel, kernel, stride=stride, padding=padding)
        shape = (out_channels, in_channels, kernel, kernel)
        W = rng.normal(0.0, np.sqrt(gain / (in_channels * kernel**2)), shape)
        self._set(W.astype(dtype), np.zeros(out_channels, dtype), stride, padding)

    @classmethod
    def from_arrays(cls, W: ArrayLike, b: ArrayLike, *, stride: int = 1, padding: int = 0) -> Self:
        """Return the layer with these filters (out, in, kernel, kernel) and biases (out,), copied."""
        W, b = as_float(W, "Conv2d.from_arrays"), as_float(b, "Conv2d.from_arrays")
        if W.ndim != 4 or W.shape[2] != W.shape[3] or b.shape != W.shape[:1]:
            message = (
                "Conv2d.from_arrays: W must have shape (out, in, kernel, kernel) and b (out,), "
                f"got {W.shape} and {b.shape}. One filter K for grey images is K[None, None]."
            )
            raise ValueError(message)
        output_size(W.shape[2], W.shape[2], stride=stride, padding=padding)
        layer = cls.__new__(cls)
        dtype = np.result_type(W, b)
        layer._set(W.astype(dtype), b.astype(dtype), stride, padding)
        return layer

    def _set(self, W: Array, b: Array, stride: int, padding: int) -> None:
        self.W, self.b, self.stride, self.padding = W, b, stride, padding
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)

    def settings(self) -> dict[str, Any]:
        """Return the numbers of channels, the size of the filters, stride and padding."""
        out, channels, kernel, _ = self.W.shape
        sizes = {"in_channels": channels, "out_channels": out, "kernel": kernel}
        return sizes | {"stride": self.stride, "padding": self.padding}

    def forward(self, X: ArrayLike) -> Array:
        """Return one map for each filter: the filters as a matrix, times the patches as columns."""
        X, W = as_float(X, "Conv2d.forward"), self.W
        if X.ndim != 4 or X.shape[1] != W.shape[1]:
            message = (
                f"Conv2d.forward: X must have shape (n, {W.shape[1]}, height, width), got {X.shape}. "
                "Grey images need their channel: images[:, None]."
            )
            raise ValueError(message)
        self.X = X = X.astype(W.dtype, copy=False)
        self.patches = self._patches(X)
        # The examples stand last in memory: whatever moves a pixel then moves a whole batch of it in one run.
        maps = self._array("output", (len(W), *self.patches.shape[3:]), X.dtype)
        np.matmul(W.reshape(len(W), -1), self._columns(self.patches), out=self._columns(maps))
        maps += self.b[:, None, None, None]
        self.output = maps.transpose(3, 0, 1, 2)
        return self.output

    def parameter_gradients(self, gradient: ArrayLike) -> Array:
        """Store `dW = g @ P.T` and `db`, and return g with the examples last: (out_channels, h', w', n)."""
        g = self._upstream(gradient).transpose(1, 2, 3, 0)
        P, columns, dW = self._columns(self.patches), self._columns(g), self.dW.reshape(len(g), -1).T
        if P.shape[1] <= P.shape[2]:
            np.sum(np.matmul(P, columns.transpose(0, 2, 1)), axis=0, out=dW)
        else:  # The pieces are so short that adding up their products would cost more than they save.
            np.matmul(self.patches.reshape(len(dW), -1), g.reshape(len(g), -1).T, out=dW)
        np.sum(g.reshape(len(g), -1), axis=1, out=self.db)
        return g

    def backward(self, gradient: ArrayLike) -> Array:
        """Store `dW` and `db`, and return `W.T @ g`, added up where the patches came from."""
        g = self.parameter_gradients(gradient)
        k, s, p = self.W.shape[2], self.stride, self.padding
        n, channels, height, width = self.X.shape
        shares = self._array("shares", self.patches.shape, g.dtype)
        np.matmul(self.W.reshape(len(g), -1).T, self._columns(g), out=self._columns(shares))
        padded = self._array("dX", (channels, height + 2 * p, width + 2 * p, n), g.dtype)
        padded[...] = 0
        h, w = g.shape[1:3]
        for u, v in np.ndindex(k, k):
            padded[:, u : u + s * h : s, v : v + s * w : s] += shares[:, u, v]
        return padded[:, p : p + height, p : p + width].transpose(3, 0, 1, 2)

    def _patches(self, X: Array) -> Array:
        """Return a copy of every patch: (channels, kernel, kernel, h', w', n)."""
        k, s, p = self.W.shape[2], self.stride, self.padding
        n, channels, height, width = X.shape
        h, w = (output_size(size, k, stride=s, padding=p) for size in (height, width))
        X = X.transpose(1, 2, 3, 0)
        if p or not X.flags.c_contiguous:
            padded = self._array("padded", (channels, height + 2 * p, width + 2 * p, n), X.dtype)
            padded[...] = 0
            padded[:, p : p + height, p : p + width] = X
            X = padded
        patches = self._array("patches", (channels, k, k, h, w, n), X.dtype)
        for u, v in np.ndindex(k, k):
            patches[:, u, v] = X[:, u : u + s * h : s, v : v + s * w : s]
        return patches

    def _columns(self, array: Array) -> Array:
        """Return all places of all examples as the columns of a matrix, which is cut into pieces of some columns."""
        *rows, h, w, n = array.shape
        some = _places(h * w, self.W.size * n)
        return array.reshape(math.prod(rows), h * w // some, some * n).transpose(1, 0, 2)


@lru_cache
def _places(places: int, size: int) -> int:
    """Return how many places make a product of matrices that is fast: as many as divide them and keep it small."""
    # BLAS copies large matrices into an order of its own before it multiplies them, and with few
    # filters the copy takes longer than the product. Below a million multiplications it does not copy.
    return max((some for some in range(1, places + 1) if places % some == 0 and some * size <= 1e6), default=places)


def _matrix(values: ArrayLike, name: str) -> Array:
    array = as_float(values, f"cross_correlate: {name}")
    if array.ndim != 2:
        message = f"cross_correlate: {name} must be a matrix, got shape {array.shape}. For batches use Conv2d."
        raise ValueError(message)
    return array
