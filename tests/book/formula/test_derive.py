"""Every step of a derivation follows from the one before, by the rule that its reason names, or the build stops."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nnbook.book.formula import derived as module
from nnbook.book.formula.derive import derive
from nnbook.book.formula.derived import derived, judged
from nnbook.book.formula.entries import entries
from nnbook.book.formula.tokens import Refused
from nnbook.book.parse.derivations import Derivation
from tests.book.formula.book import derivations, equations, formulas

SIGMOID = "eq:activations-sigmoid-derivative"
SOFTMAX = "eq:losses-softmax-gradient"
FACTORS = "eq:calculus-factors"


def changed(label: str, step: int, **new: Any) -> Derivation:
    """Return the derivation with one step changed."""
    steps = list(derivations()[label].steps)
    steps[step] = replace(steps[step], **new)
    return replace(derivations()[label], steps=tuple(steps))


def check(derivation: Derivation) -> str:
    return derive(derivation, entries()[derivation.label], formulas()).words


@pytest.mark.parametrize("label", sorted(derivations()))
def test_each_step_follows_from_the_one_before(label: str) -> None:
    found = derive(derivations()[label], entries()[label], formulas())
    assert found.proved == found.steps >= len(derivations()[label].steps), found


def test_the_words_of_a_derivation() -> None:
    assert check(derivations()[SIGMOID]) == "5 steps, each checked by exactly the rule that it names."
    words = "6 steps, each checked: 5 by exactly the rule named, 1 as an equality, proved."
    assert check(derivations()[FACTORS]) == words
    half = "5 steps, each checked: 3 by exactly the rule named, 2 as equalities, proved."
    plain = changed(SIGMOID, 1, reason="since it is so")
    assert check(replace(plain, steps=(*plain.steps[:4], replace(plain.steps[4], reason="so it is")))) == half


@pytest.mark.parametrize(
    ("label", "step", "reason", "message"),
    [
        (SIGMOID, 1, "the *power rule*", "power rule alone does not lead here"),
        (SIGMOID, 1, "the *product rule*", "product rule alone does not lead here"),
        (SIGMOID, 4, "*rearrange*", "rearrange alone does not lead here"),
        (SIGMOID, 0, "the *definition*", "which one?"),
        (SIGMOID, 0, r"the *definition* \eqref{eq:activations-relu}", "definition alone does not lead here"),
        (SIGMOID, 1, "the *golden rule*", "cannot apply 'golden rule': in italics stands one of add and take away"),
        (SOFTMAX, 0, "*rearrange*", "rearrange alone does not lead here"),
        (SOFTMAX, 1, "they *cancel*", "cancel alone does not lead here"),
        (SOFTMAX, 4, "*multiply out*", "nothing is multiplied out"),
        (SOFTMAX, 3, "*take out*", "nothing is taken out of a sum"),
    ],
)
def test_a_rule_that_is_not_the_one_used_is_refused(label: str, step: int, reason: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        check(changed(label, step, reason=reason))


@pytest.mark.parametrize(
    ("step", "tex", "message"),
    [
        (1, r"= \frac{e^{z}}{(1 + e^{-z})^2}", "false at a random place"),
        (1, r"= \frac{e^{-z}}{(1 + \aleph)^2}", r"cannot read '\\\\aleph'"),
        (1, r"\frac{e^{-z}}{(1 + e^{-z})^2}", "a step needs a relation"),
        (0, r"= \frac{d}{dz} \frac{1}{1 + e^{-z}}", "the first step has nothing to go on from"),
        (0, r"\sigma(z) = \frac{1}{1 + e^{-z}}", "no chain of steps has the two sides of statement 1 for its ends"),
        (4, r"= \bigl(1 - \sigma(z)\bigr)\,\sigma(z)", "no chain of steps has the two sides of statement 1"),
    ],
)
def test_a_step_that_is_wrong_or_cannot_be_read_names_its_line(step: int, tex: str, message: str) -> None:
    wrong = changed(SIGMOID, step, tex=tex)
    place = rf"^{wrong.page}:\d+: derivation of {SIGMOID}: .*{message}"
    with pytest.raises(Refused, match=place):
        check(wrong)


def test_the_line_named_is_that_of_the_token() -> None:
    wrong = changed(SIGMOID, 1, tex="= \\frac{e^{-z}}\n{\\aleph}")
    with pytest.raises(Refused, match=rf"^{wrong.page}:{wrong.steps[1].line + 1}: "):
        check(wrong)


@pytest.mark.parametrize(
    ("premise", "message"),
    [
        (r"\sum_k y_k = 2", "false at a random place"),
        (r"\sum_k y_k \propto 1", "the relation prop cannot be decided here"),
        (r"\sum_k q_k = 1", "no range for the index k"),
        (r"\sum_k \aleph", r"cannot read '\\\\aleph'"),
    ],
)
def test_a_premise_must_hold_and_names_the_line_of_its_derivation(premise: str, message: str) -> None:
    wrong = replace(derivations()[SOFTMAX], given=(premise,))
    place = rf"^{wrong.page}:{wrong.line}: derivation of {SOFTMAX}: the premise .*{message}"
    with pytest.raises(Refused, match=place):
        check(wrong)


def test_a_result_is_kept_until_a_step_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    first = derived({SIGMOID: derivations()[SIGMOID]}, equations(), tmp_path)
    monkeypatch.setattr(module, "derive", lambda *_: pytest.fail("checked again"))
    assert derived({SIGMOID: derivations()[SIGMOID]}, equations(), tmp_path) == first
    with pytest.raises(BaseException, match="checked again"):
        derived({SIGMOID: changed(SIGMOID, 1, reason="the *chain rule*")}, equations(), tmp_path)


def test_a_derivation_of_what_has_no_entry_is_refused(tmp_path: Path) -> None:
    unknown = replace(derivations()[SIGMOID], label="eq:of-no-chapter")
    with pytest.raises(Refused, match=rf"^{unknown.page}:{unknown.line}: eq:of-no-chapter has a derivation, but"):
        derived({"eq:of-no-chapter": unknown}, equations(), tmp_path)


def test_what_claims_something_has_a_derivation_or_says_where_it_comes_from() -> None:
    known, steps = judged(derivations(), equations())
    assert steps.keys() == derivations().keys()
    assert sum(bool(one.origin) for one in known.values()) <= 15
    without = {label: each for label, each in derivations().items() if label != SIGMOID}
    with pytest.raises(Refused, match=rf"^docs/chapters/activations\.md:\d+: {SIGMOID} claims something: add a der"):
        judged(without, equations())
