"""Dense and Flatten: the formula, the start, the views, the edges and the errors."""

import copy
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn
from tests.strategies import FLOATS, arrays

W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
b = np.array([10.0, 20.0])
X = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_dense_is_x_times_w_plus_b_and_back_by_hand() -> None:
    layer = nn.Dense.from_arrays(W, b)
    np.testing.assert_array_equal(layer.forward(X), [[6, 16], [15, 28]])
    np.testing.assert_array_equal(layer.backward([[1.0, 2.0], [0.0, -1.0]]), [[5, 11, 17], [-2, -4, -6]])
    np.testing.assert_array_equal(layer.dW, [[1, 0], [0, -1], [-1, -2]])
    np.testing.assert_array_equal(layer.db, [1, 1])


@given(st.integers(0, 4), st.integers(1, 4), st.integers(1, 4))
def test_a_batch_is_its_rows_one_by_one(n: int, d_in: int, d_out: int) -> None:
    layer = nn.Dense(d_in, d_out, rng=rng())
    X, g = rng(1).normal(size=(n, d_in)), rng(2).normal(size=(n, d_out))
    output, dX = layer.forward(X), layer.backward(g)
    dW, db = np.zeros((d_in, d_out)), np.zeros(d_out)
    for i in range(n):
        one = nn.Dense.from_arrays(layer.W, layer.b)
        np.testing.assert_allclose(one.forward(X[i : i + 1])[0], output[i], rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(one.backward(g[i : i + 1])[0], dX[i], rtol=1e-12, atol=1e-13)
        dW, db = dW + one.dW, db + one.db
    np.testing.assert_allclose(layer.dW, dW, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(layer.db, db, rtol=1e-11, atol=1e-12)


@given(arrays((3, 4)), arrays((3, 4)))
def test_dense_is_affine(X, Z) -> None:
    layer = nn.Dense(4, 2, rng=rng())
    layer.b[...] = [1.0, -2.0]
    sum_first = layer.forward(X + Z) - layer.b
    np.testing.assert_allclose(sum_first, layer.forward(X) + layer.forward(Z) - 2 * layer.b, atol=1e-11)


@pytest.mark.parametrize("dtype", FLOATS)
def test_dense_keeps_its_dtype_whatever_comes_in(dtype) -> None:
    layer = nn.Dense(3, 2, rng=rng(), dtype=dtype)
    assert layer.W.dtype == layer.b.dtype == layer.dW.dtype == layer.db.dtype == dtype
    for given_X in (X, X.astype(np.float32), X.astype(int), X.tolist()):
        assert layer.forward(given_X).dtype == dtype
        assert layer.backward(np.ones((2, 2))).dtype == dtype
    assert nn.Dense(3, 2, rng=rng()).W.dtype == np.float64


def test_views_and_read_only_arrays_give_the_same_numbers() -> None:
    layer = nn.Dense.from_arrays(W, b)
    expected, g = layer.forward(X), np.array([[1.0, 2.0], [0.0, -1.0]])
    back = layer.backward(g)
    read_only = X.copy()
    read_only.flags.writeable = False
    for same in (np.repeat(X, 2, axis=1)[:, ::2], np.asfortranarray(X), read_only, X[::-1][::-1]):
        np.testing.assert_array_equal(layer.forward(same), expected)
        np.testing.assert_array_equal(layer.backward(np.repeat(g, 2, axis=0)[::2]), back)
        np.testing.assert_array_equal(layer.backward(np.asfortranarray(g)), back)
        np.testing.assert_array_equal(layer.dW, [[1, 0], [0, -1], [-1, -2]])


def test_nan_and_infinity_stay_in_their_rows() -> None:
    with np.errstate(invalid="ignore"):  # BLAS may multiply the infinity by a padding 0 on its way
        output = nn.Dense.from_arrays(W, b).forward([[1.0, np.nan, 0.0], [0.0, np.inf, 0.0], [1.0, 0.0, -1.0]])
    assert np.isnan(output[0]).all()
    assert np.isposinf(output[1]).all()
    np.testing.assert_array_equal(output[2], [6, 16])


def test_weights_start_with_the_variance_that_gain_sets() -> None:
    for scale in (2.0, 1.0):
        layer = nn.Dense(400, 300, rng=rng(), scale=scale)
        assert layer.W.var() == pytest.approx(scale / 400, rel=0.02)
        assert abs(layer.W.mean()) < 1e-3
        assert not layer.b.any()
    assert nn.Dense(400, 300, rng=rng()).W.var() == pytest.approx(2 / 400, rel=0.02)


def test_the_ends_of_the_scale_are_allowed() -> None:
    assert not nn.Dense(3, 2, rng=rng(), scale=0).W.any()
    np.testing.assert_allclose(nn.Dense(4, 2, rng=rng(7), scale=1e6).W, rng(7).normal(0, 500, (4, 2)))


def test_the_same_generator_state_gives_the_same_weights() -> None:
    np.testing.assert_array_equal(nn.Dense(3, 2, rng=rng(5)).W, nn.Dense(3, 2, rng=rng(5)).W)
    assert (nn.Dense(3, 2, rng=rng(5)).W != nn.Dense(3, 2, rng=rng(6)).W).any()


def test_from_arrays_copies_and_takes_lists() -> None:
    weights = W.copy()
    layer = nn.Dense.from_arrays(weights, [10, 20])
    weights[...] = 0
    np.testing.assert_array_equal(layer.W, W)
    np.testing.assert_array_equal(nn.Dense.from_arrays(W.tolist(), b.tolist()).forward(X), layer.forward(X))
    single = nn.Dense.from_arrays(W.astype(np.float32), b.astype(np.float32))
    assert single.W.dtype == single.b.dtype == np.float32
    for layer in (nn.Dense.from_arrays(W.astype(np.float32), b), nn.Dense.from_arrays(W, b.astype(np.float32))):
        assert layer.W.dtype == layer.b.dtype == layer.db.dtype == np.float64


def test_parameters_and_gradients_go_by_name() -> None:
    layer = nn.Dense.from_arrays(W, b)
    assert list(layer.named_parameters()) == list(layer.named_gradients()) == ["W", "b"]
    assert layer.named_parameters()["W"] is layer.W
    assert layer.named_gradients()["b"] is layer.db
    assert (layer.d_in, layer.d_out) == (3, 2)
    assert repr(layer) == "Dense(d_in=3, d_out=2)"


def test_results_stay_the_callers_but_gradients_are_filled_again() -> None:
    layer = nn.Dense.from_arrays(W, b)
    output = layer.forward(X)
    dX, dW = layer.backward(np.ones((2, 2))), layer.dW
    kept = output.copy(), dX.copy(), dW.copy()
    layer.forward(-X)
    layer.backward(np.full((2, 2), 3.0))
    np.testing.assert_array_equal(output, kept[0])
    np.testing.assert_array_equal(dX, kept[1])
    assert layer.dW is dW
    assert (dW != kept[2]).any()


def test_gradients_stored_alone_are_those_of_backward() -> None:
    layer, g = nn.Dense.from_arrays(W, b), np.array([[1.0, 2.0], [0.0, -1.0]])
    layer.forward(X)
    layer.backward(g)
    dW, db = layer.dW.copy(), layer.db.copy()
    layer.dW[...], layer.db[...] = 0, 0
    layer.store_gradients(g)
    np.testing.assert_array_equal(layer.dW, dW)
    np.testing.assert_array_equal(layer.db, db)


def test_other_layers_store_their_gradients_by_backward() -> None:
    class Scale(nn.Layer):
        parameter_names = ("s",)

        def __init__(self) -> None:
            self.s, self.ds = np.array([3.0]), np.zeros(1)

        def forward(self, X):
            self.X, self.output = X, X * self.s
            return self.output

        def backward(self, gradient):
            self.ds[...] = (gradient * self.X).sum()
            return gradient * self.s

    layer = Scale()
    layer.forward(X)
    layer.store_gradients(np.ones((2, 3)))
    assert layer.ds[0] == X.sum()
    relu = nn.ReLU()
    relu.forward(X)
    with pytest.raises(ValueError, match="shape of the last output"):
        relu.store_gradients([[1.0]])


@pytest.mark.parametrize(
    ("given_X", "got"),
    [([1.0, 2.0, 3.0], r"\(3,\)\. Rows are examples; use x\[None, :\] to pass one\.$"), ([[1.0, 2.0]], r"\(1, 2\)\.$")],
)
def test_dense_teaches_the_shape_of_a_batch(given_X, got) -> None:
    with pytest.raises(ValueError, match=r"^Dense.forward: X must have shape \(n, 3\), got " + got):
        nn.Dense.from_arrays(W, b).forward(given_X)


def test_dense_teaches_the_shape_and_time_of_a_gradient() -> None:
    layer = nn.Dense.from_arrays(W, b)
    with pytest.raises(
        RuntimeError, match=r"^Dense.backward: call forward first; the gradient is taken at its input\.$"
    ):
        layer.backward([[1.0, 2.0]])
    layer.forward(X)
    with pytest.raises(
        ValueError,
        match=r"^Dense.backward: the gradient must have the shape of the last output, \(2, 2\), got \(2, 3\)\.$",
    ):
        layer.backward(X)


@pytest.mark.parametrize("weights", [[1.0, 2.0], [[1.0, 2.0, 3.0]]])
def test_dense_from_arrays_teaches_the_shapes(weights) -> None:
    with pytest.raises(
        ValueError,
        match=r"^Dense.from_arrays: W must have shape \(d_in, d_out\) and b \(d_out,\), got \(.*\) and \(2,\)\. Weigh",
    ):
        nn.Dense.from_arrays(weights, b)


@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        ({"d_in": 0}, ValueError, "d_in must be at least 1, got 0."),
        ({"d_out": -1}, ValueError, "d_out must be at least 1, got -1."),
        ({"d_out": 2.5}, TypeError, "d_out must be a whole number, got 2.5."),
        ({"d_in": "3"}, TypeError, "d_in must be a whole number, got '3'."),
        ({"rng": 0}, TypeError, "rng must be a generator, such as np.random.default_rng(0), got 0."),
        ({"scale": -1.0}, ValueError, "scale must be from 0 to 1e6, got -1.0."),
        ({"scale": 1e6 + 1}, ValueError, "scale must be from 0 to 1e6, got 1000001.0."),
        ({"scale": np.nan}, ValueError, "scale must be from 0 to 1e6, got nan."),
        ({"scale": "2"}, TypeError, "scale must be a number, got '2'."),
        ({"dtype": int}, TypeError, "dtype must be np.float32 or np.float64, got int64."),
        ({"dtype": "strange"}, TypeError, "dtype must be np.float32 or np.float64, got 'strange'."),
    ],
)
def test_dense_refuses_what_makes_no_layer(wrong, kind, message) -> None:
    with pytest.raises(kind, match=f"^Dense: {re.escape(message)}$"):
        nn.Dense(**({"d_in": 3, "d_out": 2, "rng": rng()} | wrong))


