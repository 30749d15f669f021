"""The equations of "Features from a grades table"."""

from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(20)
MARKS = [[int(mark) for mark in row] for row in nn.load_grades().marks]
N = len(MARKS)


def exact(values) -> list[Fraction]:
    return [Fraction(float(v)).limit_denominator(1000) for v in values]


@verifies("eq:grades-mean")
def test_the_mean_is_the_weighted_sum_with_equal_weights() -> None:
    w = nn.mean_weights(*nn.load_grades().subjects)
    for x1, x2, x3, x4, x5, x6, x7 in MARKS:
        mean = Fraction(x1 + x2 + x3 + x4 + x5 + x6 + x7, 7)
        assert np.array([x1, x2, x3, x4, x5, x6, x7]) @ w == pytest.approx(float(mean), abs=1e-12)


@verifies("eq:grades-weighted-sum")
def test_a_dense_layer_without_bias_is_the_weighted_sum() -> None:
    for _ in range(20):
        w, x = RNG.normal(size=7), RNG.normal(size=7)
        s = 0.0
        for i in range(7):
            s += w[i] * x[i]
        layer = nn.Dense.from_arrays(w[:, None], [0.0])
        assert layer.forward(x[None, :])[0, 0] == pytest.approx(s, abs=1e-12)


@verifies("eq:grades-languages")
def test_the_weights_of_the_languages() -> None:
    w = nn.mean_weights(*nn.LANGUAGES)
    for x in MARKS:
        assert np.array(x) @ w == pytest.approx(x[3] / 2 + x[4] / 2)


@verifies("eq:grades-difference")
def test_opposite_weights_compare_two_subjects() -> None:
    w = nn.subject_weights({"Mathematics": 1, "Physics": -1})
    for x in MARKS:
        assert np.array(x) @ w == x[0] - x[1]


@verifies("eq:grades-sciences")
def test_the_weights_of_the_sciences() -> None:
    w = nn.mean_weights(*nn.SCIENCES)
    for x1, x2, x3, x4, x5, x6, x7 in MARKS:
        s = Fraction(1, 5) * (x1 + x2 + x3 + x6 + x7)
        assert np.array([x1, x2, x3, x4, x5, x6, x7]) @ w == pytest.approx(float(s), abs=1e-12)


@verifies("eq:grades-bias")
def test_the_bias_is_added_to_the_sum() -> None:
    w = nn.mean_weights(*nn.SCIENCES)
    layer = nn.Dense.from_arrays(w[:, None], [-nn.PASS_MARK])
    for x, s in zip(MARKS, layer.forward(MARKS)[:, 0], strict=True):
        assert s == pytest.approx(sum(w[i] * x[i] for i in range(7)) + -10, abs=1e-12)


@verifies("eq:grades-relu")
def test_relu_is_the_larger_of_zero_and_the_sum() -> None:
    for s in [-2.0, -1e-9, 0.0, 1e-9, 6.0, *RNG.normal(size=50)]:
        by_cases = s if s > 0 else 0.0
        assert max(0.0, s) == by_cases == nn.relu(np.array([s]))[0]


@verifies("eq:grades-weight-matrix")
def test_the_weight_matrix_holds_a_feature_in_each_column() -> None:
    fifth, half = Fraction(1, 5), Fraction(1, 2)
    W = [[fifth, 0], [fifth, 0], [fifth, 0], [0, half], [0, half], [fifth, 0], [fifth, 0]]
    assert exact(nn.mean_weights(*nn.SCIENCES)) == [row[0] for row in W]
    assert exact(nn.mean_weights(*nn.LANGUAGES)) == [row[1] for row in W]
    layer = nn.Dense.from_arrays(np.array(W, dtype=float), np.array([-10.0, -10.0]))
    expected = [[(x[0] + x[1] + x[2] + x[5] + x[6]) / 5 - 10, (x[3] + x[4]) / 2 - 10] for x in MARKS]
    np.testing.assert_allclose(layer.forward(MARKS), expected, atol=1e-12)


@verifies("eq:grades-dense")
def test_a_dense_layer_and_relu_do_every_row_and_column() -> None:
    X, W, b = RNG.normal(size=(8, 7)), RNG.normal(size=(7, 2)), RNG.normal(size=2)
    A = nn.ReLU().forward(nn.Dense.from_arrays(W, b).forward(X))
    assert A.shape == (8, 2)
    for i in range(8):
        for k in range(2):
            assert A[i, k] == pytest.approx(max(0.0, sum(X[i, j] * W[j, k] for j in range(7)) + b[k]), abs=1e-12)


def cost(w, b, X, y):
    """eq:grades-cost, in terms that an automatic derivative can follow."""
    total = 0.0
    for j in range(len(X)):
        s = b
        for i in range(7):
            s = s + w[i] * X[j][i]
        total = total + (s - y[j]) ** 2
    return total / len(X)


