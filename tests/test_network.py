"""Networks: one flat vector, the passes, what a page may read, summary, files and copies."""

import copy
import io
import pathlib
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import nnbook as nn
from tests.strategies import FLOATS


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def small(**settings) -> nn.Network:
    return nn.Network([nn.Dense(3, 4, rng=rng(1)), nn.Tanh(), nn.Dense(4, 2, rng=rng(2))], **settings)


X = rng(3).normal(size=(5, 3))
G = rng(4).normal(size=(5, 2))


def digits_network() -> nn.Network:
    return nn.Network(
        [nn.Dense(784, 16, rng=rng()), nn.ReLU(), nn.Dense(16, 16, rng=rng()), nn.ReLU(), nn.Dense(16, 10, rng=rng())]
    )


def test_forward_is_the_layers_one_after_another() -> None:
    net = small()
    first, _, last = net.layers
    hidden = np.tanh(X @ first.W + first.b)
    np.testing.assert_allclose(net.forward(X), hidden @ last.W + last.b, rtol=1e-14)
    np.testing.assert_array_equal(net(X), net.forward(X))


def test_gradients_equal_a_complex_step_in_every_parameter() -> None:
    net = small()
    net.forward(X)
    net.backward(G)
    found = net.gradients.copy()
    first, tanh, last = (copy.deepcopy(layer) for layer in net.layers)
    h, expected = 1e-30, []
    for layer in (first, last):
        for name in ("W", "b"):
            original = getattr(layer, name)
            for index in np.ndindex(original.shape):
                arrays = {(one, key): getattr(one, key).astype(complex) for one in (first, last) for key in ("W", "b")}
                arrays[layer, name][index] += 1j * h
                kept = {where: getattr(*where) for where in arrays}
                for where, array in arrays.items():
                    setattr(*where, array)
                expected.append((last(tanh(first(X.astype(complex)))) * G).sum().imag / h)
                for where, array in kept.items():
                    setattr(*where, array)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_a_page_can_read_every_activation_and_gradient() -> None:
    net = small()
    output = net.forward(X)
    dX = net.backward(G)
    assert [a.shape for a in net.activations] == [(5, 3), (5, 4), (5, 4), (5, 2)]
    assert [g.shape for g in net.activation_gradients] == [(5, 3), (5, 4), (5, 4), (5, 2)]
    np.testing.assert_array_equal(net.activations[0], X)
    np.testing.assert_allclose(net.activations[2], np.tanh(net.activations[1]))
    assert net.activations[3] is output
    assert net.activation_gradients[0] is dX
    np.testing.assert_array_equal(net.activation_gradients[3], G)
    np.testing.assert_allclose(net.activation_gradients[2], G @ net.layers[2].W.T)


def test_parameters_and_gradients_are_one_vector_in_the_order_of_the_layers() -> None:
    net = small()
    arrays = [array for layer in net.layers for array in layer.named_parameters().values()]
    np.testing.assert_array_equal(net.parameters, np.concatenate([array.ravel() for array in arrays]))
    net.forward(X)
    net.backward(G)
    arrays = [array for layer in net.layers for array in layer.named_gradients().values()]
    np.testing.assert_array_equal(net.gradients, np.concatenate([array.ravel() for array in arrays]))
    assert net.parameter_count == 3 * 4 + 4 + 4 * 2 + 2


def test_layers_and_vector_share_their_memory() -> None:
    net = small()
    net.parameters[0] = 42
    assert net.layers[0].W[0, 0] == 42
    net.layers[2].b[-1] = 43
    assert net.parameters[-1] == 43
    net.gradients[-1] = 44
    assert net.layers[2].db[-1] == 44


def test_an_array_assigned_to_a_layer_is_taken_into_the_vector() -> None:
    net, W = small(), np.full((4, 2), 7.0)
    net.layers[2].W = W
    assert (net.parameters[16:24] == 7).all()
    assert net.layers[2].W is not W
    net.parameters[16] = 8
    assert net.layers[2].W[0, 0] == 8
    net.layers[2].W = np.zeros((2, 2))
    with pytest.raises(ValueError, match=r"^Dense.W must keep the shape \(4, 2\), got \(2, 2\)\.$"):
        net.parameters  # noqa: B018 - reading it is what raises


def test_a_layer_lent_to_another_network_still_trains_here() -> None:
    net = small()
    net.forward(X)
    net.backward(G)
    expected = net.gradients.copy()
    front = nn.Network(net.layers[:2])
    np.testing.assert_array_equal(front.forward(X), net.activations[2])
    net.gradients[...] = 0
    net.forward(X)
    net.backward(G)
    np.testing.assert_array_equal(net.gradients, expected)


