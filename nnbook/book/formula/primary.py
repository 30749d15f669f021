"""One factor of a formula: brackets, fractions, functions, names."""

from collections.abc import Callable

from nnbook.book.formula.blocks import Blocks
from nnbook.book.formula.dots import DOTS, fill_list
from nnbook.book.formula.tokens import ACCENTS, BINDERS, FUNCTIONS, GREEK, LETTERS
from nnbook.book.formula.tree import Node, is_name, symbol

HALF: Node = ("frac", ("num", "1"), ("num", "2"))
FENCES = {
    r"\lvert": (r"\rvert", "abs"), r"\lVert": (r"\rVert", "norm"), r"\lfloor": (r"\rfloor", "floor"),
    r"\lceil": (r"\rceil", "ceil"), "{": ("}", "group"),
}  # fmt: skip


class Primary(Blocks):
    """Reads one factor. The reader of whole formulas adds `sum`, `relation` and `term`."""

    def factor(self) -> Node:
        """Read one factor with all that stands behind it."""
        return self.postfix(self.primary())

    def primary(self) -> Node:
        """Read one factor without what stands behind it."""
        token = self.peek()
        readers: dict[str, Callable[[], Node]] = {
            "(": self._round, "[": self._square, "|": self._bars, r"\frac": self._fraction, r"\nabla": self._nabla,
            r"\lim": self._limit, r"\underbrace": self._braced, r"\mathbb": self._expectation,
            "{env:cases": self._cases, "{env:pmatrix": self._matrix, r"\Delta": self._change,
        }  # fmt: skip
        if token in FENCES:
            return self._fenced(*FENCES[token])
        if token in BINDERS or (token == r"\max" and self.peek(1) == "_"):
            return self._binder(BINDERS.get(token, "max"))
        if token in readers:
            return readers[token]()
        return self._named(token)

    def _named(self, token: str) -> Node:
        if token == r"\sqrt":
            self.take()
            root = ("frac", ("num", "1"), self._square()[1]) if self.peek() == "[" else HALF
            return ("pow", self.group(), root)
        if token in FUNCTIONS:
            self.take()
            return self._applied(token[1:])
        if token in (r"\partial", "DD"):
            self.take()
            return ("d", self.factor())
        if token in ACCENTS:
            self.take()
            return symbol(f"{ACCENTS[token]} {self.group()[1]}")
        if token[:1] == "@":
            self.take()
            return self._applied(token[1:]) if self.peek() in ("(", "'") or token == "@Im" else symbol(token[1:])
        if token[:1] == '"':
            self.take()
            named = token[1:] in self.functions and self.peek() in LETTERS
            return ("call", ("fun", symbol(token[1:])), 0, (self.atom(),)) if named else symbol(token[1:])
        return self.atom()

    def _round(self) -> Node:
        self.want("(")
        parts = [DOTS if self.took(r"\dots") else self.relation()]
        while self.took(",", ";", r"\mid"):
            parts.append(DOTS if self.took(r"\dots") else self.relation())
        self.want(")")
        if len(parts) > 1:
            return ("tuple", fill_list(parts))
        if parts[0][0] == "convolution" and self.peek() == "_":
            return symbol(f"{parts[0][1][1]}*{parts[0][2][1]}")
        return ("group", parts[0])

    def _square(self) -> Node:
        self.want("[")
        inner = self.relation()
        self.want("]")
        return ("iverson", inner) if inner[0] == "rel" else ("group", inner)

    def _bars(self) -> Node:
        self.want("|")
        self.bars += 1
        inner = self.sum()
        self.want("|")
        self.bars -= 1
        return ("abs", inner)

    def _fenced(self, closing: str, kind: str) -> Node:
        self.take()
        inner = self.sum()
        self.want(closing)
        return (kind, inner)

    def _fraction(self) -> Node:
        self.want(r"\frac")
        if self.peek() == "{" and self.peek(1) in ("d", "DD", r"\partial") and self.peek(2) == "}":
            self.place += 3
            self.want("{")
            self.take()
            by = self.factor()
            self.want("}")
            return ("deriv", self.term(), by)
        top, bottom = self.group(), self.group()
        return ("deriv", top[1], bottom[1]) if top[0] == bottom[0] == "d" else ("frac", top, bottom)

    def _nabla(self) -> Node:
        self.want(r"\nabla")
        inner = self.postfix(self.primary(), call=False)
        return ("nabla", inner, self.bracket()[0] if self.peek() == "(" else None)

    def _limit(self) -> Node:
        self.want(r"\lim")
        self.want("_")
        bound = self.group()
        if bound[0] != "rel" or bound[1] != ("->",) or not is_name(bound[2][0]):
            raise self.refusal("below lim a name, an arrow and where it tends to")
        return ("lim", bound[2][0][1], bound[2][1], self.term())

    def _braced(self) -> Node:
        self.want(r"\underbrace")
        inner = self.group()
        self.want("_")
        return ("named", inner, self.group()[1])

    def _expectation(self) -> Node:
        self.place += 1
        for token in "{E}":
            self.want(token)
        return ("call", ("fun", "E"), 0, (self.primary(),))

    def _change(self) -> Node:
        """Read a change: Δw is one name. With a layer or an index of its own, Δ is a matrix."""
        self.want(r"\Delta")
        token = self.peek()
        if token in LETTERS or token in GREEK:
            self.take()
            return symbol("Delta " + token.lstrip("\\"))
        return symbol("Delta")

    def _applied(self, name: str) -> Node:
        primes = 0
        while self.took("'"):
            primes += 1
        power = self.group() if self.took("^") else None
        arguments = self.bracket() if self.peek() == "(" else (self.factor(),)
        node: Node = ("call", ("fun", name), primes, arguments)
        return ("pow", node, power) if power else node
