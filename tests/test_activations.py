"""Activations: what they are, by property, by value and at the edges of the number range."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import nnbook as nn
from tests.strategies import FLOATS, arrays

ENTRYWISE = [
    nn.relu,
    nn.relu_derivative,
    nn.leaky_relu,
    nn.leaky_relu_derivative,
    nn.sigmoid,
    nn.sigmoid_derivative,
    nn.tanh,
    nn.tanh_derivative,
]
LAYERS = [nn.ReLU, nn.LeakyReLU, nn.Sigmoid, nn.Tanh, nn.Softmax]
FUNCTION_OF = {
    nn.ReLU: nn.relu,
    nn.LeakyReLU: nn.leaky_relu,
    nn.Sigmoid: nn.sigmoid,
    nn.Tanh: nn.tanh,
    nn.Softmax: nn.softmax,
}
EXTREME = [-np.inf, -1000.0, -1.0, 0.0, 1.0, 1000.0, np.inf, np.nan]
S = 1 / (1 + np.exp(-1.0))
T = np.tanh(1.0)
AT_EXTREMES = {
    nn.relu: [0, 0, 0, 0, 1, 1000, np.inf, np.nan],
    nn.relu_derivative: [0, 0, 0, 0, 1, 1, 1, np.nan],
    nn.leaky_relu: [-np.inf, -10, -0.01, 0, 1, 1000, np.inf, np.nan],
    nn.leaky_relu_derivative: [0.01, 0.01, 0.01, 0.01, 1, 1, 1, np.nan],
    nn.sigmoid: [0, 0, 1 - S, 0.5, S, 1, 1, np.nan],
    nn.sigmoid_derivative: [0, 0, S * (1 - S), 0.25, S * (1 - S), 0, 0, np.nan],
    nn.tanh: [-1, -1, -T, 0, T, 1, 1, np.nan],
    nn.tanh_derivative: [0, 0, 1 - T**2, 1, 1 - T**2, 0, 0, np.nan],
}


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("function", ENTRYWISE, ids=lambda function: function.__name__)
def test_value_is_right_from_minus_to_plus_infinity_without_a_warning(function, dtype) -> None:
    values = function(np.array(EXTREME, dtype))
    assert values.dtype == dtype
    np.testing.assert_allclose(values, AT_EXTREMES[function], rtol=4 * np.finfo(dtype).eps, atol=1e-300)


@pytest.mark.parametrize("function", [*ENTRYWISE, nn.softmax], ids=lambda function: function.__name__)
def test_lists_integers_and_views_are_taken_like_float64_arrays(function) -> None:
    z = np.array([[-2, 0, 3], [1, 5, -4]])
    expected = function(z.astype(float))
    assert expected.dtype == np.float64
    read_only = z.astype(float)
    read_only.flags.writeable = False
    strided = np.repeat(z.astype(float), 2, axis=1)[:, ::2]
    transposed = np.asfortranarray(z.astype(float))
    for same in (z, z.tolist(), z.astype(np.int8), read_only, strided, transposed):
        np.testing.assert_array_equal(function(same), expected)
    np.testing.assert_array_equal(function(np.array([True, False])), function([1.0, 0.0]))


@pytest.mark.parametrize("function", [*ENTRYWISE, nn.softmax], ids=lambda function: function.__name__)
def test_the_argument_is_not_changed(function) -> None:
    z = np.array([[-2.0, 0.5, 3.0]])
    function(z)
    np.testing.assert_array_equal(z, [[-2.0, 0.5, 3.0]])


@pytest.mark.parametrize("function", ENTRYWISE, ids=lambda function: function.__name__)
def test_no_examples_give_no_values(function) -> None:
    assert function(np.zeros((0, 3), np.float32)).shape == (0, 3)


@pytest.mark.parametrize("function", [*ENTRYWISE, nn.softmax], ids=lambda function: function.__name__)
def test_text_is_refused(function) -> None:
    with pytest.raises(TypeError, match=rf"^{function.__name__}: expected numbers, got an array of dtype <U1\. Conv"):
        function(["a", "b"])


@pytest.mark.parametrize("function", [nn.relu_derivative, nn.leaky_relu_derivative])
def test_a_slope_at_a_complex_number_is_refused(function) -> None:
    text = r": expected real numbers, got complex ones\. Take \.real or abs\(\) yourself\.$"
    with pytest.raises(TypeError, match=f"^{function.__name__}{text}"):
        function([1.0, 1j])


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^relu: the rows have different lengths; an array needs the same number of"):
        nn.relu([[1, 2], [3]])


def test_half_precision_becomes_single() -> None:
    assert nn.relu(np.ones(2, np.float16)).dtype == np.float32


@given(arrays())
def test_relu_is_the_larger_of_zero_and_z(z) -> None:
    np.testing.assert_array_equal(nn.relu(z), (z + np.abs(z)) / 2)


@given(arrays(), st.floats(0.001, 0.9))
def test_leaky_relu_is_z_above_zero_and_a_part_of_z_below(z, slope) -> None:
    np.testing.assert_array_equal(nn.leaky_relu(z, slope), np.maximum(z, slope * z))
    np.testing.assert_array_equal(nn.leaky_relu_derivative(z, slope), np.where(z > 0, 1, slope))


@given(arrays())
def test_sigmoid_of_minus_z_is_one_minus_sigmoid(z) -> None:
    np.testing.assert_allclose(nn.sigmoid(-z), 1 - nn.sigmoid(z), atol=1e-15)


@given(arrays(high=10.0))
def test_sigmoid_lies_between_zero_and_one_and_the_logit_inverts_it(z) -> None:
    a = nn.sigmoid(z)
    assert ((a > 0) & (a < 1)).all()
    np.testing.assert_allclose(np.log(a) - np.log1p(-a), z, rtol=1e-9, atol=1e-12)


def test_sigmoid_keeps_its_digits_far_below_zero() -> None:
    assert nn.sigmoid([-700.0])[0] == pytest.approx(np.exp(-700.0), rel=1e-14)
    assert nn.sigmoid_derivative([700.0])[0] == pytest.approx(np.exp(-700.0), rel=1e-14)


@given(arrays())
def test_tanh_is_a_stretched_sigmoid(z) -> None:
    np.testing.assert_allclose(nn.tanh(z), 2 * nn.sigmoid(2 * z) - 1, atol=1e-15)


@given(arrays())
def test_derivatives_of_sigmoid_and_tanh_are_the_textbook_ones(z) -> None:
    a = nn.sigmoid(z)
    np.testing.assert_allclose(nn.sigmoid_derivative(z), a * (1 - a), atol=1e-15)
    np.testing.assert_allclose(nn.tanh_derivative(z), 1 - nn.tanh(z) ** 2, atol=1e-15)


ROWS = hnp.array_shapes(min_dims=1, max_dims=3, max_side=6)


@given(arrays(ROWS))
def test_softmax_is_positive_and_adds_to_one(z) -> None:
    p = nn.softmax(z)
    assert p.shape == z.shape
    assert (p > 0).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-14)


@given(arrays(ROWS), st.floats(-500, 500))
def test_softmax_ignores_a_constant_shift(z, c) -> None:
    np.testing.assert_allclose(nn.softmax(z + c), nn.softmax(z), rtol=1e-9)


@given(arrays((4,), -20, 20))
def test_softmax_turns_differences_into_ratios(z) -> None:
    p = nn.softmax(z)
    np.testing.assert_allclose(p[1] / p[0], np.exp(z[1] - z[0]), rtol=1e-12)


@given(arrays((2,), -20, 20))
def test_softmax_of_two_is_the_sigmoid_of_their_difference(z) -> None:
    np.testing.assert_allclose(nn.softmax(z)[0], nn.sigmoid(z[0] - z[1]), rtol=1e-12)


@pytest.mark.parametrize("dtype", FLOATS)
def test_softmax_is_safe_for_large_numbers(dtype) -> None:
    p = nn.softmax(np.array([[-1000, 0, 1000], [1000, 1000, -1000]], dtype))
    assert p.dtype == dtype
    np.testing.assert_array_equal(p, [[0, 0, 1], [0.5, 0.5, 0]])


def test_softmax_hands_nan_on_and_takes_minus_infinity_as_impossible() -> None:
    p = nn.softmax([[np.nan, 1.0], [-np.inf, 2.0]])
    assert np.isnan(p[0]).all()
    np.testing.assert_array_equal(p[1], [0, 1])


@pytest.mark.parametrize(
    ("z", "words"),
    [
        ([np.inf, 0.0], r"got inf\. Check what came before it\.$"),
        ([-np.inf, -np.inf], r"got -inf\. Let one entry of the row be possible, not -inf\.$"),
        ([[0.0, 1.0], [-np.inf, -np.inf]], r"got -inf\. Let one"),
    ],
)
def test_softmax_refuses_a_row_without_a_finite_maximum(z, words: str) -> None:
    with pytest.raises(ValueError, match=f"^softmax: the largest entry of every row must be finite, {words}"):
        nn.softmax(z)


@pytest.mark.parametrize("z", [3.0, [], np.zeros((2, 0))])
def test_softmax_refuses_an_empty_row(z) -> None:
    with pytest.raises(ValueError, match=r"^softmax: z must have at least one entry along its last axis, got shape \("):
        nn.softmax(z)


def test_softmax_of_no_rows_is_empty() -> None:
    assert nn.softmax(np.zeros((0, 3))).shape == (0, 3)


@given(arrays(ROWS, -5, 5))
def test_softmax_jacobian_is_symmetric_and_its_rows_add_to_zero(z) -> None:
    J = nn.softmax_jacobian(z)
    assert J.shape == (*z.shape, z.shape[-1])
    np.testing.assert_array_equal(J, np.swapaxes(J, -1, -2))
    np.testing.assert_allclose(J.sum(axis=-1), 0, atol=1e-15)


def test_softmax_jacobian_of_two_equal_logits_is_known() -> None:
    J = nn.softmax_jacobian(np.zeros(2, np.float32))
    np.testing.assert_array_equal(J, [[0.25, -0.25], [-0.25, 0.25]])
    assert J.dtype == np.float32


@pytest.mark.parametrize("make", LAYERS)
@pytest.mark.parametrize("dtype", FLOATS)
def test_layer_computes_its_function_and_keeps_the_dtype(make, dtype) -> None:
    X = np.random.default_rng(0).normal(size=(5, 4)).astype(dtype)
    layer = make()
    output = layer.forward(X)
    np.testing.assert_array_equal(output, FUNCTION_OF[make](X))
    np.testing.assert_array_equal(layer(X), output)
    g = layer.backward(np.ones((5, 4)))
    assert output.dtype == g.dtype == dtype


@pytest.mark.parametrize("make", LAYERS)
def test_layer_returns_arrays_that_stay_the_callers(make) -> None:
    layer, X = make(), np.array([[1.0, -2.0], [0.5, 3.0]])
    outputs = [layer.forward(X).copy(), layer.forward(X)]
    gradients = [layer.backward(np.ones((2, 2))).copy(), layer.backward(np.ones((2, 2)))]
    layer.backward(np.full((2, 2), 7.0))
    layer.forward(-X)
    np.testing.assert_array_equal(*outputs)
    np.testing.assert_array_equal(*gradients)


@pytest.mark.parametrize("make", LAYERS)
def test_layer_has_no_parameters_and_accepts_no_examples(make) -> None:
    layer = make()
    assert layer.named_parameters() == {}
    assert layer.named_gradients() == {}
    assert layer.forward(np.zeros((0, 3))).shape == (0, 3)
    assert layer.backward(np.zeros((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("make", LAYERS)
def test_layer_teaches_the_order_and_the_shape_of_backward(make) -> None:
    layer = make()
    with pytest.raises(RuntimeError, match=rf"^{make.__name__}.backward: call forward first; the gradient is taken at"):
        layer.backward([[1.0]])
    layer.forward([[1.0, 2.0]])
    with pytest.raises(
        ValueError,
        match=rf"^{make.__name__}.backward: the gradient must have the shape of the last output, \(1, 2\), got \(1,",
    ):
        layer.backward([1.0])


@pytest.mark.parametrize("make", [nn.ReLU, nn.LeakyReLU, nn.Sigmoid, nn.Tanh])
def test_layer_takes_images_too(make) -> None:
    X = np.random.default_rng(0).normal(size=(2, 3, 4, 4))
    layer = make()
    assert layer.forward(X).shape == layer.backward(X).shape == X.shape


def test_relu_layer_passes_the_gradient_where_its_input_is_positive() -> None:
    layer = nn.ReLU()
    layer.forward([[-1.0, 0.0, 2.0]])
    np.testing.assert_array_equal(layer.backward([[5.0, 6.0, 7.0]]), [[0, 0, 7]])


def test_leaky_relu_layer_uses_its_slope() -> None:
    layer = nn.LeakyReLU(0.1)
    np.testing.assert_allclose(layer.forward([[-2.0, 3.0]]), [[-0.2, 3]])
    np.testing.assert_allclose(layer.backward([[10.0, 10.0]]), [[1, 10]])
    assert repr(nn.LeakyReLU()) == "LeakyReLU(slope=0.01)"
    assert repr(layer) == "LeakyReLU(slope=0.1)"


@pytest.mark.parametrize("function", [nn.leaky_relu, nn.leaky_relu_derivative])
def test_a_slope_is_a_finite_number(function) -> None:
    for wrong in ("steep", None, [0.5], np.array([0.5]), 1j, np.complex128(1j)):
        with pytest.raises(
            TypeError, match=rf"^{function.__name__}: slope must be a number, got {re.escape(repr(wrong))}\.$"
        ):
            function([1.0], wrong)
    for number in (0.5, np.float32(0.5), np.array(0.5)):
        np.testing.assert_array_equal(function([-1.0], number), function([-1.0], 0.5))
    with pytest.raises(ValueError, match=rf"^{function.__name__}: slope must be finite, got inf\.$"):
        function([1.0], np.inf)


@pytest.mark.parametrize("make", LAYERS)
def test_every_layer_names_itself_when_it_refuses_text(make) -> None:
    with pytest.raises(TypeError, match=rf"^{make.__name__}\.forward: expected numbers"):
        make().forward([["a"]])
