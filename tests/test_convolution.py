"""Convolution: the formula against SciPy, the layer against the formula and PyTorch, and what does not fit."""

import importlib.util
import math
import re
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

import nnbook as nn
from nnbook._im2col import _piece, patches
from tests.strategies import FLOATS

RNG = np.random.default_rng(3)
small = st.integers(1, 4)


@given(st.integers(1, 12), small, small, st.integers(0, 3))
def test_the_output_size_counts_the_places(n: int, k: int, stride: int, padding: int) -> None:
    places = [start for start in range(0, n + 2 * padding, stride) if start + k <= n + 2 * padding]
    if places:
        assert nn.output_size(n, k, stride=stride, padding=padding) == len(places)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            nn.output_size(n, k, stride=stride, padding=padding)


@given(small, small, st.integers(0, 2), st.integers(1, 3))
def test_both_slidings_are_those_of_scipy(k: int, l: int, padding: int, stride: int) -> None:  # noqa: E741
    rng = np.random.default_rng([k, l])
    image, kernel = rng.normal(size=(6, 7)), rng.normal(size=(k, l))
    padded = np.pad(image, padding)
    correlated = signal.correlate2d(padded, kernel, mode="valid")[::stride, ::stride]
    convolved = signal.convolve2d(padded, kernel, mode="valid")[::stride, ::stride]
    settings = {"stride": stride, "padding": padding}
    np.testing.assert_allclose(nn.cross_correlate(image, kernel, **settings), correlated, atol=1e-12)
    np.testing.assert_allclose(nn.convolve(image, kernel, **settings), convolved, atol=1e-12)


def test_integer_images_and_lists_are_numbers_too() -> None:
    image = np.array([[0, 255], [255, 0]], dtype=np.uint8)
    assert nn.cross_correlate(image, [[1, 1], [1, 1]]).tolist() == [[510.0]]
    assert nn.cross_correlate([[1, 2, 3]], [[1, -1]]).tolist() == [[-1.0, -1.0]]


@pytest.mark.parametrize("image", FLOATS)
@pytest.mark.parametrize("kernel", FLOATS)
def test_the_result_has_the_finer_dtype_of_image_and_filter(image, kernel) -> None:
    x, K = np.ones((3, 3), image), np.ones((2, 2), kernel)
    finer = np.float32 if image == kernel == np.float32 else np.float64
    assert nn.cross_correlate(x, K).dtype == nn.convolve(x, K).dtype == finer


def test_without_more_words_a_filter_moves_by_one_pixel_and_nothing_is_padded() -> None:
    assert nn.output_size(5, 3) == 3
    assert nn.output_size(0, 1, padding=1) == 2
    assert nn.output_size(2**31 - 1, 1) == 2**31 - 1  # the most pixels that are counted
    assert nn.cross_correlate(np.ones((5, 5)), np.ones((3, 3))).shape == (3, 3)
    assert nn.convolve(np.ones((5, 5)), np.ones((3, 3))).shape == (3, 3)
    for layer in (nn.Conv2d(1, 1, 3, rng=RNG), nn.Conv2d.from_arrays(np.ones((1, 1, 3, 3)), [0.0])):
        assert (layer.stride, layer.padding) == (1, 0)


@pytest.mark.parametrize(("settings", "scale"), [({}, 2.0), ({"scale": 1.0}, 1.0)])
def test_filters_start_with_the_variance_that_scale_and_the_size_of_a_patch_set(settings, scale: float) -> None:
    layer = nn.Conv2d(3, 400, 5, rng=np.random.default_rng(0), **settings)
    assert layer.W.var() == pytest.approx(scale / (3 * 5 * 5), rel=0.03)
    assert abs(layer.W.mean()) < 1e-2
    assert not layer.b.any()


