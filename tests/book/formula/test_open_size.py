"""Identities with open sums are proved for every size, and false ones are not."""

import sympy as sp

from nnbook.book.formula.given import numbered, whole
from nnbook.book.formula.open_size import is_zero_for_every_size

(n, i, j, k) = whole("n", "i", "j", "k").values()
p, y = numbered("p", "y").values()


def test_a_sum_is_the_same_by_any_index() -> None:
    one = sp.Sum(p[j] * y[j], (j, 1, n))
    assert is_zero_for_every_size(one - sp.Sum(p[k] * y[k], (k, 1, n)), [], n)
    assert not is_zero_for_every_size(one - sp.Sum(p[k] * y[k], (k, 1, n - 1)), [], n)


def test_the_slope_of_a_sum_in_one_of_its_terms() -> None:
    cost = sp.Sum((p[j] - y[j]) ** 2, (j, 1, n)) / n
    slope = 2 * (p[i] - y[i]) / n
    assert is_zero_for_every_size(sp.diff(cost, p[i]) - slope, [i], n)
    assert not is_zero_for_every_size(sp.diff(cost, p[i]) - slope / 2, [i], n)


def test_without_the_range_of_the_index_nothing_is_proved() -> None:
    cost = sp.Sum((p[j] - y[j]) ** 2, (j, 1, n))
    assert not is_zero_for_every_size(sp.diff(cost, p[i]) - 2 * (p[i] - y[i]), [], n)


def test_sums_over_the_same_range_are_put_together() -> None:
    left = sp.Sum(p[j], (j, 1, n)) + sp.Sum(y[j], (j, 1, n))
    assert is_zero_for_every_size(left - sp.Sum(p[j] + y[j], (j, 1, n)), [], n)
    assert not is_zero_for_every_size(left - sp.Sum(p[j] - y[j], (j, 1, n)), [], n)
