"""How a convolution becomes a product of matrices: every patch of the images as a column.

The examples stand last in memory: whatever moves a pixel then moves a whole batch of it in one run.
"""

import math
from functools import lru_cache

import numpy as np

from nnbook._arrays import Array


def patches(X: Array, k: int, *, stride: int, padding: int, h: int, w: int) -> Array:
    """Return a copy of every k × k patch of the images (n, channels, height, width): (channels, k, k, h, w, n)."""
    n, channels, height, width = X.shape
    framed = X.transpose(1, 2, 3, 0)
    if padding or not framed.flags.c_contiguous:
        framed = np.zeros((channels, height + 2 * padding, width + 2 * padding, n), X.dtype)
        framed[:, padding : padding + height, padding : padding + width] = X.transpose(1, 2, 3, 0)
    cut = np.empty((channels, k, k, h, w, n), X.dtype)
    for u, v in np.ndindex(k, k):
        cut[:, u, v] = framed[:, u : u + stride * h : stride, v : v + stride * w : stride]
    return cut


def put_back(cut: Array, size: tuple[int, int], *, stride: int, padding: int) -> Array:
    """Add numbers for the pixels of every patch up where the patches came from: (n, channels, height, width)."""
    channels, k, _, h, w, n = cut.shape
    height, width = size
    framed = np.zeros((channels, height + 2 * padding, width + 2 * padding, n), cut.dtype)
    for u, v in np.ndindex(k, k):
        framed[:, u : u + stride * h : stride, v : v + stride * w : stride] += cut[:, u, v]
    return framed[:, padding : padding + height, padding : padding + width].transpose(3, 0, 1, 2)


def product(A: Array, B: Array) -> Array:
    """Return the matrix product `A @ B` for a B of so many columns that it pays to multiply it piece by piece."""
    some = _piece(B.shape[1], A.size)
    C = np.empty((len(A), B.shape[1]), B.dtype)
    np.matmul(A, _pieces(B, some), out=_pieces(C, some))
    return C


def product_over_columns(A: Array, B: Array) -> Array:
    """Return `A @ B.T`, the sum over all columns of both, piece by piece as well."""
    some = _piece(B.shape[1], len(A) * len(B))
    a, b = _pieces(A, some), _pieces(B, some)
    if len(A) <= some:
        return np.sum(np.matmul(a, b.transpose(0, 2, 1)), axis=0)
    # The pieces are so short that adding up their products would cost more than they save.
    return A @ B.T


def _pieces(A: Array, some: int) -> Array:
    """Return views of the matrix, `some` columns each."""
    return A.reshape(len(A), A.shape[1] // some, some).transpose(1, 0, 2)


@lru_cache
def _piece(columns: int, size: int) -> int:
    """Return how many columns make a product that is fast: as many as divide them and keep it small."""
    # BLAS copies large matrices into an order of its own before it multiplies them, and with few
    # filters the copy takes longer than the product. Below a million multiplications it does not copy.
    return max((some for some in _divisors(columns) if some * size <= 1e6), default=columns or 1)


def _divisors(n: int) -> set[int]:
    small = [d for d in range(1, math.isqrt(n) + 1) if n % d == 0]
    return {*small, *(n // d for d in small)}
