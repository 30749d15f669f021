"""The steps of a derivation as they are read: chains of lines, each with the relation between its two sides."""

from typing import NamedTuple

from nnbook.book.formula.names import Names
from nnbook.book.formula.read import Reader
from nnbook.book.formula.tokens import RELATIONS, Refused
from nnbook.book.formula.tree import Node
from nnbook.book.parse.derivations import Derivation, Step


class Line(NamedTuple):
    """One step: two sides with the relation between, and where on the page; `both` if it changes a whole relation."""

    operator: str
    left: Node
    right: Node
    step: Step
    both: "Line | None" = None


def chains(derivation: Derivation, names: Names) -> list[list[Line]]:
    """Return the steps of a derivation as they are read: one list for each chain."""
    found: list[list[Line]] = []
    for step in derivation.steps:
        try:
            operators, parts = _parts(step.tex, names)
        except Refused as refused:
            raise located(derivation, step, refused) from None
        both = None
        if len(operators) == len(parts):  # goes on from the one before
            if not found:
                raise located(derivation, step, Refused("the first step has nothing to go on from."))
            parts = (found[-1][-1].right, *parts)
        elif found and "*both sides*" in step.reason.lower():
            both = found[-1][-1]
        else:
            found.append([])
        for operator, left, right in zip(operators, parts, parts[1:], strict=False):
            found[-1].append(Line(operator, left, right, step, both))
    return found


def _parts(tex: str, names: Names) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    """Return the relations of a step and what stands between them, with or without a first part."""
    reader = Reader(tex, names)
    goes_on = reader.peek() in RELATIONS
    first = (RELATIONS[reader.take()],) if goes_on else ()
    node = reader.relation()
    while reader.took(",", "."):
        pass
    if reader.peek():
        raise reader.refusal("the step must end here, or go on with an operator")
    operators, parts = ((), (node,)) if first == ("<=>",) else relations(node)
    if not first and not operators:
        raise Refused("a step needs a relation, such as =.", 0)
    return (*first, *operators), parts


def relations(node: Node) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    """Return the operators of a relation and what stands between; of equivalent conditions, the conditions."""
    operators, parts = node[1:] if node[0] == "rel" else ((), (node,))
    if "<=>" not in operators:
        return operators, parts
    ends = [place for place, operator in enumerate((*operators, "<=>")) if operator == "<=>"]
    starts = [0, *(end + 1 for end in ends[:-1])]
    conditions = tuple(
        ("rel", operators[start:end], parts[start : end + 1]) for start, end in zip(starts, ends, strict=True)
    )
    return ("<=>",) * (len(ends) - 1), conditions


def located(derivation: Derivation, step: Step, refused: Refused) -> Refused:
    """Return the refusal with the page and the line of the token, or of the step."""
    line = step.line + step.tex[: refused.at or 0].count("\n")
    return Refused(f"{derivation.page}:{line}: derivation of {derivation.label}: {' '.join(str(refused).split())}")
