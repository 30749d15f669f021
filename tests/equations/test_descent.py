"""The equations of "Gradient descent"."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(80)


def numeric(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def random_quadratic(d=4):
    Q = np.linalg.qr(RNG.normal(size=(d, d)))[0]
    eigenvalues = RNG.uniform(0.5, 8, size=d)
    return Q @ np.diag(eigenvalues) @ Q.T, eigenvalues, Q


@verifies("eq:descent-one")
def test_one_step_against_the_slope() -> None:
    for x, eta in ((20.0, 0.2), (41.0, 0.05), (-3.0, 0.7)):
        slope = autograd.grad(lambda x: (x - 38) ** 2)(x)
        theta = np.array([x])
        nn.SGD(eta).step(theta, np.array([slope]))
        assert theta[0] == pytest.approx(x - eta * slope, abs=1e-12)
        assert abs(theta[0] - 38) < abs(x - 38)


@verifies("eq:descent-contraction")
def test_every_step_leaves_the_same_share_of_the_distance() -> None:
    for eta in (0.2, 0.5, 0.9, 1.05):
        theta, descent = np.array([20.0]), nn.SGD(eta)
        for _ in range(5):
            before = theta[0] - 38
            descent.step(theta, 2 * (theta - 38))
            assert theta[0] - 38 == pytest.approx((1 - 2 * eta) * before, abs=1e-9)


@verifies("eq:descent-valleys")
def test_the_two_valleys_and_their_slope() -> None:
    def cost(x):
        return x**4 - 4 * x**2 + x

    for x in (-2.0, -1.0, 0.0, 0.3, 1.0, 1.9):
        slope = 4 * x**3 - 8 * x + 1
        assert autograd.grad(cost)(x) == pytest.approx(slope, abs=1e-12)
        assert numeric(cost, x) == pytest.approx(slope, abs=1e-7)
    ends = []
    for start in (-2.0, 0.0, 0.3, 2.0):
        theta, descent = np.array([start]), nn.SGD(0.02)
        for _ in range(300):
            descent.step(theta, 4 * theta**3 - 8 * theta + 1)
        ends.append(theta[0])
    np.testing.assert_allclose(ends, [-1.473, -1.473, 1.347, 1.347], atol=1e-3)
    assert cost(ends[0]) < cost(ends[2])


@verifies("eq:descent-valley")
def test_the_long_valley_and_its_gradient() -> None:
    def cost(t):
        return 0.5 * (t[0] ** 2 + 10 * t[1] ** 2)

    assert cost([9, 2]) == 60.5
    for t in RNG.normal(size=(5, 2)):
        np.testing.assert_allclose(autograd.grad(cost)(t), [t[0], 10 * t[1]], atol=1e-12)
        h = 1e-5
        by_numbers = [(cost(t + h * e) - cost(t - h * e)) / (2 * h) for e in np.eye(2)]
        np.testing.assert_allclose(by_numbers, [t[0], 10 * t[1]], atol=1e-8)
    theta = np.array([9.0, 2.0])
    nn.SGD(0.05).step(theta, np.array([9.0, 20.0]))
    np.testing.assert_allclose(theta, [8.55, 1], atol=1e-12)


@verifies("eq:descent-rule")
def test_the_rule_subtracts() -> None:
    net = nn.Network([nn.Dense(3, 2, rng=RNG), nn.Tanh()])
    X, y, loss, eta = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2)), nn.MeanSquaredError(), 0.05
    before = loss(net(X), y)
    net.backward(loss.gradient(net(X), y))
    theta, g = net.parameters.copy(), net.gradients.copy()
    nn.SGD(eta).step(net.parameters, net.gradients)
    np.testing.assert_allclose(net.parameters, [theta[i] - eta * g[i] for i in range(len(theta))], atol=1e-15)
    assert loss(net(X), y) < before


@verifies("eq:descent-decrease")
def test_a_small_step_lowers_the_cost_by_the_squared_length() -> None:
    net = nn.Network([nn.Dense(3, 4, rng=RNG), nn.Sigmoid(), nn.Dense(4, 2, rng=RNG)])
    X, y, loss = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2)), nn.MeanSquaredError()
    net.backward(loss.gradient(net(X), y))
    theta, g = net.parameters.copy(), net.gradients.copy()
    before = loss(net(X), y)
    gaps = []
    for eta in (1e-2, 1e-3):
        net.parameters[:] = theta
        nn.SGD(eta).step(net.parameters, g)
        gaps.append(abs(loss(net(X), y) - (before - eta * sum(g * g))))
        assert loss(net(X), y) < before
    assert gaps[1] < 0.02 * gaps[0]


@verifies("eq:descent-quadratic")
def test_a_quadratic_and_its_gradient() -> None:
    A, _, _ = random_quadratic()
    lowest = RNG.normal(size=4)

    def cost(t):
        d = t - lowest
        return sum(d[i] * A[i, j] * d[j] for i in range(4) for j in range(4)) / 2

    for t in RNG.normal(size=(3, 4)):
        gradient = [sum(A[i, j] * (t[j] - lowest[j]) for j in range(4)) for i in range(4)]
        np.testing.assert_allclose(autograd.grad(cost)(t), gradient, atol=1e-12)
        by_numbers = [numeric(lambda s, e=e, t=t: cost(t + s * e), 0.0) for e in np.eye(4)]
        np.testing.assert_allclose(by_numbers, gradient, atol=1e-7)
        theta, descent = t.copy(), nn.SGD(0.1)
        for _ in range(2000):
            descent.step(theta, A @ (theta - lowest))
        np.testing.assert_allclose(theta, lowest, atol=1e-9)


@verifies("eq:descent-factor")
def test_along_an_eigenvector_each_step_multiplies_by_one_factor() -> None:
    A, eigenvalues, Q = random_quadratic()
    for eta in (0.01, 0.1, 0.5):
        for k in range(4):
            theta = Q[:, k].copy()
            nn.SGD(eta).step(theta, A @ theta)
            factor = 1 - eta * eigenvalues[k]
            np.testing.assert_allclose(theta, factor * Q[:, k], atol=1e-12)
            assert (-1 < factor < 1) == (0 < eta < 2 / eigenvalues[k])


@verifies("eq:descent-bound")
@pytest.mark.parametrize("share", [0.1, 0.5, 0.98, 1.02, 1.5])
def test_descent_converges_exactly_below_the_bound(share: float) -> None:
    A, eigenvalues, _ = random_quadratic()
    eta = share * 2 / max(eigenvalues)
    theta, descent = RNG.normal(size=4), nn.SGD(eta)
    start = np.abs(theta).max()
    for _ in range(600):
        descent.step(theta, A @ theta)
    if share < 1:
        assert np.abs(theta).max() < 0.01 * start
    else:
        assert np.abs(theta).max() > 100 * start


@verifies("eq:descent-least-squares")
def test_least_squares_is_a_quadratic() -> None:
    X = np.column_stack([nn.load_grades().marks, np.ones(8)])
    y, theta = RNG.normal(size=8), RNG.normal(size=8)

    def cost(t):
        return sum((anp.dot(X[j], t) - y[j]) ** 2 for j in range(8)) / 8

    layer, loss = nn.Dense.from_arrays(theta[:7, None], theta[7:]), nn.MeanSquaredError()
    guess = layer.forward(X[:, :7])
    assert loss(guess, y[:, None]) == pytest.approx(cost(theta), rel=1e-12)
    miss = [sum(X[j, i] * theta[i] for i in range(8)) - y[j] for j in range(8)]
    gradient = [2 / 8 * sum(X[j, i] * miss[j] for j in range(8)) for i in range(8)]
    layer.backward(loss.gradient(guess, y[:, None]))
    np.testing.assert_allclose([*layer.dW[:, 0], *layer.db], gradient, rtol=1e-10)
    np.testing.assert_allclose(autograd.grad(cost)(theta), gradient, rtol=1e-10)
    A = [[2 / 8 * sum(X[j, i] * X[j, k] for j in range(8)) for k in range(8)] for i in range(8)]
    np.testing.assert_allclose(autograd.hessian(cost)(theta), A, rtol=1e-9)


@verifies("eq:descent-best-rate")
def test_the_best_constant_rate_balances_the_extremes() -> None:
    A, eigenvalues, Q = random_quadratic()
    low, high = min(eigenvalues), max(eigenvalues)
    eta, kappa = 2 / (low + high), high / low
    for value, sign in ((low, 1), (high, -1)):
        v = Q[:, list(eigenvalues).index(value)]
        theta = v.copy()
        nn.SGD(eta).step(theta, A @ theta)
        np.testing.assert_allclose(theta, sign * (kappa - 1) / (kappa + 1) * v, atol=1e-12)
    for other in (0.9 * eta, 1.1 * eta):
        assert max(abs(1 - other * low), abs(1 - other * high)) > (kappa - 1) / (kappa + 1)


@verifies("eq:descent-importance")
def test_components_say_what_small_changes_are_worth() -> None:
    def cost(t):
        return 1.6 * t[0] ** 2 + 0.05 * t[1] ** 2

    np.testing.assert_allclose(autograd.grad(cost)(np.array([1.0, 1.0])), [3.2, 0.1], atol=1e-12)
    for d in RNG.normal(size=(5, 2)) * 1e-4:
        change = cost(np.array([1.0, 1.0]) + d) - cost(np.array([1.0, 1.0]))
        promised = 3.2 * d[0] + 0.1 * d[1]
        assert change == pytest.approx(promised, abs=1e-6)
    layer = nn.Dense.from_arrays([[3.2], [0.1]], [0.0])
    assert layer.forward([[0.01, 0.0], [0.0, 0.01]])[:, 0] == pytest.approx([0.032, 0.001])


@verifies("eq:descent-column")
def test_the_digit_network_has_one_partial_derivative_for_each_of_its_parameters() -> None:
    rng = np.random.default_rng(1)
    digits = nn.load_digits()
    X, y = nn.as_rows(digits.train_images[:5], np.float64), digits.train_labels[:5]
    layers = [nn.Dense(784, 16, rng=rng), nn.Sigmoid(), nn.Dense(16, 16, rng=rng), nn.Sigmoid()]
    net, loss = nn.Network([*layers, nn.Dense(16, 10, rng=rng)]), nn.SoftmaxCrossEntropy()
    net.backward(loss.gradient(net(X), y))
    gradient, theta = net.gradients.copy(), net.parameters
    assert gradient.shape == (784 * 16 + 16 + 16 * 16 + 16 + 16 * 10 + 10,) == (13002,)
    lit = int(np.flatnonzero(X.sum(axis=0))[0]) * 16
    for i in (0, lit, 6500, 12544, 12560, 12820, 12900, 13001):
        start = theta[i]
        costs = []
        for h in (1e-5, -1e-5):
            theta[i] = start + h
            costs.append(loss(net(X), y))
        theta[i] = start
        assert gradient[i] == pytest.approx((costs[0] - costs[1]) / 2e-5, abs=1e-9)
