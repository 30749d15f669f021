"""Small changes to the files of proofs/: a sign, a letter, a number, in what a theorem says or in a definition."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tools.proofs.rules import WITHOUT

TOKEN = re.compile(r"%nat|<=\?|<\?|=\?|&&|<=|<>|->|=>|[A-Za-z_][\w']*|\d+|\s+|.", re.DOTALL)
CLAIM = re.compile(
    r"^Theorem (?P<name>\w+) : .*?"
    r"(?P<part>(?:gradient|is_derive|\w+ \w+ =)(?:(?!gradient|is_derive).)*?)\.\nProof",
    re.DOTALL | re.MULTILINE,
)
DEFINITION = re.compile(
    r"^(?:Definition|Fixpoint) (?P<name>\w+)(?:(?!:=).)*:=(?P<part>.*?)\.\n", re.DOTALL | re.MULTILINE
)
LOGIC = {"gradient", "differential", "rule", "rules", "put", "distance", "largest_once"}
"""Definitions of what is said, not of what is computed: Coq itself refuses changes of them."""
OTHER = {
    "+": "-", "-": "+", "*": "+", "/": "*", "<": "<=", "<?": "<=?", "<=?": "<?", "exp": "ln", "ln": "exp",
    "tanh": "exp", "Rmax": "Rmin", "Rmin": "Rmax", "sigmoid": "slope", "slope": "sigmoid",
}  # fmt: skip


class Mutant(NamedTuple):
    """A changed file: in which theorem, "" for a definition, and what was changed, with a little of both sides."""

    file: str
    theorem: str
    change: str
    text: str


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Yield every file with one change."""
    for match in CLAIM.finditer(text):
        if match["name"] not in WITHOUT:
            yield from _changed(file, match["name"], text, *match.span("part"))
    for match in DEFINITION.finditer(text):
        if match["name"] not in LOGIC:
            yield from _changed(file, "", text, *match.span("part"))


def _changed(file: str, theorem: str, text: str, start: int, end: int) -> Iterator[Mutant]:
    tokens = TOKEN.findall(text[start:end])
    letters = sorted({token for token in tokens if len(token) == 1 and token.isalpha()})
    for place, token in enumerate(tokens):
        for new in _others(token, letters):
            before, behind = "".join(tokens[:place]), "".join(tokens[place + 1 :])
            change = " ".join(f"{before[-15:]}[{token} → {new}]{behind[:15]}".split())
            yield Mutant(file, theorem, change, f"{text[:start]}{before}{new}{behind}{text[end:]}")


def _others(token: str, letters: list[str]) -> list[str]:
    if token in OTHER:
        return [OTHER[token]]
    if token.isdigit():
        return [str(int(token) + 1)]
    return [
        letter for letter in letters if token in letters and letter != token and letter.islower() == token.islower()
    ]
