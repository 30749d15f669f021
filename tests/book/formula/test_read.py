"""The reader takes the book's LaTeX as it stands, and refuses what it does not know, naming the token."""

import pytest

from nnbook.book.formula.names import names
from nnbook.book.formula.read import read
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, symbol
from tests.book.formula.book import formulas

x, y, z = symbol("x"), symbol("y"), symbol("z")


def one(tex: str, *functions: str) -> Node:
    (statement,) = read(tex, names(*functions))
    return statement.node


def test_spacing_sizes_and_labels_mean_nothing() -> None:
    assert one(r"\label{eq:a} \bigl( x\,y \bigr) \;+\; z") == one("(xy) + z")


def test_letters_side_by_side_are_a_product_and_below_a_letter_two_indices() -> None:
    assert one("xy") == ("mul", x, y)
    assert one("w_{xy}") == ("sym", "w", (x, y), None)
    assert one(r"w_{x+1,\,y}")[2] == (("add", (x, ("num", "1"))), y)


def test_a_bracket_above_a_letter_is_its_layer_and_not_a_power() -> None:
    assert one("w^{(2)}") == ("sym", "w", (), ("num", "2"))
    assert one("w^2") == ("pow", symbol("w"), ("num", "2"))


def test_what_stands_together_below_a_stroke_is_divided_by_together() -> None:
    assert one("x / 2y") == ("frac", x, ("mul", ("num", "2"), y))


def test_a_letter_applies_its_bracket_only_if_it_is_a_function() -> None:
    assert one("f(x)") == ("mul", symbol("f"), ("group", x))
    assert one("f(x)", "f") == ("call", ("fun", symbol("f")), 0, (x,))


def test_a_prime_is_a_derivative_or_part_of_the_name() -> None:
    assert one("f'(x)", "f")[2] == 1
    (statement,) = read("a'_x", names(primed="a'"))
    assert statement.node == ("sym", "a'", (x,), None)


def test_a_fraction_takes_one_digit_at_a_time() -> None:
    assert one(r"\frac12 x") == ("mul", ("frac", ("num", "1"), ("num", "2")), x)


def test_a_change_is_one_name_and_a_delta_with_a_layer_a_matrix() -> None:
    assert one(r"\Delta w") == symbol("Delta w")
    assert one(r"\Delta^{(2)}") == ("sym", "Delta", (), ("num", "2"))


def test_dots_stand_for_the_terms_between() -> None:
    running = symbol("·")
    term = ("mul", ("sym", "x", (running,), None), ("sym", "y", (running,), None))
    shown = one(r"x_1 y_1 + x_2 y_2 + \dots + x_7 y_7")
    assert shown == ("add", (("bind", "sum", ("·",), ("num", "1"), ("num", "7"), term),))


@pytest.mark.parametrize(
    "tex", [r"x_1 + x_3 + \dots + x_7", r"x_1 y_2 + x_2 y_2 + \dots + x_7 y_7", r"x + x + \dots + x"]
)
def test_dots_between_terms_that_do_not_run_in_step_are_refused(tex: str) -> None:
    with pytest.raises(Refused):
        one(tex)


def test_statements_keep_the_words_before_them() -> None:
    first, second = read(r"x = y, \qquad \text{so} \quad y = x")
    assert (first.words, second.words) == ("", "so")


def test_words_before_a_relation_are_a_name() -> None:
    assert one(r"\text{iterations in an epoch} = x")[2][0] == symbol("iterations in an epoch")


def test_a_diagonal_matrix_is_read_from_its_corners() -> None:
    node = one(r"\begin{pmatrix} x_1 & & 0 \\ & \ddots & \\ 0 & & x_z \end{pmatrix}")
    assert node == ("diagonal", ("list", ("·",), ("num", "1"), z, ("sym", "x", (symbol("·"),), None)))


def test_cases_may_say_their_condition_in_words() -> None:
    node = one(r"\begin{cases} 1 & \text{if } x \text{ is the largest} \\ 0 & \text{otherwise} \end{cases}")
    assert node[1][0][1] == (("says", x, "is the largest"),)
    assert node[1][1][1] == ()


@pytest.mark.parametrize(
    ("tex", "token", "allowed"),
    [
        (r"x + \aleph", r"\aleph", "a letter, a number or a known command"),
        (r"\frac{x}{y", "the end", "} must stand here"),
        (r"x ) y", ")", "the formula must end here"),
        (r"\sum_{x \le y} z", "}", "below a sum an index"),
        (r"\begin{cases} x & \text{perhaps } y \end{cases}", '"perhaps', '"if must stand here'),
        (r"\exp", "the end", "a letter, a number or a known command"),
    ],
)
def test_what_is_not_known_is_refused_with_its_token_and_what_is_allowed(tex: str, token: str, allowed: str) -> None:
    with pytest.raises(Refused) as refused:
        one(tex)
    assert repr(token) in str(refused.value) or token in str(refused.value)
    assert allowed in str(refused.value)
    assert refused.value.at is not None


def test_every_displayed_formula_is_read() -> None:
    for tex in formulas().values():
        assert read(tex, names("f", "g", "C", "E", "J", "a", "ell"))
