"""Numeric derivatives against known ones, how their errors shrink, and what the check says."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnbook as nn

POINTS = np.linspace(-2, 2, 9)
PAIRS = [(np.sin, np.cos), (np.exp, np.exp), (lambda x: x**3, lambda x: 3 * x**2)]


@pytest.mark.parametrize(("f", "slope"), PAIRS)
def test_the_quotients_come_close_to_the_derivative(f, slope) -> None:
    np.testing.assert_allclose(nn.forward_difference(f, POINTS), slope(POINTS), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(nn.central_difference(f, POINTS), slope(POINTS), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(nn.complex_step(f, POINTS), slope(POINTS), rtol=1e-15, atol=1e-15)


def test_halving_h_halves_the_forward_error_and_quarters_the_central_one() -> None:
    def error(difference, h: float) -> float:
        return abs(float(difference(np.exp, 1.0, h)) - np.e)

    assert error(nn.forward_difference, 1e-3) / error(nn.forward_difference, 5e-4) == pytest.approx(2, rel=0.01)
    assert error(nn.central_difference, 1e-2) / error(nn.central_difference, 5e-3) == pytest.approx(4, rel=0.01)


def test_the_library_hands_complex_numbers_on() -> None:
    np.testing.assert_allclose(nn.complex_step(nn.sigmoid, POINTS), nn.sigmoid_derivative(POINTS), rtol=1e-14)
    np.testing.assert_allclose(nn.complex_step(nn.tanh, POINTS), nn.tanh_derivative(POINTS), rtol=1e-14)


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=4), st.floats(-2, 2))
def test_the_gradient_of_a_quadratic_is_linear(entries: list[float], c: float) -> None:
    x = np.array(entries)
    np.testing.assert_allclose(
        nn.gradient(lambda v: c * np.sum(v**2) + v[0], x), 2 * c * x + np.eye(len(x))[0], atol=1e-8
    )


def test_the_gradient_has_the_shape_of_its_point_and_leaves_it_alone() -> None:
    x = np.arange(6.0).reshape(2, 3)
    x.flags.writeable = False
    slopes = nn.gradient(lambda v: np.sum(v * v), x)
    assert slopes.shape == (2, 3)
    np.testing.assert_allclose(slopes, 2 * x, atol=1e-8)
    np.testing.assert_allclose(nn.gradient(lambda v: np.sum(v * v), [[1, 2]]), [[2, 4]])


def test_an_entry_moves_by_a_hundred_thousandth_of_itself_or_of_one() -> None:
    seen = []

    def f(v) -> float:
        seen.append(v)
        return 0.0

    nn.gradient(f, [0.5, -300.0])
    steps = np.array(seen) - [0.5, -300.0]
    np.testing.assert_allclose(steps, [[-1e-5, 0], [1e-5, 0], [0, -3e-3], [0, 3e-3]], rtol=1e-6)


def test_the_jacobian_has_a_row_for_each_output() -> None:
    z = np.array([0.3, -1.0, 2.0])
    np.testing.assert_allclose(nn.jacobian(nn.softmax, z), nn.softmax_jacobian(z), atol=1e-9)
    A = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(nn.jacobian(lambda v: A @ v, z), A, atol=1e-8)


def test_the_jacobian_takes_the_step_it_is_told() -> None:
    np.testing.assert_allclose(nn.jacobian(lambda v: v**3, [1.0, 2.0], h=0.5), [[3.25, 0], [0, 12.25]])


def test_the_check_tells_right_from_wrong() -> None:
    x, f = np.array([1.0, -2.0]), lambda v: np.sum(v**3)
    right = nn.gradient_check(f, 3 * x**2, x)
    assert right.error < 1e-7
    wrong = nn.gradient_check(f, 3 * x, x)
    assert wrong.error > 0.1
    forgotten = nn.gradient_check(f, 1.5 * x**2, x)
    assert forgotten.error == pytest.approx(1 / 3, abs=1e-6)
    assert nn.gradient_check(f, -3 * x**2, x).error == pytest.approx(1)
    assert nn.gradient_check(lambda v: 0.0, np.zeros(2), x).error == 0


def test_the_check_is_relative_so_small_gradients_can_be_wrong_too() -> None:
    assert nn.gradient_check(np.sum, [0.0, 0.0], [1.0, 1.0]).error == 1
    assert nn.gradient_check(lambda v: 1e-3 * np.sum(v), [3e-3], [1.0]).error == pytest.approx(1 / 2)


def test_the_check_shows_both_gradients_and_takes_the_step_it_is_told() -> None:
    """A cube is steeper over a wide step: ((1 + h)³ − (1 − h)³) / 2h = 3 + h²."""
    check = nn.gradient_check(lambda v: np.sum(v**3), [3.0], [1.0], h=0.5)
    assert check.numeric == pytest.approx([3.25])
    assert check.claimed.tolist() == [3.0]
    assert check.error == pytest.approx(0.25 / 6.25)


def test_what_the_curvature_explains_is_taken_off_the_worst_error() -> None:
    """A step of 1/2 finds 3.25 for the slope 3 of the cube, a step of 1 finds 4: 0.75 is in doubt."""
    within = nn.gradient_check(lambda v: np.sum(v**3), [3.0], [1.0], h=0.5)
    assert (within.absolute, within.relative) == (0.25, 0)
    beyond = nn.gradient_check(lambda v: np.sum(v**3), [2.0], [1.0], h=0.5)
    assert beyond.absolute == pytest.approx(1.25)
    assert beyond.relative == pytest.approx((1.25 - 0.75) / (2 + 3.25))


def test_what_the_rounding_of_f_explains_is_taken_off_the_worst_error() -> None:
    """Numbers of the size of 1/ε are 1 apart; eight such roundings, over a width of 1, leave a slope of 8 in doubt."""
    check = nn.gradient_check(lambda v: 1 / np.finfo(float).eps, [16.0], [0.0], h=0.5)
    assert (check.absolute, check.relative) == (16, 0.5)


WORST = "\nworst entry (3,): off by 2e-08, relative error 4e-01"


@pytest.mark.parametrize(
    ("error", "relative", "words"),
    [
        (1e-7, 1e-7, "1e-07: they agree"),
        (
            2e-7,
            0.0,
            "2e-07: suspicious, unless there is a corner near by\nworst entry (3,): off by 2e-08, relative error 0e+00",
        ),
        (
            1e-3,
            1e-3,
            "1e-03: suspicious, unless there is a corner near by\nworst entry (3,): off by 2e-08, relative error 1e-03",
        ),
        (1e-9, 0.4, f"1e-09: one entry is wrong, unless there is a corner near by{WORST}"),
        (1e-3, 0.4, f"1e-03: one entry is wrong, unless there is a corner near by{WORST}"),
        (2e-3, 0.4, f"2e-03: one of them is wrong{WORST}"),
    ],
)
def test_the_check_says_what_its_error_means(error: float, relative: float, words: str) -> None:
    check = nn.GradientCheck(np.ones(4), np.ones(4), error, (3,), 2e-8, relative)
    assert str(check) == f"relative error {words}"


@pytest.mark.parametrize("size", [1e-2, 1e-5, 1e-8])
def test_a_small_entry_does_not_hide_behind_a_large_one(size: float) -> None:
    """Found by the norm alone: 1e-2 "suspicious" or wrong, 1e-5 "suspicious", 1e-8 "they agree"."""
    slopes = np.array([1.0, -2.0, size])

    def f(x):
        return slopes @ np.sin(x) + x[0] ** 4

    x = np.array([0.3, 0.7, 0.0])
    right = slopes * np.cos(x) + [4 * x[0] ** 3, 0, 0]
    check = nn.gradient_check(f, right, x)
    assert str(check).endswith("they agree")
    assert check.relative <= 1e-7
    wrong = nn.gradient_check(f, right * [1, 1, -1], x)
    assert wrong.place == (2,)
    assert wrong.absolute == pytest.approx(2 * size, rel=1e-2)
    assert wrong.relative == pytest.approx(1, rel=1e-2)
    assert "wrong" in str(wrong)


def test_a_million_moves_as_well_as_one() -> None:
    """With one step for all, x + 1e-5 is x for x = 1e12, and every slope there was 0."""
    np.testing.assert_allclose(nn.gradient(lambda v: v[0] ** 2, [1e12]), [2e12], rtol=1e-9)
    x = np.array([-1e12, -3.0, 1e-3])
    np.testing.assert_allclose(nn.jacobian(lambda v: v**2, x), np.diag(2 * x), rtol=1e-9)
    assert nn.gradient_check(lambda v: v[0] ** 2, [2e12], [1e12]).error < 1e-9
    text = "1000000000000.0 does not move by a step of 1e-05. Leave h out, and the step fits x."
    with pytest.raises(ValueError, match=f"^gradient: {re.escape(text)}$"):
        nn.gradient(lambda v: v[0] ** 2, [1e12], h=1e-5)
    with pytest.raises(ValueError, match=f"^jacobian: {re.escape(text)}$"):
        nn.jacobian(lambda v: v**2, [1e12], h=1e-5)


def test_gradients_too_large_to_be_squared_are_compared() -> None:
    check = nn.gradient_check(lambda v: 1e200 * np.sum(v), [1e200, 1e200], [1.0, 2.0])
    assert check.error < 1e-7
    assert nn.gradient_check(lambda v: 1e200 * np.sum(v), [1e200, -1e200], [1.0, 2.0]).error > 0.5


@pytest.mark.parametrize(
    ("f", "claimed", "x", "message"),
    [
        (np.sum, [1.0, 1.0], [np.nan, 2.0], "x must be finite, got nan at (0,)."),
        (np.sum, [1.0, np.inf], [1.0, 2.0], "the claimed gradient must be finite, got inf at (1,)."),
        (lambda v: np.nan, [1.0, 1.0], [1.0, 2.0], "f near x, and so its slope, must be finite, got nan at (0,)."),
        (lambda v: np.inf, [1.0, 1.0], [1.0, 2.0], "f near x, and so its slope, must be finite, got nan at (0,)."),
    ],
)
def test_nothing_agrees_with_nan(f, claimed, x, message: str) -> None:
    """Found before: "relative error 0e+00: they agree"."""
    with pytest.raises(ValueError, match=f"^gradient_check: {re.escape(message)}$"):
        nn.gradient_check(f, claimed, x)


@pytest.mark.parametrize("quotient", [nn.forward_difference, nn.central_difference])
def test_a_step_too_small_to_move_x_is_refused(quotient) -> None:
    text = (
        f"{quotient.__name__}: h must move every entry of x, got h = 1e-20 beside 1e+20. "
        "Take a larger h, about 1e-5 times x."
    )
    for x in (1e20, [0.0, 1e20]):
        with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
            quotient(np.sin, x, h=1e-20)
    # Downwards the numbers below 1 lie closer, and 1 would move.
    with pytest.raises(ValueError, match=r"h must move every entry of x, got h = 1e-16 beside 1\."):
        quotient(np.sin, 1.0, h=1e-16)
    assert quotient(lambda x: 3 * x, 0.0, h=1e-20) == pytest.approx(3)
    assert np.isnan(quotient(np.sin, np.nan))


def test_nothing_to_compare_agrees() -> None:
    check = nn.gradient_check(lambda v: 1.0, [], [])
    assert str(check) == "relative error 0e+00: they agree"
    assert check.numeric.shape == check.claimed.shape == (0,)
    assert check[2:] == (0, (), 0, 0)


def test_an_entry_that_both_say_is_zero_agrees() -> None:
    check = nn.gradient_check(lambda v: 3 * v[0], [3.0, 0.0], [1.0, 2.0])
    assert check.relative == 0
    assert nn.gradient_check(lambda v: 3 * v[0], [2.0, 0.0], [1.0, 2.0]).place == (0,)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: nn.complex_step(np.abs, 1.0),
            TypeError,
            "complex_step: f must return complex numbers for complex x, got dtype float64.",
        ),
        (
            lambda: nn.gradient(np.sin, [1.0, 2.0]),
            ValueError,
            "gradient: f must return one number, got shape (2,) of dtype float64; for several use jacobian.",
        ),
        (
            lambda: nn.gradient(lambda v: [[1], [1, 2]], [1.0]),
            ValueError,
            "gradient: f(x): the rows have different lengths; an array needs the same number of entries in each row.",
        ),
        (
            lambda: nn.jacobian(np.sum, [1.0]),
            ValueError,
            "jacobian: x and f(x) must be vectors, got shapes (1,) and ().",
        ),
        (
            lambda: nn.jacobian(lambda v: np.outer(v, v), [1.0, 2.0]),
            ValueError,
            "jacobian: x and f(x) must be vectors, got shapes (2,) and (2, 2).",
        ),
        (
            lambda: nn.jacobian(np.sin, []),
            ValueError,
            "jacobian: x and f(x) must be vectors, got shapes (0,) and ().",
        ),
        (
            lambda: nn.gradient_check(np.sum, [1.0], [1.0, 2.0]),
            ValueError,
            "gradient_check: the claimed gradient must have the shape of x, (2,), got (1,).",
        ),
        (
            lambda: nn.gradient_check(np.sin, [1.0, 1.0], [1.0, 2.0]),
            ValueError,
            "gradient_check: f must return one number, got shape (2,) of dtype float64; for several use jacobian.",
        ),
        (  # one number near x, and none where the step is twice as long
            lambda: nn.gradient_check(lambda v: v[0] if abs(v[0]) < 1.5 else np.ones(2), [1.0], [0.0], h=1.0),
            ValueError,
            "gradient_check: f must return one number, got shape (2,) of dtype float64; for several use jacobian.",
        ),
        (
            lambda: nn.gradient_check(2.0, [1.0], [1.0]),  # type: ignore[arg-type]
            TypeError,
            "gradient_check: f must be a function, such as np.sin, got 2.0.",
        ),
        (
            lambda: nn.gradient_check(np.sum, [1.0], [1.0], h=0),
            ValueError,
            "gradient_check: h must be positive, got 0.",
        ),
        (
            lambda: nn.gradient_check(np.sum, ["a"], [1.0]),
            TypeError,
            "gradient_check: expected numbers, got an array of dtype <U1. Convert it with .astype(float).",
        ),
    ],
)
def test_what_has_no_derivative_is_refused_in_words(call, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize(
    "derivative", [nn.forward_difference, nn.central_difference, nn.complex_step, nn.gradient, nn.jacobian]
)
def test_every_derivative_names_itself_when_it_refuses_a_step_or_a_text(derivative) -> None:
    name = derivative.__name__
    for h in (0, -1, np.nan):
        with pytest.raises(ValueError, match=rf"^{name}: h must be positive, got {h}\.$"):
            derivative(np.sin, [1.0], h)
    with pytest.raises(TypeError, match=f"^{name}: expected numbers"):
        derivative(np.sin, ["a"])
    with pytest.raises(TypeError, match=rf"^{name}: f must be a function, such as np\.sin, got 2\.0\.$"):
        derivative(2.0, [1.0])
    with pytest.raises(ValueError, match=f"^{name}: x must be finite, got inf; no step leads away from there\\.$"):
        derivative(np.sin, [1.0, -np.inf])
