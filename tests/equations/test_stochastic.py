"""The equations of "Stochastic, mini-batch, momentum, Adam"."""

import math
from itertools import combinations

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(90)


def a_line(n: int = 40):
    X = np.column_stack([RNG.normal(size=n), np.ones(n)])
    return X, X @ [2.0, 1.0] + RNG.normal(size=n)


def one_loss(theta, x, y):
    return (anp.dot(x, theta) - y) ** 2


@verifies("eq:stochastic-terms")
def test_a_term_for_every_example_parameter_and_step() -> None:
    for n, d, steps in ((100, 5, 3), (7, 2, 11)):
        X, y = RNG.normal(size=(n, d)), RNG.normal(size=n)
        theta, count = np.zeros(d), 0
        for _ in range(steps):
            total = np.zeros(d)
            for i in range(n):
                for j in range(d):
                    total[j] += 2 * (X[i] @ theta - y[i]) * X[i, j] / n
                    count += 1
            nn.SGD(0.01).step(theta, total)
        assert count == n * d * steps
    assert 100_000 * 5 * 1_000 == 5 * 10**8


@verifies("eq:stochastic-rule")
def test_one_step_against_the_gradient_of_one_example() -> None:
    X, y = a_line()
    for i in (0, 7, 39):
        start = RNG.normal(size=2)
        theta = start.copy()
        nn.SGD(0.1).step(theta, autograd.grad(one_loss)(start, X[i], y[i]))
        np.testing.assert_allclose(theta, start - 0.1 * 2 * (X[i] @ start - y[i]) * X[i], atol=1e-12)
        assert one_loss(theta, X[i], y[i]) < one_loss(start, X[i], y[i]) or X[i] @ X[i] > 10


@verifies("eq:stochastic-unbiased")
def test_single_gradients_are_right_on_average() -> None:
    X, y = a_line()
    theta = RNG.normal(size=2)
    single = [autograd.grad(one_loss)(theta, X[i], y[i]) for i in range(40)]
    loss = nn.MeanSquaredError()
    full = X.T @ loss.gradient((X @ theta)[:, None], y[:, None])[:, 0]
    np.testing.assert_allclose(sum(single) / 40, full, atol=1e-12)
    for part in range(2):
        h = 1e-6 * np.eye(2)[part]
        numeric = (np.mean((X @ (theta + h) - y) ** 2) - np.mean((X @ (theta - h) - y) ** 2)) / 2e-6
        assert full[part] == pytest.approx(numeric, abs=1e-6)


@verifies("eq:stochastic-iterations")
def test_an_epoch_has_n_over_b_iterations_rounded_up() -> None:
    for n, size in ((60_000, 50), (60_000, 64), (10, 4), (10, 10), (10, 11), (7, 1)):
        assert len(list(nn.minibatches(n, size, rng=RNG))) == math.ceil(n / size)


@verifies("eq:stochastic-variance")
def test_the_variance_of_a_mini_batch_over_all_shuffles() -> None:
    # All subsets of six slopes, so that nothing is left to chance.
    slopes = RNG.normal(size=6)
    sigma2 = np.mean((slopes - slopes.mean()) ** 2)
    for size in range(1, 7):
        means = [np.mean(part) for part in combinations(slopes, size)]
        assert np.var(means) == pytest.approx(sigma2 / size * (6 - size) / 5, abs=1e-12)
    drawn = [slopes[next(nn.minibatches(6, 3, rng=RNG))].mean() for _ in range(20_000)]
    assert np.var(drawn) == pytest.approx(sigma2 / 3 * 3 / 5, rel=0.05)


@verifies("eq:stochastic-momentum")
def test_momentum_keeps_a_velocity() -> None:
    theta, rule = np.array([1.0, -2.0]), nn.SGD(0.1, momentum=0.9)
    expected, u = theta.copy(), np.zeros(2)
    for _ in range(6):
        g = RNG.normal(size=2)
        u = 0.9 * u + g
        expected = expected - 0.1 * u
        rule.step(theta, g)
        np.testing.assert_allclose(theta, expected, atol=1e-12)


@verifies("eq:stochastic-terminal")
def test_a_steady_gradient_is_multiplied() -> None:
    for mu in (0.5, 0.9):
        theta, rule = np.zeros(1), nn.SGD(0.1, momentum=mu)
        velocities = []
        for _ in range(400):
            rule.step(theta, np.array([3.0]))
            velocities.append(rule.velocity[0])
        assert velocities[1] == pytest.approx(3 + mu * 3)
        assert velocities[-1] == pytest.approx(3 / (1 - mu), abs=1e-9)
    theta, rule = np.zeros(1), nn.SGD(0.1, momentum=0.9)
    for t in range(400):
        rule.step(theta, np.array([1.0 if t % 2 == 0 else -1.0]))
    assert abs(rule.velocity[0]) == pytest.approx(1 / 1.9, abs=1e-9)


@verifies("eq:stochastic-nesterov")
def test_nesterov_adds_the_gradient_once_more() -> None:
    theta, rule = np.array([1.0, -2.0]), nn.SGD(0.1, momentum=0.8, nesterov=True)
    expected, u = theta.copy(), np.zeros(2)
    for _ in range(6):
        g = RNG.normal(size=2)
        u = 0.8 * u + g
        expected = expected - 0.1 * (g + 0.8 * u)
        rule.step(theta, g)
        np.testing.assert_allclose(theta, expected, atol=1e-12)


