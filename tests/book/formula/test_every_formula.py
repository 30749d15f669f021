"""Every displayed formula is executed as it stands on its page, and its verdict is the one that is expected."""

import pytest

from nnbook.book.formula.entries import entries
from nnbook.book.formula.verdicts import Verdict, verdict
from tests.book.formula.book import derivations, formulas

LABELS = sorted(entries().keys() & formulas().keys())
# What is true at 100 random places and not proved, with the reason.
NOT_PROVED = {"eq:descent-bound": "the largest of several eigenvalues: SymPy does not solve inequalities in Max"}


@pytest.fixture(scope="module")
def found() -> dict[str, Verdict]:
    return {}


def test_nearly_every_formula_has_an_entry_and_every_entry_a_formula() -> None:
    assert not entries().keys() - formulas().keys(), "entries of nnbook/book/formula/entries without a formula"
    without = sorted(formulas().keys() - entries().keys())
    assert len(without) <= 0.03 * len(formulas()), f"without an entry in nnbook/book/formula/entries: {without}"


@pytest.mark.parametrize("label", LABELS)
def test_a_formula_holds_as_displayed(label: str, found: dict[str, Verdict]) -> None:
    found[label] = verdict(label, formulas())
    assert found[label].claims + found[label].compared > 0, f"{label} is neither compared nor claims anything"
    assert bool(found[label].origin) <= (label not in derivations()), f"{label} has a derivation and names an origin"
    assert (found[label].proved < found[label].claims) == (label in NOT_PROVED), found[label]


def test_most_claims_are_proved_and_most_definitions_compared_with_the_library(found: dict[str, Verdict]) -> None:
    if len(found) < len(LABELS):
        pytest.skip("needs the verdicts of all formulas, and only some were asked for")
    assert sum(v.claims > 0 and v.claims == v.proved for v in found.values()) >= 80
    assert sum(bool(v.returned_by) for v in found.values()) >= 90