@given(small, small, st.integers(1, 3), st.integers(1, 3), st.integers(0, 2))
def test_a_map_is_the_sum_of_one_correlation_a_channel(
    channels: int, filters: int, k: int, stride: int, padding: int
) -> None:
    layer = nn.Conv2d(channels, filters, k, stride=stride, padding=padding, rng=RNG)
    layer.b[...] = RNG.normal(size=filters)
    X = RNG.normal(size=(2, channels, 5, 6))
    out = layer(X)
    for n in range(2):
        for f in range(filters):
            maps = [nn.cross_correlate(X[n, c], layer.W[f, c], stride=stride, padding=padding) for c in range(channels)]
            np.testing.assert_allclose(out[n, f], sum(maps) + layer.b[f], atol=1e-12)


@given(st.integers(1, 3), st.integers(2, 7), st.integers(2, 7))
def test_pooling_takes_the_largest_and_the_mean_of_each_square(size: int, height: int, width: int) -> None:
    X = np.random.default_rng([size, height, width]).normal(size=(2, 3, height, width))
    if min(height, width) < size:
        with pytest.raises(ValueError, match=f"height and width at least {size}"):
            nn.MaxPool2d(size)(X)
        return
    largest, mean = nn.MaxPool2d(size)(X), nn.AvgPool2d(size)(X)
    assert largest.shape == mean.shape == (2, 3, height // size, width // size)
    for n, c, i, j in np.ndindex(largest.shape):
        square = X[n, c, size * i : size * (i + 1), size * j : size * (j + 1)]
        assert largest[n, c, i, j] == square.max()
        assert mean[n, c, i, j] == pytest.approx(square.mean())


def test_of_equal_pixels_the_first_gets_the_gradient() -> None:
    layer = nn.MaxPool2d(2)
    layer(np.zeros((1, 1, 2, 2)))
    assert layer.backward([[[[5.0]]]]).ravel().tolist() == [5, 0, 0, 0]


def test_pixels_outside_the_squares_get_no_gradient() -> None:
    for layer in (nn.MaxPool2d(2), nn.AvgPool2d(2)):
        layer(RNG.normal(size=(1, 1, 3, 3)))
        dX = layer.backward(np.ones((1, 1, 1, 1)))
        assert dX[0, 0, 2].tolist() == [0, 0, 0]
        assert dX[0, 0, :, 2].tolist() == [0, 0, 0]
        assert dX.sum() == pytest.approx(1)


def layers() -> list[nn.Layer]:
    conv = nn.Conv2d(2, 3, 3, padding=1, rng=np.random.default_rng(1))
    return [conv, nn.MaxPool2d(2), nn.AvgPool2d(2)]


@pytest.mark.parametrize("layer", layers(), ids=lambda layer: type(layer).__name__)
def test_batches_of_any_layout_and_size_give_the_same(layer: nn.Layer) -> None:
    X = RNG.normal(size=(3, 2, 4, 4))
    out = layer(X).copy()
    other = np.asfortranarray(X)
    other.flags.writeable = False
    assert np.array_equal(layer(other), out)
    assert np.array_equal(layer(X.tolist()), out)
    np.testing.assert_allclose(layer(np.repeat(X, 2, axis=3)[..., ::2]), out, rtol=1e-14)
    assert layer(X[:0]).shape == (0, *out.shape[1:])
    assert layer.backward(np.empty((0, *out.shape[1:]))).shape == (0, 2, 4, 4)
    assert all(not gradient.any() for gradient in layer.named_gradients().values())


@pytest.mark.parametrize(("channels", "filters", "k", "size"), [(1, 6, 5, 12), (16, 32, 3, 9)])
def test_a_large_batch_gives_what_its_examples_give_one_by_one(channels: int, filters: int, k: int, size: int) -> None:
    # Large products are cut into pieces; those of a single example are not.
    layer = nn.Conv2d(channels, filters, k, rng=RNG)
    X = RNG.normal(size=(64, channels, size, size))
    out = layer(X)
    g = RNG.normal(size=out.shape)
    dX, dW, db = layer.backward(g), layer.dW.copy(), layer.db.copy()
    parts = []
    for n in range(64):
        np.testing.assert_allclose(layer(X[n : n + 1]), out[n : n + 1], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(layer.backward(g[n : n + 1]), dX[n : n + 1], rtol=1e-12, atol=1e-12)
        parts.append((layer.dW.copy(), layer.db.copy()))
    np.testing.assert_allclose(dW, sum(W for W, _ in parts), rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(db, sum(b for _, b in parts), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(
    ("columns", "size", "some"),
    [(36, 1, 36), (36, 150_000, 6), (36, 200_000, 4), (37, 150_000, 1), (36, 10**6, 1), (36, 10**7, 36), (0, 5, 1)],
)
def test_a_piece_is_the_largest_that_divides_the_columns_and_makes_a_small_product(
    columns: int, size: int, some: int
) -> None:
    """Below a million multiplications; where no piece is small, all columns at once."""
    _piece.cache_clear()
    assert _piece(columns, size) == some


@pytest.mark.parametrize(
    ("channels", "filters", "n", "size"),
    [(1, 2, 4, 6), (8, 2, 1, 5), (2, 1, 3, 5)],
    ids=["long pieces", "short pieces", "one filter"],
)
def test_the_gradients_are_slidings_too(channels: int, filters: int, n: int, size: int) -> None:
    layer = nn.Conv2d(channels, filters, 3, rng=RNG)
    X = RNG.normal(size=(n, channels, size, size))
    g = RNG.normal(size=layer(X).shape)
    dX = layer.backward(g)
    np.testing.assert_allclose(layer.db, g.sum(axis=(0, 2, 3)), rtol=1e-12, atol=1e-12)
    for f, c in np.ndindex(filters, channels):
        dW = sum(nn.cross_correlate(X[i, c], g[i, f]) for i in range(n))
        np.testing.assert_allclose(layer.dW[f, c], dW, rtol=1e-12, atol=1e-12)
    for i, c in np.ndindex(n, channels):
        back = sum(nn.convolve(g[i, f], layer.W[f, c], padding=2) for f in range(filters))
        np.testing.assert_allclose(dX[i, c], back, rtol=1e-12, atol=1e-12)


def test_float32_stays_float32_and_nan_is_handed_on() -> None:
    conv = nn.Conv2d(1, 2, 3, rng=RNG, dtype=np.float32)
    assert conv.W.dtype == conv.b.dtype == conv.dW.dtype == conv.db.dtype == np.float32
    X = np.zeros((1, 1, 4, 4), np.float32)
    for layer in (conv, nn.MaxPool2d(2), nn.AvgPool2d(2)):
        out = layer(X)
        assert out.dtype == layer.backward(out).dtype == np.float32
    assert conv(X.astype(np.float64)).dtype == np.float32
    X[0, 0, 0, 0] = np.nan
    assert np.isnan(conv(X)[0, :, 0, 0]).all()
    assert np.isnan(nn.MaxPool2d(2)(X)[0, 0, 0, 0])


@pytest.mark.parametrize("weights", FLOATS)
@pytest.mark.parametrize("biases", FLOATS)
def test_from_arrays_copies_and_takes_the_finer_dtype_for_both(weights, biases) -> None:
    W, b = np.ones((2, 1, 3, 3), weights), np.ones(2, biases)
    layer = nn.Conv2d.from_arrays(W, b)
    finer = np.float32 if weights == biases == np.float32 else np.float64
    assert layer.W.dtype == layer.b.dtype == layer.dW.dtype == layer.db.dtype == finer
    assert not np.shares_memory(layer.W, W)
    assert not np.shares_memory(layer.b, b)


def test_what_a_layer_returns_stays_yours() -> None:
    for layer in layers():
        first = layer(np.ones((1, 2, 4, 4)))
        kept = first.copy()
        layer(np.zeros((1, 2, 4, 4)))
        assert np.array_equal(first, kept)


def test_the_patches_of_the_last_batch_are_given_back_before_the_next_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = nn.Conv2d(1, 2, 3, rng=np.random.default_rng(0))
    X = RNG.normal(size=(4, 1, 6, 6))
    layer.forward(X)
    last = weakref.ref(layer.P.base)
    alive = []

    def cut(*given: Any, **settings: Any) -> np.ndarray:
        alive.append(last())
        return patches(*given, **settings)

    monkeypatch.setattr(nn.convolution, "patches", cut)
    layer.forward(X)
    assert len(alive) == 1
    assert alive[0] is None


def test_a_convolutional_network_learns_saves_and_loads(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 1, 6, 6))
    y = (X[:, 0, :3].sum(axis=(1, 2)) > X[:, 0, 3:].sum(axis=(1, 2))).astype(int)
    net = nn.Network(
        [nn.Conv2d(1, 4, 3, padding=1, rng=rng), nn.ReLU(), nn.AvgPool2d(3), nn.Flatten(), nn.Dense(16, 2, rng=rng)]
    )
    loss = nn.SoftmaxCrossEntropy()
    history = nn.train(net, X, y, loss=loss, optimizer=nn.Adam(0.02), epochs=30, batch_size=20, rng=rng)
    assert history.accuracy[-1] > 0.9
    net.save(tmp_path / "net.npz")
    expected = net(X)
    net.parameters[...] = 0
    net.load(tmp_path / "net.npz")
    np.testing.assert_array_equal(net(X), expected)
    assert "Conv2d" in net.summary((1, 6, 6))


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is an extra of the benchmarks")
def test_outputs_and_gradients_are_those_of_pytorch() -> None:
    import torch

    X, W, b = RNG.normal(size=(2, 3, 7, 7)), RNG.normal(size=(4, 3, 3, 3)), RNG.normal(size=4)
    net = nn.Network([nn.Conv2d.from_arrays(W, b, stride=2, padding=1), nn.ReLU(), nn.MaxPool2d(2)])
    tensors = [torch.tensor(array, requires_grad=True) for array in (X, W, b)]
    out = torch.nn.functional.max_pool2d(torch.relu(torch.conv2d(*tensors, stride=2, padding=1)), 2)
    g = RNG.normal(size=out.shape)
    out.backward(torch.tensor(g))
    np.testing.assert_allclose(net(X), out.detach().numpy(), rtol=1e-12, atol=1e-12)
    found = [net.backward(g), net.layers[0].dW, net.layers[0].db]
    for ours, tensor in zip(found, tensors, strict=True):
        np.testing.assert_allclose(ours, tensor.grad.numpy(), rtol=1e-12, atol=1e-12)


FOUR = "Conv2d.from_arrays: W must have shape (out, in, kernel_size, kernel_size) and b (out,), "
GREY = "One filter K for grey images is K[None, None]."


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.output_size(5, 0), "output_size: k must be at least 1, got 0."),
        (lambda: nn.output_size(2**31, 3), "output_size: n must be at most 2147483647, got 2147483648."),
        (lambda: nn.output_size(5, 3, stride=0), "output_size: stride must be at least 1, got 0."),
        (lambda: nn.output_size(5, 3, padding=-1), "output_size: padding must be at least 0, got -1."),
        (
            lambda: nn.output_size(2, 5, padding=1),
            "output_size: a filter of 5 does not fit on 2 pixels with 1 of padding on each side. "
            "Take a smaller filter or more padding.",
        ),
        (
            lambda: nn.cross_correlate(np.zeros((2, 2, 3)), [[1]]),
            "cross_correlate: image must be a matrix, got shape (2, 2, 3). For batches use Conv2d.",
        ),
        (
            lambda: nn.cross_correlate([[1]], [1, 2]),
            "cross_correlate: kernel must be a matrix, got shape (2,). For batches use Conv2d.",
        ),
        (
            lambda: nn.convolve([[1]], [1, 2]),
            "cross_correlate: kernel must be a matrix, got shape (2,). For batches use Conv2d.",
        ),
        (
            lambda: nn.Conv2d(0, 1, 3, rng=RNG),
            "Conv2d: in_channels must be at least 1, got 0.",
        ),
        (lambda: nn.Conv2d(1, 1, 3, stride=0, rng=RNG), "Conv2d: stride must be at least 1, got 0."),
        (lambda: nn.Conv2d(1, 1, 3, padding=-1, rng=RNG), "Conv2d: padding must be at least 0, got -1."),
        (lambda: nn.Conv2d.from_arrays(np.zeros((3, 3)), [0.0]), f"{FOUR}got (3, 3) and (1,). {GREY}"),
        (lambda: nn.Conv2d.from_arrays(np.zeros((1, 1, 3, 2)), [0.0]), f"{FOUR}got (1, 1, 3, 2) and (1,). {GREY}"),
        (lambda: nn.Conv2d.from_arrays(np.zeros((2, 1, 3, 3)), [0.0]), f"{FOUR}got (2, 1, 3, 3) and (1,). {GREY}"),
        (
            lambda: nn.Conv2d.from_arrays(np.zeros((1, 1, 3, 3)), [0.0], stride=0),
            "Conv2d: stride must be at least 1, got 0.",
        ),
        (
            lambda: nn.Conv2d.from_arrays(np.zeros((1, 1, 3, 3)), [0.0], padding=-1),
            "Conv2d: padding must be at least 0, got -1.",
        ),
        (
            lambda: nn.Conv2d(2, 1, 3, rng=RNG)(np.zeros((5, 2, 28))),
            "Conv2d.forward: X must have shape (n, 2, height, width), got (5, 2, 28). "
            "Grey images need their channel: images[:, None].",
        ),
        (
            lambda: nn.Conv2d(2, 1, 3, rng=RNG)(np.zeros((5, 1, 28, 28))),
            "Conv2d.forward: X must have shape (n, 2, height, width), got (5, 1, 28, 28). "
            "Grey images need their channel: images[:, None].",
        ),
        (
            lambda: nn.Conv2d(1, 1, 9, rng=RNG)(np.zeros((1, 1, 4, 4))),
            "output_size: a filter of 9 does not fit on 4 pixels with 0 of padding on each side. "
            "Take a smaller filter or more padding.",
        ),
        (lambda: nn.MaxPool2d(0), "MaxPool2d: kernel_size must be at least 1, got 0."),
        (
            lambda: nn.AvgPool2d(2)(np.zeros((4, 4))),
            "AvgPool2d.forward: X must have shape (n, channels, height, width), height and width at least 2, "
            "got (4, 4).",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_words(call, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


TEXT = np.full((1, 1, 2, 2), "a")


@pytest.mark.parametrize(
    ("call", "who"),
    [
        (lambda: nn.cross_correlate([["a"]], [[1]]), "cross_correlate: image"),
        (lambda: nn.cross_correlate([[1]], [["a"]]), "cross_correlate: kernel"),
        (lambda: nn.Conv2d.from_arrays(TEXT, [0.0]), "Conv2d.from_arrays"),
        (lambda: nn.Conv2d.from_arrays(np.zeros((1, 1, 2, 2)), ["a"]), "Conv2d.from_arrays"),
        (lambda: nn.Conv2d(1, 1, 2, rng=RNG)(TEXT), "Conv2d.forward"),
        (lambda: nn.MaxPool2d(2)(TEXT), "MaxPool2d.forward"),
        (lambda: nn.AvgPool2d(2)(TEXT), "AvgPool2d.forward"),
    ],
)
def test_text_in_the_place_of_numbers_is_refused_by_name(call, who: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(who)}: expected numbers"):
        call()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"out_channels": 2.0}, "out_channels must be a whole number, got 2.0."),
        ({"kernel_size": math.nan}, "kernel_size must be a whole number, got nan."),
        ({"stride": math.nan}, "stride must be a whole number, got nan."),
        ({"stride": 1.5}, "stride must be a whole number, got 1.5."),
        ({"padding": math.inf}, "padding must be a whole number, got inf."),
        ({"rng": 0}, "rng must be a generator, such as np.random.default_rng(0), got 0."),
        ({"scale": "2"}, "scale must be a number, got '2'."),
        ({"dtype": int}, "dtype must be np.float32 or np.float64, got int64."),
    ],
)
def test_a_setting_of_another_kind_is_refused_by_name(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=f"^Conv2d: {re.escape(message)}$"):
        nn.Conv2d(**{"in_channels": 1, "out_channels": 2, "kernel_size": 3, "rng": np.random.default_rng(0)} | settings)