def moments(gradients):
    m = v = np.zeros_like(gradients[0])
    for g in gradients:
        m = 0.9 * m + (1 - 0.9) * g
        v = 0.999 * v + (1 - 0.999) * g**2
    return m, v


@verifies("eq:stochastic-adam-moments")
def test_adam_keeps_two_running_means() -> None:
    gradients = RNG.normal(size=(5, 3))
    theta, adam = np.zeros(3), nn.Adam(0.1)
    for t, g in enumerate(gradients, 1):
        adam.step(theta, g)
        m, v = moments(gradients[:t])
        np.testing.assert_allclose(adam.m, m, atol=1e-12)
        np.testing.assert_allclose(adam.v, v, atol=1e-12)


@verifies("eq:stochastic-adam-correction")
def test_the_correction_makes_the_weights_add_up_to_one() -> None:
    g = np.array([4.0, -0.01])
    theta, adam = np.zeros(2), nn.Adam(0.1)
    for t in range(1, 8):
        adam.step(theta, g)
        np.testing.assert_allclose(adam.m / (1 - 0.9**t), g, rtol=1e-10)
        np.testing.assert_allclose(adam.v / (1 - 0.999**t), g**2, rtol=1e-10)


@verifies("eq:stochastic-adam-step")
def test_a_step_of_adam() -> None:
    gradients = RNG.normal(size=(6, 3))
    theta, adam, expected = np.ones(3), nn.Adam(0.1), np.ones(3)
    for t, g in enumerate(gradients, 1):
        m, v = moments(gradients[:t])
        expected = expected - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        adam.step(theta, g)
        np.testing.assert_allclose(theta, expected, atol=1e-10)
    # By hand, as on the page: the first step is the learning rate against the sign.
    theta = np.zeros(2)
    nn.Adam(0.1).step(theta, np.array([4.0, -0.01]))
    np.testing.assert_allclose(theta, [-0.1, 0.1], atol=1e-6)


@verifies("eq:stochastic-floor")
def test_a_constant_rate_comes_to_rest_above_the_minimum() -> None:
    for eta, lam, sigma in ((0.1, 1.0, 1.0), (0.3, 2.0, 0.5)):
        floor = eta * sigma**2 / (lam * (2 - eta * lam))
        s = 100.0
        for _ in range(3000):
            s = (1 - eta * lam) ** 2 * s + eta**2 * sigma**2
        assert s == pytest.approx(floor, rel=1e-9)
        theta, rule = np.full(20_000, 3.0), nn.SGD(eta)
        for _ in range(300):
            rule.step(theta, lam * theta + sigma * RNG.normal(size=20_000))
        assert np.mean(theta**2) == pytest.approx(floor, rel=0.05)


@verifies("eq:stochastic-robbins-monro")
def test_which_schedules_keep_both_sums() -> None:
    decaying = nn.InverseTimeDecay(0.5, decay=0.5)
    rates = np.array([decaying(t) for t in range(100_000)])
    np.testing.assert_allclose(rates, 0.5 / (1 + 0.5 * np.arange(100_000)))
    # Ten times the steps add as much again each time (a logarithm), while the squares have an end.
    assert rates[10_000:].sum() == pytest.approx(rates[1_000:10_000].sum(), rel=0.01)
    assert rates[1_000:].sum() > 4
    assert (rates[1_000:] ** 2).sum() < 2e-3
    fast = nn.ExponentialDecay(0.5, decay=0.8)
    assert sum(fast(t) for t in range(10_000)) == pytest.approx(0.5 / 0.2)
    assert (np.full(100_000, 0.1) ** 2).sum() > 900


def test_with_momentum_each_place_follows_from_the_two_before_it() -> None:
    rng = np.random.default_rng(21)
    for _ in range(20):
        eta, mu, lam, start = rng.uniform(0.01, 0.5), rng.uniform(0.1, 0.95), rng.uniform(0.1, 3), rng.normal()
        theta, rule, path = np.array([start]), nn.SGD(eta, momentum=mu), [start]
        for _ in range(6):
            rule.step(theta, lam * theta)
            path.append(float(theta[0]))
        for t in range(1, 6):
            assert path[t + 1] == pytest.approx((1 + mu - eta * lam) * path[t] - mu * path[t - 1])


def test_no_rate_and_no_momentum_shrink_all_directions_faster_than_the_best_pair() -> None:
    def slowest(eta: float, mu: float, curvatures: np.ndarray) -> float:
        """Return the largest size of a root of r² − (1 + μ − ηλ) r + μ, by NumPy's solver."""
        return max(np.abs(np.roots([1, -(1 + mu - eta * lam), mu])).max() for lam in curvatures)

    for kappa in (2.0, 10.0, 137.0):
        curvatures = np.array([1.0, np.sqrt(kappa), kappa])
        root = (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)
        eta, mu = (1 + root) ** 2 / kappa, root**2
        # At the bounds the two roots coincide, which halves the digits of the solver.
        assert slowest(eta, mu, curvatures) == pytest.approx(root, abs=1e-6)
        tried = [slowest(eta * a, m, curvatures) for a in np.linspace(0.5, 1.5, 21) for m in np.linspace(0, 0.99, 100)]
        assert min(tried) > root - 1e-6
