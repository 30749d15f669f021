"""A formula of the page, read as it stands into a tree of what it says."""

from nnbook.book.formula.dots import DOTS, fill_sum
from nnbook.book.formula.names import Names
from nnbook.book.formula.primary import Primary
from nnbook.book.formula.tokens import RELATIONS
from nnbook.book.formula.tree import Node, Statement

OPERATORS = {"/": "frac", r"\odot": "odot", r"\cdot": "dot", r"\times": "mul", "*": "convolution", r"\circ": "compose"}


class Reader(Primary):
    """Reads a whole formula by recursive descent."""

    def statements(self) -> list[Statement]:
        """Read all that the formula says, each with the words before it."""
        found: list[Statement] = []
        words: list[str] = []
        while self.peek():
            if self.took(r"\qquad"):
                continue
            if self.peek() in (",", ":") and self.peek(1) == r"\qquad":
                self.take()
            elif self._words():
                words.append(self.take()[1:].rstrip(":"))
            else:
                found.append(Statement(" ".join(words), self.relation()))
                words = []
                if self.peek() not in ("", r"\qquad", ",", ":") and not self.peek().startswith('"'):
                    raise self.refusal("the formula must end here, or go on with an operator or behind a comma")
        return found

    def _words(self) -> bool:
        """Tell whether a text comes that is no name: nothing is said of it, and it is not applied to anything."""
        token = self.peek()
        return token.startswith('"') and self.peek(1) not in {*RELATIONS, "_"} and token[1:] not in self.functions

    def relation(self) -> Node:
        """Read a sum, or several with relations between."""
        parts, operators = [self.sum()], []
        while self.peek() in RELATIONS:
            operators.append(RELATIONS[self.take()])
            parts.append(self.sum())
        return ("rel", tuple(operators), tuple(parts)) if operators else parts[0]

    def sum(self) -> Node:
        """Read terms with plus and minus between."""
        sign = self.take() if self.peek() in ("+", "-", r"\pm") and self.peek() else "+"
        first = self.term()
        terms: list[Node] = [{"+": first, "-": ("neg", first), r"\pm": ("pm", first)}[sign]]
        while self.peek() in ("+", "-"):
            sign = self.take()
            if self.took(r"\dots"):
                if sign == "-" or self.peek() == "-":
                    raise self.refusal("dots stand between pluses")
                terms.append(DOTS)
            else:
                term = self.term()
                terms.append(term if sign == "+" else ("neg", term))
        if DOTS in terms:
            return fill_sum(terms)
        return terms[0] if len(terms) == 1 else ("add", tuple(terms))

    def term(self) -> Node:
        """Read factors with or without a sign of multiplication between; what stands together is multiplied first."""
        left = self._juxtaposed()
        while self.peek() in OPERATORS:
            operator = self.take()
            right = self.factor() if operator == "/" and left[0] == "d" else self._juxtaposed()
            if operator == "/" and left[0] == right[0] == "d":
                left = ("deriv", left[1], right[1])
            else:
                left = (OPERATORS[operator], left, right)
        return left

    def _juxtaposed(self) -> Node:
        left = self.factor()
        while self.begins():
            left = ("mul", left, self.factor())
        return left


def read(tex: str, names: Names | None = None) -> list[Statement]:
    """Return what a formula says; raise Refused at the first token that cannot be read."""
    return Reader(tex, names or Names()).statements()


def read_inline(tex: str, names: Names | None = None) -> list[Node]:
    """Return what a formula in the running text says: one thing, or the parts of a list such as t = 0, 1, 2."""
    reader = Reader(tex, names or Names())
    found = [reader.relation()]
    while reader.took(","):
        found.append(DOTS if reader.took(r"\dots") else reader.relation())
    reader.took(".")
    if reader.peek():
        raise reader.refusal("the formula must end here, or go on with an operator")
    return found