@pytest.mark.parametrize("dtype", FLOATS)
def test_the_dtype_is_the_networks(dtype) -> None:
    net = small(dtype=dtype)
    assert net.dtype == net.parameters.dtype == net.gradients.dtype == net.layers[0].W.dtype == dtype
    assert net.forward(X).dtype == net.forward(X.astype(np.float32)).dtype == dtype
    assert net.backward(G).dtype == dtype
    assert small().dtype == np.float64
    assert nn.Network([nn.Dense(2, 2, rng=rng(), dtype=np.float32)]).dtype == np.float32
    assert nn.Network([nn.ReLU()]).dtype == np.float64
    with pytest.raises(TypeError, match=r"^Network: dtype must be np\.float32 or np\.float64, got int64\.$"):
        small(dtype=int)


def test_predict_names_the_largest_output_in_batches_of_any_size() -> None:
    net = small()
    expected = net.forward(X).argmax(axis=1)
    assert set(expected) == {0, 1}
    for size in (1, 2, 5, 100):
        np.testing.assert_array_equal(net.predict(X, batch_size=size), expected)
        np.testing.assert_allclose(net.outputs(X, batch_size=size), net.forward(X), rtol=1e-13)
    assert len(net.predict(rng().normal(size=(2500, 3)))) == 2500


def yes_or_no(*last: nn.Layer) -> nn.Network:
    """Return a network of one output: ten times what is above 0.4."""
    return nn.Network([nn.Dense.from_arrays([[10.0]], [-4.0]), *last])


def test_predict_of_a_single_probability_is_whether_it_exceeds_a_half() -> None:
    labels = yes_or_no(nn.Sigmoid()).predict([[0.3], [0.4], [0.5]])
    np.testing.assert_array_equal(labels, [0, 0, 1])
    assert labels.dtype == small().predict(X).dtype == np.intp


def test_predict_of_a_regression_is_no_yes_or_no() -> None:
    for last in ((), (nn.ReLU(),)):
        with pytest.raises(
            ValueError,
            match=r"^Network\.predict: a single output is a class only if it is a probability; end the network with "
            r"Sigmoid\(\), or take the numbers from outputs\(X\)\.$",
        ):
            yes_or_no(*last).predict([[0.3]])


def test_parameters_go_by_the_number_of_their_layer_and_their_name() -> None:
    net = small()
    assert list(net.named_parameters()) == list(net.named_gradients()) == ["0.W", "0.b", "2.W", "2.b"]
    assert net.named_parameters()["2.W"] is net.layers[2].W
    assert net.named_gradients()["0.b"] is net.layers[0].db
    net.layers[0].W = np.ones((3, 4))
    assert (net.named_parameters()["0.W"] == 1).all()
    assert (net.parameters[:12] == 1).all()


def test_gradients_stored_alone_are_those_of_backward() -> None:
    net = small()
    net.forward(X)
    net.backward(G)
    found, to_first = net.gradients.copy(), net.activation_gradients[1:]
    net.gradients[...] = 0
    net.store_gradients(G)
    np.testing.assert_array_equal(net.gradients, found)
    assert len(net.activation_gradients) == 3
    for stored, before in zip(net.activation_gradients, to_first, strict=True):
        np.testing.assert_array_equal(stored, before)


def test_no_examples_have_no_labels() -> None:
    assert small().predict(np.zeros((0, 3))).shape == (0,)
    assert small().outputs(np.zeros((0, 3))).shape == (0, 2)


def test_predict_needs_rows() -> None:
    with pytest.raises(
        ValueError, match=r"^Network.predict: the last layer must return one row for each example, got \(2,"
    ):
        nn.Network([nn.ReLU()]).predict(np.zeros((2, 3, 3)))


def test_the_digits_network_has_13002_parameters() -> None:
    net = digits_network()
    assert net.parameter_count == 784 * 16 + 16 + 16 * 16 + 16 + 16 * 10 + 10 == 13_002
    assert net.summary() == (
        "layer  output shape  parameters\n"
        "input  784\n"
        "Dense  16                12,560\n"
        "ReLU   16                     0\n"
        "Dense  16                   272\n"
        "ReLU   16                     0\n"
        "Dense  10                   170\n"
        "total                    13,002"
    )


def test_summary_of_images_asks_for_their_shape() -> None:
    net = nn.Network([nn.Flatten(), nn.Dense(12, 2, rng=rng())])
    assert "Flatten  12" in net.summary((3, 4))
    assert "input    3 × 4" in net.summary((3, 4))
    with pytest.raises(
        ValueError, match=r"^Network.summary: give the shape of one example, for example net.summary\(\(1,"
    ):
        net.summary()


