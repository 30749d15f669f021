"""Small changes to a displayed formula: a sign, an index, a letter, a power. A check that accepts one is no check.

Labels, words and spacing are left alone.
"""

import random
import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"\\label\{[^}]*\}|\\(?:text|operatorname|mathrm|begin|end)\{[^}]*\}|\\[a-zA-Z]+|\\.|\[\d+ex\]|\d|[a-zA-Z]|\s+|.",
    re.DOTALL,
)
KEPT = re.compile(r"\\label|\\text|\\begin|\\end|\\operatorname|\\mathrm|\s|\[\d")
GREEK = [
    rf"\{name}" for name in ["eta", "theta", "lambda", "mu", "alpha", "beta", "sigma", "delta", "epsilon", "kappa"]
]
OTHER = {
    "+": ("sign", "-"), "-": ("sign", "+"), "'": ("prime", ""), r"\odot": ("function", "+"),
    r"\le": ("relation", r"\ge"), r"\ge": ("relation", r"\le"), "<": ("relation", ">"), ">": ("relation", "<"),
    r"\max": ("function", r"\min"), r"\min": ("function", r"\max"), r"\ln": ("function", r"\exp"),
    r"\sqrt": ("function", r"\exp"), r"\tanh": ("function", r"\cosh"), r"\cos": ("function", r"\sin"),
    r"\sum": ("function", r"\prod"),
}  # fmt: skip


def mutants(tex: str) -> list[tuple[str, str]]:
    """Return all single changes of a formula: the kind and the new LaTeX."""
    tokens = TOKEN.findall(tex)
    found = []
    for place, token in enumerate(tokens):
        if not KEPT.match(token):
            for kind, new, first, last in _changes(tokens, place):
                changed = "".join((*tokens[:first], new, *tokens[last:]))
                if changed != tex:
                    found.append((kind, changed))
    return found


def draw(tex: str, rng: random.Random) -> tuple[str, str] | None:
    """Return one change, each kind equally likely, or None if there is nothing to change."""
    kinds: dict[str, list[str]] = {}
    for kind, changed in mutants(tex):
        kinds.setdefault(kind, []).append(changed)
    if not kinds:
        return None
    kind = rng.choice(sorted(kinds))
    return kind, rng.choice(kinds[kind])


def _changes(tokens: list[str], place: int) -> Iterator[tuple[str, str, int, int]]:
    """Yield the changes at one token: the kind, what is put in, and the tokens that go."""
    token = tokens[place]
    before = next((t for t in reversed(tokens[:place]) if not t.isspace()), "")
    here = place, place + 1
    if token in OTHER:
        yield *OTHER[token], *here
    elif token == r"\top" and before == "^":
        yield "transpose", "", place - 1, place + 1
    elif token.isdigit():
        kind = {"^": "power", "_": "subscript"}.get(before, "constant")
        yield kind, str((int(token) + 1) % 10), *here
        if kind == "power" and tokens[place - 1] == "^":
            yield "power dropped", "", place - 1, place + 1
    elif token in GREEK:
        yield from (("letter", other, *here) for other in GREEK if other != token and other in tokens)
    elif len(token) == 1 and token.isalpha() and token != "d":
        letters = sorted({t for t in tokens if len(t) == 1 and t.isalpha() and t != "d"} - {token})
        yield from (("subscript" if before == "_" else "letter", other, *here) for other in letters)
        after = tokens[place + 1] if place + 1 < len(tokens) else ""
        if len(after) == 1 and after.isalpha() and after != token:
            yield "indices swapped", after + token, place, place + 2