def test_no_layer_gives_a_view_of_what_it_was_given() -> None:
    images = rng().normal(size=(2, 1, 2, 2))
    kept = images.copy()
    for layer in (nn.Flatten(), nn.MaxPool2d(1), nn.AvgPool2d(1), nn.ReLU(), nn.LeakyReLU(1.0), nn.Tanh()):
        output = layer.forward(images)
        g = np.ones_like(output)
        dX = layer.backward(g)
        output[...] = dX[...] = 0
        np.testing.assert_array_equal(images, kept)
        np.testing.assert_array_equal(g, np.ones_like(output))


@pytest.mark.parametrize(
    ("layer", "X"),
    [
        (nn.Dense(3, 2, rng=rng()), np.ones((4, 3))),
        (nn.Conv2d(1, 2, 3, rng=rng()), np.ones((4, 1, 5, 5))),
    ],
    ids=["Dense", "Conv2d"],
)
@pytest.mark.parametrize("name", ["W", "b"])
def test_parameters_of_another_shape_are_refused(layer: nn.Layer, X, name: str) -> None:
    shape = getattr(layer, name).shape
    for wrong, got in ((np.ones((2, *shape)), str((2, *shape))), (np.ones(shape).tolist(), "a list"), (1.0, "a float")):
        broken = copy.deepcopy(layer)
        setattr(broken, name, wrong)
        text = (
            f"{type(layer).__name__}.forward: {name} must be an array of shape {shape}, got {got}. "
            f"Fill the array that is there, layer.{name}[...] = values, or make a layer with from_arrays."
        )
        with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
            broken.forward(X)
    assert layer.forward(X).shape[0] == 4


