"""Formulas in the running text are found with their lines, their scope and the code of their section."""

import pytest

from nnbook.book.parse.fences import ASSUMED, parse
from nnbook.book.parse.inline import Inline, Where, paragraphs
from nnbook.book.parse.page import PageError

TEXT = rf"""# A page

<!--nnbook:where matrices A, B; \sigma-->

One $x = 3$, and `$y = 4$` in code, a plain $z$, a bare $\propto$, \$5 = five dollars, and
$A v = \lambda v${ASSUMED}.

$$
d = e
$$

## A section

<!--nnbook:where positive A; eq:a-b; t = 2-->

$f(x) = x^2$ goes on
over lines: $f(2)
= 4$.

```python
import nnbook

b = -6
```

## Another

Here $c \le 1$.
""".replace(r"; \sigma-->", r"; numbers \sigma-->")


def test_formulas_with_a_relation_are_found_with_their_lines() -> None:
    first, second, third = paragraphs([parse(TEXT, "docs/page.md")])
    assert first.formulas == (Inline("x = 3", 5), Inline(r"A v = \lambda v", 6, assumed=True))
    assert second.formulas == (Inline("f(x) = x^2", 16), Inline("f(2) = 4", 17))
    assert third.formulas == (Inline(r"c \le 1", 28),)


def test_a_scope_holds_for_its_section_and_below_the_title_for_the_page() -> None:
    first, second, third = paragraphs([parse(TEXT, "docs/page.md")])
    page = (("A", "matrices"), ("B", "matrices"), ("sigma", "numbers"))
    assert first.where == third.where == Where(page)
    assert second.where == Where((*page, ("A", "positive")), ("eq:a-b",), ("t = 2",))
    assert second.where.of("positive") == {"A"}
    assert second.where.of("matrices") == {"B"}


def test_a_section_has_its_code_and_without_any_that_of_the_page() -> None:
    first, second, third = paragraphs([parse(TEXT, "docs/page.md")])
    assert "b = -6" in second.code
    assert first.code.strip() == third.code.strip() == second.code.strip()


def test_functions_are_known_in_the_rest_of_their_section() -> None:
    text = "# T\n\n## A\n\n$f(x) = x^2$.\n\nSo $f(3) = 9$.\n\n## B\n\n$x = 1$.\n"
    assert [each.before for each in paragraphs([parse(text, "docs/page.md")])] == [(), ("f(x) = x^2",), ()]


@pytest.mark.parametrize("said", ["tensors A", "eq:Not a label", "x"])
def test_a_scope_that_says_nothing_names_its_line(said: str) -> None:
    page = parse(f"# T\n\n<!--nnbook:where {said}-->\n\n$x = 1$\n", "docs/page.md")
    assert not page.problems
    with pytest.raises(PageError, match=r"^docs/page\.md:3: a scope says numbers, .*, not '"):
        paragraphs([page])


def test_what_follows_from_a_formula_and_what_says_the_same_stand_behind_it() -> None:
    text = "# T\n\nFirst\n$x = 3$<!--nnbook:assumed--><!--nnbook:so x^2 = 9--><!--nnbook:as eq:a-b-->, so 9.\n"
    (paragraph,) = paragraphs([parse(text, "docs/page.md")])
    assert paragraph.formulas == (Inline("x = 3", 4, assumed=True, so=("x^2 = 9",), same=("eq:a-b",)),)


def test_a_number_that_follows_stands_in_the_paragraph_or_the_code() -> None:
    text = "# T\n\n## A\n\n$x = 3$<!--nnbook:so x^2 = 9-->.\n"
    with pytest.raises(PageError, match=r"^docs/page\.md:5: \$x\^2 = 9\$ follows, says the comment, but no 9 stands"):
        paragraphs([parse(text, "docs/page.md")])
    assert paragraphs([parse(f"{text}\n```python\nimport nnbook\n\nassert 9\n```\n", "docs/page.md")])
