"""Another digit in a numeral of the prose, or in what code prints under it, is noticed. Every day others are drawn."""

from datetime import date

import pytest

from tests.book.prose.book import lock, pages
from tests.book.prose.mutate import Mutant, of_numerals, of_outputs

SEED = date.today().toordinal()
DRAWN = 100


def missed(found: list[Mutant]) -> list[str]:
    assert found
    return [f"{each.path}:{each.numeral.line}: {each.numeral.text}, {each.new}" for each in found if not each.messages]


@pytest.fixture(scope="module")
def found() -> list[Mutant]:
    return list(of_numerals(pages(), lock(), DRAWN, SEED))


def test_another_digit_in_a_numeral_is_refused(found) -> None:
    assert len(missed(found)) <= 0.05 * DRAWN, missed(found)
    exact = [each for each in found if each.numeral.wide or "." in each.numeral.text]
    assert len(missed(exact)) <= 1, missed(exact)


@pytest.mark.parametrize(("nearest", "most"), [(False, 0.05), (True, 0.2)])
def test_another_printed_value_under_a_numeral_is_noticed(nearest, most) -> None:
    found = list(of_outputs(pages(), lock(), DRAWN // 2, SEED, nearest=nearest))
    assert len(missed(found)) <= most * DRAWN // 2, missed(found)


def test_the_matcher_alone_would_take_many_for_right(found) -> None:
    """Which is why origins are pinned."""
    assert any(each.guessed for each in found)
