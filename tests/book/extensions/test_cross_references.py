"""Equations are numbered by chapter, referred to from every page, and marked with the test that verifies them."""

from pathlib import Path

import pytest
from pymdownx.superfences import SuperFencesException

from nnbook.book.parse.page import PageError
from tests.book.small_site import render, write

EQUATION = r"""
$$
\begin{equation}
\label{eq:one-two}
1 + 1 = 2
\end{equation}
$$
"""
FIRST = f"---\nnumber: 3\n---\n\n# First\n\nSee \\eqref{{eq:one-two}} and `\\eqref{{eq:code}}`.\n{EQUATION}"
SECOND = "---\nnumber: 4\n---\n\n# Second\n\nBack to \\eqref{eq:one-two}, with $$\n"
TEST = '@verifies("eq:one-two")\ndef test_one_and_one_is_two():\n    assert 1 + 1 == 2\n'


def built(text: str) -> str:
    return render(text.split("---\n")[2].strip())


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, first=FIRST, second=SECOND)
    return tmp_path


def add_test(root: Path) -> None:
    folder = root / "tests" / "equations"
    folder.mkdir(parents=True)
    (folder / "test_first.py").write_text(TEST)


def test_an_equation_gets_the_number_of_its_chapter_and_an_id() -> None:
    html = built(FIRST)
    assert r"\tag{3.1}\label{eq:one-two}" in html
    assert '<div class="nn-equation" id="eq-one-two">' in html


def test_an_equation_names_the_test_that_verifies_it(book: Path) -> None:
    add_test(book)
    html = built(FIRST)
    assert 'title="tests/equations/test_first.py::test_one_and_one_is_two"' in html
    assert '<a href="reference/equations.md#index-eq-one-two">Checked</a>: one and one is two.' in html


def test_an_equation_without_a_test_says_so() -> None:
    assert "(3.1) is verified by no test yet" in built(FIRST)


SIGMOID = FIRST.replace("1 + 1 = 2", r"\sigma(z) = \frac{1}{1 + e^{-z}}").replace(
    "eq:one-two", "eq:activations-sigmoid"
)


def test_an_equation_that_is_executed_shows_its_verdict(book: Path) -> None:
    write(book, first=SIGMOID, second="# Second")
    html = built(SIGMOID)
    assert '<a href="reference/equations.md#index-eq-activations-sigmoid">Definition</a>, equal to what' in html
    assert "<code>nn.sigmoid</code> returns at 100 random inputs." in html


THEOREM = """(** [eq:activations-sigmoid] $$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$ *)
Theorem by_logic : 1 = 1.
Proof. easy. Qed.
"""


def test_an_equation_that_is_a_theorem_links_to_it(book: Path) -> None:
    write(book, first=SIGMOID)
    (book / "proofs").mkdir()
    (book / "proofs/A.v").write_text(THEOREM)
    assert '; also a theorem in Coq: <a href="reference/theorems.md#by_logic">by_logic</a>.' in built(SIGMOID)


def test_an_equation_that_is_no_longer_what_its_theorem_says_stops_the_build(book: Path) -> None:
    write(book, first=SIGMOID)
    (book / "proofs").mkdir()
    (book / "proofs/A.v").write_text(THEOREM.replace("1 +", "2 +"))
    with pytest.raises(PageError, match=r"eq:activations-sigmoid is not the formula beside by_logic in proofs/A.v:2"):
        built(SIGMOID)


def test_a_formula_that_is_false_as_displayed_stops_the_build(book: Path) -> None:
    text = SIGMOID.replace("1 + e", "1 - e")
    write(book, first=text, second="# Second")
    with pytest.raises(PageError, match=r"docs/first\.md:11: eq:activations-sigmoid: the formula gives"):
        built(text)


DERIVED = (
    FIRST.replace("1 + 1 = 2", r"\tanh(z) = 2\,\sigma(2z) - 1").replace("eq:one-two", "eq:activations-tanh-sigmoid")
    + r"""
<details class="derivation" markdown>
<summary>Where this comes from</summary>

In one go:

$$
\tanh(z) = 2\,\sigma(2z) - 1
$$

</details>
"""
)


def test_a_derivation_says_how_its_steps_were_checked_and_can_be_linked_to(book: Path) -> None:
    write(book, first=DERIVED, second="# Second")
    html = built(DERIVED)
    assert '<details class="derivation" id="from-eq-activations-tanh-sigmoid">' in html
    assert '<p class="nn-checked">One step, checked as an equality, proved.</p></details>' in html
    assert "markdown" not in html


def test_a_step_that_does_not_follow_stops_the_build(book: Path) -> None:
    text = DERIVED.replace("In one go", "*Rearrange*")
    write(book, first=text, second="# Second")
    with pytest.raises(PageError, match=r"docs/first\.md:22: derivation of .*: rearrange alone does not lead here"):
        built(text)


def test_a_derivation_without_a_reason_stops_the_build(book: Path) -> None:
    text = DERIVED.replace("In one go:", "")
    write(book, first=text, second="# Second")
    with pytest.raises(PageError, match=r"docs/first\.md:16: this derivation needs a reason before each"):
        built(text)


def test_references_link_to_the_equation_on_this_page_and_on_another() -> None:
    assert '<a class="nn-eqref" href="#eq-one-two">(3.1)</a>' in built(FIRST)
    assert '<a class="nn-eqref" href="first.md#eq-one-two">(3.1)</a>' in built(SECOND)
    assert r"<code>\eqref{eq:code}</code>" in built(FIRST)


def test_a_reference_to_nothing_stops_the_build(book: Path) -> None:
    text = SECOND.replace("eq:one-two", "eq:nothing")
    write(book, second=text)
    with pytest.raises(SuperFencesException, match=r"docs/second\.md.*eq:nothing"):
        built(text)


def test_a_page_with_equations_needs_a_number(book: Path) -> None:
    write(book, first=FIRST.replace("number: 3", "title: First"))
    with pytest.raises(PageError, match=r"docs/first\.md:\d+: a page with equations needs a `number:`"):
        built(SECOND)
