"""All that a page offers the numerals of its prose: fences with what they give, sums, marks."""

from bisect import bisect_right
from functools import cached_property

from nnbook.book.parse.page import Fence, Page
from nnbook.book.prose.marks import givens, marked
from nnbook.book.prose.numerals import numerals
from nnbook.book.prose.sums import sums
from nnbook.book.prose.text import prose
from nnbook.book.prose.tokens import Bag, Done, Token, drawn, given


class Sources:
    """All that numerals of a page may come from."""

    def __init__(self, page: Page, done: Done | None = None) -> None:
        self.page, self.prose = page, prose(page)
        self.numerals = numerals(self.prose)
        self.sums = sums(self.prose.flat)
        self.marked, self.in_marks, self.wrong_marks = marked(self.prose)
        self.givens = givens(page)
        self.done = done
        self._tokens: dict[Fence, list[Token]] = {}

    @cached_property
    def bag(self) -> Bag:
        """The numbers that the fences of the page give."""
        return Bag([token for fence in self.page.fences for token in self.tokens(fence)])

    def tokens(self, fence: Fence) -> list[Token]:
        """Return the numbers that a fence gives."""
        if fence not in self._tokens:
            self._tokens[fence] = [*given(fence), *(drawn(fence, self.done(fence)) if self.done else ())]
        return self._tokens[fence]

    @cached_property
    def lines(self) -> list[int]:
        """The line of every fence."""
        return [fence.line for fence in self.page.fences]

    def near(self, line: int) -> list[Fence]:
        """Return the fences before and after a line."""
        place = bisect_right(self.lines, line)
        return list(self.page.fences[max(0, place - 1) : place + 1])

    def described(self, line: int) -> Fence | None:
        """Return the fence on whose alternative text a line stands."""
        place = bisect_right(self.lines, line)
        fence = self.page.fences[place - 1] if place else None
        return fence if fence and line <= fence.last else None

    @cached_property
    def terms(self) -> dict[float, list[int]]:
        """The lines on which a value stands in a sum that comes out, or is what a mark works out."""
        found: dict[float, list[int]] = {}
        for numeral in self.numerals:
            if self.sums.get(numeral.place) or numeral.place in self.marked:
                found.setdefault(numeral.value, []).append(numeral.line)
        return found
