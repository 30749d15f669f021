"""Identities with open sums are proved for every size, and false ones are not."""

import pytest
import sympy as sp

from nnbook.book.formula.check import check
from nnbook.book.formula.entries import entries
from nnbook.book.formula.entry import Entry
from nnbook.book.formula.given import numbered, whole
from nnbook.book.formula.open_arrays import Open, column, open_array, pairs, softmax_of
from nnbook.book.formula.open_size import is_zero_for_every_size
from nnbook.book.formula.tokens import Refused
from tests.book.formula.book import formulas

(n, d, i, j, k) = whole("n", "d", "i", "j", "k").values()
p, y, x = numbered("p", "y", "x").values()
OPEN = [(label, entry) for label, found in entries().items() for entry in found if entry.open_size is not None]


def zero(value: sp.Expr, *, i_to: sp.Expr = n) -> bool:
    return is_zero_for_every_size(value, {i: (1, i_to), j: (1, n)})


def test_a_sum_is_the_same_by_any_index() -> None:
    one = sp.Sum(p[j] * y[j], (j, 1, n))
    assert zero(one - sp.Sum(p[k] * y[k], (k, 1, n)))
    assert not zero(one - sp.Sum(p[k] * y[k], (k, 1, n - 1)))
    assert not zero(one - sp.Sum(p[k] * p[k], (k, 1, n)))


def test_the_slope_of_a_sum_in_one_of_its_terms() -> None:
    cost = sp.Sum((p[k] - y[k]) ** 2, (k, 1, n)) / n
    slope = 2 * (p[i] - y[i]) / n
    assert zero(sp.diff(cost, p[i]) - slope)
    assert not zero(sp.diff(cost, p[i]) - slope / 2)


def test_without_the_range_of_the_index_or_with_another_nothing_is_proved() -> None:
    slope = sp.diff(sp.Sum((p[k] - y[k]) ** 2, (k, 1, n)), p[i]) - 2 * (p[i] - y[i])
    assert not is_zero_for_every_size(slope, {})
    assert not zero(slope, i_to=d)


def test_sums_in_sums_and_products_of_sums() -> None:
    of_p, of_y = sp.Sum(p[k], (k, 1, n)), sp.Sum(y[k], (k, 1, n))
    assert zero(sp.Sum(p[j] * of_y, (j, 1, n)) - of_p * of_y)
    assert not zero(sp.Sum(p[j] * y[j], (j, 1, n)) - of_p * of_y)
    assert zero(of_p**2 - sp.Sum(p[j] * p[i], (j, 1, n), (i, 1, n)))
    assert zero(sp.Sum(of_p, (j, 1, n)) - n * of_p)
    assert zero(sp.Sum(p[k] + y[k], (k, 1, n)) - of_p - of_y)


def test_a_sum_in_a_denominator_keeps_the_index_that_stands_free_in_it() -> None:
    def row(at: sp.Expr) -> sp.Expr:
        return sp.Sum(x[at, k], (k, 1, d))

    def of(one: sp.Expr, two: sp.Expr) -> sp.Expr:
        return sp.Sum(x[one, k] * y[two, k], (k, 1, d))

    assert zero(sp.Sum(1 / row(j), (j, 1, n)) - sp.Sum(1 / row(i), (i, 1, n)))
    assert not zero(sp.Sum(1 / row(j), (j, 1, n)) - n / row(i))
    assert not zero(1 / of(i, j) - 1 / of(j, i))


def test_a_sum_whose_length_depends_on_another_index_is_left_alone() -> None:
    triangle = sp.Sum(sp.Sum(p[k], (k, 1, j)), (j, 1, n))
    assert not zero(triangle - triangle.subs(n, n + 1))


def test_the_logarithm_of_a_product_of_what_is_positive() -> None:
    f, g = sp.Function("f", positive=True), sp.Function("g", real=True)
    for function, proved in ((f, True), (g, False)):
        product = sp.log(sp.Product(function(y[k]), (k, 1, n)))
        assert zero(product - sp.Sum(sp.log(function(y[k])), (k, 1, n))) is proved


def test_arrays_of_open_size_add_and_multiply_as_their_shapes_allow() -> None:
    X, W, b = open_array("X", n, d), open_array("W", d, n), open_array("b", n)
    assert (X * W + b).shape == (n, n)
    assert zero((X * W + b).at(i, j) - b.at(j) - sp.Sum(X.at(i, k) * W.at(k, j), (k, 1, d)))
    for _ in range(100):  # each time with other bound indices, whose names are the same
        (both,), spans = pairs((X * W).T, W.T * X.T)
        assert is_zero_for_every_size(both[0] - both[1], spans)
    (both,), spans = pairs((X * W).T, X * W)
    assert not is_zero_for_every_size(both[0] - both[1], spans)
    for wrong in (lambda: X * X, lambda: X + W, lambda: b.T, lambda: pairs(X, W)):
        with pytest.raises(Refused):
            wrong()


def test_a_column_times_itself_is_a_number() -> None:
    c = column("c", n)
    assert zero(c.T * c - sp.Sum(c.at(k, 1) ** 2, (k, 1, n)))
    assert isinstance(c * c.T, Open)


def test_the_shares_of_a_softmax_add_up_to_one() -> None:
    share = softmax_of(open_array("z", n))
    assert zero(sp.Sum(share.at(k), (k, 1, n)) - 1)
    assert not zero(sp.Sum(share.at(k) ** 2, (k, 1, n)) - 1)


@pytest.mark.parametrize(("label", "entry"), OPEN, ids=[label for label, _ in OPEN])
def test_a_formula_is_proved_for_every_size(label: str, entry: Entry) -> None:
    outcome = check(entry, formulas())
    assert outcome.open_size, f"{label} is proved, but for no open size"


def test_thirty_formulas_are_proved_for_every_size() -> None:
    assert len({label for label, _ in OPEN} | {"eq:network-linear", "eq:network-transpose"}) >= 30
