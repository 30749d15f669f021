"""Terms of Coq, read: the part of its language in which the definitions and theorems of proofs/ stand.

Nested tuples, the kind first. Whatever is not known is refused.
"""

import re
from typing import Any

Term = tuple[Any, ...]

TOKEN = re.compile(
    r"\s+|\(\*.*?\*\)|(?P<token>\\sum_|%nat|%R|=>|->|:=|::|<=\?|<\?|=\?|&&|<=|<>|/\\|[A-Za-z_][\w']*|\d+|\S)", re.DOTALL
)
WORDS = {"fun", "forall", "exists", "if", "then", "else", "match", "with", "end", "in", "return"}
# Of the infix signs: how closely they bind, and on which side they group. As Coq's own notations.
INFIX = {
    "^": (30, "right"), "*": (40, "left"), "/": (40, "left"), "+": (50, "left"), "-": (50, "left"),
    "::": (60, "right"), "<=?": (70, ""), "<?": (70, ""), "=?": (70, ""), "<": (70, ""), "<=": (70, ""),
    "=": (70, ""), "<>": (70, ""), "&&": (75, "left"), "/\\": (80, "right"), "->": (99, "right"),
}  # fmt: skip
APPLICATION, PREFIX, BIG, ALL = 10, 35, 41, 200


class Unread(Exception):  # noqa: N818 (what the source is)
    """A term of Coq that this reader does not know."""


def tokens(text: str) -> list[str]:
    """Return the tokens of a source, without comments."""
    return [match["token"] for match in TOKEN.finditer(text) if match["token"]]


