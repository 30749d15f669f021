"""A measured number in an alternative text is computed there: what a fence prints is not typed once more below it."""

from collections.abc import Iterator

from nnbook.book.parse.page import Problem
from nnbook.book.prose.origins import fits
from nnbook.book.prose.sources import Sources
from nnbook.book.prose.tokens import given


def problems(sources: Sources) -> Iterator[Problem]:
    """Yield which numbers of alternative texts their own fence prints, and has not in its code."""
    for numeral in sources.numerals:
        fence = sources.described(numeral.line)
        if fence is None or "." not in numeral.text or not (numeral.wide or numeral.decimals > 1):
            continue
        kinds = {token.kind for token in given(fence) if fits(numeral, token)}
        if kinds == {"printed"}:
            message = f"{numeral.text} is what this fence prints: let the alternative text be an f-string that has it."
            yield Problem(sources.page.path, sources.page.place(numeral.line), message)
