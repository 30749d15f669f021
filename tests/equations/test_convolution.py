"""The equations of "Convolution: features from an image", as sums in plain Python."""

import math

import numpy as np
from autograd import elementwise_grad
from autograd import numpy as anp

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(4)


@verifies("eq:convolution-slide")
def test_every_place_is_the_dot_product_of_filter_and_patch() -> None:
    x, k = RNG.normal(size=(6, 8)), RNG.normal(size=(3, 3))
    y = [
        [sum(x[i + u][j + v] * k[u][v] for u in range(3) for v in range(3)) for j in range(8 - 2)] for i in range(6 - 2)
    ]
    np.testing.assert_allclose(nn.cross_correlate(x, k), y, rtol=0, atol=1e-12)


@verifies("eq:convolution-flip")
def test_convolution_turns_the_filter() -> None:
    x, k = RNG.normal(size=(5, 7)), RNG.normal(size=(3, 3))
    y = [
        [sum(x[i + u][j + v] * k[2 - u][2 - v] for u in range(3) for v in range(3)) for j in range(7 - 2)]
        for i in range(5 - 2)
    ]
    np.testing.assert_allclose(nn.convolve(x, k), y, rtol=0, atol=1e-12)


@verifies("eq:convolution-output-size")
def test_the_places_are_counted_right() -> None:
    for n in range(1, 12):
        for k in range(1, 6):
            for p in range(3):
                for s in range(1, 4):
                    if n + 2 * p < k:
                        continue
                    m = math.floor((n + 2 * p - k) / s) + 1
                    assert m == len(range(0, n + 2 * p - k + 1, s))
                    assert m == nn.output_size(n, k, padding=p, stride=s)
                    layer = nn.Conv2d.from_arrays(np.ones((1, 1, k, k)), [0.0], padding=p, stride=s)
                    assert layer(np.zeros((1, 1, n, n))).shape == (1, 1, m, m)


@verifies("eq:convolution-channels")
def test_the_channels_add_up_to_one_map_for_each_filter() -> None:
    x, k, b = RNG.normal(size=(3, 5, 6)), RNG.normal(size=(2, 3, 2, 2)), RNG.normal(size=2)
    y = np.zeros((2, 4, 5))
    for f, i, j in np.ndindex(y.shape):
        terms = [
            x[c][i + u][j + v] * k[f][c][u][v] for c in range(3) for u in range(2) for v in range(2)
        ]  # every product of every channel
        y[f, i, j] = sum(terms) + b[f]
    np.testing.assert_allclose(nn.Conv2d.from_arrays(k, b)(x[None])[0], y, rtol=0, atol=1e-12)


@verifies("eq:convolution-normalised")
def test_the_normalised_response_is_the_cosine_that_a_centred_unit_filter_computes() -> None:
    x, k = RNG.normal(size=(7, 7)), RNG.normal(size=(7, 7))
    pairs = [(x[u][v], k[u][v]) for u in range(7) for v in range(7)]
    x_mean, k_mean = sum(a for a, _ in pairs) / 49, sum(b for _, b in pairs) / 49
    above = sum((a - x_mean) * (b - k_mean) for a, b in pairs)
    below = math.sqrt(sum((a - x_mean) ** 2 for a, _ in pairs)) * math.sqrt(sum((b - k_mean) ** 2 for _, b in pairs))
    r = above / below
    unit = (x - x.mean()) / (x.std() * 7), (k - k.mean()) / (k.std() * 7)
    assert np.isclose(nn.cross_correlate(*unit).item(), r, rtol=0, atol=1e-12)
    assert np.isclose(np.corrcoef(x.ravel(), k.ravel())[0, 1], r, rtol=0, atol=1e-12)


@verifies("eq:convolution-gradient")
def test_a_weight_gathers_error_times_input_from_every_place() -> None:
    X, T = RNG.normal(size=(3, 5, 5)), RNG.normal(size=(3, 3, 3))
    k = RNG.normal(size=(3, 3))
    layer = nn.Conv2d.from_arrays(k[None, None], [0.0])
    y = layer.forward(X[:, None])[:, 0].copy()
    N = 3 * 3 * 3
    dk = np.zeros((3, 3))
    for u, v in np.ndindex(3, 3):
        for n, i, j in np.ndindex(3, 3, 3):
            dk[u, v] += 2 / N * (y[n, i, j] - T[n, i, j]) * X[n, i + u, j + v]
    layer.backward((2 * (y - T) / N)[:, None])
    np.testing.assert_allclose(layer.dW[0, 0], dk, rtol=0, atol=1e-12)

    def cost(k):
        total = 0.0
        for n, i, j in np.ndindex(3, 3, 3):
            total = total + (anp.sum(X[n, i : i + 3, j : j + 3] * k) - T[n, i, j]) ** 2
        return total / N

    np.testing.assert_allclose(elementwise_grad(cost)(k), dk, rtol=0, atol=1e-12)
    np.testing.assert_allclose(nn.gradient(lambda w: cost(w.reshape(3, 3)), k.ravel()), dk.ravel(), rtol=0, atol=1e-6)


@verifies("eq:convolution-pooling")
def test_pooling_keeps_the_largest_or_the_mean_of_every_square() -> None:
    x = RNG.normal(size=(6, 4))
    squares = [[[x[2 * i + u][2 * j + v] for u in range(2) for v in range(2)] for j in range(2)] for i in range(3)]
    assert np.array_equal(nn.MaxPool2d(2)(x[None, None])[0, 0], [[max(s) for s in row] for row in squares])
    np.testing.assert_allclose(nn.AvgPool2d(2)(x[None, None])[0, 0], [[sum(s) / 4 for s in row] for row in squares])


@verifies("eq:convolution-matrix")
def test_a_dense_layer_with_the_big_matrix_is_the_convolution() -> None:
    x, k = RNG.normal(size=(4, 4)), RNG.normal(size=(3, 3))
    M = np.zeros((16, 4))
    for r, c, i, j in np.ndindex(4, 4, 2, 2):
        if 0 <= r - i <= 2 and 0 <= c - j <= 2:
            M[4 * r + c, 2 * i + j] = k[r - i, c - j]
    y = nn.Dense.from_arrays(M, np.zeros(4))(x.reshape(1, 16)).reshape(2, 2)
    np.testing.assert_allclose(y, nn.cross_correlate(x, k), rtol=0, atol=1e-12)
    assert np.count_nonzero(M) == 36
