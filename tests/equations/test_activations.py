"""The equations of "Activations"."""

import math

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(50)
PLACES = [-7.5, -2.0, -0.4, 0.3, 1.0, 2.5, 9.0]
CORNER = [-3.0, -1e-9, 1e-9, 0.7, 12.0]


def numeric(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


def sigmoid(z):
    """eq:activations-sigmoid, in terms that an automatic derivative can follow."""
    return 1 / (1 + anp.exp(-z))


def tanh(z):
    """eq:activations-tanh."""
    return (anp.exp(z) - anp.exp(-z)) / (anp.exp(z) + anp.exp(-z))


def softmax(z):
    """eq:activations-softmax."""
    return anp.exp(z) / anp.sum(anp.exp(z))


@verifies("eq:activations-neuron")
@pytest.mark.parametrize("activation", [nn.ReLU, nn.Sigmoid, nn.Tanh])
def test_a_neuron_is_a_function_of_a_weighted_sum(activation) -> None:
    for _ in range(10):
        w, x, b = RNG.normal(size=4), RNG.normal(size=4), float(RNG.normal())
        z = b
        for i in range(4):
            z = z + w[i] * x[i]
        f = {nn.ReLU: lambda z: max(0.0, z), nn.Sigmoid: sigmoid, nn.Tanh: math.tanh}[activation]
        net = nn.Network([nn.Dense.from_arrays(w[:, None], [b]), activation()])
        assert net(x[None, :])[0, 0] == pytest.approx(f(z), abs=1e-12)


@verifies("eq:activations-linear-stack")
def test_two_layers_without_activation_are_one() -> None:
    X, W1, b1 = RNG.normal(size=(6, 4)), RNG.normal(size=(4, 5)), RNG.normal(size=5)
    W2, b2 = RNG.normal(size=(5, 3)), RNG.normal(size=3)
    stack = nn.Network([nn.Dense.from_arrays(W1, b1), nn.Dense.from_arrays(W2, b2)])
    W = [[sum(W1[i, j] * W2[j, k] for j in range(5)) for k in range(3)] for i in range(4)]
    b = [sum(b1[j] * W2[j, k] for j in range(5)) + b2[k] for k in range(3)]
    one = [[sum(x[i] * W[i][k] for i in range(4)) + b[k] for k in range(3)] for x in X]
    np.testing.assert_allclose(stack(X), one, atol=1e-12)


@verifies("eq:activations-sigmoid")
def test_the_sigmoid() -> None:
    for z in PLACES:
        assert nn.sigmoid(z) == pytest.approx(1 / (1 + math.exp(-z)), rel=1e-14)


@verifies("eq:activations-sigmoid-derivative")
def test_the_slope_of_the_sigmoid_follows_from_its_value() -> None:
    for z in PLACES:
        formula = sigmoid(z) * (1 - sigmoid(z))
        assert formula == pytest.approx(autograd.grad(sigmoid)(z), rel=1e-9)
        assert formula == pytest.approx(numeric(sigmoid, z), abs=1e-9)
        assert nn.sigmoid_derivative(z) == pytest.approx(formula, rel=1e-9)


@verifies("eq:activations-sigmoid-safe")
def test_the_safe_sigmoid_is_the_sigmoid_and_never_overflows() -> None:
    for z in [*PLACES, 0.0, -1000.0, 1000.0]:
        by_cases = 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))
        assert nn.sigmoid(z) == pytest.approx(by_cases, rel=1e-14)
        if abs(z) < 100:
            assert by_cases == pytest.approx(sigmoid(z), rel=1e-14)


@verifies("eq:activations-tanh")
def test_tanh() -> None:
    for z in PLACES:
        formula = (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z))
        assert nn.tanh(z) == pytest.approx(formula, rel=1e-13)


@verifies("eq:activations-tanh-sigmoid")
def test_tanh_is_a_stretched_sigmoid() -> None:
    for z in PLACES:
        assert nn.tanh(z) == pytest.approx(2 * sigmoid(2 * z) - 1, abs=1e-14)


@verifies("eq:activations-tanh-derivative")
def test_the_slope_of_tanh_follows_from_its_value() -> None:
    for z in PLACES:
        formula = 1 - tanh(z) ** 2
        assert formula == pytest.approx(autograd.grad(tanh)(z), abs=1e-12)
        assert formula == pytest.approx(numeric(tanh, z), abs=1e-9)
        assert nn.tanh_derivative(z) == pytest.approx(formula, abs=1e-12)