@pytest.mark.parametrize(
    ("shape", "kind", "message"),
    [
        (3, TypeError, "input_shape must be a tuple, such as (1, 28, 28), got 3."),
        ((0,), ValueError, "each size of input_shape must be at least 1, got 0."),
        ((1.5,), TypeError, "each size of input_shape must be a whole number, got 1.5."),
    ],
)
def test_summary_refuses_what_is_no_shape(shape, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=f"^Network.summary: {re.escape(message)}$"):
        small().summary(shape)


class Stretch(nn.Layer):
    """A layer of a reader's own, with one learned number."""

    parameter_names = ("s",)

    def __init__(self, s: float) -> None:
        self.s, self.ds = np.array([s]), np.zeros(1)

    def forward(self, X):
        self.X, self.output = X, X * self.s
        return self.output

    def backward(self, gradient):
        self.ds[...] = (gradient * self.X).sum()
        return gradient * self.s


def with_own_layer(dtype=np.float64) -> nn.Network:
    return nn.Network([nn.Flatten(), nn.Dense(6, 4, rng=rng()), Stretch(3.0), nn.Dense(4, 3, rng=rng())], dtype=dtype)


@pytest.mark.parametrize("dtype", FLOATS)
def test_saved_parameters_come_back_the_same_by_name(tmp_path: Path, dtype) -> None:
    net, again, path = with_own_layer(dtype), with_own_layer(dtype), tmp_path / "net.of.mine"
    net.parameters[...] = rng(5).normal(size=net.parameter_count)
    net.save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["net.of.mine"]
    with np.load(path) as file:
        assert sorted(file) == ["1.W", "1.b", "2.s", "3.W", "3.b"]
        np.testing.assert_array_equal(file["3.W"], net.layers[3].W)
    again.load(str(path))
    np.testing.assert_array_equal(again.parameters, net.parameters)
    assert again.dtype == dtype
    images = rng(9).normal(size=(2, 2, 3))
    np.testing.assert_array_equal(again.forward(images), net.forward(images))
    again.backward(np.eye(2, 3))
    assert again.gradients.any()


def test_a_network_of_another_dtype_takes_the_nearest_numbers(tmp_path: Path) -> None:
    net, other = with_own_layer(), with_own_layer(np.float32)
    net.save(tmp_path / "net.npz")
    other.parameters[...] = 0
    other.load(tmp_path / "net.npz")
    assert other.parameters.dtype == np.float32
    np.testing.assert_array_equal(other.parameters, net.parameters.astype(np.float32))


def test_save_takes_over_what_was_assigned(tmp_path: Path) -> None:
    net, again = small(), small()
    net.layers[0].W = np.ones((3, 4))
    net.save(tmp_path / "net.npz")
    again.load(tmp_path / "net.npz")
    assert (again.layers[0].W == 1).all()


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    small().save(path)
    former = path.read_bytes()
    code = (
        "import resource, signal, sys, numpy as np, nnbook as nn\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))\n"
        "nn.Network([nn.Dense(784, 16, rng=np.random.default_rng(0))]).save(sys.argv[1])\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "OSError" in run.stderr, run.stderr
    assert path.read_bytes() == former
    assert list(tmp_path.iterdir()) == [path]


def test_save_says_that_there_is_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        small().save(tmp_path / "missing" / "net.npz")


def damaged(path: pathlib.Path) -> dict[str, bytes]:
    """Return what a file may hold instead of what `save` wrote."""
    content, middle = path.read_bytes(), path.stat().st_size // 2
    array = io.BytesIO()
    np.save(array, np.ones(3))
    objects = io.BytesIO()
    np.savez(objects, **{"0.W": np.array([{}], dtype=object)})
    return {
        "empty": b"",
        "text": b"not weights",
        "cut short": content[:middle],
        "altered": content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :],
        "a single array": array.getvalue(),
        "objects": objects.getvalue(),
        "a pickle": pickle.dumps({"0.W": 1}),
    }


@pytest.mark.parametrize("damage", ["empty", "text", "cut short", "altered", "a single array", "objects", "a pickle"])
def test_load_refuses_what_save_did_not_write_in_one_sentence(tmp_path: Path, damage) -> None:
    net, path = small(), tmp_path / "net.npz"
    net.save(path)
    path.write_bytes(damaged(path)[damage])
    before = net.parameters.copy()
    with pytest.raises(
        ValueError, match=r"^Network\.load: .*net\.npz was not written by Network\.save, or is damaged\.$"
    ):
        net.load(path)
    np.testing.assert_array_equal(net.parameters, before)


