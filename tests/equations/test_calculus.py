"""The equations of "Backpropagation, the calculus"."""

import itertools
import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(11)
WEIGHTS, BIASES, X, Y = [1.3, -2.1, 0.7], [0.2, 0.9, -0.5], 0.6, 0.8


def sigma(z):
    return 1 / (1 + anp.exp(-z))


def slope(z):
    """Return the derivative of the sigmoid, from its exponential."""
    return math.exp(-z) / (1 + math.exp(-z)) ** 2


def through(weights, biases, x, y):
    """Return the cost of a chain, for numbers and for autograd."""
    for w, b in zip(weights, biases, strict=True):
        x = sigma(w * x + b)
    return (x - y) ** 2


@pytest.fixture
def chain() -> nn.Chain:
    chain = nn.Chain(WEIGHTS, BIASES)
    chain.forward(X, Y)
    chain.backward()
    return chain


def automatic(of: str, layer: int) -> float:
    """Return what autograd says of a weight, a bias or an activation of the chain."""
    if of == "a":
        start = X
        for w, b in zip(WEIGHTS[:layer], BIASES[:layer], strict=True):
            start = sigma(w * start + b)
        return autograd.grad(lambda a: through(WEIGHTS[layer:], BIASES[layer:], a, Y))(start)
    place = {"w": WEIGHTS, "b": BIASES}[of]

    def cost(value):
        moved = [value if i == layer - 1 else old for i, old in enumerate(place)]
        return through(moved, BIASES, X, Y) if of == "w" else through(WEIGHTS, moved, X, Y)

    exact = autograd.grad(cost)(place[layer - 1])
    # The numeric derivative agrees, so that both would have to be wrong in the same way.
    assert nn.central_difference(cost, place[layer - 1]) == pytest.approx(exact, abs=1e-9)
    return exact


@verifies("eq:calculus-chain")
def test_the_last_neuron_and_its_cost(chain: nn.Chain) -> None:
    L = 3
    z = WEIGHTS[L - 1] * chain.a[L - 1] + BIASES[L - 1]
    a = 1 / (1 + math.exp(-z))
    assert (chain.z[L], chain.a[L]) == (pytest.approx(z, rel=1e-14), pytest.approx(a, rel=1e-14))
    assert pytest.approx((a - Y) ** 2, rel=1e-12) == chain.C


@verifies("eq:calculus-weight", "eq:calculus-factors")
def test_the_slope_of_the_weight_is_a_product_of_three_factors(chain: nn.Chain) -> None:
    L = chain.L
    dz_dw, da_dz, dC_da = chain.a[L - 1], slope(chain.z[L]), 2 * (chain.a[L] - Y)
    assert chain.dz_dw[L] == pytest.approx(dz_dw, rel=1e-14)
    assert chain.da_dz[L] == pytest.approx(da_dz, rel=1e-12)
    assert chain.dC_da[L] == pytest.approx(dC_da, rel=1e-14)
    assert chain.dC_dw[L] == pytest.approx(dz_dw * da_dz * dC_da, rel=1e-12)
    assert dz_dw * da_dz * dC_da == pytest.approx(automatic("w", L), rel=1e-12)
    # Each factor is the derivative it is said to be.
    assert autograd.grad(lambda w: w * chain.a[L - 1] + BIASES[-1])(WEIGHTS[-1]) == pytest.approx(dz_dw, rel=1e-14)
    assert autograd.grad(sigma)(chain.z[L]) == pytest.approx(da_dz, rel=1e-12)
    assert autograd.grad(lambda a: (a - Y) ** 2)(chain.a[L]) == pytest.approx(dC_da, rel=1e-14)


@verifies("eq:calculus-bias")
def test_the_slope_of_the_bias(chain: nn.Chain) -> None:
    formula = 1 * slope(chain.z[3]) * 2 * (chain.a[3] - Y)
    assert chain.dC_db[3] == pytest.approx(formula, rel=1e-12)
    assert formula == pytest.approx(automatic("b", 3), rel=1e-12)


