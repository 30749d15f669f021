"""What the fences of a page give: the numbers that they print, that stand in their code, and that they draw."""

import ast
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from nnbook.book.files import digest
from nnbook.book.parse.page import Fence
from nnbook.book.prose.school import evaluate
from nnbook.book.run.outcome import Outcome

PRINTED = re.compile(r"-?\d[\d,]*(?:\.\d+|\.)?(?:e[-+]?\d+)?%?")
DRAWN = re.compile(r"<text[^>]*>(?P<words>[^<]*)</text>")
NUMBER = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?")
STANDS_FOR = {
    "W": "weight edge", "w": "weight", "b": "bias", "x": "input", "X": "input example", "eta": "learning rate",
    "mu": "momentum", "SGD": "learning rate", "Adam": "learning rate", "p": "probability", "y": "target",
    "Dense": "hidden neuron node", "limit": "from", "rate": "learning", "theta": "start", "n": "example",
    "h": "hidden step", "k": "filter", "shape": "rows columns",
}  # fmt: skip
"""The words that the prose has for a name of the code."""
COMMON = frozenset(
    {"the", "and", "for", "with", "that", "from", "this", "are", "was", "has", "not", "but", "its", "one", "two", "all"}
    | {"prin", "self", "nump", "nnbo"}
)

Done = Callable[[Fence], Outcome | None]
"""Returns what a fence did, if that is known: its drawings are not in the text of the page."""


@dataclass(frozen=True)
class Token:
    """A number that a fence gives: the `index`-th of a row of its output, code or drawing."""

    fence: Fence
    kind: str
    text: str
    value: float
    share: bool
    row: int
    mask: str
    index: int
    words: frozenset[str] = field(repr=False)
    beside: frozenset[float] = field(repr=False)


class Bag:
    """Tokens, to be found by value."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = sorted(tokens, key=lambda token: abs(token.value))
        self.sizes = [abs(token.value) for token in self.tokens]

    def around(self, value: float, by: float) -> list[Token]:
        """Return the tokens whose size differs from this one by so much at most."""
        return self.tokens[bisect_left(self.sizes, abs(value) - by) : bisect_right(self.sizes, abs(value) + by)]


def short(text: str) -> str:
    """Return a few letters that stand for a text without its numbers and spaces."""
    return digest(re.sub(r"[-−+]?\d[\d.,]*(?:e[-+]?\d+)?%?", "#", "".join(text.split())).encode())[:3]


def stems(text: str) -> frozenset[str]:
    """Return how the words of a text begin: a numeral and the line that gives it share one."""
    names = (word for name in re.findall(r"\b\w+?(?=\d?\b)", text) for word in STANDS_FOR.get(name, "").split())
    return frozenset(word[:4].lower() for word in (*re.findall(r"[^\W\d_]{3,}", text), *names)) - COMMON


@lru_cache(maxsize=2000)
def given(fence: Fence) -> tuple[Token, ...]:
    """Return what a fence prints, and what stands in its code."""
    return (*_printed(fence), *_written(fence))


def drawn(fence: Fence, outcome: Outcome | None) -> list[Token]:
    """Return the numbers in the drawings of a fence."""
    found = []
    for figure in outcome.figures if outcome else ():
        for row, text in enumerate(DRAWN.finditer(figure.svg), 1):
            for index, match in enumerate(NUMBER.finditer(text["words"]), 1):
                if (value := evaluate(match[0].lstrip("+"))) is not None:
                    share = text["words"][match.end() :].startswith("%")
                    found.append(
                        Token(fence, "drawn", match[0], value, share, row, "", index, stems(text["words"]), NONE)
                    )
    return found


NONE: frozenset[float] = frozenset()


def _printed(fence: Fence) -> Iterator[Token]:
    lines = fence.expected.text.split("\n") if fence.expected else []
    for row, line in enumerate(lines, 1):
        words, found = stems(f"{line} {lines[0]}"), list(PRINTED.finditer(line))
        values = [float(match[0].rstrip("%,").replace(",", "")) for match in found]
        for index, (match, value) in enumerate(zip(found, values, strict=True), 1):
            beside = frozenset(abs(other) for place, other in enumerate(values, 1) if place != index)
            share = "%" in match[0]
            shown = match[0].rstrip("%,")
            yield Token(fence, "printed", shown, value, share, row, short(line), index, words, beside)


def _written(fence: Fence) -> Iterator[Token]:
    source, tree = fence.source.split("\n"), ast.parse(fence.source)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "alt":
            node.value = ast.Constant("")
    rows: dict[int, list[tuple[float, ast.expr]]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and (value := _literal(node)) is not None:
            rows.setdefault(node.lineno, []).append((value, node))
    for row, those in rows.items():
        last = max(node.end_lineno or row for _, node in those)
        words = stems(" ".join(source[row - 1 : last]))
        for index, (value, node) in enumerate(sorted(those, key=lambda one: one[1].col_offset), 1):
            beside = frozenset(abs(other) for other, that in those if that is not node)
            text = ast.unparse(node).replace(" ", "")
            yield Token(fence, "written", text, value, False, row, short(source[row - 1]), index, words, beside)


def _literal(node: ast.expr) -> float | None:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]  # as its type says
    return evaluate(ast.unparse(node)) if isinstance(node, ast.BinOp | ast.UnaryOp) else None
