"""Networks: one flat vector, the passes, what a page may read, summary, files and copies."""

import copy
import pickle

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


def test_backward_returns_the_gradient_of_the_input_unless_told_to_stop() -> None:
    net = small()
    net.forward(X)
    dX = net.backward(G)
    flat = net.gradients.copy()
    assert dX.shape == X.shape
    assert len(net.activation_gradients) == 4
    net.gradients[...] = 0
    stopped = net.backward(G, to_input=False)
    np.testing.assert_array_equal(net.gradients, flat)
    assert stopped.shape == (5, 4)
    assert len(net.activation_gradients) == 3


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
    arrays = [array for layer in net.layers for array in layer.parameters().values()]
    np.testing.assert_array_equal(net.parameters, np.concatenate([array.ravel() for array in arrays]))
    net.forward(X)
    net.backward(G)
    arrays = [array for layer in net.layers for array in layer.gradients().values()]
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


def test_results_stay_the_callers_except_where_arrays_are_reused() -> None:
    net = small()
    kept = net.forward(X)
    copied = kept.copy()
    net.forward(-X)
    np.testing.assert_array_equal(kept, copied)
    with net.reuse():
        first = net.forward(X)
        assert net.forward(-X) is first
    np.testing.assert_allclose(first, net.forward(-X))
    assert net.forward(X) is not first
    with pytest.raises(ZeroDivisionError), net.reuse():
        raise ZeroDivisionError
    assert all(layer.store is None for layer in net.layers)


def test_predict_names_the_largest_output_in_batches_of_any_size() -> None:
    net = small()
    expected = net.forward(X).argmax(axis=1)
    assert set(expected) == {0, 1}
    for size in (1, 2, 5, 100):
        np.testing.assert_array_equal(net.predict(X, batch_size=size), expected)
        np.testing.assert_allclose(net.outputs(X, batch_size=size), net.forward(X), rtol=1e-13)
    assert len(net.predict(rng().normal(size=(2500, 3)))) == 2500


def test_predict_of_a_single_output_is_whether_it_exceeds_a_half() -> None:
    net = nn.Network([nn.Dense.from_arrays([[1.0]], [0.0])])
    np.testing.assert_array_equal(net.predict([[0.4], [0.5], [0.6]]), [0, 0, 1])


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


@pytest.mark.parametrize("dtype", FLOATS)
def test_a_saved_network_comes_back_the_same(tmp_path, dtype) -> None:
    layers = [nn.Flatten(), nn.Dense(6, 4, rng=rng()), nn.LeakyReLU(0.2), nn.Dense(4, 3, rng=rng()), nn.Softmax()]
    net = nn.Network(layers, dtype=dtype)
    path = tmp_path / "net.of.mine"
    net.save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["net.of.mine"]
    again = nn.Network.load(path)
    assert repr(again) == repr(net)
    assert again.dtype == dtype
    images = rng(9).normal(size=(2, 2, 3))
    np.testing.assert_array_equal(again.forward(images), net.forward(images))
    again.backward(np.eye(2, 3))
    assert again.gradients.any()


def test_save_takes_over_what_was_assigned(tmp_path) -> None:
    net = small()
    net.layers[0].W = np.ones((3, 4))
    net.save(tmp_path / "net.npz")
    assert (nn.Network.load(str(tmp_path / "net.npz")).layers[0].W == 1).all()


def test_load_refuses_what_save_did_not_write(tmp_path) -> None:
    np.savez(tmp_path / "other.npz", x=np.ones(2))
    with pytest.raises(ValueError, match=r"other\.npz was not written by Network\.save; it holds \['x'\]\.$"):
        nn.Network.load(tmp_path / "other.npz")
    pickled = tmp_path / "pickled.npz"
    np.savez(pickled, layers=np.array([{}], dtype=object), parameters=np.ones(1))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        nn.Network.load(pickled)
    layers = np.array('[["Dense", {"d_in": 2, "d_out": 1}]]')
    np.savez(tmp_path / "short.npz", layers=layers, parameters=np.ones(2))
    with pytest.raises(ValueError, match=r"^Network.load: .*short\.npz holds 2 parameters, its layers need 3\.$"):
        nn.Network.load(tmp_path / "short.npz")
    np.savez(tmp_path / "unknown.npz", layers=np.array('[["Warp", {}], ["ReLU", {}]]'), parameters=np.ones(0))
    with pytest.raises(
        ValueError, match=r"^Network.load: no layer is called Warp; import the module that defines it fi"
    ):
        nn.Network.load(tmp_path / "unknown.npz")


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


def test_labels_are_integers_for_one_output_and_for_many() -> None:
    assert small().predict(X).dtype == np.intp
    assert nn.Network([nn.Dense.from_arrays([[1.0]], [0.0])]).predict([[0.4]]).dtype == np.intp


def test_a_new_network_has_seen_nothing() -> None:
    assert small().activations == small().activation_gradients == []


def test_every_entry_names_itself_when_it_refuses_text() -> None:
    net = small()
    net.forward(X)
    for name in ("backward", "outputs"):
        with pytest.raises(TypeError, match=rf"^Network.{name}: expected numbers"):
            getattr(net, name)("text")


def test_all_unknown_layers_are_named(tmp_path) -> None:
    np.savez(tmp_path / "unknown.npz", layers=np.array('[["Warp", {}], ["Bend", {}]]'), parameters=np.ones(0))
    with pytest.raises(ValueError, match=r"^Network.load: no layer is called Warp, Bend; import"):
        nn.Network.load(tmp_path / "unknown.npz")
