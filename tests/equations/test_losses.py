"""The equations of "Losses and costs"."""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(60)
P, Y = RNG.normal(size=7), RNG.normal(size=7)
N = 7


def numeric(f, x, h=1e-6):
    """Return the central difference of a scalar function in every entry of `x`."""
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


def sigmoid(z):
    return 1 / (1 + anp.exp(-z))


@verifies("eq:losses-cost")
@pytest.mark.parametrize(
    ("cost", "loss"),
    [
        (nn.MeanSquaredError(), lambda p, y: (p - y) * (p - y)),
        (nn.MeanAbsoluteError(), lambda p, y: p - y if p > y else y - p),
    ],
)
def test_the_cost_is_the_mean_of_the_losses(cost, loss) -> None:
    total = 0.0
    for i in range(N):
        total += loss(P[i], Y[i])
    assert cost(P, Y) == pytest.approx(1 / N * total, rel=1e-13)


@verifies("eq:losses-sse")
def test_the_sum_of_squared_errors() -> None:
    assert nn.SumSquaredError()(P, Y) == pytest.approx(math.fsum((P[i] - Y[i]) ** 2 for i in range(N)), rel=1e-13)


@verifies("eq:losses-mse")
def test_the_mean_squared_error() -> None:
    formula = 1 / N * math.fsum((P[i] - Y[i]) ** 2 for i in range(N))
    assert nn.MeanSquaredError()(P, Y) == pytest.approx(formula, rel=1e-13)


@verifies("eq:losses-mse-gradient")
def test_the_gradient_of_the_mean_squared_error() -> None:
    formula = [2 / N * (P[i] - Y[i]) for i in range(N)]
    np.testing.assert_allclose(autograd.grad(lambda p: anp.sum((p - Y) ** 2) / N)(P), formula, atol=1e-13)
    np.testing.assert_allclose(numeric(lambda p: nn.MeanSquaredError()(p, Y), P), formula, atol=1e-8)
    np.testing.assert_allclose(nn.MeanSquaredError().gradient(P, Y), formula, atol=1e-13)


@verifies("eq:losses-mae")
def test_the_mean_absolute_error() -> None:
    formula = 1 / N * math.fsum(max(P[i] - Y[i], Y[i] - P[i]) for i in range(N))
    assert nn.MeanAbsoluteError()(P, Y) == pytest.approx(formula, rel=1e-13)


@verifies("eq:losses-mae-gradient")
def test_the_gradient_of_the_mean_absolute_error() -> None:
    formula = [1 / N if P[i] > Y[i] else -1 / N for i in range(N)]
    assert len(set(formula)) == 2
    np.testing.assert_allclose(autograd.grad(lambda p: anp.sum(anp.abs(p - Y)) / N)(P), formula, atol=1e-13)
    np.testing.assert_allclose(numeric(lambda p: nn.MeanAbsoluteError()(p, Y), P), formula, atol=1e-8)
    np.testing.assert_allclose(nn.MeanAbsoluteError().gradient(P, Y), formula, atol=1e-13)


@verifies("eq:losses-mbe")
def test_the_mean_bias_error() -> None:
    formula = 1 / N * math.fsum(P[i] - Y[i] for i in range(N))
    assert abs(formula) > 0.01
    assert nn.MeanBiasError()(P, Y) == pytest.approx(formula, rel=1e-12)


@verifies("eq:losses-binary-cross-entropy")
def test_binary_cross_entropy() -> None:
    p, y = [0.1, 0.5, 0.8, 0.99], [0, 1, 1, 0]
    formula = -1 / 4 * math.fsum(y[i] * math.log(p[i]) + (1 - y[i]) * math.log(1 - p[i]) for i in range(4))
    assert nn.BinaryCrossEntropy()(p, y) == pytest.approx(formula, rel=1e-12)
    assert formula == pytest.approx(-(math.log(0.9) + math.log(0.5) + math.log(0.8) + math.log(0.01)) / 4, rel=1e-12)


@verifies("eq:losses-categorical-cross-entropy")
def test_categorical_cross_entropy() -> None:
    p = RNG.dirichlet(np.ones(4), size=5)
    labels = [2, 0, 3, 3, 1]
    formula = -1 / 5 * math.fsum((labels[i] == k) * math.log(p[i, k]) for i in range(5) for k in range(4))
    assert nn.CategoricalCrossEntropy()(p, nn.one_hot(labels, 4)) == pytest.approx(formula, rel=1e-12)


