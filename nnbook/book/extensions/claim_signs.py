"""A small sign behind each sentence that an assertion holds: it opens that assertion in the folded code."""

import re
from itertools import accumulate

from nnbook.book.extensions.fence_html import target
from nnbook.book.parse.page import Page
from nnbook.book.prose.claims import claims, plain, reach

SKIPPED = re.compile(r"<!--.*?-->|(?<=\])\([^)]*\)|[*_`\[\]]", re.DOTALL)
"""What is not read in a text: as in the sentences that assertions quote."""

LINK = re.compile(r"[^\[\]]*\]\([^)]*\)")
"""What is left of a link whose words have begun."""

BEHIND = re.compile(
    r"<!--.*?-->|\[[^\[\]]*\]\([^)]*\)|\$[^$]*\$|`[^`]*`|(?P<end>[.!?:;][*_)\]”]*(?=\s)|(?=\n[ \t]*\n| *\|))", re.DOTALL
)
"""What may follow words up to the end of their sentence, which lies in no link, formula or code."""


def sign(page: Page, lines: list[str], shift: int) -> list[str]:
    """Return the lines of a page, without the first `shift`, with a link behind each sentence that is held."""
    text = "\n".join(lines) + "\n\n"
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    places: dict[int, str] = {}
    parts: dict[tuple[int, int], tuple[str, list[int]]] = {}
    for claim in claims(page):
        for part in reach(page, claim.fence.line) if claim.assertion else ():
            if part not in parts:
                numbers = [n - shift for n in range(*part) if n > page.offset and n not in page.code]
                spans = [(starts[n - 1], starts[n]) for n in numbers if 0 < n <= len(lines)]
                parts[part] = _read(text, [span for span in spans if text[span[0]] != "#"])
            if claim.assertion and (place := _behind(plain(claim.words), text, *parts[part])):
                places.setdefault(place, target(claim.fence, claim.assertion))
                break
    for place in sorted(places, reverse=True):
        link = f'<a class="nn-claim" href="#{places[place]}" aria-label="checked by the code"></a>'
        text = text[:place] + link + text[place:]
    return text[:-2].split("\n")


def _read(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """Return these parts of a text as they are read, and where in the text each character stands."""
    read, places = [" "], [-1]
    for start, end in spans:
        gone = {at for found in SKIPPED.finditer(text, start, end) for at in range(*found.span())}
        for at in range(start, end):
            letter = " " if text[at].isspace() else text[at].lower()
            if at not in gone and not (letter == read[-1] == " "):
                read.append(letter)
                places.append(at)
    return "".join(read), places


def _behind(words: str, text: str, read: str, places: list[int]) -> int | None:
    """Return where in a text the sentence ends that has these words, if it does."""
    found = read.find(words)
    if found < 0:
        return None
    after = places[found + len(words) - 1] + 1
    if begun := LINK.match(text, after):
        after = begun.end()
    return next((match.end() for match in BEHIND.finditer(text, after) if match["end"] is not None), None)