@verifies("eq:calculus-before")
def test_the_slope_of_the_activation_before(chain: nn.Chain) -> None:
    formula = WEIGHTS[2] * slope(chain.z[3]) * 2 * (chain.a[3] - Y)
    assert chain.dC_da[2] == pytest.approx(formula, rel=1e-12)
    assert formula == pytest.approx(automatic("a", 2), rel=1e-12)


@verifies("eq:calculus-delta")
def test_the_error_signal_is_the_slope_of_the_cost_in_the_sum(chain: nn.Chain) -> None:
    delta = slope(chain.z[3]) * 2 * (chain.a[3] - Y)
    assert chain.dC_dz[3] == pytest.approx(delta, rel=1e-12)
    assert autograd.grad(lambda z: (sigma(z) - Y) ** 2)(chain.z[3]) == pytest.approx(delta, rel=1e-12)
    assert nn.central_difference(lambda z: (nn.sigmoid(z) - Y) ** 2, chain.z[3]) == pytest.approx(delta, abs=1e-9)


@verifies("eq:calculus-mean")
def test_the_slope_of_the_mean_cost_is_the_mean_of_the_slopes() -> None:
    chain, total = nn.Chain([4.0], [-2.0]), 0.0
    x, y = RNG.random(8), RNG.integers(0, 2, 8).astype(float)
    for i in range(8):
        chain.forward(x[i], y[i])
        chain.backward()
        total += chain.dC_dw[1]
    exact = autograd.grad(lambda w: anp.mean((sigma(w * x - 2.0) - y) ** 2))(4.0)
    assert total / 8 == pytest.approx(exact, rel=1e-12)
    # The same neuron as a layer, with the mean over the batch as its cost.
    net = nn.Network([nn.Dense.from_arrays([[4.0]], [-2.0]), nn.Sigmoid()])
    net.backward(nn.MeanSquaredError().gradient(net.forward(x[:, None]), y[:, None]))
    assert net.layers[0].dW[0, 0] == pytest.approx(total / 8, rel=1e-12)


@verifies("eq:calculus-recursion")
def test_each_layer_hands_the_slope_to_the_one_before(chain: nn.Chain) -> None:
    for layer in (3, 2, 1):
        formula = WEIGHTS[layer - 1] * slope(chain.z[layer]) * chain.dC_da[layer]
        assert chain.dC_da[layer - 1] == pytest.approx(formula, rel=1e-12)
        assert formula == pytest.approx(automatic("a", layer - 1), rel=1e-12)


@verifies("eq:calculus-path")
def test_the_first_weight_gets_the_product_along_its_path(chain: nn.Chain) -> None:
    a, z, (_, w2, w3) = chain.a, chain.z, WEIGHTS
    product = X * slope(z[1]) * w2 * slope(z[2]) * w3 * slope(z[3]) * 2 * (a[3] - Y)
    assert chain.dC_dw[1] == pytest.approx(product, rel=1e-12)
    assert product == pytest.approx(automatic("w", 1), rel=1e-12)


W, B, BEFORE, TARGET = RNG.normal(size=(4, 3)), RNG.normal(size=3), RNG.random(4), np.array([1.0, 0.0, 0.0])


def layer_cost(W, b, before):
    return anp.sum((sigma(anp.dot(before, W) + b) - TARGET) ** 2)


def last_layer() -> tuple[nn.Network, np.ndarray]:
    """One dense layer with sigmoids, and the slope of its cost in what came in."""
    net = nn.Network([nn.Dense.from_arrays(W, B), nn.Sigmoid()])
    return net, net.backward(nn.SumSquaredError().gradient(net.forward(BEFORE[None]), TARGET[None]))[0]


@verifies("eq:calculus-many")
def test_the_last_layer_neuron_by_neuron() -> None:
    net, _ = last_layer()
    cost = 0.0
    for j in range(3):
        z = sum(BEFORE[k] * W[k, j] for k in range(4)) + B[j]
        a = 1 / (1 + math.exp(-z))
        assert net.activations[1][0, j] == pytest.approx(z, rel=1e-12)
        assert net.activations[2][0, j] == pytest.approx(a, rel=1e-12)
        cost += (a - TARGET[j]) ** 2
    assert nn.SumSquaredError()(net.activations[2], TARGET[None]) == pytest.approx(cost, rel=1e-12)


