"""What counts as true at 100 places, and what as proved."""

import numpy as np
import sympy as sp

from nnbook.book.formula.decide import at_draws, close, draw, is_zero, proved, same_condition, vanishes
from nnbook.book.formula.given import Drawn, Sigmoid, drawn, real

x, w = real("x"), real("w", 0.5, 2)
s = Sigmoid(x)


def test_symbols_are_equal_only_if_their_ranges_are() -> None:
    assert real("x") == real("x")
    assert real("x") != real("x", 0, 1)
    assert drawn([np.array([x, w * x], dtype=object)]) == [w, x]


def test_draws_stay_in_range_and_whole_numbers_whole() -> None:
    (values,) = draw([Drawn("n", 1, 4, whole=True)])
    assert set(values) == {1, 2, 3, 4}


def test_values_are_compared_at_all_draws_and_infinity_is_never_close() -> None:
    assert at_draws([x, s], [x], draw([x])).shape == (100, 2)
    assert close([1.0, 2.0], [1.0, 2.0 + 1e-9])
    assert not close([1.0], [1.001])
    assert not close([np.inf], [np.inf])
    assert not close([1.0], [np.inf])


def test_identities_of_exponentials_logarithms_and_the_sigmoid_are_proved() -> None:
    assert is_zero(sp.diff(s, x) - s * (1 - s))
    assert is_zero(s - 1 / (1 + sp.exp(-x)))
    assert is_zero(sp.tanh(x) - (2 * Sigmoid(2 * x) - 1))
    assert is_zero(sp.log(w * sp.exp(x)) - sp.log(w) - x)
    assert not is_zero(sp.diff(s, x) - s * (1 + s))


def test_an_identity_with_a_corner_is_proved_on_both_sides_of_it() -> None:
    t = sp.Symbol("t", positive=True)
    heaviside = sp.Piecewise((1, x > 0), (0, True))
    assert proved("=", sp.diff(sp.Max(0, x), x), heaviside, [{x: t}, {x: -t}])
    assert not proved("=", sp.diff(sp.Max(0, x), x), 1 - heaviside, [{x: t}, {x: -t}])


def test_a_bound_on_a_product_of_slopes_is_proved_and_a_smaller_one_is_not() -> None:
    slope = s * (1 - s)
    assert proved("<=", slope, sp.Rational(1, 4) + 0 * x) or proved("<=", w * slope, w / 4)
    assert not proved("<=", w * slope, w / 5)


def test_two_conditions_are_the_same_where_sigma_rises() -> None:
    assert same_condition(s > sp.Rational(1, 2), x > 0)
    assert not same_condition(s > sp.Rational(1, 2), x > 1)


def test_an_approximation_may_leave_out_powers_from_its_order_on() -> None:
    h = real("h")
    assert vanishes(sp.exp(h) - 1 - h, h, 2)
    assert not vanishes(sp.exp(h) - 1 - h, h, 3)
