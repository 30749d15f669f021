"""The book's LaTeX as tokens, each with its place, and a cursor over them."""

import re

TOKEN = re.compile(
    r"(?P<skip>\s+|\$\$|\\label\{[^}]*\}|\\(?:begin|end)\{(?:equation|aligned)\}|\\[,;!: ]|\\quad(?![a-zA-Z])"
    r"|\\(?:bigl|bigr|Bigl|Bigr|left|right|big)(?![a-zA-Z]))"
    r"|\\(?:operatorname|mathrm)\{(?P<name>[A-Za-z]+)\}"
    r"|\\text\{(?P<text>[^}]*)\}"
    r"|\\(?P<edge>begin|end)\{(?P<environment>\w+)\}"
    r"|(?P<line>\\\\)(?:\[\d+ex\])?"
    r"|(?P<other>\\[a-zA-Z]+|\\%|\d+(?:\{,\}\d{3})*(?:\.\d+)?|\S)"
)
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
GREEK = frozenset(
    {r"\alpha", r"\beta", r"\delta", r"\epsilon", r"\varepsilon", r"\eta", r"\theta", r"\kappa", r"\lambda", r"\mu",
     r"\pi", r"\sigma", r"\varphi", r"\phi", r"\Delta", r"\ell", r"\infty"}
)  # fmt: skip
FUNCTIONS = frozenset({r"\max", r"\min", r"\ln", r"\exp", r"\cos", r"\sin", r"\tanh", r"\cosh"})
BINDERS = {r"\sum": "sum", r"\prod": "prod"}
ACCENTS = {r"\hat": "hat", r"\bar": "bar", r"\tilde": "tilde"}
RELATIONS = {
    "=": "=", "<": "<", ">": ">", r"\le": "<=", r"\ge": ">=", r"\neq": "!=", r"\approx": "~", r"\leftarrow": "<-",
    r"\propto": "prop", r"\to": "->", r"\Longleftrightarrow": "<=>",
}  # fmt: skip
OPENING = frozenset(
    {"(", "[", "{", "DD", r"\frac", r"\sqrt", r"\lVert", r"\lvert", r"\nabla", r"\partial", r"\lfloor", r"\lceil",
     r"\underbrace", r"\lim", r"\mathbb", "{env:cases", "{env:pmatrix"}
)  # fmt: skip


class Refused(Exception):  # noqa: N818 (what the formula is)
    """A formula does not read, or does not hold. `at` is the place in its LaTeX, None for the whole."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.at = at


def tokens(tex: str) -> list[tuple[str, int]]:
    """Return the tokens of a formula and where each begins; spacing, sizes, labels and alignment mean nothing."""
    aligned = r"\begin{aligned}" in tex
    found = []
    for match in TOKEN.finditer(tex):
        token = _token(match)
        if token and not (aligned and token in ("&", r"\\", r"\qquad")):
            found.append((token, match.start()))
    return found


def _token(match: re.Match[str]) -> str:
    if match["skip"] is not None:
        return ""
    if match["name"]:
        return "DD" if match["name"] == "d" else "@" + match["name"]
    if match["text"] is not None:
        words = match["text"].strip()
        return "" if words == "outside" else '"' + words
    if match["edge"]:
        return ("{" if match["edge"] == "begin" else "}") + "env:" + match["environment"]
    return match["line"] or re.sub(r"^\\[dt]frac$", r"\\frac", match["other"].replace("{,}", ""))


class Cursor:
    """A place in a formula: look at the next token, take it, demand one."""

    def __init__(self, tex: str) -> None:
        self.found = tokens(tex)
        self.place = 0
        self.bars = 0

    def peek(self, ahead: int = 0) -> str:
        """Return a token without taking it, "" behind the last."""
        return self.found[self.place + ahead][0] if self.place + ahead < len(self.found) else ""

    def take(self) -> str:
        """Return the next token and move past it."""
        token = self.peek()
        self.place += 1
        return token

    def took(self, *any_of: str) -> bool:
        """Move past the next token if it is one of these, and tell whether it was."""
        if self.peek() in any_of and self.peek():
            self.place += 1
            return True
        return False

    def want(self, token: str) -> None:
        """Move past the next token, which must be this one."""
        if self.peek() != token:
            raise self.refusal(f"{token} must stand here")
        self.place += 1

    def refusal(self, allowed: str) -> Refused:
        """Return what is wrong at the next token, and what is allowed there."""
        at = self.found[min(self.place, len(self.found) - 1)][1] if self.found else 0
        return Refused(f"cannot read {self.peek() or 'the end'!r}: {allowed}.", at)

    def begins(self) -> bool:
        """Tell whether the next token begins a factor."""
        token = self.peek()
        if token == "|":
            return self.bars == 0
        known = (LETTERS, GREEK, FUNCTIONS, BINDERS, ACCENTS, OPENING)
        return any(token in kind for kind in known) or token[:1] == "@" or token[:1].isdigit()
