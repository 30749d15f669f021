"""The negation of what a quoted assertion claims, one comparison at a time: a build must refuse each of them.

Inside `all(…)` and `… and …` the single comparison is turned round, so that a claim over nothing at all is found too.
"""

import ast
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nnbook.book.parse.page import Fence, Page
from nnbook.book.prose.claims import Quotation, claims

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


@dataclass(frozen=True)
class Negated:
    """A fence in which a quoted claim is turned into its opposite, and the line of the page where that stands."""

    fence: Fence
    line: int
    words: str
    source: str


def drawn(pages: Sequence[Page], number: int, seed: int, *, brief: bool) -> list[Negated]:
    """Return so many bound claims, each with one of its comparisons negated; `brief` leaves out long runs."""
    draw = random.Random(seed)
    bound = [each for page in pages for each in claims(page) if each.assertion]
    pool = [each for each in bound if not (brief and (each.fence.captured or each.fence.cost))]
    return [draw.choice(negations(each)) for each in draw.sample(pool, min(number, len(pool)))]


def negations(claim: Quotation) -> list[Negated]:
    """Return the fence of a claim once for each comparison that its assertion makes, with that one negated."""
    assertion, lines = claim.assertion, claim.fence.source.split("\n")
    if assertion is None:
        return []
    first, last = assertion.lineno, assertion.end_lineno or assertion.lineno
    found = []
    for test in _negated(assertion.test):
        code = f"{' ' * assertion.col_offset}assert {ast.unparse(test)}"
        changed = [*lines[: first - 1], code, *[""] * (last - first), *lines[last:]]
        found.append(Negated(claim.fence, claim.fence.line + first, claim.words, "\n".join(changed)))
    return found


def _negated(test: ast.expr) -> Iterator[ast.expr]:
    """Yield an expression once for each thing it claims, with the opposite of that in its place."""
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            for place, value in enumerate(values):
                for new in _negated(value):
                    yield ast.BoolOp(ast.And(), [*values[:place], new, *values[place + 1 :]])
        case ast.Call(func=ast.Name("all") as called, args=[ast.GeneratorExp(elt=each, generators=over)]):
            yield from (ast.Call(called, [ast.GeneratorExp(new, over)], []) for new in _negated(each))
        case ast.Call(func=(ast.Name("all") | ast.Attribute(attr="all")) as called, args=[ast.Compare() as inner]):
            yield from (ast.Call(called, [new], []) for new in _negated(inner))
        case ast.Call(func=ast.Attribute(value=ast.Compare() as inner, attr="all"), args=[]):
            yield from (ast.Call(ast.Attribute(new, "all"), [], []) for new in _negated(inner))
        case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in OPPOSITE for op in ops):
            for place, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:place], OPPOSITE[type(op)](), *ops[place + 1 :]], others)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield inner
        case _:
            yield ast.UnaryOp(ast.Not(), test)