@verifies("eq:losses-sigmoid-square-gradient")
def test_the_slope_of_the_square_before_a_sigmoid() -> None:
    for z in (-6.0, -1.0, 0.5, 3.0):
        for y in (0.0, 1.0):
            p = sigmoid(z)
            formula = 2 * (p - y) * p * (1 - p)
            assert autograd.grad(lambda z, y=y: (sigmoid(z) - y) ** 2)(z) == pytest.approx(formula, abs=1e-13)
            layer, loss = nn.Sigmoid(), nn.MeanSquaredError()
            gradient = layer.backward(loss.gradient(layer.forward([[z]]), [[y]]))
            assert gradient[0, 0] == pytest.approx(formula, abs=1e-12)


@verifies("eq:losses-sigmoid-gradient")
def test_the_slope_of_cross_entropy_before_a_sigmoid_is_the_error() -> None:
    def cost(z, y):
        p = sigmoid(z)
        return -y * anp.log(p) - (1 - y) * anp.log(1 - p)

    for z in (-6.0, -1.0, 0.5, 3.0):
        for y in (0.0, 1.0):
            formula = sigmoid(z) - y
            assert autograd.grad(cost)(z, y) == pytest.approx(formula, abs=1e-12)
            layer, loss = nn.Sigmoid(), nn.BinaryCrossEntropy()
            gradient = layer.backward(loss.gradient(layer.forward([[z]]), [[y]]))
            assert gradient[0, 0] == pytest.approx(formula, abs=1e-12)


@verifies("eq:losses-softmax-gradient")
def test_the_slope_of_cross_entropy_before_a_softmax_is_the_error() -> None:
    z, y = RNG.normal(size=5), np.eye(5)[3]
    total = math.fsum(math.exp(v) for v in z)
    formula = [math.exp(z[j]) / total - y[j] for j in range(5)]

    def cost(z):
        p = anp.exp(z) / anp.sum(anp.exp(z))
        return -anp.sum(y * anp.log(p))

    np.testing.assert_allclose(autograd.grad(cost)(z), formula, atol=1e-12)
    np.testing.assert_allclose(numeric(cost, z), formula, atol=1e-8)
    np.testing.assert_allclose(nn.SoftmaxCrossEntropy().gradient(z[None, :], [3])[0], formula, atol=1e-12)


@verifies("eq:losses-huber")
@pytest.mark.parametrize("delta", [0.5, 1.0, 3.0])
def test_the_huber_loss(delta) -> None:
    for e in (-9.0, -1.0, -0.4, 0.0, 0.5, 1.2, 3.0, 40.0):
        formula = 1 / 2 * e**2 if abs(e) <= delta else delta * (abs(e) - 1 / 2 * delta)
        assert nn.Huber(delta)([e], [0.0]) == pytest.approx(formula, rel=1e-13)


WEEKS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
HEIGHT = np.array([2.1, 2.9, 3.2, 4.8, 4.6, 6.3])


@verifies("eq:losses-line-error")
def test_the_total_squared_error_of_a_line() -> None:
    for m, b in ((0.5, 2.0), (-1.0, 0.3)):
        formula = math.fsum((m * WEEKS[i] + b - HEIGHT[i]) ** 2 for i in range(6))
        layer = nn.Dense.from_arrays([[m]], [b])
        assert nn.SumSquaredError()(layer(WEEKS[:, None]), HEIGHT[:, None]) == pytest.approx(formula, rel=1e-13)


def level(m, b) -> None:
    """Assert that the total squared error has no slope at this line: it is the lowest point of a bowl."""
    layer, loss = nn.Dense.from_arrays([[m]], [b]), nn.SumSquaredError()
    layer.backward(loss.gradient(layer(WEEKS[:, None]), HEIGHT[:, None]))
    assert layer.dW[0, 0] == pytest.approx(0, abs=1e-9)
    assert layer.db[0] == pytest.approx(0, abs=1e-9)
    error = autograd.grad(lambda v: anp.sum((v[0] * WEEKS + v[1] - HEIGHT) ** 2))
    np.testing.assert_allclose(error(np.array([m, b])), 0, atol=1e-9)


@verifies("eq:losses-normal-equation")
def test_the_normal_equation_finds_the_lowest_point() -> None:
    X = [[x, 1.0] for x in WEEKS]
    left = [[sum(X[i][j] * X[i][k] for i in range(6)) for k in range(2)] for j in range(2)]
    right = [sum(X[i][j] * HEIGHT[i] for i in range(6)) for j in range(2)]
    level(*np.linalg.solve(left, right))


@verifies("eq:losses-best-line")
def test_the_best_line_by_hand_is_the_lowest_point() -> None:
    x_bar, y_bar = sum(WEEKS) / 6, sum(HEIGHT) / 6
    above = sum((WEEKS[i] - x_bar) * (HEIGHT[i] - y_bar) for i in range(6))
    m = above / sum((WEEKS[i] - x_bar) ** 2 for i in range(6))
    level(m, y_bar - m * x_bar)


