"""Changes of a page that a reader would believe: another digit in a numeral of the prose, or in what code prints."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Page
from nnbook.book.prose import pins
from nnbook.book.prose.lock import Pin, paired
from nnbook.book.prose.numerals import Numeral
from nnbook.book.prose.origins import apart, fits, trace
from nnbook.book.prose.sources import Sources
from nnbook.book.prose.tokens import Token, given

Lock = Mapping[str, Sequence[Pin]]


@dataclass(frozen=True)
class Mutant:
    """A changed page: which numeral was changed, or came from what was; its new digits; what was said of it."""

    path: str
    numeral: Numeral
    new: str
    messages: tuple[str, ...]
    guessed: bool
    """Whether the matcher has an origin for the changed numeral too, where nothing is pinned."""


def of_numerals(pages: Sequence[Page], lock: Lock, number: int, seed: int) -> Iterator[Mutant]:
    """Yield so many pages with another digit in a numeral of the prose."""
    draw = random.Random(seed)
    pool = [(page, each, start) for page in pages for each, start in _plain(page)]
    for page, numeral, start in draw.sample(pool, min(number, len(pool))):
        new, text = _changed(numeral.text, draw), "\n".join(page.lines)
        sources = Sources(parse(text[:start] + new + text[start + len(numeral.text) :], page.path))
        said = _said(sources, lock)
        guess = [trace(each, sources).kind for each in sources.numerals if each.place == numeral.place]
        yield Mutant(page.path, numeral, new, said, any(guess))


def of_outputs(pages: Sequence[Page], lock: Lock, number: int, seed: int, *, nearest: bool) -> Iterator[Mutant]:
    """Yield so many pages in which code prints another value under a numeral of the prose.

    It is the value that the numeral is pinned to, or the nearest that gives it too; all that the fence prints of it
    changes. A change that the numeral would round away is none.
    """
    draw, count = random.Random(seed), 0
    for page, numeral, token in draw.sample(pool := list(_printed(pages, lock, nearest=nearest)), len(pool)):
        new = _changed(token.text, draw)
        if _still(numeral, token, new):
            continue
        sources = Sources(parse(_reprinted(page, token, new), page.path))
        said = tuple(text for text in _said(sources, lock) if text.startswith(f"{page.path}:{numeral.line}:"))
        yield Mutant(page.path, numeral, f"{token.text} → {new}", said, guessed=False)
        count += 1
        if count == number:
            return


def _printed(pages: Sequence[Page], lock: Lock, *, nearest: bool) -> Iterator[tuple[Page, Numeral, Token]]:
    """Yield the numerals that are pinned to what a fence prints, with that token, or the nearest that gives them."""
    for page in pages:
        sources = Sources(page)
        for numeral, pin in paired(sources.numerals, lock.get(page.path, ())).items():
            if pin.origin.startswith("printed"):
                token = _nearest(page, numeral) if nearest else pins.verdict(numeral, pin, sources).token
                if token is not None:
                    yield page, numeral, token


def _plain(page: Page) -> Iterator[tuple[Numeral, int]]:
    """Yield the numerals that stand on the page as they are read, and where."""
    sources, text = Sources(page), "\n".join(page.lines)
    for each in sources.numerals:
        start = sources.prose.places[each.place]
        if text[start : start + len(each.text)] == each.text and each.text[-1].isdigit():
            yield each, start


def _said(sources: Sources, lock: Lock) -> tuple[str, ...]:
    known = lock.get(sources.page.path, ())
    return tuple(map(str, (*pins.problems(sources, known), *pins.doubts(sources, known))))


def _changed(text: str, draw: random.Random) -> str:
    """Return a numeral with another digit in one place."""
    at = draw.choice([place for place, character in enumerate(text) if character.isdigit()])
    leads = not text[:at].strip("-−+") and len(text.strip("-−+")) > 1
    digits = [digit for digit in "0123456789" if digit != text[at] and not (leads and digit == "0")]
    return text[:at] + draw.choice(digits) + text[at + 1 :]


def _nearest(page: Page, numeral: Numeral) -> Token | None:
    """Return the printed token nearest to a numeral that gives it."""
    printed = (token for fence in page.fences for token in given(fence) if token.kind == "printed")
    there = (token for token in printed if fits(numeral, token))
    return min(there, key=lambda token: apart(numeral, token.fence), default=None)


def _still(numeral: Numeral, token: Token, new: str) -> bool:
    """Tell whether a numeral is right of a changed token too."""
    value = float(new.replace(",", ""))
    changed = Token(token.fence, token.kind, new, value, token.share, 0, "", 0, token.words, token.beside)
    return fits(numeral, changed)


def _reprinted(page: Page, token: Token, new: str) -> str:
    """Return the text of a page where a fence prints something else in all places of a value."""
    expected = token.fence.expected
    assert expected is not None
    lines = list(page.lines)
    whole = re.compile(rf"(?<![\d.,]){re.escape(token.text)}(?![\d.]|,\d)")
    for number in range(expected.first, expected.last):
        lines[number] = whole.sub(new, lines[number])
    return "\n".join(lines)
