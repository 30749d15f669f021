"""A number that comes from a work has a row in the table of the bibliography, and each row has a number."""

import pytest

from nnbook.book.parse.fences import parse
from nnbook.book.prose.cited import cited
from nnbook.book.prose.marks import givens, unfounded
from tests.book.prose.book import pages
from tests.pages import ROOT

PAGE = """# A page

[LeCun](../reference/bibliography.md#lecun-1998) reports {number} %.
<!--nnbook:given {number} of lecun-1998-->
"""


@pytest.mark.parametrize(("number", "known"), [("0.95", True), ("0.59", False), ("96", False)])
def test_a_number_that_is_cited_stands_in_the_table(number: str, known: bool) -> None:
    page = parse(PAGE.format(number=number), "docs/chapters/page.md")
    (given,) = givens(page)
    said = f"{number} of lecun-1998 has no row in the table of docs/reference/bibliography.md: say there where."
    assert unfounded(page, given) == ("" if known else said)


def test_every_row_of_the_table_is_cited() -> None:
    used = {(number, given.whom) for page in pages() for given in givens(page) for number in given.numbers}
    assert len(cited(ROOT)) >= 12
    assert cited(ROOT) - used == set()