@verifies("eq:calculus-many-weight")
def test_a_weight_lies_on_one_path() -> None:
    net, _ = last_layer()
    z, a = net.activations[1][0], net.activations[2][0]
    formula = [[BEFORE[k] * slope(z[j]) * 2 * (a[j] - TARGET[j]) for j in range(3)] for k in range(4)]
    np.testing.assert_allclose(net.layers[0].dW, formula, rtol=1e-12)
    np.testing.assert_allclose(autograd.grad(layer_cost, 0)(W, B, BEFORE), formula, rtol=1e-12)
    assert nn.gradient_check(lambda W: layer_cost(W, B, BEFORE), formula, W).error < 1e-8
    # "That of the bias is the same without the first factor."
    np.testing.assert_allclose(net.layers[0].db, [slope(z[j]) * 2 * (a[j] - TARGET[j]) for j in range(3)], rtol=1e-12)


@verifies("eq:calculus-many-before")
def test_over_the_neurons_of_the_layer_the_paths_of_an_activation_add_up() -> None:
    net, to_before = last_layer()
    z, a = net.activations[1][0], net.activations[2][0]
    formula = [sum(W[k, j] * slope(z[j]) * 2 * (a[j] - TARGET[j]) for j in range(3)) for k in range(4)]
    np.testing.assert_allclose(to_before, formula, rtol=1e-12)
    np.testing.assert_allclose(autograd.grad(layer_cost, 2)(W, B, BEFORE), formula, rtol=1e-12)
    assert nn.gradient_check(lambda before: layer_cost(W, B, before), formula, BEFORE).error < 1e-8


SIZES = (5, 4, 3, 2)


