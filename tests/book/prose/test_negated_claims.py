"""A claim that is bound is refused once it is turned into its opposite: its assertion runs, and says something."""

import ast
from datetime import date

import pytest

from nnbook.book.check.compare import complaint
from nnbook.book.check.processes import Job
from nnbook.book.check.worker import first
from nnbook.book.parse.fences import parse
from nnbook.book.prose.claims import claims
from nnbook.book.prose.negate import Negated, drawn, negations
from tests.book.prose.book import pages

SEED = date.today().toordinal()

PAGE = """## One

It is true.

```python
import nnbook as nn

a, b, c = [], [1], 2
assert {test}  # "It is true"
```
"""


def negated(test: str) -> list[Negated]:
    (claim,) = claims(parse(PAGE.format(test=test), "page.md"))
    return negations(claim)


def refused(each: Negated) -> bool:
    """Tell whether the build would stop, and name the assertion."""
    page, line = each.fence.page, each.line
    outcome = first.run(Job(each.source, page, each.fence.line))
    return (complaint(each.fence, outcome) or "").startswith(f"{page}:{line}: AssertionError")


def passing(found: list[Negated]) -> list[str]:
    """Return which negated claims the build would take for true."""
    return [f"{each.fence.page}:{each.line}: “{each.words}”" for each in found if not refused(each)]


@pytest.mark.parametrize(
    ("test", "opposites"),
    [
        ("c > 1", ["c <= 1"]),
        ("0 < c < 3 and b", ["0 >= c < 3 and b", "0 < c >= 3 and b", "0 < c < 3 and (not b)"]),
        ("all(x == 1 for x in b)", ["all((x != 1 for x in b))"]),
        ("not a", ["a"]),
        ("(c >= 2).all()", ["(c < 2).all()"]),
    ],
)
def test_each_comparison_is_turned_round(test, opposites) -> None:
    assert [ast.unparse(ast.parse(each.source).body[-1])[7:] for each in negated(test)] == opposites


def test_a_claim_over_nothing_is_not_refused() -> None:
    assert not refused(*negated("all(x > 0 for x in a)"))
    assert refused(*negated("all(x > 0 for x in b)"))


def test_the_opposite_of_what_is_bound_is_refused() -> None:
    assert passing(drawn(pages(), 6, SEED, brief=True)) == []


@pytest.mark.long
def test_the_opposites_of_fifty_bound_claims_are_refused() -> None:
    found = drawn(pages(), 50, SEED, brief=False)
    assert len(found) == 50
    assert passing(found) == []
