"""Optimisers: a step by hand, the published formulas written once more, and the edges."""

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn
from tests.strategies import FLOATS


def descend(optimizer: nn.Optimizer, gradients: list[Any], start=0.0, dtype=np.float64) -> list[np.ndarray]:
    """Return the parameters after every step."""
    theta = np.full(np.shape(gradients[0]), start, dtype)
    path = []
    for g in gradients:
        optimizer.step(theta, np.asarray(g, dtype))
        path.append(theta.copy())
    return path


GRADIENTS = list(np.random.default_rng(0).normal(size=(30, 4)) * [1, 10, 1e-3, 0])


def test_one_step_of_gradient_descent_by_hand() -> None:
    """θ = 1, g = 3.2 and 0.1, η = 0.5: down by 1.6 and by 0.05, 32 times as much."""
    path = descend(nn.SGD(0.5), [[3.2, 0.1]], start=1.0)
    np.testing.assert_allclose(path[0], [-0.6, 0.95], rtol=1e-15)


def test_two_steps_of_momentum_by_hand() -> None:
    """u: 2, then 0.9 · 2 + 1 = 2.8; θ: −0.1 · 2 = −0.2, then −0.2 − 0.28 = −0.48."""
    path = descend(nn.SGD(0.1, momentum=0.9), [[2.0], [1.0]])
    np.testing.assert_allclose(np.ravel(path), [-0.2, -0.48], rtol=1e-15)


def test_two_steps_of_nesterov_by_hand() -> None:
    """θ: −0.1 (2 + 0.9 · 2) = −0.38, then −0.38 − 0.1 (1 + 0.9 · 2.8) = −0.732."""
    path = descend(nn.SGD(0.1, momentum=0.9, nesterov=True), [[2.0], [1.0]])
    np.testing.assert_allclose(np.ravel(path), [-0.38, -0.732], rtol=1e-15)


def test_first_step_of_adam_by_hand() -> None:
    """m̂ = g and v̂ = g², so the first step is η g / (|g| + ε): about η whatever the gradient."""
    path = descend(nn.Adam(0.1, epsilon=0.5), [[2.0, -0.5, 0.0]])
    np.testing.assert_allclose(path[0], [-0.1 * 2 / 2.5, 0.1 * 0.5 / 1.0, 0], rtol=1e-14)


def test_second_step_of_adam_by_hand() -> None:
    """β₁ = 0.5, β₂ = 0.75, g = 1 then 3: m̂ = (0.25 + 1.5) / 0.75, v̂ = (0.1875 + 2.25) / 0.4375."""
    path = descend(nn.Adam(1.0, beta1=0.5, beta2=0.75, epsilon=1e-8), [[1.0], [3.0]])
    step = (1.75 / 0.75) / (math.sqrt(2.4375 / 0.4375) + 1e-8)
    np.testing.assert_allclose(path[1] - path[0], [-step], rtol=1e-14)