def test_load_refuses_the_parameters_of_another_network(tmp_path: Path) -> None:
    nn.Network([nn.Dense(3, 5, rng=rng())]).save(tmp_path / "other.npz")
    with pytest.raises(
        ValueError,
        match=r"^Network\.load: this network has the parameters \{'0\.W': \(3, 4\), .*\}, .*other\.npz holds "
        r"\{'0\.W': \(3, 5\), '0\.b': \(5,\)\}\.$",
    ):
        small().load(tmp_path / "other.npz")
    with pytest.raises(FileNotFoundError):
        small().load(tmp_path / "missing.npz")


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_copy_is_whole_and_on_its_own(duplicate) -> None:
    net = small(dtype=np.float32)
    twin = duplicate(net)
    np.testing.assert_array_equal(twin.parameters, net.parameters)
    assert twin.dtype == np.float32
    twin.parameters[...] = 0
    assert not twin.layers[0].W.any()
    assert net.layers[0].W.all()
    assert not twin.forward(X).any()


def test_a_network_shows_its_layers() -> None:
    assert repr(small()) == "Network([Dense(d_in=3, d_out=4), Tanh(), Dense(d_in=4, d_out=2)])"


def test_a_network_needs_layers_each_once() -> None:
    with pytest.raises(
        ValueError, match=r"^Network: give it at least one layer, for example Network\(\[Dense\(7, 2, rng=r"
    ):
        nn.Network([])
    relu = nn.ReLU()
    with pytest.raises(
        ValueError, match=r"^Network: the same layer object appears twice; make one for each place, they k"
    ):
        nn.Network([relu, nn.Tanh(), relu])


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (3, "layers must be a list of layers, got 3."),
        (["relu"], "each layer must be a nn.Layer, such as nn.ReLU(), got 'relu'."),
    ],
)
def test_a_network_is_made_of_layers(layers, message: str) -> None:
    with pytest.raises(TypeError, match=f"^Network: {re.escape(message)}$"):
        nn.Network(layers)


@pytest.mark.parametrize("method", ["save", "load"])
def test_a_path_is_the_name_of_a_file(method: str) -> None:
    text = f"Network.{method}: path must be the name of a file, such as 'net.npz', got 1."
    with pytest.raises(TypeError, match=f"^{re.escape(text)}$"):
        getattr(small(), method)(1)


def test_parameters_that_are_no_numbers_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    arrays = small().named_parameters()
    np.savez(path, **arrays | {"2.b": np.array(["a", "b"])})
    with pytest.raises(TypeError, match=rf"^Network\.load: 2\.b of {re.escape(str(path))}: expected numbers"):
        small().load(path)
    np.savez(path, **arrays | {"2.b": np.array([1j, 2j])})
    with pytest.raises(TypeError, match=r"^Network\.load: 2\.b of .*: complex numbers would lose their imaginary"):
        small().load(path)


def test_errors_of_the_layers_come_through() -> None:
    with pytest.raises(ValueError, match=r"^Dense.forward: X must have shape \(n, 3\), got \(3,\)"):
        small().forward([1.0, 2.0, 3.0])
    with pytest.raises(RuntimeError, match="call forward first"):
        small().backward(G)
    with pytest.raises(TypeError, match=r"^Network.forward: expected numbers"):
        small().forward("text")


def test_outputs_and_predict_work_in_batches_of_their_size() -> None:
    net, many = small(), rng().normal(size=(2500, 3))
    net.predict(many)
    assert len(net.activations[0]) == 500
    net.outputs(many, batch_size=1200)
    assert len(net.activations[0]) == 100
    net.predict(many, batch_size=600)
    assert len(net.activations[0]) == 100
    net.outputs(many[:1], batch_size=1)
    assert len(net.activations[0]) == 1


def test_a_new_network_has_seen_nothing() -> None:
    assert small().activations == small().activation_gradients == []


def test_every_entry_names_itself_when_it_refuses_text() -> None:
    net = small()
    net.forward(X)
    for name in ("backward", "outputs"):
        with pytest.raises(TypeError, match=rf"^Network.{name}: expected numbers"):
            getattr(net, name)("text")


ROWS = np.ones((4, 2))


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda net: net.outputs(5.0), ValueError, "X must have a row for each example, got the number 5.0."),
        (lambda net: net.predict(5.0), ValueError, "X must have a row for each example, got the number 5.0."),
        (lambda net: net.outputs(ROWS, batch_size=0), ValueError, "batch_size must be at least 1, got 0."),
        (lambda net: net.predict(ROWS, batch_size=-3), ValueError, "batch_size must be at least 1, got -3."),
        (lambda net: net.outputs(ROWS, batch_size=1.5), TypeError, "batch_size must be a whole number, got 1.5."),
    ],
)
def test_outputs_refuses_what_is_no_batch_and_no_size(
    call: Callable[[nn.Network], object], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=f"^Network.outputs: {re.escape(message)}$"):
        call(nn.Network([nn.Dense(2, 3, rng=np.random.default_rng(0))]))
