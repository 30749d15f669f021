"""The chain of single neurons: numbers worked by hand, and each derivative against three others."""

import copy
import math
import re
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn

numbers = st.floats(-3, 3)
layers = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5)


def passed(weights, biases, x: float, y: float) -> nn.Chain:
    chain = nn.Chain(weights, biases)
    chain.forward(x, y)
    chain.backward()
    return chain


def cost(weights, biases, x, y, sigma: Callable[..., Any] = lambda z: 1 / (1 + np.exp(-z))):
    """Write the chain out once more, without the library."""
    a = x
    for w, b in zip(weights, biases, strict=True):
        a = sigma(w * a + b)
    return (a - y) ** 2


def gradients(chain: nn.Chain) -> np.ndarray:
    numbers = range(1, chain.L + 1)
    return np.array([*map(chain.dC_dw.get, numbers), *map(chain.dC_db.get, numbers), chain.dC_da[0]], dtype=float)


def test_one_neuron_worked_by_hand() -> None:
    """With w = 2, x = 0.5 and b = −1 the sum is 0, so σ = 1/2 and σ' = 1/4."""
    chain = nn.Chain([2.0], [-1.0])
    assert chain.forward(0.5, 1.0) == 0.25
    chain.backward()
    assert (chain.z, chain.a, chain.C) == ({1: 0.0}, {0: 0.5, 1: 0.5}, 0.25)
    assert (chain.da_dz, chain.dz_dw, chain.dz_db, chain.dz_da_previous) == ({1: 0.25}, {1: 0.5}, {1: 1.0}, {1: 2.0})
    assert chain.dC_da == {1: -1.0, 0: -0.5}
    assert (chain.dC_dz, chain.dC_dw, chain.dC_db) == ({1: -0.25}, {1: -0.125}, {1: -0.25})


def test_two_neurons_worked_by_hand() -> None:
    """Both sums are 0: the second layer's w = 4 hands 4 · 1/4 · 2 (1/2 − 0) = 1 back, the first makes −3/4 of it."""
    chain = passed([-3.0, 4.0], [3.0, -2.0], 1.0, 0.0)
    assert chain.z == {1: 0.0, 2: 0.0}
    assert chain.dC_da == {2: 1.0, 1: 1.0, 0: -0.75}
    assert chain.dC_dw == {2: 0.125, 1: 0.25}
    assert chain.dC_db == {2: 0.25, 1: 0.25}


@given(layers, numbers, numbers)
def test_the_derivatives_are_those_of_central_differences_and_of_autograd(pairs, x: float, y: float) -> None:
    weights, biases = map(np.array, zip(*pairs, strict=True))
    L, theta = len(weights), np.array([*weights, *biases, x])
    found = gradients(passed(weights, biases, x, y))
    numeric = nn.gradient(lambda theta: cost(theta[:L], theta[L:-1], theta[-1], y), theta)
    np.testing.assert_allclose(found, numeric, atol=1e-8)
    automatic = autograd.grad(
        lambda theta: cost(theta[:L], theta[L:-1], theta[-1], y, lambda z: 1 / (1 + anp.exp(-z)))
    )(theta)
    np.testing.assert_allclose(found, automatic, rtol=1e-12, atol=1e-15)


@given(layers, numbers, numbers)
def test_the_derivatives_are_those_of_the_complex_step_through_the_chain_itself(pairs, x: float, y: float) -> None:
    weights, biases = map(np.array, zip(*pairs, strict=True))
    L, theta, h = len(weights), np.array([*weights, *biases, x]), 1e-30
    expected = []
    for i in range(len(theta)):
        moved = theta + 1j * h * (np.arange(len(theta)) == i)
        expected.append(nn.Chain(moved[:L], moved[L:-1]).forward(moved[-1], y).imag / h)
    np.testing.assert_allclose(gradients(passed(weights, biases, x, y)), expected, rtol=1e-12, atol=1e-15)


def test_the_values_are_those_of_the_formula_and_are_kept_by_layer() -> None:
    chain = passed([0.5, -1.5, 2.0], [0.1, 0.2, -0.3], 0.7, 1.0)
    first = 1 / (1 + math.exp(-(0.5 * 0.7 + 0.1)))
    second = 1 / (1 + math.exp(-(-1.5 * first + 0.2)))
    third = 1 / (1 + math.exp(-(2.0 * second - 0.3)))
    assert [chain.a[layer] for layer in range(4)] == pytest.approx([0.7, first, second, third], rel=1e-15)
    assert pytest.approx((third - 1) ** 2, rel=1e-15) == chain.C
    assert chain.L == 3
    assert sorted(chain.z) == sorted(chain.dC_dz) == sorted(chain.dC_dw) == sorted(chain.dC_db) == [1, 2, 3]
    assert sorted(chain.a) == sorted(chain.dC_da) == [0, 1, 2, 3]