@pytest.fixture
def learning():
    X, y, w, b = RNG.normal(size=(5, 7)), RNG.normal(size=5), RNG.normal(size=7), float(RNG.normal())
    layer, loss = nn.Dense.from_arrays(w[:, None], [b]), nn.MeanSquaredError()
    layer.backward(loss.gradient(layer.forward(X), y[:, None]))
    return X, y, w, b, layer


@verifies("eq:grades-cost")
def test_the_cost_is_the_mean_of_the_squared_errors(learning) -> None:
    X, y, w, b, layer = learning
    assert nn.MeanSquaredError()(layer.forward(X), y[:, None]) == pytest.approx(cost(w, b, X, y), abs=1e-12)


@verifies("eq:grades-gradient")
def test_the_gradient_is_error_times_mark(learning) -> None:
    X, y, w, b, layer = learning
    s = [sum(w[i] * X[j, i] for i in range(7)) + b for j in range(5)]
    by_weight = np.array([2 / 5 * sum((s[j] - y[j]) * X[j, i] for j in range(5)) for i in range(7)])
    by_bias = 2 / 5 * sum(s[j] - y[j] for j in range(5))
    np.testing.assert_allclose(layer.dW[:, 0], by_weight, atol=1e-12)
    np.testing.assert_allclose(layer.db, [by_bias], atol=1e-12)
    np.testing.assert_allclose(autograd.grad(lambda w: cost(w, b, X, y))(anp.array(w)), by_weight, atol=1e-12)
    np.testing.assert_allclose(autograd.grad(lambda b: cost(w, b, X, y))(b), by_bias, atol=1e-12)
    h = 1e-6
    for i in range(7):
        up, down = w + h * np.eye(7)[i], w - h * np.eye(7)[i]
        assert (cost(up, b, X, y) - cost(down, b, X, y)) / (2 * h) == pytest.approx(by_weight[i], abs=1e-7)
    assert (cost(w, b + h, X, y) - cost(w, b - h, X, y)) / (2 * h) == pytest.approx(by_bias, abs=1e-7)


@verifies("eq:grades-step")
def test_a_step_goes_against_the_gradient(learning) -> None:
    X, y, w, b, layer = learning
    eta = 0.01
    before = cost(w, b, X, y)
    new_w = [w[i] - eta * layer.dW[i, 0] for i in range(7)]
    new_b = b - eta * layer.db[0]
    for parameter, gradient in ((layer.W, layer.dW), (layer.b, layer.db)):
        nn.SGD(eta).step(parameter, gradient)
    np.testing.assert_allclose(layer.W[:, 0], new_w, atol=1e-15)
    np.testing.assert_allclose(layer.b, [new_b], atol=1e-15)
    assert cost(new_w, new_b, X, y) < before


def standardised():
    X = np.array(MARKS, dtype=float)
    m = [sum(X[:, i]) / N for i in range(7)]
    r = [(sum((X[j, i] - m[i]) ** 2 for j in range(N)) / N) ** 0.5 for i in range(7)]
    return X, m, r, np.array([[(X[j, i] - m[i]) / r[i] for i in range(7)] for j in range(N)])


@verifies("eq:grades-standardise")
def test_standardised_columns_have_mean_zero_and_spread_one() -> None:
    X, m, r, Z = standardised()
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(Z.std(axis=0), 1, atol=1e-12)
    layer = nn.Dense.from_arrays(np.diag(1 / np.array(r)), -np.array(m) / np.array(r))
    np.testing.assert_allclose(layer.forward(X), Z, atol=1e-12)


@verifies("eq:grades-original-scale")
def test_weights_of_standardised_marks_have_equals_on_the_original_scale() -> None:
    X, m, r, Z = standardised()
    w_tilde, b_tilde = RNG.normal(size=7), float(RNG.normal())
    w = [w_tilde[i] / r[i] for i in range(7)]
    b = b_tilde - sum(w[i] * m[i] for i in range(7))
    on_standardised = nn.Dense.from_arrays(w_tilde[:, None], [b_tilde]).forward(Z)
    on_original = nn.Dense.from_arrays(np.array(w)[:, None], [b]).forward(X)
    np.testing.assert_allclose(on_original, on_standardised, atol=1e-12)


@verifies("eq:grades-smaller")
def test_relu_finds_the_smaller_of_two() -> None:
    pairs = [(8, 4), (4, 5), (0, 6.5), (3, 3), (-2, 1.5), *RNG.normal(size=(20, 2))]
    # Two layers: ReLU of the first number (which is no less than 0) and of the difference, then their difference.
    hidden = nn.Dense.from_arrays([[1, 1], [0, -1]], [0, 0])
    output = nn.Dense.from_arrays([[1], [-1]], [0])
    for a1, a2 in pairs:
        smaller = a1 if a1 < a2 else a2
        assert a1 - nn.relu(a1 - a2) == pytest.approx(smaller, abs=1e-12)
        if a1 >= 0:
            assert output(nn.relu(hidden([[a1, a2]]))).item() == pytest.approx(smaller, abs=1e-12)
