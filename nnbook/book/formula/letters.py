"""What the letters of formulas in the running text are: as their scope says, else as the notation page has it.

Capital letters are matrices, but for a few numbers such as the cost C; small letters are numbers, or the entries of a
row or matrix if they have indices.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from nnbook.book.formula.arithmetic import CONSTANTS
from nnbook.book.formula.given import Sigmoid, arr, real, relu, vec
from nnbook.book.formula.names import Names
from nnbook.book.formula.read import read, read_inline
from nnbook.book.formula.scope import KNOWN, each
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.tree import Node, children, function_name, is_kronecker, leaves, written
from nnbook.book.parse.inline import Inline, Paragraph

SIZE = 3
NUMBERS = frozenset("BCELNT")
FUNCTIONS: dict[str, Any] = {"sigma": lambda z: each(Sigmoid, z), "ReLU": lambda z: each(relu, z)}
RANGES = {"numbers": (-2, 2), "positive": (0.1, 2), "whole": (1, 9), "fractions": (0.05, 0.95)}


class Premise(NamedTuple):
    """A formula that holds in a scope: the names that it defines, and all letters in it."""

    tex: str
    defines: set[str]
    letters: set[str]


class Letters:
    """The letters of one paragraph: how its formulas are read, what kind each is, and how many indices it has."""

    def __init__(self, paragraph: Paragraph, formulas: Mapping[str, str]) -> None:
        """Read the formulas of a paragraph, and what its scope says; raise Refused, page:line first, if one fails."""
        self.paragraph = paragraph
        self.kinds = dict(paragraph.where.kinds)
        self.names = _names(paragraph)
        self.functions = self.names.functions
        inside = [node for tex in paragraph.where.relations for (node,) in [read_inline(tex, self.names)]]
        self.values = {self.key(node[2][0]): node[2][1] for node in inside if not any(True for _ in leaves(node[2][1]))}
        known = (*(formulas[label] for label in paragraph.where.labels), *paragraph.where.relations)
        self.premises = [premise for tex in known if (premise := self._premise(tex)).defines - self.values.keys()]
        self.defined = {key for premise in self.premises for key in premise.defines}
        self.fixed = {*self.defined, *self.of(inside), *CONSTANTS, *KNOWN, *FUNCTIONS} - self.kinds.keys()
        self.before = [node for tex in paragraph.before for node in read_inline(tex, self.names) if node[0] == "rel"]
        self.trees = [self._tree(formula) for formula in paragraph.formulas]
        self.so = [[self._consequence(formula, so) for so in formula.so] for formula in paragraph.formulas]
        self.indexed: dict[str, tuple[int, int]] = {}
        self.base: dict[str, int] = {}
        said = (node for nodes in (*self.trees, *self.so) for node in nodes)
        for node in (*said, *self.before, *inside):
            for key, index in _indexed(node):
                count, size = self.indexed.get(key, (0, SIZE))
                numbers = [int(i[1]) for i in index if i[0] == "num"]
                self.indexed[key] = max(count, len(index)), max([size, *numbers])
                self.base |= {key: 0} if 0 in numbers else {}

    def _premise(self, tex: str) -> Premise:
        nodes = [statement.node for statement in read(tex, self.names) if statement.node[0] == "rel"]
        return Premise(tex, {self.key(node[2][0]) for node in nodes}, self.of(nodes))

    def _tree(self, formula: Inline) -> list[Node]:
        try:
            return read_inline(formula.tex, self.names)
        except Refused as refused:
            raise self.located(formula, refused) from None

    def _consequence(self, formula: Inline, so: str) -> Node:
        """Read what follows from a formula, or, if it begins with ⇔, what it amounts to."""
        (node,) = self._tree(
            replace(formula, tex=f"{formula.tex} {so}" if so.startswith(r"\Longleftrightarrow") else so)
        )
        return node

    def located(self, formula: Inline, wrong: Exception) -> Refused:
        """Return the refusal with page, line and formula."""
        return Refused(f"{self.paragraph.page}:{formula.line}: ${formula.tex}$: {' '.join(str(wrong).split())}")

    def key(self, node: Node) -> str:
        """Return a name with its layer, or that of the function that is called."""
        if node[0] == "call":
            return function_name(node)
        return node[1] + ("" if node[3] is None else f"^({''.join(written(node[3]))})")

    def same(self, one: Node, two: Node) -> bool:
        """Tell whether two symbols are the same letter, without an index or with the same."""
        return self.key(one) == self.key(two) and one[2] == two[2]

    def of(self, nodes: Iterable[Node]) -> set[str]:
        """Return the names in some formulas, but for constants and functions that everybody knows."""
        known = {*CONSTANTS, *KNOWN, *FUNCTIONS, "delta", "max", "min"} - self.kinds.keys()
        return {key for node in nodes for key, _ in _indexed(node)} - known

    def given(self, keys: Iterable[str]) -> dict[str, Any]:
        """Return symbols for letters, drawn at random later, with the functions that everybody knows."""
        x = {"x": real("x")} if self.names.bare else {}
        return FUNCTIONS | x | {key: self._symbols(key) for key in sorted(set(keys) - self.functions)}

    def _symbols(self, key: str) -> Any:
        letter = key.partition("^(")[0]
        kind = self.kinds.get(letter, "")
        count, size = self.indexed.get(key, (0, SIZE))
        low, high = RANGES.get(kind, RANGES["numbers"])
        if kind == "matrices" or count == 2 or (not kind and letter[0].isupper() and letter not in NUMBERS):
            return arr(key, size, size)
        return (
            vec(key, size, low, high) if kind == "rows" or count == 1 else real(key, low, high, whole=kind == "whole")
        )


def _names(paragraph: Paragraph) -> Names:
    """Return how the formulas of a paragraph are read."""
    where = paragraph.where
    inside = (tex for formula in paragraph.formulas for tex in (formula.tex, *formula.so))
    texts = [*where.relations, *paragraph.before, *inside]
    functions = {found[1] for tex in texts for found in [re.match(r"([A-Za-z])\([^()=]*\) =", tex)] if found}
    functions |= where.of("functions")
    primed = {f"{letter}'" for tex in texts for letter in re.findall(r"([A-Za-z])'", tex)}
    bare = {"sigma"} if any(re.search(r"\\sigma'?(?!['(])", tex) for tex in texts) else set()
    return Names(
        functions=frozenset({"ReLU", *functions}),
        primed=frozenset(name for name in primed if name[0] not in functions),
        letters=frozenset(letter for letter, kind in where.kinds if kind != "functions"),
        bare=frozenset(bare - dict(where.kinds).keys() | {name for name in functions if f"{name}'" in primed}),
    )


def _indexed(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield every name in a tree with its indices, but not the names of the indices."""
    if node[0] == "sym":
        if not is_kronecker(node):
            yield node[1] + ("" if node[3] is None else f"^({''.join(written(node[3]))})"), node[2]
        return
    if node[0] == "call":
        yield function_name(node), ()
    below = node[3] if node[0] == "call" else (node[1],) if node[0] == "entry" else tuple(children(node))
    for child in below:
        yield from _indexed(child)