def test_a_second_pass_replaces_the_first() -> None:
    chain = passed([0.5, -1.5], [0.1, 0.2], 0.7, 1.0)
    chain.w[2] = 3.0
    chain.forward(-0.2, 0.0)
    chain.backward()
    fresh = passed([0.5, 3.0], [0.1, 0.2], -0.2, 0.0)
    assert vars(chain) == vars(fresh)


def test_a_new_chain_has_weights_and_no_values_yet() -> None:
    chain = nn.Chain([2.0], [-1.0])
    assert (chain.w, chain.b) == ({1: 2.0}, {1: -1.0})
    assert chain.z == chain.a == chain.dC_da == {}
    assert chain.y is chain.C is None


def test_the_largest_number_that_may_be_squared_is_taken() -> None:
    assert nn.Chain([1.0], [0.0]).forward(1e150, 1e150) == pytest.approx(1e300)


def test_it_says_what_it_is() -> None:
    assert repr(nn.Chain([1, 2], [0.5, 0])) == "Chain(weights=[1.0, 2.0], biases=[0.5, 0.0])"


LENGTHS = "Chain: weights and biases must be two lists of the same length, one number for each layer and at least one, "
ONE = "A chain takes one example at a time; average its derivatives over the examples."


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nn.Chain([1, 2], [0]), LENGTHS + "got shapes (2,) and (1,)."),
        (lambda: nn.Chain([], []), LENGTHS + "got shapes (0,) and (0,)."),
        (lambda: nn.Chain([[1.0]], [[0.0]]), LENGTHS + "got shapes (1, 1) and (1, 1)."),
        (lambda: nn.Chain([1, math.nan], [0, 0]), "Chain: the weights must be finite, got [1.0, nan]."),
        (lambda: nn.Chain([1], [math.inf]), "Chain: the biases must be finite, got [inf]."),
        (
            lambda: nn.Chain([1], [0]).forward([1, 2], 0),
            f"Chain.forward: x must be one finite number, at most 1e150 in size, got [1.0, 2.0]. {ONE}",
        ),
        (
            lambda: nn.Chain([1], [0]).forward(1, math.nan),
            f"Chain.forward: y must be one finite number, at most 1e150 in size, got nan. {ONE}",
        ),
    ],
)
def test_what_is_no_chain_is_refused_in_words(call, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize(
    ("call", "who"),
    [
        (lambda: nn.Chain(["a"], [0]), "Chain"),
        (lambda: nn.Chain([1], ["a"]), "Chain"),
        (lambda: nn.Chain([1], [0]).forward("a", 0), "Chain.forward: x"),
        (lambda: nn.Chain([1], [0]).forward(0, "a"), "Chain.forward: y"),
    ],
)
def test_text_in_the_place_of_numbers_is_refused_by_name(call, who: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(who)}: expected numbers"):
        call()


def test_backward_needs_a_forward() -> None:
    message = "Chain.backward: call forward(x, y) first; the derivatives are taken at its values."
    with pytest.raises(RuntimeError, match=f"^{re.escape(message)}$"):
        nn.Chain([1], [0]).backward()


@pytest.mark.parametrize("name", ["z", "a"])
def test_a_value_before_forward_is_refused_by_the_name_of_the_pass(name: str) -> None:
    with pytest.raises(RuntimeError, match=r"^Chain: call forward\(x, y\) first"):
        getattr(nn.Chain([1], [0]), name)[1]


@pytest.mark.parametrize("name", ["da_dz", "dz_dw", "dz_db", "dz_da_previous", "dC_dz", "dC_dw", "dC_db", "dC_da"])
def test_a_derivative_before_backward_is_refused_by_the_name_of_the_pass(name: str) -> None:
    chain = nn.Chain([1], [0])
    chain.forward(0.5, 1.0)
    with pytest.raises(RuntimeError, match=r"^Chain: call backward\(\) first"):
        getattr(chain, name)[1]
    chain.backward()
    assert np.isfinite(getattr(chain, name)[1])


def test_a_layer_that_the_chain_does_not_have_is_a_wrong_key() -> None:
    chain = passed([1.0], [0.0], 0.5, 1.0)
    with pytest.raises(KeyError, match=r"^2$"):
        chain.dC_dw[2]


def test_a_copy_has_the_numbers_and_still_knows_its_passes() -> None:
    chain, fresh = copy.deepcopy(passed([1.0], [0.0], 0.5, 1.0)), copy.deepcopy(nn.Chain([1], [0]))
    assert chain.dC_dw == passed([1.0], [0.0], 0.5, 1.0).dC_dw
    with pytest.raises(RuntimeError, match=r"^Chain: call backward\(\) first"):
        fresh.dC_dw[1]