@verifies("eq:activations-relu")
def test_relu_is_the_larger_of_zero_and_the_sum() -> None:
    for z in [*CORNER, 0.0]:
        assert nn.relu(z) == max(0.0, z)


@verifies("eq:activations-relu-derivative")
def test_the_slope_of_relu_is_one_above_zero_and_zero_elsewhere() -> None:
    for z in [*CORNER, 0.0]:
        formula = 1.0 if z > 0 else 0.0
        assert nn.relu_derivative(z) == formula
        if abs(z) > 1e-3:
            assert numeric(lambda z: max(0.0, z), z) == pytest.approx(formula, abs=1e-9)
            assert autograd.grad(lambda z: anp.maximum(0.0, z))(z) == formula


@verifies("eq:activations-leaky-relu")
@pytest.mark.parametrize("alpha", [0.01, 0.1])
def test_leaky_relu_keeps_a_share_of_what_is_below_zero(alpha) -> None:
    for z in [*CORNER, 0.0]:
        assert nn.leaky_relu(z, alpha) == pytest.approx(z if z > 0 else alpha * z, rel=1e-15)


@verifies("eq:activations-softmax")
def test_softmax_divides_each_exponential_by_their_sum() -> None:
    for _ in range(10):
        z = [float(v) for v in RNG.normal(scale=3, size=5)]
        total = math.fsum(math.exp(v) for v in z)
        np.testing.assert_allclose(nn.softmax(z), [math.exp(v) / total for v in z], rtol=1e-13)


@verifies("eq:activations-softmax-shift")
def test_softmax_ignores_what_is_added_to_all_scores() -> None:
    for c in (-300.0, -1.0, 2.5, 300.0):
        z = RNG.normal(size=6)
        np.testing.assert_allclose(nn.softmax(z + c), softmax(z), rtol=1e-11)


@verifies("eq:activations-softmax-jacobian")
def test_the_jacobian_of_softmax() -> None:
    z = RNG.normal(size=4)
    p = softmax(z)
    formula = [[p[i] * ((1 if i == j else 0) - p[j]) for j in range(4)] for i in range(4)]
    np.testing.assert_allclose(formula, autograd.jacobian(softmax)(z), atol=1e-13)
    for j in range(4):
        column = numeric(lambda v, j=j: softmax(z + v * np.eye(4)[j]), 0.0)
        np.testing.assert_allclose([formula[i][j] for i in range(4)], column, atol=1e-9)
    np.testing.assert_allclose(nn.softmax_jacobian(z), formula, atol=1e-13)


@verifies("eq:activations-midpoint", "eq:activations-steepness")
@pytest.mark.parametrize(("w", "b"), [(2.0, -6.0), (1.0, 4.0), (-1.0, 4.0), (0.3, 0.7)])
def test_where_a_sigmoid_neuron_is_half_open_and_how_steep(w, b) -> None:
    x = -b / w
    assert nn.sigmoid(w * x + b) == pytest.approx(1 / 2, abs=1e-12)
    assert autograd.grad(lambda x: sigmoid(w * x + b))(x) == pytest.approx(w / 4, abs=1e-12)
    assert numeric(lambda x: nn.sigmoid(w * x + b), x) == pytest.approx(w / 4, abs=1e-9)


@verifies("eq:activations-chain-bound")
def test_the_response_of_ten_sigmoids_is_a_product_and_bounded() -> None:
    for _ in range(5):
        w, b = RNG.normal(size=10) * 3, RNG.normal(size=10)

        def chain(a, w=w, b=b):
            for layer in range(10):
                a = sigmoid(w[layer] * a + b[layer])
            return a

        a, product = 0.3, 1.0
        for layer in range(10):
            z = w[layer] * a + b[layer]
            product *= abs(w[layer]) * nn.sigmoid_derivative(z)
            a = nn.sigmoid(z)
        assert abs(autograd.grad(chain)(0.3)) == pytest.approx(product, rel=1e-9)
        assert product <= 1 / 4**10 * math.prod(abs(v) for v in w)
    # Reached where every sum is 0: each neuron is then at its steepest.
    layers = [layer for _ in range(10) for layer in (nn.Dense.from_arrays([[1.0]], [-0.5]), nn.Sigmoid())]
    net = nn.Network(layers)
    net(np.array([[0.5]]))
    response = net.backward(np.array([[1.0]]))
    assert response[0, 0] == pytest.approx(1 / 4**10, rel=1e-12)
