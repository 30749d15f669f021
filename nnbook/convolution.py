"""Convolution: a small filter slides over an image, first as its formula, then as a layer for batches."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._arrays import Array, as_float, float_dtype
from nnbook._checks import generator, whole
from nnbook._im2col import patches, product, product_over_columns, put_back
from nnbook.layers import Weighted, deviation


def output_size(n: int, k: int, *, stride: int = 1, padding: int = 0) -> int:
    r"""Return how many places a filter of length k has on n pixels: $\lfloor (n + 2p - k) / s \rfloor + 1$.

    Shapes: whole numbers.
    Errors: ValueError if the filter does not fit, stride or k is below 1, or padding below 0.
    Derived in: "Convolution: features from an image".
    """
    n, k = whole(n, "output_size", "n", least=0), whole(k, "output_size", "k")
    stride, padding = whole(stride, "output_size", "stride"), whole(padding, "output_size", "padding", least=0)
    if n + 2 * padding < k:
        raise ValueError(
            f"output_size: a filter of {k} does not fit on {n} pixels with {padding} of padding on each side. "
            "Take a smaller filter or more padding."
        )
    return (n + 2 * padding - k) // stride + 1


def cross_correlate(image: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0) -> Array:
    r"""Slide the filter over the image: $y_{ij} = \sum_{uv} x_{si+u, sj+v}\, k_{uv}$. Frameworks call it convolution.

    Arguments: `stride`, from 1, by how many pixels the filter moves; `padding`, from 0, how many zeros it finds on
        each side.
    Shapes: image (h, w), kernel (k, l) → (output_size(h, k), output_size(w, l)).
    Errors: ValueError if image or kernel is no matrix; those of `output_size`.
    Derived in: "Convolution: features from an image".
    """
    x, K = _matrix(image, "image"), _matrix(kernel, "kernel")
    k, l = K.shape  # noqa: E741 (the second letter after k)
    shape = [output_size(n, size, stride=stride, padding=padding) for n, size in zip(x.shape, K.shape, strict=True)]
    x = np.pad(x, int(padding))
    y = np.empty(shape, np.result_type(x, K))
    for i, j in np.ndindex(y.shape):
        patch = x[stride * i : stride * i + k, stride * j : stride * j + l]
        y[i, j] = np.sum(patch * K)
    return y


def convolve(image: ArrayLike, kernel: ArrayLike, *, stride: int = 1, padding: int = 0) -> Array:
    """Return the convolution of mathematics: `cross_correlate` with the filter turned by 180 degrees.

    Arguments: `image`, `kernel`, `stride` and `padding`, those of `cross_correlate`.
    Shapes: those of `cross_correlate`.
    Errors: those of `cross_correlate`.
    Derived in: "Convolution: features from an image".
    """
    return cross_correlate(image, _matrix(kernel, "kernel")[::-1, ::-1], stride=stride, padding=padding)


class Conv2d(Weighted):
    r"""Filters over images of several channels: each map is the sum of one cross-correlation a channel, plus a bias.

    Weights start as normal numbers of variance `scale` / (in_channels · kernel_size²), biases at zero.

    Arguments: `in_channels`, `out_channels` and `kernel_size`, the side of the filters, from 1; `stride` from 1 and
        `padding` from 0, those of `output_size`; `rng`, which draws the weights; `scale`, from 0 to 1e6; `dtype`,
        that of the parameters.
    Shapes: `X` (n, in_channels, h, w) → (n, out_channels, h', w'), h' and w' by `output_size`; `W`
        (out_channels, in_channels, kernel_size, kernel_size); `b` (out_channels,).
    Gradients: with every patch of `X` as a column of $P$ and $W$ as a matrix with a row for each filter,
        $dW = g P^\top$, $db$ is the sum over all places, and $dX$ adds $W^\top g$ back where the patches were.
    Errors: ValueError if `X` is not (n, in_channels, h, w) or too small for the filter, a size is too small or
        `scale` out of its range; TypeError if a size is not whole, or `rng` or `dtype` is none.
    Source: [LeCun et al., 1989](bibliography.md#lecun-1989).
    Derived in: "Convolution: features from an image" and "Backpropagation, the calculus".
    """

    P: Array

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        rng: np.random.Generator,
        scale: float = 2.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        channels = whole(in_channels, "Conv2d", "in_channels")
        k = whole(kernel_size, "Conv2d", "kernel_size")
        shape = (whole(out_channels, "Conv2d", "out_channels"), channels, k, k)
        kind = float_dtype(dtype, "Conv2d")
        W = generator(rng, "Conv2d").normal(0.0, deviation("Conv2d", scale, channels * k**2), shape)
        self._set(W.astype(kind), np.zeros(shape[0], kind), stride, padding)

    @classmethod
    def from_arrays(cls, W: ArrayLike, b: ArrayLike, *, stride: int = 1, padding: int = 0) -> Self:
        """Return the layer with these filters (out, in, kernel_size, kernel_size) and biases (out,), copied."""
        W, b = as_float(W, "Conv2d.from_arrays"), as_float(b, "Conv2d.from_arrays")
        if W.ndim != 4 or W.shape[2] != W.shape[3] or b.shape != W.shape[:1]:
            raise ValueError(
                "Conv2d.from_arrays: W must have shape (out, in, kernel_size, kernel_size) and b (out,), "
                f"got {W.shape} and {b.shape}. One filter K for grey images is K[None, None]."
            )
        layer = cls.__new__(cls)
        layer._set(W, b, stride, padding)
        return layer

    def _set(self, W: Array, b: Array, stride: int, padding: int) -> None:
        self.out_channels, self.in_channels, self.kernel_size, _ = W.shape
        self.stride = whole(stride, "Conv2d", "stride")
        self.padding = whole(padding, "Conv2d", "padding", least=0)
        self._own(W, b)

    def forward(self, X: ArrayLike) -> Array:
        """Return one map for each filter: the filters as a matrix, times the patches as columns."""
        self.X = X = self._batch(X)
        h, w = (output_size(n, self.kernel_size, stride=self.stride, padding=self.padding) for n in X.shape[2:])
        self.P = np.empty(0)  # gives back the patches of the batch before, megabytes: the new ones take their place
        P = patches(X, self.kernel_size, stride=self.stride, padding=self.padding, h=h, w=w)
        self.P = P.reshape(self.W[0].size, h * w * len(X))
        maps = product(self.W.reshape(self.out_channels, -1), self.P)
        maps += self.b[:, None]
        self.output = maps.reshape(self.out_channels, h, w, len(X)).transpose(3, 0, 1, 2)
        return self.output

    def backward(self, gradient: ArrayLike) -> Array:
        """Store `dW` and `db`, and return `W.T @ g`, added up where the patches came from."""
        g = self._upstream(gradient)
        self.store_gradients(g)
        shares = product(self.W.reshape(self.out_channels, -1).T, _maps(g))
        k, (h, w) = self.kernel_size, g.shape[2:]
        shares = shares.reshape(self.in_channels, k, k, h, w, len(g))
        return put_back(shares, self.X.shape[2:], stride=self.stride, padding=self.padding)

    def store_gradients(self, gradient: ArrayLike) -> None:
        """Store `dW = g @ P.T` and `db`, the sum of g over all places."""
        g = _maps(self._upstream(gradient))
        # P @ g.T is the same, turned: tall and not wide, for which BLAS needs as little as half the time.
        self.dW[...] = product_over_columns(self.P, g).T.reshape(self.W.shape)
        np.sum(g, axis=1, out=self.db)

    def _batch(self, X: ArrayLike) -> Array:
        """Return the batch in the dtype of the filters, after checking its shape."""
        self._check_parameters()
        X = as_float(X, "Conv2d.forward", self.W.dtype)
        if X.ndim != 4 or X.shape[1] != self.in_channels:
            raise ValueError(
                f"Conv2d.forward: X must have shape (n, {self.in_channels}, height, width), got {X.shape}. "
                "Grey images need their channel: images[:, None]."
            )
        return X


def _maps(g: Array) -> Array:
    """Return maps (n, out_channels, h, w) as a matrix with a row for each filter, the examples last."""
    return g.transpose(1, 2, 3, 0).reshape(g.shape[1], g[:, 0].size)


def _matrix(values: ArrayLike, name: str) -> Array:
    array = as_float(values, f"cross_correlate: {name}")
    if array.ndim != 2:
        raise ValueError(f"cross_correlate: {name} must be a matrix, got shape {array.shape}. For batches use Conv2d.")
    return array
