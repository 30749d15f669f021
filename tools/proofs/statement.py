"""What a theorem says, read from its source: premises that can be tried on numbers, a cost's slopes, a derivative."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.proofs.meaning import Env, identifier, value
from tools.proofs.terms import Reader, Term, Unread

STEP = 1e-5
"""Of the central differences."""

Numbers = dict[Any, float]
"""Numbers by index; one number alone has the index ()."""

ASSUMED = {"rules"}
"""Premises about any cost whatever, which no numbers can try: a theorem of their own shows where they hold."""


@dataclass(frozen=True)
class Statement:
    """The slopes [says] of [of] in [variable], for every index in [indices]; without indices, one derivative or value.

    `outer`: of a theorem about any cost, the indices of what comes out; `signal`: the slopes of the cost in that.
    """

    premises: tuple[Term, ...]
    of: Term
    says: Term
    variable: str = ""
    indices: Term | None = None
    outer: Term | None = None
    signal: Term = ()

    def slopes(self, env: Env) -> Numbers:
        """Return what the theorem says, for the numbers of an environment."""
        says = value(self.says, env)
        return {(): says} if self.indices is None else {index: says(index) for index in value(self.indices, env)}

    def output(self, env: Env) -> Numbers:
        """Return what the slopes are the slopes of: the output of a layer, a cost, a function where it is taken."""
        out = value(self.of, env)
        if self.outer is not None:
            return {index: out(index) for index in value(self.outer, env)}
        return {(): out(env[identifier(self.variable)]) if self.indices is None and self.variable else out}

    def numeric(self, env: Env) -> Numbers:
        """Return the slopes by central differences; the cost behind a layer is linear, with the slopes given for it."""
        return {index: self._along(index, env) for index in self.slopes(env)}

    def _along(self, index: Any, env: Env) -> float:
        name = identifier(self.variable)
        at = env[name]

        def cost(step: float) -> float:
            move = at + step if self.indices is None else lambda k: at(k) + (step if k == index else 0.0)
            out = self.output({**env, name: move})
            if self.outer is None:
                return out[()]
            weights = value(self.signal, env)
            return sum(weights(k) * number for k, number in out.items())

        return (cost(STEP) - cost(-STEP)) / (2 * STEP)


def read(text: str) -> Statement:
    """Return what a theorem's statement says; raise Unread if it is of no known form."""
    term = Reader(text).all()
    while term[0] == "forall":
        term = term[2]
    parts = list(_implications(term))
    *premises, conclusion = parts
    outer = [premise for premise in premises if _head(premise)[0] == "gradient"]
    head, arguments = _head(conclusion)
    others = tuple(premise for premise in premises if premise not in outer)
    if head == "gradient" and len(arguments) == 4:
        indices, function, at, says = arguments
        if function[0] != "fun" or function[1] != at:
            raise Unread("a gradient is that of a function of the variable at which it is taken.")
        if not outer:
            return Statement(others, function[2], says, at[1], indices)
        behind, _, _, signal = _head(outer[0])[1]
        return Statement(others, _output(outer, function[2]), says, at[1], indices, behind, signal)
    if head == "is_derive" and len(arguments) == 3 and arguments[1][0] == "name":
        return Statement(others, arguments[0], arguments[2], arguments[1][1])
    if conclusion[:2] == ("infix", "="):
        return Statement(others, conclusion[2], conclusion[3])
    raise Unread(f"a conclusion of no known form: {head}.")


def _output(outer: list[Term], body: Term) -> Term:
    """Return what comes out of the layer: what the cost C is applied to, in premise and conclusion alike."""
    _, arguments = _head(outer[0])
    if len(outer) > 1 or len(arguments) != 4 or body != ("apply", arguments[1], arguments[2]):
        raise Unread("the premise must give the slopes of the same cost at the same output as the conclusion.")
    return arguments[2]


def holds(premise: Term, env: Env, logic: Mapping[str, Term]) -> bool:
    """Tell whether a premise holds for the numbers of an environment."""
    head, arguments = _head(premise)
    if head in ASSUMED:
        return True
    if head == "gradient":
        return _slopes_hold(env, *arguments)
    if head in logic:
        for argument in arguments:
            parameter, rest = logic[head][1], logic[head][2]
            env = {**env, identifier(parameter[1]): value(argument, env)}
            logic = {**logic, head: rest}
        return holds(logic[head], env, logic)
    if premise[0] == "forall":
        names = []
        while premise[0] == "forall":
            names.append(premise[1][1])
            premise = premise[2]
        *ranges, claim = _implications(premise)
        return all(holds(claim, here, logic) for here in _choices(names, ranges, env, logic))
    if premise[:2] == ("infix", "->"):
        return not holds(premise[2], env, logic) or holds(premise[3], env, logic)
    return bool(value(premise, env))


def _slopes_hold(env: Env, indices: Term, function: Term, at: Term, slopes: Term) -> bool:
    """Tell whether a premise gives the slopes of a function that is given: by central differences."""
    of, point, says = value(function, env), value(at, env), value(slopes, env)

    def moved(index: Any, step: float) -> Any:
        return of(lambda k: point(k) + (step if k == index else 0.0))

    return all(
        math.isclose(says(index), (moved(index, STEP) - moved(index, -STEP)) / (2 * STEP), rel_tol=1e-6, abs_tol=1e-6)
        for index in value(indices, env)
    )


def _choices(names: list[str], ranges: list[Term], env: Env, logic: Mapping[str, Term]) -> Iterator[Env]:
    """Yield the environments of all choices for the names, each of which a range bounds; other conditions must hold."""
    if not names:
        if all(holds(condition, env, logic) for condition in ranges):
            yield env
        return
    name, *rest = names
    bound = next((term for term in ranges if _bounds(term, name)), None)
    if bound is None:
        raise Unread(f"{name} stands for any of infinitely many.")
    for choice in range(value(bound[3], env)) if bound[0] == "infix" else value(bound[2], env):
        yield from _choices(rest, [term for term in ranges if term != bound], {**env, identifier(name): choice}, logic)


def _bounds(term: Term, name: str) -> bool:
    if term[:3] == ("infix", "<", ("name", name)):
        return True
    return term[0] == "apply" and term[1] == ("apply", ("name", "In"), ("name", name))


def _implications(term: Term) -> Iterator[Term]:
    while term[:2] == ("infix", "->"):
        yield term[2]
        term = term[3]
    yield term


def _head(term: Term) -> tuple[str, list[Term]]:
    """Return the name that is applied, and to what."""
    arguments: list[Term] = []
    while term[0] == "apply":
        arguments.insert(0, term[2])
        term = term[1]
    return (term[1] if term[0] == "name" else "", arguments)
