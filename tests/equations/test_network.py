"""The equations of "A network of layers: the forward pass"."""

import itertools
import math

import numpy as np
import pytest

import nnbook as nn
from tests.equations import verifies

RNG = np.random.default_rng(4)


def logistic(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def digit_network() -> nn.Network:
    layers: list[nn.Layer] = []
    for d_in, d_out in [(784, 16), (16, 16), (16, 10)]:
        layers += [nn.Dense(d_in, d_out, rng=RNG, scale=1), nn.Sigmoid()]
    net = nn.Network(layers)
    net.parameters[...] += RNG.normal(0, 0.1, net.parameter_count)
    return net


@verifies("eq:network-neuron")
@pytest.mark.parametrize(("layer", "f"), [(nn.Sigmoid(), logistic), (nn.ReLU(), lambda z: max(0.0, z))])
def test_a_neuron_is_a_function_of_a_weighted_sum_and_a_bias(layer, f) -> None:
    for d in (1, 2, 7):
        w, x, b = RNG.normal(size=d), RNG.normal(size=d), float(RNG.normal())
        z = sum(float(w[i]) * float(x[i]) for i in range(d)) + b
        net = nn.Network([nn.Dense.from_arrays(w[:, None], [b]), layer])
        assert net(x[None, :]).item() == pytest.approx(f(z), abs=1e-12)


@verifies("eq:network-stairs")
def test_a_hidden_layer_of_two_knows_about_the_light() -> None:
    net = nn.Network(
        [
            nn.Dense.from_arrays([[1.0, 1.0], [1.0, 1.0]], [0.0, -1.0]),
            nn.ReLU(),
            nn.Dense.from_arrays([[4.0], [-8.0]], [-2.0]),
            nn.Sigmoid(),
        ]
    )
    for x1, x2 in itertools.product([0, 1], repeat=2):
        p = logistic(4 * max(0, x1 + x2) - 8 * max(0, x1 + x2 - 1) - 2)
        assert net([[x1, x2]]).item() == pytest.approx(p, abs=1e-12)
        assert (p > 0.5) == (x1 != x2)


@verifies("eq:network-detector")
def test_the_detector_takes_what_is_around_the_strip_from_what_is_in_it() -> None:
    w = np.zeros((28, 28))
    w[4:13, 8:18] = -1
    w[7:10, 8:18] = 1
    neuron = nn.Dense.from_arrays(w.reshape(784, 1), [0.0])
    for image in nn.load_digits().test_images[:20]:
        pixels = [[int(pixel) for pixel in row] for row in image]
        inside = sum(pixels[r][c] for r in range(7, 10) for c in range(8, 18))
        around = sum(pixels[r][c] for r in (4, 5, 6, 10, 11, 12) for c in range(8, 18))
        s = inside / 255 - around / 255
        assert neuron(nn.as_rows(image[None], np.float64)).item() == pytest.approx(s, abs=1e-9)


@verifies("eq:network-threshold")
def test_a_sigmoid_neuron_is_more_than_half_active_above_minus_its_bias() -> None:
    sides = set()
    for _ in range(200):
        w, x, b = RNG.normal(size=5), RNG.normal(size=5), float(RNG.normal())
        above = sum(float(p) * float(q) for p, q in zip(w, x, strict=True)) > -b
        active = nn.Sigmoid()(nn.Dense.from_arrays(w[:, None], [b])(x[None, :])).item() > 1 / 2
        assert active == above
        sides.add(above)
    assert sides == {True, False}


@verifies("eq:network-entry", "eq:network-layer")
def test_a_layer_entry_by_entry_is_one_product_of_matrices() -> None:
    A, W, b = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 2)), RNG.normal(size=2)
    layer = nn.Network([nn.Dense.from_arrays(W, b), nn.Sigmoid()])(A)
    product = np.einsum("ni,ij->nj", A, W)
    for n, j in itertools.product(range(4), range(2)):
        entry = logistic(sum(A[n, i] * W[i, j] for i in range(3)) + b[j])
        assert layer[n, j] == pytest.approx(entry, abs=1e-12)
        assert layer[n, j] == pytest.approx(logistic(product[n, j] + b[j]), abs=1e-12)


@verifies("eq:network-transpose")
def test_columns_give_the_transpose_of_what_rows_give() -> None:
    a, layer = RNG.normal(size=(1, 5)), nn.Dense(5, 3, rng=RNG)
    layer.b = RNG.normal(size=3)
    column = [[sum(layer.W[i, j] * a[0, i] for i in range(5)) + layer.b[j]] for j in range(3)]
    np.testing.assert_allclose(layer(a).T, column, atol=1e-12)


@verifies("eq:network-linear")
def test_three_layers_without_activations_are_one() -> None:
    sizes = [(6, 4), (4, 5), (5, 2)]
    W1, W2, W3 = (RNG.normal(size=size) for size in sizes)
    b1, b2, b3 = (RNG.normal(size=d_out) for _, d_out in sizes)
    X = RNG.normal(size=(3, 6))
    net = nn.Network([nn.Dense.from_arrays(W, b) for W, b in ((W1, b1), (W2, b2), (W3, b3))])
    W, b = W1.dot(W2).dot(W3), b1.dot(W2).dot(W3) + b2.dot(W3) + b3
    np.testing.assert_allclose(net(X), np.einsum("ni,ij->nj", X, W) + b, atol=1e-12)


@verifies("eq:network-function")
def test_the_digit_network_is_three_layers_inside_one_another() -> None:
    net = digit_network()
    (W1, b1), (W2, b2), (W3, b3) = ((layer.W, layer.b) for layer in net.layers if isinstance(layer, nn.Dense))
    x = RNG.random((1, 784))

    def s(z: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-z))

    f = s(s(s(x.dot(W1) + b1).dot(W2) + b2).dot(W3) + b3)
    np.testing.assert_allclose(net(x), f, atol=1e-12)