@verifies("eq:losses-digit")
def test_the_cost_of_one_digit() -> None:
    a = [0.36, 0.22, 0.58, 0.74, 0.57, 0.08, 0.81, 0.95, 0.46, 0.83]
    formula = math.fsum((a[k] - (1 if k == 3 else 0)) ** 2 for k in range(10))
    assert round(formula, 2) == 3.37
    assert nn.SumSquaredError()(a, nn.one_hot([3], 10)[0]) == pytest.approx(formula, rel=1e-13)
    assert nn.MeanSquaredError()([a], nn.one_hot([3], 10)) == pytest.approx(formula, rel=1e-13)


@verifies("eq:losses-network-cost")
def test_the_cost_of_a_network_is_the_mean_over_the_images() -> None:
    digits = nn.load_digits()
    X, labels = nn.as_rows(digits.train_images[:20], np.float64), digits.train_labels[:20]
    net = nn.Network([nn.Dense(784, 10, rng=RNG), nn.Sigmoid()])
    W, b = net.layers[0].W, net.layers[0].b
    total = 0.0
    for i in range(20):
        for k in range(10):
            a = 1 / (1 + math.exp(-(math.fsum(X[i] * W[:, k]) + b[k])))
            total += (a - (1 if labels[i] == k else 0)) ** 2
    assert nn.MeanSquaredError()(net(X), nn.one_hot(labels, 10)) == pytest.approx(1 / 20 * total, rel=1e-10)


@verifies("eq:losses-several")
def test_several_of_many_is_a_yes_or_no_for_each_column() -> None:
    Z, Y = RNG.normal(size=(5, 3)), RNG.integers(0, 2, size=(5, 3)).astype(float)

    def formula(Z):
        total = 0.0
        for i in range(5):
            for j in range(3):
                p = sigmoid(Z[i][j])
                total = total + Y[i, j] * anp.log(p) + (1 - Y[i, j]) * anp.log(1 - p)
        return -total / 5

    P, loss = nn.sigmoid(Z), nn.BinaryCrossEntropy()
    assert loss(P, Y) == pytest.approx(formula(Z), rel=1e-12)
    # The slope in each score is p - y over the number of examples, in every column by itself.
    np.testing.assert_allclose(autograd.grad(formula)(anp.array(Z)), (P - Y) / 5, atol=1e-12)
    np.testing.assert_allclose(loss.gradient(P, Y) * P * (1 - P), (P - Y) / 5, atol=1e-12)


@verifies("eq:losses-likelihood")
def test_minus_the_logarithm_of_a_product_is_a_cost() -> None:
    p, y = nn.sigmoid(P), (Y > 0).astype(float)
    product = 1.0
    for i in range(N):
        product *= p[i] if y[i] else 1 - p[i]
    assert nn.BinaryCrossEntropy()(p, y) * N == pytest.approx(-math.log(product), rel=1e-12)


@verifies("eq:losses-noise")
@pytest.mark.parametrize("s", [0.3, 1.0, 2.5])
def test_gauss_gives_the_square_and_laplace_the_absolute_error(s: float) -> None:
    bell = [math.exp(-((y - p) ** 2) / (2 * s * s)) / (s * math.sqrt(2 * math.pi)) for p, y in zip(P, Y, strict=True)]
    peak = [math.exp(-abs(y - p) / s) / (2 * s) for p, y in zip(P, Y, strict=True)]
    square = nn.SumSquaredError()(P, Y) / (2 * s * s) + N * math.log(s * math.sqrt(2 * math.pi))
    absolute = nn.SumAbsoluteError()(P, Y) / s + N * math.log(2 * s)
    assert -math.fsum(map(math.log, bell)) == pytest.approx(square, rel=1e-12)
    assert -math.fsum(map(math.log, peak)) == pytest.approx(absolute, rel=1e-12)
    # Both are densities: over a wide stretch they add up to 1.
    e = np.linspace(-40, 40, 400_001)
    for density in (np.exp(-(e**2) / (2 * s * s)) / (s * math.sqrt(2 * math.pi)), np.exp(-abs(e) / s) / (2 * s)):
        assert float(density.sum() * (e[1] - e[0])) == pytest.approx(1, abs=1e-6)


@verifies("eq:losses-divergence")
def test_cross_entropy_is_entropy_and_divergence() -> None:
    for _ in range(20):
        q, p = nn.softmax(RNG.normal(size=(2, 4)))
        entropy = -math.fsum(a * math.log(a) for a in q)
        divergence = math.fsum(a * math.log(a / b) for a, b in zip(q, p, strict=True))
        assert nn.CategoricalCrossEntropy()([p], [q]) == pytest.approx(entropy + divergence, rel=1e-12)
        assert divergence >= 0
    assert nn.CategoricalCrossEntropy()([q], [q]) == pytest.approx(entropy, rel=1e-12)