class Reader:
    """Reads one term by recursive descent; binding strength as in Coq: the smaller the closer."""

    def __init__(self, text: str) -> None:
        self.found = tokens(text)
        self.place = 0

    def peek(self, ahead: int = 0) -> str:
        """Return a token without taking it, "" behind the last."""
        return self.found[self.place + ahead] if self.place + ahead < len(self.found) else ""

    def take(self) -> str:
        """Return the next token and move past it."""
        self.place += 1
        return self.found[self.place - 1] if self.place <= len(self.found) else ""

    def want(self, *wanted: str) -> None:
        """Move past tokens that must come."""
        for token in wanted:
            if (got := self.take()) != token:
                here = " ".join(self.found[max(0, self.place - 8) : self.place])
                raise Unread(f"{token!r} must stand in the place of {got!r}, behind {here!r}.")

    def all(self) -> Term:
        """Read a term that ends with the text."""
        term = self.term()
        if self.peek():
            raise Unread(f"the term must end before {self.peek()!r}.")
        return term

    def term(self, level: int = ALL) -> Term:
        """Read a term whose signs bind at least as closely as `level`."""
        left = self._prefix()
        while (sign := self.peek()) in INFIX and INFIX[sign][0] <= level:
            strength, side = INFIX[sign]
            self.take()
            right = self.term(strength if side == "right" else strength - 1)
            left = self._chained(sign, left, right)
        return left

    def _chained(self, sign: str, left: Term, right: Term) -> Term:
        """Return a sign between two terms; 0 < p < 1 says two things."""
        if sign in ("<", "<=") and left[0] == "infix" and left[1] in ("<", "<="):
            return ("infix", "/\\", left, ("infix", sign, left[3], right))
        return ("infix", sign, left, right)

    def _prefix(self) -> Term:
        token = self.peek()
        if token in ("-", "/"):
            self.take()
            return ("prefix", token, self.term(PREFIX))
        if token == "\\sum_":
            return self._sum()
        if token in ("fun", "forall", "exists"):
            return self._binder(token)
        if token == "if":
            self.take()
            condition = self.term()
            self.want("then")
            one = self.term()
            self.want("else")
            return ("if", condition, one, self.term())
        return self._application()

    def _sum(self) -> Term:
        self.want("\\sum_", "(")
        name = self.take()
        if self.take() == "<":
            indices: Term = ("apply", ("name", "axis"), natural(self.term()))
        else:
            self.place -= 1
            self.want("in")
            indices = self.term()
        self.want(")")
        return ("apply", ("apply", ("name", "total"), indices), ("fun", ("name", name), self.term(BIG)))

    def _binder(self, kind: str) -> Term:
        self.take()
        patterns = self.binders()
        self.want("=>" if kind == "fun" else ",")
        body = self.term()
        for pattern in reversed(patterns):
            body = (kind, pattern, body)
        return body

    def binders(self) -> list[Term]:
        """Read names and patterns up to what they are bound in, types left out."""
        found: list[Term] = []
        while self.peek() not in ("=>", ",", ":=", ":"):
            if self.peek() == "'":
                self.take()
                found.append(self.pattern())
            elif self.peek() == "(":
                self.take()
                while self.peek() != ":":
                    found.append(("name", self.take()))
                self._type(")")
                self.want(")")
            elif self.peek() == "{":
                while self.take() != "}":
                    pass
            else:
                found.append(("name", self.take()))
        if self.peek() == ":":
            self._type(*("=>", ",", ":="))
        return found

    def _type(self, *ends: str) -> None:
        self.want(":")
        depth = 0
        while depth or self.peek() not in ends:
            token = self.take()
            depth += (token in "({") - (token in ")}")
            if not token:
                raise Unread("a type without an end.")

    def pattern(self) -> Term:
        """Read a pattern: a name, a constructor with names, a pair, a list."""
        left = self._pattern_atom()
        if left[0] == "name" and (self.peek() in ("(", "_", "[") or self.peek()[:1].isalpha()):
            parts = []
            while self.peek() not in ("=>", "::", ",", ")"):
                parts.append(self._pattern_atom())
            left = ("made", left[1], tuple(parts))
        if self.peek() == "::":
            self.take()
            return ("cons", left, self.pattern())
        return left

    def _pattern_atom(self) -> Term:
        token = self.take()
        if token == "(":
            parts = [self.pattern()]
            while self.peek() == ",":
                self.take()
                parts.append(self.pattern())
            self.want(")")
            return nested(parts)
        if token == "[":
            if self.peek() == "]":
                self.take()
                return ("nil",)
            inner = self.pattern()
            self.want("]")
            return ("cons", inner, ("nil",))
        if re.fullmatch(r"[A-Za-z_][\w']*", token) and token not in WORDS:
            return ("name", token)
        raise Unread(f"no pattern: {token!r}.")

    def _application(self) -> Term:
        head = term = self._atom()
        while self.peek() in ("(", "_", "[") or self._begins(self.peek()):
            argument = self._atom()
            term = ("apply", term, natural(argument) if head == ("name", "seq") else argument)
        return term

    def _begins(self, token: str) -> bool:
        return token not in WORDS and bool(re.fullmatch(r"[A-Za-z_][\w']*|\d+", token))

    def _atom(self) -> Term:
        token = self.take()
        if token == "match":
            return self._match()
        if token == "(":
            parts = [self.term()]
            while self.peek() == ",":
                self.take()
                parts.append(self.term())
            self.want(")")
            return self._scoped(nested(parts) if len(parts) > 1 else parts[0])
        if token == "[":
            if self.peek() == "]":
                self.take()
                return ("nil",)
            inner = self.term()
            self.want("]")
            return ("list", inner)
        if token.isdigit():
            return self._scoped(("real", token))
        if self._begins(token) or token == "_":
            return self._scoped(("name", token))
        raise Unread(
            f"cannot read {token!r}, behind {' '.join(self.found[max(0, self.place - 8) : self.place - 1])!r}."
        )

    def _scoped(self, term: Term) -> Term:
        if self.peek() == "%nat":
            self.take()
            return natural(term)
        return term

    def _match(self) -> Term:
        subject = self.term()
        while self.peek() != "with":  # what it returns is a matter of types
            self.take()
        self.want("with")
        rows = []
        while self.peek() != "end":
            if self.peek() == "|":
                self.take()
            pattern = self.pattern()
            self.want("=>")
            rows.append((pattern, self.term()))
        self.want("end")
        return ("match", subject, tuple(rows))


def nested(parts: list[Term]) -> Term:
    """Return (a, b, c) as Coq has it: pairs, nested on the left."""
    term = parts[0]
    for part in parts[1:]:
        term = ("pair", term, part)
    return term


def natural(term: Term) -> Term:
    """Return a term whose numbers are natural ones: (…)%nat."""
    if term[0] == "real":
        return ("natural", term[1])
    return tuple(
        natural(part) if isinstance(part, tuple) and part and isinstance(part[0], str) else part for part in term
    )