@pytest.mark.parametrize(("beta1", "beta2", "epsilon"), [(0.9, 0.999, 1e-8), (0.5, 0.9, 1e-2), (0.0, 0.0, 1e-8)])
def test_adam_follows_algorithm_1_of_kingma_and_ba(beta1, beta2, epsilon) -> None:
    theta, m, v = np.zeros(4), np.zeros(4), np.zeros(4)
    optimizer = nn.Adam(0.01, beta1=beta1, beta2=beta2, epsilon=epsilon)
    found = descend(optimizer, GRADIENTS)
    for t, g in enumerate(GRADIENTS, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        theta = theta - 0.01 * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
        np.testing.assert_allclose(found[t - 1], theta, rtol=1e-12, atol=1e-16)
    np.testing.assert_allclose(optimizer.m, m, rtol=1e-12)
    np.testing.assert_allclose(optimizer.v, v, rtol=1e-12)


def test_adam_has_the_published_defaults() -> None:
    adam = nn.Adam()
    assert (adam.learning_rate, adam.beta1, adam.beta2, adam.epsilon) == (0.001, 0.9, 0.999, 1e-8)
    assert adam.m is None
    assert adam.v is None


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_follows_the_formula_of_sutskever(nesterov) -> None:
    """Sutskever et al. (2013) keep v = −η u and, for Nesterov, take the gradient at θ + μ v.

    With a linear cost the gradient is the same everywhere; ours keeps the point ahead.
    """
    mu, eta = 0.8, 0.05
    v = theta = np.zeros(4)
    found = descend(nn.SGD(eta, momentum=mu, nesterov=nesterov), GRADIENTS)
    for t, g in enumerate(GRADIENTS):
        v = mu * v - eta * g
        theta = theta + v
        np.testing.assert_allclose(found[t], theta + mu * v if nesterov else theta, rtol=1e-12, atol=1e-15)


@given(st.floats(0.01, 1.99))
def test_descent_on_a_parabola_shrinks_by_one_minus_rate_times_curvature(rate) -> None:
    theta, optimizer = np.array([5.0]), nn.SGD(rate)
    for _ in range(4):
        optimizer.step(theta, theta.copy())
    assert theta[0] == pytest.approx(5 * (1 - rate) ** 4, rel=1e-9, abs=1e-12)


@given(st.floats(1e-3, 1e3))
def test_adams_path_does_not_depend_on_the_scale_of_the_cost(scale) -> None:
    plain = descend(nn.Adam(0.01, epsilon=1e-300), GRADIENTS[:5])
    scaled = descend(nn.Adam(0.01, epsilon=1e-300), [scale * g for g in GRADIENTS[:5]])
    np.testing.assert_allclose(scaled, plain, rtol=1e-9)


OPTIMIZERS = [
    lambda rate: nn.SGD(rate),
    lambda rate: nn.SGD(rate, momentum=0.9),
    lambda rate: nn.SGD(rate, momentum=0.9, nesterov=True),
    lambda rate: nn.Adam(rate),
]


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_a_schedule_is_asked_for_the_rate_of_every_step(make) -> None:
    asked = []

    def schedule(step: int) -> float:
        asked.append(step)
        return 0.1 / (step + 1)

    optimizer = make(schedule)
    path = descend(optimizer, [[1.0]] * 3)
    assert asked == [0, 1, 2]
    assert optimizer.steps == 3
    assert optimizer.rate == 0.025
    constant = descend(make(0.1), [[1.0]] * 3)
    steps, full = np.diff(np.ravel(path), prepend=0), np.diff(np.ravel(constant), prepend=0)
    np.testing.assert_allclose(steps, full / [1, 2, 3], rtol=1e-12)


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("dtype", FLOATS)
def test_a_step_is_taken_in_place_and_in_the_parameters_dtype(make, dtype) -> None:
    optimizer, theta, g = make(0.1), np.ones(3, dtype), np.array([1, -2, 0], dtype)
    before = g.copy()
    for _ in range(3):
        optimizer.step(theta, g)
    assert theta.dtype == dtype
    np.testing.assert_array_equal(g, before)
    assert theta[0] < 1 < theta[1]
    assert theta[2] == 1


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_no_parameters_are_fine_and_matrices_too(make) -> None:
    make(0.1).step(np.zeros(0), np.zeros(0))
    theta = np.zeros((2, 2))
    make(0.1).step(theta, np.eye(2))
    np.testing.assert_array_equal(theta != 0, np.eye(2) != 0)


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_gradients_may_come_as_a_list(make) -> None:
    theta, same = np.zeros(2), np.zeros(2)
    make(0.1).step(theta, [1.0, -2.0])
    make(0.1).step(same, np.array([1.0, -2.0]))
    assert theta[0] < 0 < theta[1]
    np.testing.assert_array_equal(theta, same)


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("g", [np.zeros(2), np.zeros(3, np.float32)])
def test_parameters_and_gradients_must_be_alike(make, g) -> None:
    optimizer = make(0.1)
    text = (
        rf"^{type(optimizer).__name__}.step: parameters and gradients must have the same shape and dtype, got \(3,\) fl"
    )
    with pytest.raises(ValueError, match=text):
        optimizer.step(np.zeros(3), g)
    assert optimizer.steps == 0


@pytest.mark.parametrize("make", OPTIMIZERS[1:])
def test_an_optimizer_serves_one_vector_only(make) -> None:
    optimizer = make(0.1)
    optimizer.step(np.zeros(3), np.ones(3))
    name = type(optimizer).__name__
    with pytest.raises(
        ValueError, match=rf"^{name}.step: this optimiser remembers a vector of shape \(3,\), got \(4,\)\. Give"
    ):
        optimizer.step(np.zeros(4), np.ones(4))


@pytest.mark.parametrize("rate", [0.0, -0.1, math.nan])
@pytest.mark.parametrize("make", OPTIMIZERS)
def test_a_rate_must_be_positive(make, rate) -> None:
    with pytest.raises(ValueError, match=rf": learning_rate must be positive, got {rate}\.$"):
        make(rate)


def test_settings_of_momentum_are_checked() -> None:
    for momentum in (-0.1, 1.0):
        with pytest.raises(ValueError, match=rf"^SGD: momentum must be at least 0 and below 1, got {momentum}\.$"):
            nn.SGD(0.1, momentum=momentum)
    with pytest.raises(ValueError, match=r"^SGD: nesterov=True needs momentum, for example momentum=0\.9\.$"):
        nn.SGD(0.1, nesterov=True)
    with pytest.raises(TypeError, match=r"^SGD: nesterov must be True or False, got 1\.$"):
        nn.SGD(0.1, momentum=0.9, nesterov=1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"beta1": 1.0}, "beta1 must be at least 0 and below 1, got 1.0."),
        ({"beta2": 1.0}, "beta2 must be at least 0 and below 1, got 1.0."),
        ({"beta1": -0.1}, "beta1 must be at least 0 and below 1, got -0.1."),
        ({"beta2": math.nan}, "beta2 must be at least 0 and below 1, got nan."),
        ({"epsilon": 0.0}, "epsilon must be positive, got 0.0."),
    ],
)
def test_settings_of_adam_are_checked(wrong, message: str) -> None:
    with pytest.raises(ValueError, match=f"^Adam: {re.escape(message)}$"):
        nn.Adam(0.1, **wrong)


