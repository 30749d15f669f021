"""What terms of Coq mean: Python's source of them, over Coq's own numbers, lists and functions.

Numbers of indices are Python's int, real numbers float; the two never mix in silence.
"""

import itertools
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from tools.proofs.terms import Reader, Term, Unread, tokens

Env = dict[str, Any]


def python(term: Term) -> str:
    """Return the term as a Python expression; names get a prefix, signs become functions that watch their numbers."""
    kind = term[0]
    if kind == "name":
        return identifier(term[1])
    if kind in ("real", "natural"):
        return term[1] + (".0" if kind == "real" else "")
    if kind == "apply":
        return f"{python(term[1])}({python(term[2])})"
    if kind == "pair":
        return f"({python(term[1])}, {python(term[2])})"
    if kind == "nil":
        return "[]"
    if kind == "list":
        return f"[{python(term[1])}]"
    if kind == "prefix":
        return f"{ {'-': 'minus', '/': 'inverse'}[term[1]] }({python(term[2])})"
    if kind == "infix" and term[1] == "/\\":
        return f"({python(term[2])} and {python(term[3])})"
    if kind == "infix":
        return f"sign[{term[1]!r}]({python(term[2])}, {python(term[3])})"
    if kind == "if":
        return f"({python(term[2])} if {python(term[1])} else {python(term[3])})"
    if kind == "fun":
        return _function(term[1], python(term[2]))
    if kind == "match":
        rows = "".join(f"{_function(pattern, python(body))}(it) if {_test(pattern)} else " for pattern, body in term[2])
        return f"(lambda it: {rows}unmatched(it))({python(term[1])})"
    raise Unread(f"no meaning for {kind}.")


def identifier(name: str) -> str:
    """Return a name that Python accepts and that is none of its own."""
    return "None" if name == "_" else "c_" + name.replace("'", "_1")


def _function(pattern: Term, body: str) -> str:
    """Return a function of one argument, taken apart by the pattern."""
    names = [(identifier(name), path) for name, path in _paths(pattern, "p") if name != "_"]
    if len(dict(names)) < len(names):
        raise Unread("a pattern with one name twice.")
    if pattern[0] == "name":
        return f"(lambda {identifier(pattern[1]) if pattern[1] != '_' else '_'}: {body})"
    return (
        f"(lambda p: (lambda {', '.join(name for name, _ in names)}: {body})({', '.join(path for _, path in names)}))"
    )


def _paths(pattern: Term, path: str) -> list[tuple[str, str]]:
    kind = pattern[0]
    if kind == "name":
        return [(pattern[1], path)]
    if kind == "nil":
        return []
    if kind == "pair":
        return [*_paths(pattern[1], f"{path}[0]"), *_paths(pattern[2], f"{path}[1]")]
    if kind == "cons":
        return [*_paths(pattern[1], f"{path}[0]"), *_paths(pattern[2], f"{path}[1:]")]
    return [found for place, part in enumerate(pattern[2], 1) for found in _paths(part, f"{path}[{place}]")]


def _test(pattern: Term) -> str:
    """Return when a pattern fits: lists by their length, constructors by their name."""
    if pattern[0] == "nil":
        return "it == []"
    if pattern[0] == "cons":
        return "len(it) == 1" if pattern[2] == ("nil",) else "len(it) >= 1"
    if pattern[0] == "made":
        return f"it[0] == {pattern[1]!r}"
    return "True"


def _numbers(whole: Callable[[int, int], Any], real: Callable[[float, float], Any]) -> Callable[[Any, Any], Any]:
    def of(x: Any, y: Any) -> Any:
        if type(x) is type(y) is int:
            return whole(x, y)
        if type(x) is type(y) is float:
            return real(x, y)
        raise Unread(f"a sign between {type(x).__name__} and {type(y).__name__}.")

    return of


def _never(x: Any, y: Any) -> Any:
    raise Unread("this sign is not known for these numbers.")


SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": _numbers(lambda x, y: x + y, lambda x, y: x + y),
    "-": _numbers(lambda x, y: max(0, x - y), lambda x, y: x - y),  # of natural numbers, cut off at 0
    "*": _numbers(lambda x, y: x * y, lambda x, y: x * y),
    "/": _numbers(lambda x, y: x // y, lambda x, y: x / y),
    "^": _numbers(_never, lambda x, y: x**y),
    "<": _numbers(lambda x, y: x < y, lambda x, y: x < y),
    "<=": _numbers(lambda x, y: x <= y, lambda x, y: x <= y),
    "=": _numbers(lambda x, y: x == y, lambda x, y: math.isclose(x, y, abs_tol=1e-12)),
    "<>": _numbers(lambda x, y: x != y, lambda x, y: x != y),
    "<?": _numbers(lambda x, y: x < y, _never),
    "<=?": _numbers(lambda x, y: x <= y, _never),
    "=?": _numbers(lambda x, y: x == y, _never),
    "&&": lambda x, y: x and y,
    "::": lambda x, y: [x, *y],
}


def _unmatched(value: Any) -> Any:
    raise Unread(f"no case fits {value!r}.")


LIBRARY: Env = {
    "sign": SIGNS,
    "minus": lambda x: -x,
    "inverse": lambda x: 1 / x,
    "unmatched": _unmatched,
    "c_exp": math.exp,
    "c_ln": math.log,
    "c_tanh": math.tanh,
    "c_Rabs": abs,
    "c_INR": float,
    "c_Rmax": lambda x: lambda y: max(x, y),
    "c_Rmin": lambda x: lambda y: min(x, y),
    "c_Rlt_dec": lambda x: lambda y: x < y,
    "c_Rle_dec": lambda x: lambda y: x <= y,
    "c_Req_EM_T": lambda x: lambda y: x == y,
    "c_seq": lambda start: lambda count: list(range(start, start + count)),
    "c_list_prod": lambda one: lambda two: [(x, y) for x, y in itertools.product(one, two)],
}

DEFINITION = re.compile(r"^(?P<kind>Definition|Fixpoint) (?P<says>(?:(?!\.\s).)+)\.(?=\s)", re.MULTILINE | re.DOTALL)
CONSTRUCTOR = re.compile(r"^  \| (?P<name>\w+) : forall (?P<types>[\w ]+), (?P<type>.+?)\.?$", re.MULTILINE)


def definitions(text: str, env: Env) -> dict[str, Term]:
    """Add what a file of Coq defines to an environment of Python functions; return those that are logic alone."""
    logic = {}
    for made in CONSTRUCTOR.finditer(text):
        arguments = len(made["types"].split()) + _arrows(made["type"])
        env[identifier(made["name"])] = _constructor(made["name"], arguments)
    for found in DEFINITION.finditer(text):
        reader = Reader(found["says"])
        name = reader.take()
        parameters = reader.binders()
        reader.want(":=")
        body = reader.all()
        for parameter in reversed(parameters):
            body = ("fun", parameter, body)
        try:
            env[identifier(name)] = value(body, env)
        except Unread:
            logic[name] = body
    return logic


def value(term: Term, env: Mapping[str, Any]) -> Any:
    """Return what a term means, where its names mean what the environment says."""
    return eval(python(term), env)  # type: ignore[arg-type]


def _constructor(name: str, arguments: int) -> Any:
    def collect(*parts: Any) -> Any:
        return (name, *parts) if len(parts) == arguments else lambda part: collect(*parts, part)

    return collect()


def _arrows(text: str) -> int:
    """Return how many arguments a type takes: the arrows outside brackets."""
    depth = count = 0
    for token in tokens(text):
        depth += (token == "(") - (token == ")")
        count += token == "->" and not depth
    return count
