"""The layout of PyTorch's `state_dict`, without PyTorch: names and places by hand (with it: `make frameworks`)."""

import re

import numpy as np
import pytest

import nnbook as nn


def network(*, seed: int, dtype: type = np.float64) -> nn.Network:
    rng = np.random.default_rng(seed)
    layers = [nn.Conv2d(2, 3, 2, rng=rng), nn.ReLU(), nn.Flatten(), nn.Dense(12, 2, rng=rng)]
    net = nn.Network(layers, dtype=dtype)
    net.parameters[...] = rng.normal(size=net.parameter_count)
    return net


def test_names_and_layout_are_those_of_a_sequential() -> None:
    dense = nn.Dense.from_arrays([[1.0, 2, 3], [4, 5, 6]], [7.0, 8, 9])
    state = nn.to_state_dict(nn.Network([nn.Tanh(), dense]))
    assert list(state) == ["1.weight", "1.bias"]
    # A row of weights for each output: PyTorch computes x @ weight.T + bias.
    np.testing.assert_array_equal(state["1.weight"], [[1, 4], [2, 5], [3, 6]])
    np.testing.assert_array_equal(state["1.bias"], [7, 8, 9])
    assert state["1.weight"].flags.c_contiguous


def test_filters_stay_as_they_are() -> None:
    net = network(seed=0)
    state = nn.to_state_dict(net)
    assert list(state) == ["0.weight", "0.bias", "3.weight", "3.bias"]
    np.testing.assert_array_equal(state["0.weight"], net.layers[0].W)
    assert state["3.weight"].shape == (2, 12)


def test_what_is_written_is_read_into_the_same_network_and_is_a_copy() -> None:
    one, other = network(seed=0), network(seed=1)
    state = nn.to_state_dict(one)
    X = np.random.default_rng(2).normal(size=(4, 2, 3, 3))
    assert not np.allclose(one(X), other(X))
    nn.load_state_dict(other, state)
    np.testing.assert_array_equal(one(X), other(X))
    before = other.parameters.copy()
    for array in state.values():
        array[...] = 0
    np.testing.assert_array_equal(one.parameters, before)
    np.testing.assert_array_equal(other.parameters, before)


def test_the_network_keeps_its_dtype() -> None:
    other = network(seed=1, dtype=np.float32)
    nn.load_state_dict(other, nn.to_state_dict(network(seed=0)))
    assert other.parameters.dtype == np.float32


@pytest.mark.parametrize("change", ["missing", "another", "transposed"])
def test_a_state_of_another_network_is_refused_and_changes_nothing(change: str) -> None:
    net = network(seed=0)
    before, state = net.parameters.copy(), nn.to_state_dict(network(seed=1))
    if change == "missing":
        del state["3.bias"]
    elif change == "another":
        state["4.bias"] = np.zeros(2)
    else:
        state["3.weight"] = state["3.weight"].T
    with pytest.raises(
        ValueError,
        match=r"^load_state_dict: this network needs .*'3\.weight': \(2, 12\).*, got \{.*\}\. "
        r"Give it the state of a torch\.nn\.Sequential with the same layers in the same places\.$",
    ):
        nn.load_state_dict(net, state)
    np.testing.assert_array_equal(net.parameters, before)


def test_a_state_is_a_dictionary_of_real_numbers() -> None:
    net = network(seed=0)
    before, state = net.parameters.copy(), nn.to_state_dict(network(seed=1))
    text = "load_state_dict: state must be a dictionary of arrays, such as nn.to_state_dict(net), got 3."
    with pytest.raises(TypeError, match=f"^{re.escape(text)}$"):
        nn.load_state_dict(net, 3)
    with pytest.raises(TypeError, match=r"^load_state_dict: 3\.bias: expected numbers, got an array of dtype <U1\."):
        nn.load_state_dict(net, state | {"3.bias": ["a", "b"]})
    with pytest.raises(TypeError, match=r"^load_state_dict: 3\.bias: complex numbers would lose their imaginary part"):
        nn.load_state_dict(net, state | {"3.bias": state["3.bias"] * 1j})
    np.testing.assert_array_equal(net.parameters, before)


def test_layers_that_pytorch_has_no_names_for_are_refused() -> None:
    class Scale(nn.Layer):
        parameter_names = ("factor",)

        def __init__(self) -> None:
            self.factor, self.dfactor = np.ones(1), np.zeros(1)

    with pytest.raises(ValueError, match=r"^to_state_dict: PyTorch has no name for 0\.factor of .*\. Call it W or b\."):
        nn.to_state_dict(nn.Network([Scale()]))
    text = "net must be a nn.Network, such as nn.Network([nn.Dense(7, 2, rng=rng)]), got {}."
    with pytest.raises(TypeError, match=f"^to_state_dict: {re.escape(text)}$"):
        nn.to_state_dict({})
    with pytest.raises(TypeError, match=f"^load_state_dict: {re.escape(text)}$"):
        nn.load_state_dict({}, {})
