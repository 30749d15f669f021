"""A verdict says how sure a formula is, is kept between builds, and a formula that does not hold names its line."""

from dataclasses import replace
from pathlib import Path

import pytest

from nnbook.book.formula import verdicts as module
from nnbook.book.formula.check import check
from nnbook.book.formula.derived import derived
from nnbook.book.formula.entries import entries
from nnbook.book.formula.passages import in_text
from nnbook.book.formula.patience import Patience
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.verdicts import verdict, verdicts
from nnbook.book.parse.equations import Equation
from tests.book.formula.book import derivations, equations, formulas
from tests.pages import pages


def displayed(label: str, tex: str, line: int = 40) -> dict[str, Equation]:
    return {label: Equation(label, "docs/page.md", line, tex)}


SIGMOID = (
    "$$\n\\begin{equation}\n\\label{eq:activations-sigmoid}\n\\sigma(z) = \\frac{1}{1 + e^{-z}}\n\\end{equation}\n$$"
)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("eq:activations-sigmoid", "Definition, equal to what nn.sigmoid returns at 100 random inputs."),
        ("eq:network-linear", "Proved for every size."),
        ("eq:tensors-product", "Proved for every size."),
        (
            "eq:activations-softmax-jacobian",
            "Proved for every size; equal to what nn.softmax_jacobian returns at 100 random inputs.",
        ),
        ("eq:calculus-outer", "Proved for sizes 2 to 3."),
        ("eq:calculus-mean", "Proved for every size."),
        (
            "eq:losses-best-line",
            "Proved for sizes 3 to 5 to make both slopes zero; equal to what nn.fit_line returns at 100 random inputs.",
        ),
        ("eq:derivatives-product", "Proved for all values."),
        ("eq:derivatives-linear", "Proved up to the first term that ≈ leaves out."),
        ("eq:descent-bound", "True at 100 random places, not proved."),
        ("eq:digits-standard-error", "Definition, equal to a second writing in NumPy at 100 random inputs."),
    ],
)
def test_the_words_of_a_verdict(label: str, words: str) -> None:
    assert verdict(label, formulas()).words == words


def test_a_solution_that_does_not_solve_its_equations_is_refused() -> None:
    [entry] = entries()["eq:losses-best-line"]
    alone = replace(entry, defines={"m": None, "b": None})  # nothing of nnbook to compare it with
    right = formulas()[entry.label]
    assert check(alone, {entry.label: right}).proved == 6
    for wrong in (right.replace(r"b = \bar y - m", r"b = \bar y + m"), right.replace("^2", "")):
        assert wrong != right
        with pytest.raises(Refused):
            check(alone, {entry.label: wrong})


def test_a_formula_that_cannot_be_read_names_the_line_of_the_token(tmp_path: Path) -> None:
    wrong = SIGMOID.replace("{-z}", r"{\aleph}")
    with pytest.raises(Refused, match=r"^docs/page\.md:41: eq:activations-sigmoid: cannot read '\\\\aleph'"):
        verdicts(displayed("eq:activations-sigmoid", wrong), tmp_path)


def test_a_formula_that_is_false_names_the_line_of_its_label(tmp_path: Path) -> None:
    wrong = SIGMOID.replace("1 + e", "1 - e")
    with pytest.raises(Refused, match=r"^docs/page\.md:40: eq:activations-sigmoid: the formula gives"):
        verdicts(displayed("eq:activations-sigmoid", wrong), tmp_path)


def test_a_label_without_an_entry_has_no_verdict(tmp_path: Path) -> None:
    assert verdicts(displayed("eq:of-no-chapter", SIGMOID), tmp_path) == {}


def test_a_verdict_is_kept_until_its_formula_or_a_premise_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    first = verdicts(displayed("eq:activations-sigmoid", SIGMOID), tmp_path)
    monkeypatch.setattr(module, "check", lambda *_: pytest.fail("checked again"))
    assert verdicts(displayed("eq:activations-sigmoid", SIGMOID), tmp_path) == first
    with pytest.raises(BaseException, match="checked again"):
        verdicts(displayed("eq:activations-sigmoid", SIGMOID.replace("1 +", "1 + 0 +")), tmp_path)
    premise = {"eq:a": "x", "eq:activations-softmax": "p", "eq:activations-softmax-jacobian": "y"}
    keys = {
        module._key("eq:activations-softmax-jacobian", {**premise, "eq:activations-softmax": text}, "") for text in "pq"
    }
    assert len(keys) == 2


def test_entries_about_parts_must_cover_all_statements() -> None:
    more = formulas()["eq:convolution-pooling"].replace(r"\qquad\text{or}", r"\qquad z = 1 \qquad\text{or}")
    with pytest.raises(Refused, match="do not cover its 3 statements"):
        verdict("eq:convolution-pooling", {"eq:convolution-pooling": more})


def test_what_would_come_after_the_patience_is_left_out_and_counted_and_what_is_kept_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    known = verdicts(displayed("eq:activations-sigmoid", SIGMOID), tmp_path)
    both = displayed("eq:activations-sigmoid", SIGMOID) | displayed(
        "eq:network-linear", formulas()["eq:network-linear"]
    )
    late = Patience(0.0)
    assert verdicts(both, tmp_path, late) == known
    assert late.left_out == 1
    assert derived(derivations(), equations(), tmp_path, late) == {}
    assert late.left_out == 1 + len(derivations())
    assert in_text(pages(), formulas(), tmp_path, late) == []
    assert late.left_out > 1 + len(derivations())
