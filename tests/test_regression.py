"""Least squares: no other weights have a smaller squared error."""

import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.polynomial import Polynomial

import nnbook as nn

RNG = np.random.default_rng(6)
numbers = st.floats(-100, 100)


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12), st.floats(-1, 1), st.floats(-1, 1))
def test_no_other_line_has_a_smaller_squared_error(points, dm: float, db: float) -> None:
    x, y = np.array(points).T
    assume(np.ptp(x) > 0.1)
    line = nn.fit_line(x, y)
    other = np.sum(((line.m + dm) * x + line.b + db - y) ** 2)
    assert line.squared_error <= other + 1e-6 * (1 + other)


@given(numbers, numbers)
def test_points_on_a_line_give_the_line_back(m: float, b: float) -> None:
    x = np.array([-1.0, 0.5, 2.0])
    line = nn.fit_line(x, m * x + b)
    assert line.m == pytest.approx(m, abs=1e-9)
    assert line.b == pytest.approx(b, abs=1e-9)
    assert line.squared_error == pytest.approx(0, abs=1e-9)


def test_three_points_worked_by_hand() -> None:
    """No slope helps: the line stays at the mean, 1/3, and misses by 1/3, 2/3 and 1/3."""
    line = nn.fit_line([0, 1, 2], [0, 1, 0])
    assert line == pytest.approx((0, 1 / 3, 1 / 9 + 4 / 9 + 1 / 9))


def test_the_line_is_that_of_an_independent_fit_also_far_from_zero() -> None:
    x, y = RNG.normal(1e6, 1, 40), RNG.normal(size=40)
    slope = Polynomial.fit(x, y, 1).convert().coef[1]
    assert nn.fit_line(x, y).m == pytest.approx(slope, rel=1e-6)


def test_the_weights_are_those_of_an_independent_solver() -> None:
    X, y = RNG.normal(size=(30, 4)), RNG.normal(size=30)
    np.testing.assert_allclose(nn.least_squares(X, y), np.linalg.lstsq(X, y, rcond=None)[0])
    assert nn.least_squares([[1, 0], [0, 2]], [3, 4]).tolist() == [3, 2]


def test_the_error_is_at_right_angles_to_every_column() -> None:
    X, y = RNG.normal(size=(30, 4)), RNG.normal(size=30)
    np.testing.assert_allclose(X.T @ (X @ nn.least_squares(X, y) - y), 0, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: nn.least_squares([1, 2], [1, 2]),
            "least_squares: X must have shape (n, d) and y (n,), got (2,) and (2,).",
        ),
        (
            lambda: nn.least_squares([[1, 2], [2, 4]], [1, 2]),
            "least_squares: 2 weights cannot be told apart by 2 examples whose columns depend on one another. "
            "Add examples, or leave a column out.",
        ),
        (
            lambda: nn.least_squares(np.zeros((0, 2)), []),
            "least_squares: 2 weights cannot be told apart by 0 examples whose columns depend on one another. "
            "Add examples, or leave a column out.",
        ),
        (
            lambda: nn.fit_line([1, 1], [0, 1]),
            "fit_line: x and y must have the same shape (n,), with at least two different x, got (2,) and (2,).",
        ),
        (
            lambda: nn.fit_line([1, 2], [0]),
            "fit_line: x and y must have the same shape (n,), with at least two different x, got (2,) and (1,).",
        ),
    ],
)
def test_what_has_no_best_fit_is_refused_in_words(call, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize("x_unit", [1e-308, 1e-200, 1.0, 1e200, 5e307])
@pytest.mark.parametrize("y_unit", [1e-200, 1.0, 1e100])
def test_points_in_any_unit_have_the_same_line_in_it(x_unit: float, y_unit: float) -> None:
    x, y = np.array([1.0, 2, 3]), np.array([1.0, 2, 4])
    m, b, error = nn.fit_line(x, y)
    with np.errstate(over="ignore", under="ignore"):
        slope = np.float64(m) * y_unit / x_unit
    if np.isinf(slope):
        with pytest.raises(ValueError, match="larger than a float can hold"):
            nn.fit_line(x_unit * x, y_unit * y)
        return
    line = nn.fit_line(x_unit * x, y_unit * y)
    assert line.m == pytest.approx(slope, rel=1e-9)
    assert line.b == pytest.approx(b * y_unit, rel=1e-9)
    assert line.squared_error == pytest.approx(error * y_unit * y_unit, rel=1e-9)
    w = nn.least_squares(np.column_stack([x_unit * x, y_unit * x**2]), x + 3 * x**2)
    np.testing.assert_allclose(w * [x_unit, y_unit], [1, 3], rtol=1e-9)


def test_the_smallest_numbers_that_there_are_have_a_line() -> None:
    least = np.nextafter(0, 1)
    assert nn.fit_line([0, least], [0, least]) == (1, 0, 0)


def test_single_precision_stays_single() -> None:
    X, y = np.array([[1, 0], [0, 2]], np.float32), np.array([3, 4], np.float32)
    assert nn.least_squares(X, y).dtype == np.float32


def test_a_line_that_no_float_can_hold_says_so() -> None:
    text = (
        "fit_line: the line must fit into floats, got a slope, a height or a squared error larger than a float can "
        "hold. Give x and y in other units."
    )
    for x, y in (([1e-200, 2e-200], [1e200, 2e200]), ([0, 1, 2], [0, 1e200, 0])):
        with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
            nn.fit_line(x, y)
    text = (
        "least_squares: the weights must fit into floats, got one larger than a float can hold. "
        "Give X and y in other units."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        nn.least_squares([[1e-200], [2e-200]], [1e200, 2e200])


@pytest.mark.parametrize("fit", [nn.least_squares, nn.fit_line])
@pytest.mark.parametrize("texts", [(["a", "b"], [1, 2]), ([1, 2], ["a", "b"])])
def test_each_fit_names_itself_when_it_refuses_text(fit, texts: list[str]) -> None:
    with pytest.raises(TypeError, match=f"^{fit.__name__}: expected numbers"):
        fit(*texts)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_not_finite_has_no_line(wrong) -> None:
    for x, y in (([0, wrong, 2], [0, 1, 2]), ([0, 1, 2], [0, wrong, 2])):
        with pytest.raises(ValueError, match=r"^fit_line: every number of x and y must be finite"):
            nn.fit_line(x, y)
        with pytest.raises(ValueError, match=r"^least_squares: every number of X and y must be finite"):
            nn.least_squares(np.column_stack([x, [1, 1, 1]]), y)
