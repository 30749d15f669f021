"""Terms of Coq mean in Python what they mean there."""

import pytest

from tools.proofs.meaning import LIBRARY, definitions, value
from tools.proofs.terms import Reader, Unread


def worth(text: str, **names):
    env = {**LIBRARY, **{f"c_{name}": of for name, of in names.items()}}
    definitions("Fixpoint total {I : Type} (s : list I) (f : I -> R) : R :=\n"
                "  match s with [] => 0 | i :: s => f i + total s f end.\n"
                "Definition axis (n : nat) : list nat := seq 0 n.\n", env)  # fmt: skip
    return value(Reader(text).all(), env)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("- 2 ^ 2 + 1", -3.0),  # a power binds closer than a sign
        ("2 - 3 - 4", -5.0),
        ("8 / 4 / 2", 1.0),
        ("/ 4 * 2", 0.5),
        ("(2 - 5)%nat", 0),  # natural numbers end at 0
        ("(7 / 2)%nat", 3),
        ("7 / 2", 3.5),
        (r"\sum_(i < 3) INR i * 2 + 1", 7.0),  # a sum takes products in, sums not
        (r"\sum_(i < 3) \sum_(j < 2) INR (i + j)", 9.0),
        (r"\sum_(i in seq 4 2) INR i", 9.0),
        ("(fun '(a, b, c) => a - b * c) (1, 2, 3)", -5.0),
        ("if Rlt_dec 1 2 then 3 else 4 + 5", 3.0),
        ("if ((2 <=? 2) && (3 <? 3))%nat then 1 else 2", 2.0),
        ("Rmax 1 (Rmin 2 3) (* the middle one *)", 2.0),
        ("0 < 1 < 2", True),
        ("0 < 2 < 1", False),
        ("ln (exp 2)", 2.0),
    ],
)
def test_a_term_is_worth_what_coq_says(text: str, want: object) -> None:
    got = worth(text)
    assert (got, type(got)) == (want, type(want))


def test_names_are_functions_of_one_argument_after_the_other() -> None:
    assert worth("f (g 1) x'", f=lambda x: lambda y: x + y, g=lambda x: 10 * x, x_1=2.0) == 12.0


def test_made_values_are_taken_apart() -> None:
    env = dict(LIBRARY)
    text = """Inductive way : Type :=
  | end_ : forall I, way
  | step : forall I J, R -> way -> way.
Fixpoint length (w : way) : R :=
  match w with
  | end_ _ => 0
  | step _ _ x rest => x + length rest
  end.
"""
    definitions(text, env)
    assert value(Reader("length (step _ _ 2 (step _ _ 3 (end_ _)))").all(), env) == 5.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 +", "cannot read ''"),
        ("(1", "must stand in the place of"),
        ("1 ?", "the term must end before '?'"),
        ("x 1 2", "c_x"),
        ("INR 1 + 1%nat", "a sign between float and int"),
        ("fun '(a, a) => a", "one name twice"),
        ("forall x, x = x", "no meaning for forall"),
    ],
)
def test_what_is_not_known_is_refused(text: str, message: str) -> None:
    with pytest.raises((Unread, NameError), match=message):
        worth(text)
