"""Formulas in the running text are decided with what their paragraph, their section and their scope say."""

from collections import Counter
from pathlib import Path

import pytest

from nnbook.book.formula import passages as module
from nnbook.book.formula.inline import judge
from nnbook.book.formula.passages import in_text
from nnbook.book.formula.tokens import Refused
from nnbook.book.formula.values import stands_in
from nnbook.book.parse.fences import ASSUMED, parse
from nnbook.book.parse.inline import paragraphs
from tests.book.formula.book import formulas, pages


def levels(text: str, where: str = "", code: str = "") -> list[str]:
    """Return how sure the formulas of the last paragraph are."""
    scope = f"<!--nnbook:where {where}-->\n\n" if where else ""
    fence = f"\n\n```text\n{code}\n```\n" if code else ""
    page = parse(f"# T\n\n{scope}{text}{fence}", "docs/page.md")
    assert not page.problems
    return judge(paragraphs([page])[-1], formulas())


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        ("$3 + 4 = 7$", "", ["worked out"]),
        ("$e^0 = 1$", "", ["worked out"]),
        (r"$\sigma(1) \approx 0.73$", "", ["worked out"]),
        (r"$\sqrt{10^{-16}} \approx 10^{-8}$", "", ["worked out"]),
        (r"$\sqrt{0.96 \cdot 0.04 / 10{,}000} \approx 0.2\,\%$", "", ["worked out"]),
        (r"$\operatorname{ReLU}(-2) = 0$", "", ["worked out"]),
        ("$3(2x + 1) - 4 = 6x - 1$", "", ["proved"]),
        (r"$\sigma(-z) = 1 - \sigma(z)$", "", ["proved"]),
        (r"$(AB)^\top = B^\top A^\top$", "matrices A, B", ["proved"]),
        (r"$AB \neq BA$" + ASSUMED, "matrices A, B", ["assumed"]),
        ("$f(x) = x^3$, so $f'(x) = 3x^2$ and $f(2) = 8$", "", ["introduces", "proved", "worked out"]),
        ("$f(x) = x^3$.\n\nSo $f(2) = 8$", "", ["worked out"]),
        ("$2x - 6 = 0$, that is $x = 3$", "", ["worked out", "introduces"]),
        ("$n + 2p - k + 1 = n$, that is $p = (k - 1)/2$", "", ["proved", "introduces"]),
        ("$1/p = 1 + e^{-z}$", "fractions p; p = 1/(1 + e^{-z})", ["proved"]),
        (r"$\ln p_i = z_i - \ln \sum_j e^{z_j}$", "eq:activations-softmax", ["proved"]),
        (r"$\ln t \le t - 1$", "positive t", ["drawn"]),
        (r"$0 < \eta < 1$", "", ["introduces"]),
        (r"$t = 0, 1, 2, \dots$", "", ["introduces"]),
        ("$a' = 2$, $a = 3$, $a' < a$", "", ["introduces", "introduces", "worked out"]),
    ],
)
def test_how_sure_a_formula_is(text: str, where: str, expected: list[str]) -> None:
    assert levels(text, where) == expected


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("$3 + 4 = 8$", ""),
        ("$e = 1$", ""),
        (r"$\sigma(1) \approx 0.74$", ""),
        (r"$\sqrt{10^{-16}} \approx 10^{-7}$", ""),
        (r"$\sigma(-z) = 1 + \sigma(z)$", ""),
        (r"$(AB)^\top = A^\top B^\top$", "matrices A, B"),
        ("$AB = BA$", "matrices A, B"),
        ("$f(x) = x^3$, so $f'(x) = 3x$", ""),
        ("$2x - 6 = 0$, that is $x = 4$", ""),
        ("$2x - 6 = 0$", ""),
        ("$1/p = 1 - e^{-z}$", "fractions p; p = 1/(1 + e^{-z})"),
        (r"$\ln t \ge t - 1$", "positive t"),
        (r"$\lvert t \rvert < 0$", "positive t"),
        (r"$\aleph = 2$", ""),
        ("$u + q$, $u + = 3$", ""),
    ],
)
def test_what_is_false_or_cannot_be_read_names_its_line(text: str, where: str) -> None:
    with pytest.raises(Refused, match=r"^docs/page\.md:[35]: \$"):
        levels(text, where)


@pytest.mark.parametrize(
    ("letter", "values", "code", "there"),
    [
        ("b", [-6.0], "w, b = 2.0, -6.0", True),
        ("b", [6.0], "w, b = 2.0, -6.0", False),
        ("b", [2.0], "w, b = 2.0, -6.0", False),
        ("eta", [0.2], "eta = 0.2\nx = 0.3", True),
        ("eta", [0.3], "eta = 0.2\nx = 0.3", False),
        ("eta", [0.3], "x = 0.3", True),
        ("x", [1.0, 3.0, 2.0], "x = [1, 3, 2]", True),
        ("x", [1.0, 2.0, 3.0], "x = [1, 3, 2]", False),
        ("h", [1e-05], "step(h=1e-5)", True),
        ("h", [2.0], "width2 = z2 - 1.2", False),
    ],
)
def test_a_value_stands_in_the_code(letter: str, values: list[float], code: str, there: bool) -> None:
    assert stands_in(letter, values, code) is there


def test_a_value_that_the_code_of_the_section_does_not_have_is_refused() -> None:
    assert levels("$b = -6$", code="b = -6.0") == ["in the code"]
    with pytest.raises(Refused, match=r"^docs/page\.md:3: \$b = -7\$: the code of its section has no such value"):
        levels("$b = -7$", code="b = -6.0")


def test_every_formula_in_the_text_of_the_book_is_read_and_none_is_refused(tmp_path: Path) -> None:
    found = Counter(each.level for each in in_text(pages(), formulas(), tmp_path))
    assert found.total() >= 320
    assert found["proved"] + found["worked out"] + found["drawn"] >= 75
    assert found["in the code"] >= 100
    assert found["assumed"] <= 0.18 * found.total()


def test_what_is_found_is_kept_until_the_paragraph_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    page = parse("# T\n\n$3 + 4 = 7$\n", "docs/page.md")
    first = in_text([page], {}, tmp_path)
    monkeypatch.setattr(module, "judge", lambda *_: pytest.fail("judged again"))
    assert in_text([page], {}, tmp_path) == first
    with pytest.raises(BaseException, match="judged again"):
        in_text([parse("# T\n\n$3 + 4 = 8$\n", "docs/page.md")], {}, tmp_path)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    page = parse("# T\n\n$3 + 4 = 8$\n\n$1 = 2$\n", "docs/page.md")
    with pytest.raises(Refused, match=r"(?s)^docs/page\.md:3: .*\ndocs/page\.md:5: "):
        in_text([page], {}, tmp_path)
