"""The equations of "Backpropagation, the idea"."""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(10)


def sigma(z):
    return 1 / (1 + anp.exp(-z))


@verifies("eq:backprop-cost")
def test_the_cost_of_an_image_adds_the_squares_of_ten_outputs() -> None:
    a, y = RNG.random(10), nn.one_hot([7], 10)[0]
    total = 0.0
    for j in range(10):
        total += (a[j] - y[j]) ** 2
    assert nn.SumSquaredError()(a[None], y[None]) == pytest.approx(total, rel=1e-12)
    # For a single image the mean over the images is the same sum.
    assert nn.MeanSquaredError()(a[None], y[None]) == pytest.approx(total, rel=1e-12)


@verifies("eq:backprop-wish")
def test_a_wish_is_twice_what_is_wanted_minus_what_there_is() -> None:
    a, y = RNG.random(10), nn.one_hot([7], 10)[0]
    wishes = [2 * (y[j] - a[j]) for j in range(10)]
    np.testing.assert_allclose(-nn.SumSquaredError().gradient(a, y), wishes, rtol=1e-12)
    automatic = autograd.grad(lambda outputs: anp.sum((outputs - y) ** 2))(a)
    np.testing.assert_allclose(-automatic, wishes, rtol=1e-12)


@verifies("eq:backprop-three-ways")
def test_a_sum_rises_with_its_bias_its_weights_and_what_comes_before() -> None:
    w, b, before = RNG.normal(size=6), 0.3, RNG.random(6)
    layer = nn.Dense.from_arrays(w[:, None], [b])
    layer.forward(before[None])
    to_before = layer.backward([[1.0]])[0]
    assert layer.db.tolist() == [1.0]
    assert np.array_equal(layer.dW[:, 0], before)
    assert np.array_equal(to_before, w)
    z = lambda w, b, before: anp.dot(w, before) + b  # noqa: E731 (the formula, as it stands on the page)
    assert autograd.grad(z, 1)(w, b, before) == 1
    np.testing.assert_allclose(autograd.grad(z, 0)(w, b, before), before)
    np.testing.assert_allclose(autograd.grad(z, 2)(w, b, before), w)


@verifies("eq:backprop-sum")
def test_the_wishes_of_all_outputs_add_up() -> None:
    W, b, before, y = RNG.normal(size=(4, 10)), RNG.normal(size=10), RNG.random(4), nn.one_hot([7], 10)[0]
    z = before @ W + b
    wishes = []
    for k in range(4):
        wish = 0.0
        for j in range(10):
            a = 1 / (1 + math.exp(-z[j]))
            wish += W[k, j] * a * (1 - a) * 2 * (y[j] - a)
        wishes.append(wish)
    net = nn.Network([nn.Dense.from_arrays(W, b), nn.Sigmoid()])
    to_before = net.backward(nn.SumSquaredError().gradient(net.forward(before[None]), y[None]))
    np.testing.assert_allclose(-to_before[0], wishes, rtol=1e-10)
    automatic = autograd.grad(lambda a: anp.sum((sigma(anp.dot(a, W) + b) - y) ** 2))(before)
    np.testing.assert_allclose(-automatic, wishes, rtol=1e-10)


@verifies("eq:backprop-mean")
def test_the_mean_of_the_single_gradients_is_the_gradient_of_the_mean() -> None:
    net = nn.Network([nn.Dense(5, 3, rng=RNG), nn.Sigmoid()])
    X, Y, loss = RNG.normal(size=(8, 5)), RNG.random((8, 3)), nn.MeanSquaredError()
    total = np.zeros(net.parameter_count)
    for i in range(8):
        net.backward(loss.gradient(net.forward(X[i : i + 1]), Y[i : i + 1]))
        total += net.gradients
    net.backward(loss.gradient(net.forward(X), Y))
    np.testing.assert_allclose(-net.gradients, -total / 8, rtol=1e-10)
    # A step of descent is in proportion to it.
    before = net.parameters.copy()
    nn.SGD(0.25).step(net.parameters, net.gradients)
    np.testing.assert_allclose(net.parameters - before, -0.25 * total / 8)


@verifies("eq:backprop-angle")
def test_the_cosine_of_the_angle_between_two_gradients() -> None:
    net = nn.Network([nn.Dense(5, 3, rng=RNG)])
    X, Y, loss = RNG.normal(size=(40, 5)), RNG.random((40, 3)), nn.MeanSquaredError()

    def gradient(rows: slice) -> np.ndarray:
        net.backward(loss.gradient(net.forward(X[rows]), Y[rows]))
        return net.gradients.copy()

    g, other = gradient(slice(None)), gradient(slice(0, 10))
    dot = sum(p * q for p, q in zip(g, other, strict=True))
    cosine = dot / (math.sqrt(sum(p * p for p in g)) * math.sqrt(sum(q * q for q in other)))
    # By the law of cosines, from the three sides of the triangle.
    a, b, c = (math.dist(p, q) for p, q in ((g, 0 * g), (other, 0 * g), (g, other)))
    assert cosine == pytest.approx((a * a + b * b - c * c) / (2 * a * b), rel=1e-9)
    assert 0 < cosine < 1