def network(n: int) -> tuple[nn.Network, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(n)
    layers: list[nn.Layer] = []
    for d_in, d_out in itertools.pairwise(SIZES):
        layers += [nn.Dense.from_arrays(rng.normal(size=(d_in, d_out)), rng.normal(size=d_out)), nn.Sigmoid()]
    net, A0, Y = nn.Network(layers), rng.normal(size=(n, SIZES[0])), rng.random((n, SIZES[-1]))
    net.backward(nn.MeanSquaredError().gradient(net.forward(A0), Y))
    return net, A0, Y


def network_gradients(net: nn.Network, A0: np.ndarray, Y: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Autograd's gradients of the mean squared error, for W and b of every dense layer."""

    def cost(parameters):
        A = A0
        for W, b in parameters:
            A = sigma(anp.dot(A, W) + b)
        return anp.sum((A - Y) ** 2) / len(Y)

    return autograd.grad(cost)([(layer.W.copy(), layer.b.copy()) for layer in net.layers[::2]])


@verifies("eq:calculus-delta-last", "eq:calculus-delta-back", "eq:calculus-outer")
def test_error_signals_and_outer_products_of_one_example() -> None:
    net, A0, Y = network(1)
    z = [None, *(net.activations[i][0] for i in (1, 3, 5))]
    a = [A0[0], *(net.activations[i][0] for i in (2, 4, 6))]
    W = [None, *(layer.W for layer in net.layers[::2])]
    slopes = [None, *(np.array([slope(value) for value in values]) for values in z[1:])]
    delta = {3: slopes[3] * (2 * (a[3] - Y[0]))}
    for layer in (2, 1):
        delta[layer] = slopes[layer] * (delta[layer + 1] @ W[layer + 1].T)
    exact = network_gradients(net, A0, Y)
    for layer in (1, 2, 3):
        dense = net.layers[2 * (layer - 1)]
        dW = a[layer - 1][:, None] @ delta[layer][None, :]
        # The error signal is what the library hands to the sum z.
        np.testing.assert_allclose(net.activation_gradients[2 * layer - 1][0], delta[layer], rtol=1e-11)
        np.testing.assert_allclose(dense.dW, dW, rtol=1e-11)
        np.testing.assert_allclose(dense.db, delta[layer], rtol=1e-11)
        np.testing.assert_allclose(exact[layer - 1][0], dW, rtol=1e-11)
        np.testing.assert_allclose(exact[layer - 1][1], delta[layer], rtol=1e-11)


@verifies("eq:calculus-batch")
def test_a_batch_is_one_matrix_product() -> None:
    n = 6
    net, A0, Y = network(n)
    A, Z = [A0, *net.activations[2::2]], [None, *net.activations[1::2]]
    derivative = np.vectorize(slope)
    Delta = derivative(Z[3]) * 2 / n * (A[3] - Y)
    exact = network_gradients(net, A0, Y)
    for layer in (3, 2, 1):
        dense = net.layers[2 * (layer - 1)]
        np.testing.assert_allclose(dense.dW, A[layer - 1].T @ Delta, rtol=1e-11)
        np.testing.assert_allclose(dense.db, sum(Delta[i] for i in range(n)), rtol=1e-11)
        np.testing.assert_allclose(exact[layer - 1][0], A[layer - 1].T @ Delta, rtol=1e-11)
        np.testing.assert_allclose(exact[layer - 1][1], Delta.sum(axis=0), rtol=1e-11)
        if layer > 1:
            Delta = derivative(Z[layer - 1]) * (Delta @ dense.W.T)


@verifies("eq:calculus-relu")
def test_relu_lets_slopes_through_where_its_sum_is_positive() -> None:
    z, g, layer = np.array([[-1.5, 0.0, 2.0, 0.3]]), np.array([[3.0, 4.0, 5.0, -6.0]]), nn.ReLU()
    layer.forward(z)
    assert layer.backward(g).tolist() == [[g[0, j] if z[0, j] > 0 else 0 for j in range(4)]]
    away = np.array([[-1.5, 2.0, 0.3]])
    exact = autograd.grad(lambda z: anp.sum(g[:, :3] * anp.maximum(0, z)))(away)
    layer.forward(away)
    np.testing.assert_allclose(layer.backward(g[:, :3]), exact)
    assert nn.gradient_check(lambda z: np.sum(g[:, :3] * nn.relu(z)), exact, away).error < 1e-9


@verifies("eq:calculus-softmax")
def test_softmax_with_cross_entropy_has_the_slope_p_minus_y() -> None:
    z, y = RNG.normal(size=5), np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    total = sum(math.exp(value) for value in z)
    formula = [math.exp(z[k]) / total - y[k] for k in range(5)]
    np.testing.assert_allclose(nn.SoftmaxCrossEntropy().gradient(z[None], y[None])[0], formula, rtol=1e-12)
    cost = lambda z: anp.log(anp.sum(anp.exp(z))) - anp.sum(y * z)  # noqa: E731 (the formula of the text)
    np.testing.assert_allclose(autograd.grad(cost)(z), formula, rtol=1e-12)
    assert nn.gradient_check(cost, formula, z).error < 1e-8
    assert nn.SoftmaxCrossEntropy()(z[None], y[None]) == pytest.approx(cost(z), rel=1e-12)


@verifies("eq:calculus-filter", "eq:calculus-image")
def test_the_two_slopes_of_a_convolution() -> None:
    x, K, g = RNG.normal(size=(5, 6)), RNG.normal(size=(3, 2)), RNG.normal(size=(3, 5))
    to_filter, to_image = np.zeros_like(K), np.zeros_like(x)
    for u, v in np.ndindex(K.shape):
        for i, j in np.ndindex(g.shape):
            to_filter[u, v] += g[i, j] * x[i + u, j + v]
    for s, t in np.ndindex(x.shape):
        for u, v in np.ndindex(K.shape):
            inside = 0 <= s - u < g.shape[0] and 0 <= t - v < g.shape[1]
            to_image[s, t] += K[u, v] * (g[s - u, t - v] if inside else 0.0)

    def total(x, K):
        return anp.sum(
            anp.stack([g[i, j] * anp.sum(x[i : i + 3, j : j + 2] * K) for i, j in np.ndindex(g.shape)])
        )  # fmt: skip

    assert np.sum(g * nn.cross_correlate(x, K)) == pytest.approx(total(x, K), rel=1e-12)
    np.testing.assert_allclose(autograd.grad(total, 1)(x, K), to_filter, rtol=1e-11)
    np.testing.assert_allclose(autograd.grad(total, 0)(x, K), to_image, rtol=1e-11)
    # "The first is a cross-correlation", "the second … a true convolution".
    np.testing.assert_allclose(nn.cross_correlate(x, g), to_filter, rtol=1e-11)
    np.testing.assert_allclose(nn.convolve(np.pad(g, ((2, 2), (1, 1))), K), to_image, rtol=1e-11)


@verifies("eq:calculus-filter", "eq:calculus-image")
def test_the_layer_hands_back_the_same_two_slopes() -> None:
    x, K, g = RNG.normal(size=(5, 5)), RNG.normal(size=(3, 3)), RNG.normal(size=(3, 3))
    layer = nn.Conv2d.from_arrays(K[None, None], [0.5])
    layer.forward(x[None, None])
    to_image = layer.backward(g[None, None])[0, 0]
    shares = np.zeros((5, 5))
    for u, v in np.ndindex(3, 3):
        assert layer.dW[0, 0, u, v] == pytest.approx(sum(g[i, j] * x[i + u, j + v] for i, j in np.ndindex(3, 3)))
        for s, t in np.ndindex(5, 5):
            if 0 <= s - u < 3 and 0 <= t - v < 3:
                shares[s, t] += K[u, v] * g[s - u, t - v]
    np.testing.assert_allclose(to_image, shares, rtol=1e-11)


@verifies("eq:calculus-pooling")
def test_the_mean_shares_and_the_maximum_gives_all_to_one() -> None:
    s = 2
    x, g = RNG.permutation(16).reshape(1, 1, 4, 4).astype(float), RNG.normal(size=(1, 1, 2, 2))
    for pool, pooled in ((nn.AvgPool2d(s), anp.mean), (nn.MaxPool2d(s), anp.max)):
        expected = np.zeros((4, 4))
        for i, j in np.ndindex(4, 4):
            square = x[0, 0, i // s * s : i // s * s + s, j // s * s : j // s * s + s]
            share = g[0, 0, i // s, j // s]
            if isinstance(pool, nn.AvgPool2d):
                expected[i, j] = share / s**2
            else:
                expected[i, j] = share if x[0, 0, i, j] == square.max() else 0
        pool.forward(x)
        np.testing.assert_allclose(pool.backward(g)[0, 0], expected)

        def total(x, pooled=pooled):
            corners = [(s * i, s * j) for i in range(2) for j in range(2)]
            return sum(g[0, 0, i // s, j // s] * pooled(x[0, 0, i : i + s, j : j + s]) for i, j in corners)

        np.testing.assert_allclose(autograd.grad(total)(x)[0, 0], expected)


class Counted:
    """A number that counts the multiplications it takes part in."""

    count = 0

    def __init__(self, value: float) -> None:
        self.value = value

    def __mul__(self, other: "Counted") -> "Counted":
        Counted.count += 1
        return Counted(self.value * other.value)

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.value + other.value)


@verifies("eq:calculus-cost")
def test_multiplications_counted_one_by_one() -> None:
    d = (7, 5, 4, 3)
    forward = sum(d[i - 1] * d[i] for i in (1, 2, 3))
    backward = forward + sum(d[i - 1] * d[i] for i in (2, 3))
    assert backward <= 2 * forward
    counted = np.vectorize(Counted, otypes=[object])
    rng = np.random.default_rng(0)
    layers = [nn.Dense(*pair, rng=rng) for pair in itertools.pairwise(d)]
    net, x, upstream = nn.Network(layers), rng.normal(size=(1, 7)), rng.normal(size=(1, 3))
    net.forward(x)
    net.backward(upstream)
    A, W = [counted(x)], [counted(layer.W) for layer in layers]
    Counted.count = 0
    for weights in W:
        A.append(np.dot(A[-1], weights))
    assert Counted.count == forward
    Counted.count = 0
    delta = counted(upstream)
    for i in (2, 1, 0):
        dW = np.dot(A[i].T, delta)
        np.testing.assert_allclose([[entry.value for entry in row] for row in dW], layers[i].dW)
        if i > 0:
            delta = np.dot(delta, W[i].T)
    assert Counted.count == backward