def test_what_would_lose_something_is_refused() -> None:
    layer = nn.Dense.from_arrays(W, b)
    with pytest.raises(
        TypeError, match=r"^Dense\.forward: complex numbers would lose their imaginary part in float64\."
    ):
        layer.forward(X + 1j)
    with pytest.raises(TypeError, match=r"^Dense\.forward: a masked array would lose its mask\. Fill it first"):
        layer.forward(np.ma.masked_equal(X, 1.0))
    assert nn.Dense.from_arrays(W + 1j, b).forward(X + 1j).dtype == np.complex128


@pytest.mark.parametrize("method", ["forward", "backward"])
def test_a_layer_must_define_its_two_passes(method) -> None:
    with pytest.raises(NotImplementedError):
        getattr(nn.Layer(), method)(X)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 3))
def test_flatten_keeps_every_number_in_place(shape, n: int) -> None:
    X = np.arange(n * int(np.prod(shape)), dtype=float).reshape(n, *shape)
    layer = nn.Flatten()
    rows = layer.forward(X)
    assert rows.shape == (n, int(np.prod(shape)))
    np.testing.assert_array_equal(rows.ravel(), X.ravel())
    np.testing.assert_array_equal(layer.backward(rows), X)


def test_flatten_teaches_the_shape_of_a_batch() -> None:
    with pytest.raises(
        ValueError, match=r"^Flatten.forward: X must have shape \(n, …\), got \(3,\)\. Use x\[None\] to p"
    ):
        nn.Flatten().forward([1.0, 2.0, 3.0])
    with pytest.raises(RuntimeError, match=r"^Flatten.backward: call forward first"):
        nn.Flatten().backward([[1.0]])


@pytest.mark.parametrize("layer", [nn.Dense.from_arrays(W, b), nn.Flatten(), nn.ReLU(), nn.LeakyReLU()], ids=repr)
def test_a_layer_names_itself_when_it_refuses_text(layer) -> None:
    with pytest.raises(
        TypeError, match=rf"^{type(layer).__name__}.forward: expected numbers, got an array of dtype <U1"
    ):
        layer.forward([["a"]])
    layer.forward(np.ones((1, 3)))
    with pytest.raises(TypeError, match=rf"^{type(layer).__name__}.backward: expected numbers"):
        layer.backward([["a"]])


def test_from_arrays_names_itself_when_it_refuses_text() -> None:
    for weights, biases in ((W.astype(str), b), (W, b.astype(str))):
        with pytest.raises(TypeError, match=r"^Dense.from_arrays: expected numbers"):
            nn.Dense.from_arrays(weights, biases)