@pytest.mark.parametrize("dtype", FLOATS)
def test_adam_keeps_denormal_numbers_away(dtype) -> None:
    """A gradient that stops: its moment decays, is cleared below 1e-30, and one that is alive is not."""
    optimizer, theta, g = nn.Adam(), np.zeros(2, dtype), np.array([1, 1], dtype)
    optimizer.step(theta, g)
    for _ in range(1500):
        g[...] = [0, 1e-20]
        optimizer.step(theta, g)
        assert optimizer.m[0] == 0 or optimizer.m[0] > np.finfo(np.float32).tiny
    assert optimizer.m[0] == 0
    assert optimizer.m[1] == pytest.approx(1e-20, rel=1e-3)


def test_nan_in_a_gradient_reaches_its_own_parameter_only() -> None:
    for make in OPTIMIZERS:
        path = descend(make(0.1), [[np.nan, 1.0]])
        assert np.isnan(path[0][0])
        assert path[0][1] < 0


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_parameters_that_cannot_be_changed_in_place_are_refused(make) -> None:
    text = r"\.step: parameters must be a NumPy array of floats, for it is changed in place, got "
    with pytest.raises(TypeError, match=text + r"list\.$"):
        make(0.1).step([1.0], np.ones(1))
    with pytest.raises(TypeError, match=text + r"int64\.$"):
        make(0.1).step(np.ones(1, np.int64), np.ones(1))


def test_velocity_is_what_momentum_has_gathered() -> None:
    optimizer = nn.SGD(0.1, momentum=0.5)
    assert optimizer.velocity is None
    descend(optimizer, [[2.0], [1.0]])
    np.testing.assert_array_equal(optimizer.velocity, [2.0])
    plain = nn.SGD(0.1)
    descend(plain, [[2.0]])
    assert plain.velocity is None
    plain.step(np.zeros((2, 2)), np.zeros((2, 2)))  # nothing remembered: any vector will do


def test_an_optimizer_must_say_its_step() -> None:
    with pytest.raises(NotImplementedError):
        nn.Optimizer(0.1).step(np.zeros(1), np.zeros(1))


@pytest.mark.parametrize("dtype", FLOATS)
def test_clearing_denormals_changes_no_path(dtype) -> None:
    """Three hundred steps with small gradients, through two clearings, beside the formula in float64."""
    gradients = [np.array([1e-3, 1e-12, -1e-6]) * math.cos(t) for t in range(300)]
    found = descend(nn.Adam(0.01), gradients, dtype=dtype)[-1]
    theta, m, v = np.zeros(3), np.zeros(3), np.zeros(3)
    for t, g in enumerate(gradients, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta = theta - 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    np.testing.assert_allclose(found, theta, rtol=2e-3 if dtype == np.float32 else 1e-10)


def test_messages_name_the_optimizer_and_what_it_got() -> None:
    with pytest.raises(ValueError, match=r"^Adam: learning_rate must be positive"):
        nn.Adam(-1.0)
    with pytest.raises(ValueError, match=r"got \(3,\) float64 and \(2,\) float32\.$"):
        nn.Adam().step(np.zeros(3), np.zeros(2, np.float32))
    with pytest.raises(TypeError, match=r"^SGD.step: parameters must be"):
        nn.SGD(0.1).step([1.0], np.ones(1))
    with pytest.raises(ValueError, match=r"^SGD\.step: the rows have different lengths"):
        nn.SGD(0.1).step(np.ones(2), [[1.0], [1.0, 2.0]])
