"""What stands behind a factor: primes, indices, layers, powers, a transpose, the bracket of a function."""

from nnbook.book.formula.dots import fill_list
from nnbook.book.formula.names import Names
from nnbook.book.formula.tokens import GREEK, LETTERS, Cursor
from nnbook.book.formula.tree import Node, symbol


class Suffix(Cursor):
    """Reads what follows a factor. The reader of whole formulas adds `sum`, `relation` and `primary`."""

    def __init__(self, tex: str, names: Names) -> None:
        super().__init__(tex)
        self.names = names
        self.functions = (names.functions | {"sigma"}) - names.letters

    def sum(self) -> Node:
        """Read terms with plus and minus between."""
        raise NotImplementedError

    def relation(self) -> Node:
        """Read a sum, or several with relations between."""
        raise NotImplementedError

    def primary(self) -> Node:
        """Read one factor without what stands behind it."""
        raise NotImplementedError

    def atom(self) -> Node:
        """Read one letter or number."""
        token = self.peek()
        if token[:1].isdigit():
            self.take()
            return ("frac", ("num", token), ("num", "100")) if self.took(r"\%") else ("num", token)
        if token in LETTERS or token in GREEK:
            self.take()
            return symbol(token.lstrip("\\"))
        raise self.refusal("a letter, a number or a known command")

    def group(self) -> Node:
        """Read what a command takes: a group in braces or one token, of a number one digit."""
        if self.took("{"):
            inner = self.relation()
            self.want("}")
            return inner
        token, at = self.found[self.place] if self.place < len(self.found) else ("", 0)
        if len(token) > 1 and token.isdigit():
            self.found[self.place : self.place + 1] = [(token[0], at), (token[1:], at + 1)]
        return self.atom()

    def bracket(self) -> tuple[Node, ...]:
        """Read the arguments of a function."""
        if self.peek() != "(":
            raise self.refusal("the ( of a function's arguments")
        node = self.primary()
        return fill_list(node[1]) if node[0] == "tuple" else (node[1],)

    def postfix(self, node: Node, *, call: bool = True) -> Node:
        """Read all that stands behind a factor."""
        primes = 0
        while self.peek() in ("'", "_", "^") and self.peek():
            token = self.take()
            if token == "'":
                primes += 1
            elif token == "_":
                node = self._below(node)
            else:
                node = self._above(node)
            if primes and node[0] == "sym" and node[1] + "'" * primes in self.names.primed:
                node, primes = ("sym", node[1] + "'" * primes, node[2], node[3]), 0
        if call and self.peek() == "(":
            if self._applies(node):
                return self.postfix(("call", ("fun", node), primes, self.bracket()), call=False)
            if node[0] == "pow" and self._applies(node[1]):
                return ("pow", ("call", ("fun", node[1]), primes, self.bracket()), node[2])
        return ("prime", node, primes) if primes else node

    def _applies(self, node: Node) -> bool:
        return node[0] == "sym" and node[1] in self.functions

    def _below(self, node: Node) -> Node:
        word, index = self._subscript()
        if node[0] != "sym":
            return ("entry", node, index)
        if (
            node[1] in self.names.flat
            and len(index) == 1
            and index[0][0] in ("num", "sym")
            and not index[0][1].islower()
        ):
            return ("sym", f"{node[1]}_{index[0][1]}", (), None)
        return ("sym", node[1] + word, index or node[2], node[3])

    def _above(self, node: Node) -> Node:
        if self.took("\\top"):
            return ("T", node)
        if node[0] == "sym" and self.took("*"):
            return ("sym", node[1] + "*", node[2], node[3])
        if node[0] == "sym" and self.peek() == "{" and self.peek(1) == "(":
            self.take()
            layer = self.primary()[1]
            self.want("}")
            return ("sym", node[1], node[2], layer)
        return ("pow", node, self.group())

    def _subscript(self) -> tuple[str, tuple[Node, ...]]:
        """Return a word that belongs to the name, or the indices: ij are two, and so are i+u,j+v."""
        if not self.took("{"):
            return (word, ()) if (word := self._word()) else ("", (self.atom(),))
        index: list[Node] = []
        while self.peek() != "}":
            if not index and (word := self._word()):
                self.want("}")
                return word, ()
            if self.took(","):
                continue
            if self.peek() == "(":
                index += self.bracket()
            else:
                index += _letters(self.sum())
        self.want("}")
        return "", tuple(index)

    def _word(self) -> str:
        """Take a word that stands as an index, as in s with `languages` below it."""
        if self.peek().startswith('"') or self.peek() in ("\\max", "\\min"):
            return "_" + self.take().lstrip('"\\')
        return ""


def _letters(node: Node) -> list[Node]:
    """Return the indices written as a product: ij is i and j."""
    if node[0] == "mul" and node[2][0] == "sym":
        return [*_letters(node[1]), node[2]]
    return [node]
