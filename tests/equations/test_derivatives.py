"""The equations of "Derivatives"."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(70)
PLACES = [-1.3, -0.4, 0.2, 0.9, 2.1]
SMOOTH = [
    (nn.sigmoid, nn.sigmoid_derivative),
    (nn.tanh, nn.tanh_derivative),
    (np.exp, np.exp),
    (np.sin, np.cos),
]


def numeric(f, x, h=1e-5):
    """Fit a parabola through three points and take its slope in the middle: no formula of the page."""
    points = np.array([x - h, x, x + h])
    return np.polyfit([-1, 0, 1], [f(p) for p in points], 2)[1] / h


def automatic(f, x):
    return autograd.grad(f)(float(x))


@verifies("eq:derivatives-quotient", "eq:derivatives-limit")
@pytest.mark.parametrize(("f", "derivative"), SMOOTH)
def test_the_quotient_approaches_the_derivative(f, derivative) -> None:
    for x in PLACES:
        gaps = [abs((f(x + h) - f(x)) / h - derivative(x)) for h in (1e-1, 1e-3, 1e-5)]
        assert gaps[2] < 1e-5 * 10
        assert gaps[2] < gaps[0]
        (end,), (start,) = f(np.array([x + 0.1])), f(np.array([x]))
        line = np.polyfit([x, x + 0.1], [start, end], 1)
        assert (f(x + 0.1) - f(x)) / 0.1 == pytest.approx(line[0], abs=1e-10)


@verifies("eq:derivatives-square")
def test_the_quotient_of_the_square() -> None:
    loss = nn.SumSquaredError()
    for x in PLACES:
        for h in (1.0, 0.1, -0.5):
            rise = loss(np.array([[x + h]]), np.zeros((1, 1))) - loss(np.array([[x]]), np.zeros((1, 1)))
            assert rise / h == pytest.approx(2 * x + h, abs=1e-12)
        assert automatic(lambda x: x * x, x) == pytest.approx(2 * x, abs=1e-12)
        assert loss.gradient(np.array([[x]]), np.zeros((1, 1)))[0, 0] == pytest.approx(2 * x, abs=1e-12)


@verifies("eq:derivatives-linear")
@pytest.mark.parametrize(("f", "derivative"), SMOOTH)
def test_the_error_of_the_tangent_shrinks_faster_than_the_step(f, derivative) -> None:
    for x in PLACES:
        errors = [abs(f(x + h) - (f(x) + derivative(x) * h)) for h in (1e-2, 1e-3, 1e-4)]
        assert errors[1] < 0.02 * errors[0]
        assert errors[2] < 0.02 * errors[1]


@verifies("eq:derivatives-power")
def test_powers() -> None:
    for n in (-2, -1, 0, 1, 2, 3, 7):
        for x in PLACES:
            by_rule = n * x ** (n - 1)
            assert automatic(lambda x, n=n: x**n + 0 * x, x) == pytest.approx(by_rule, rel=1e-12)
            assert numeric(lambda x, n=n: x**n, x) == pytest.approx(by_rule, rel=1e-5, abs=1e-6)


@verifies("eq:derivatives-sum")
def test_sums_and_constant_factors() -> None:
    for x in PLACES:
        added = nn.sigmoid_derivative(x) + nn.tanh_derivative(x)
        assert numeric(lambda x: nn.sigmoid(x) + nn.tanh(x), x) == pytest.approx(float(added), abs=1e-8)
        assert automatic(lambda x: 1 / (1 + anp.exp(-x)) + anp.tanh(x), x) == pytest.approx(float(added), abs=1e-12)
        scaled = -2.5 * nn.tanh_derivative(x)
        assert automatic(lambda x: -2.5 * anp.tanh(x), x) == pytest.approx(float(scaled), abs=1e-12)


@verifies("eq:derivatives-product")
def test_products() -> None:
    for x in PLACES:
        by_rule = nn.sigmoid_derivative(x) * nn.tanh(x) + nn.sigmoid(x) * nn.tanh_derivative(x)
        assert numeric(lambda x: nn.sigmoid(x) * nn.tanh(x), x) == pytest.approx(float(by_rule), abs=1e-8)
        assert automatic(lambda x: anp.tanh(x) / (1 + anp.exp(-x)), x) == pytest.approx(float(by_rule), abs=1e-12)


@verifies("eq:derivatives-chain")
def test_chains() -> None:
    for x in PLACES:
        by_rule = nn.sigmoid_derivative(x**2 - x) * (2 * x - 1)
        assert numeric(lambda x: nn.sigmoid(x**2 - x), x) == pytest.approx(float(by_rule), abs=1e-8)
        assert automatic(lambda x: 1 / (1 + anp.exp(x - x**2)), x) == pytest.approx(float(by_rule), abs=1e-12)


def one_weight_cost(w, m, p):
    total = 0.0
    for j in range(len(m)):
        total = total + (w * m[j] - p[j]) ** 2
    return total / len(m)


@verifies("eq:derivatives-one-weight")
def test_the_cost_of_one_weight_and_its_slope() -> None:
    m, p = nn.load_grades().marks[:, 0], nn.load_grades().marks[:, 1]
    loss = nn.MeanSquaredError()
    for w in (0.5, 0.97, 1.5):
        layer = nn.Dense.from_arrays([[w]], [0.0])
        guess = layer.forward(m[:, None])
        assert loss(guess, p[:, None]) == pytest.approx(one_weight_cost(w, m, p), rel=1e-12)
        layer.backward(loss.gradient(guess, p[:, None]))
        slope = 2 / 8 * sum((w * m[j] - p[j]) * m[j] for j in range(8))
        assert layer.dW[0, 0] == pytest.approx(slope, rel=1e-12)
        assert automatic(lambda w: one_weight_cost(w, m, p), w) == pytest.approx(slope, rel=1e-10)
        assert numeric(lambda w: one_weight_cost(w, m, p), w) == pytest.approx(slope, rel=1e-6)


@verifies("eq:derivatives-central", "eq:derivatives-complex-step")
@pytest.mark.parametrize(("f", "derivative"), SMOOTH)
def test_central_difference_and_complex_step(f, derivative) -> None:
    for x in PLACES:
        h = 1e-5
        assert (f(x + h) - f(x - h)) / (2 * h) == pytest.approx(float(derivative(x)), abs=1e-9)
        tiny = 1e-200
        assert np.imag(f(complex(x, tiny))) / tiny == pytest.approx(float(derivative(x)), abs=1e-14)


@verifies("eq:derivatives-errors")
def test_the_leading_errors_of_forward_and_central_difference() -> None:
    second = autograd.grad(autograd.grad(lambda x: 1 / (1 + anp.exp(-x))))
    third = autograd.grad(second)
    h = 1e-3
    for x in PLACES:
        forward = (nn.sigmoid(x + h) - nn.sigmoid(x)) / h - nn.sigmoid_derivative(x)
        central = (nn.sigmoid(x + h) - nn.sigmoid(x - h)) / (2 * h) - nn.sigmoid_derivative(x)
        assert forward == pytest.approx(h / 2 * second(x), abs=1e-7)
        assert central == pytest.approx(h**2 / 6 * third(x), abs=1e-11)


def hill(v):
    return v[0] ** 2 + 3 * v[0] * v[1] + anp.sin(v[2])


def hill_gradient(v):
    return np.array([2 * v[0] + 3 * v[1], 3 * v[0], np.cos(v[2])])


@verifies("eq:derivatives-gradient")
def test_the_gradient_is_the_vector_of_partial_derivatives() -> None:
    for v in RNG.normal(size=(5, 3)):
        partials = [numeric(lambda t, i=i, v=v: hill(np.where(np.arange(3) == i, t, v)), v[i]) for i in range(3)]
        np.testing.assert_allclose(hill_gradient(v), partials, atol=1e-8)
        np.testing.assert_allclose(autograd.grad(hill)(v), partials, atol=1e-8)
        step = RNG.normal(size=3)
        errors = [abs(hill(v + t * step) - (hill(v) + t * sum(step * hill_gradient(v)))) for t in (1e-2, 1e-3)]
        assert errors[1] < 0.03 * errors[0]
    W = nn.Dense.from_arrays([[7.0], [6.0]], [0.0])
    assert W.forward([[0.01, 0.02]])[0, 0] == pytest.approx(0.19)


@verifies("eq:derivatives-directional")
def test_the_slope_in_a_direction_is_length_times_cosine() -> None:
    for v in RNG.normal(size=(5, 3)):
        gradient = hill_gradient(v)
        length = np.sqrt(sum(g * g for g in gradient))
        for u in RNG.normal(size=(20, 3)):
            u = u / np.sqrt(sum(u * u))
            slope = numeric(lambda t, v=v, u=u: hill(v + t * u), 0.0)
            # The angle from the chord between the two unit vectors, not from their dot product.
            angle = 2 * np.arcsin(min(1.0, np.sqrt(sum((u - gradient / length) ** 2)) / 2))
            assert slope == pytest.approx(sum(gradient * u), abs=1e-7)
            assert slope == pytest.approx(length * np.cos(angle), abs=1e-7)
            assert slope <= length + 1e-7


@verifies("eq:derivatives-check")
def test_central_differences_of_a_network_and_their_relative_error() -> None:
    net = nn.Network([nn.Dense(3, 4, rng=RNG), nn.Tanh(), nn.Dense(4, 2, rng=RNG)])
    X, y, loss = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 2)), nn.MeanSquaredError()
    theta, h = net.parameters, 1e-5
    net.backward(loss.gradient(net(X), y))
    gradient, start, g = net.gradients.copy(), theta.copy(), []

    def cost(at):
        theta[:] = at
        return loss(net(X), y)

    for i in range(len(start)):
        e = np.zeros(len(start))
        e[i] = 1
        g.append((cost(start + h * e) - cost(start - h * e)) / (2 * h))

    def error(a, b):
        return sum((a - b) ** 2) ** 0.5 / (sum(a**2) ** 0.5 + sum(b**2) ** 0.5)

    numbers = np.array(g)
    assert error(gradient, numbers) < 1e-7
    assert error(gradient / 2, numbers) == pytest.approx(1 / 3, abs=1e-6)
    assert error(-gradient, numbers) == pytest.approx(1, abs=1e-6)


def bend(v):
    return anp.array([v[0] * v[1], v[0] ** 2 - v[1]])


@verifies("eq:derivatives-jacobian")
def test_the_jacobian_has_a_row_for_each_output() -> None:
    for v in RNG.normal(size=(5, 2)):
        J = np.array([[v[1], v[0]], [2 * v[0], -1]])
        np.testing.assert_allclose(autograd.jacobian(bend)(v), J, atol=1e-12)
        step = RNG.normal(size=2)
        errors = [np.abs(bend(v + t * step) - (bend(v) + J @ (t * step))).max() for t in (1e-2, 1e-3)]
        assert errors[1] < 0.02 * errors[0]
    z = RNG.normal(size=4)
    J = nn.softmax_jacobian(z)
    for i in range(4):
        for j in range(4):
            partial = numeric(lambda t, i=i, j=j: nn.softmax(np.where(np.arange(4) == j, t, z))[i], z[j])
            assert J[i, j] == pytest.approx(partial, abs=1e-8)


@verifies("eq:derivatives-chain-vectors")
def test_jacobians_of_a_chain_multiply() -> None:
    for v in RNG.normal(size=(5, 2)):
        inner = np.array([[v[1], v[0]], [2 * v[0], -1]])
        outer = nn.softmax_jacobian(np.array(bend(v)))
        product = [[sum(outer[i, k] * inner[k, j] for k in range(2)) for j in range(2)] for i in range(2)]

        def whole(v):
            e = anp.exp(bend(v))
            return e / anp.sum(e)

        np.testing.assert_allclose(autograd.jacobian(whole)(v), product, atol=1e-10)
        for j in range(2):
            column = numeric(lambda t, v=v, j=j: nn.softmax(bend(np.where(np.arange(2) == j, t, v)))[0], v[j])
            assert product[0][j] == pytest.approx(column, abs=1e-7)


@verifies("eq:derivatives-layer")
def test_the_jacobian_of_a_sigmoid_layer() -> None:
    W, b, x = RNG.normal(size=(5, 3)), RNG.normal(size=3), RNG.normal(size=5)
    z = [sum(x[j] * W[j, i] for j in range(5)) + b[i] for i in range(3)]
    a = [1 / (1 + np.exp(-value)) for value in z]
    J = [[a[i] * (1 - a[i]) * W[j, i] for j in range(5)] for i in range(3)]
    np.testing.assert_allclose(autograd.jacobian(lambda x: 1 / (1 + anp.exp(-(anp.dot(x, W) + b))))(x), J, atol=1e-12)
    net = nn.Network([nn.Dense.from_arrays(W, b), nn.Sigmoid()])
    for i in range(3):
        net.forward(x[None, :])
        np.testing.assert_allclose(net.backward(np.eye(3)[[i]])[0], J[i], atol=1e-12)


@verifies("eq:derivatives-component-error")
def test_the_error_of_a_component_sees_what_the_length_hides() -> None:
    claimed, x = [1.0, -1e-8], np.zeros(2)
    check = nn.gradient_check(lambda theta: theta[0] + 1e-8 * theta[1], claimed, x)
    errors = [abs(a - g) / (abs(a) + abs(g)) for a, g in zip(claimed, check.numeric, strict=True)]
    assert errors == pytest.approx([0.0, 1.0], abs=1e-9)
    assert check.error < 1e-7
