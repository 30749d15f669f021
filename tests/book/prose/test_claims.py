"""What an assertion of a fence quotes stands in the prose of its section, and something holds it."""

from nnbook.book.parse.fences import parse
from nnbook.book.prose.claims import claims, problems
from tests.book.prose.book import pages

LEAST = 150
"""So many sentences are quoted, in the whole book, at least."""

PAGE = """## One

It is *always* [true](x.md).

```python
import nnbook as nn

wrong = 0
{comment}
assert wrong == 0
```

## Two

It is never false.
"""


def told(comment: str) -> list[str]:
    return [str(problem) for problem in problems(parse(PAGE.format(comment=comment), "page.md"))]


def test_what_assertions_quote_stands_in_their_section() -> None:
    wrong = [problem for page in pages() for problem in problems(page)]
    assert not wrong, "\n".join(map(str, wrong))
    assert sum(len(claims(page)) for page in pages()) >= LEAST


def test_words_that_stand_elsewhere_or_bind_nothing_are_told() -> None:
    nowhere = "does not stand in this section: quote the sentence as it is."
    assert told('# "it is always true"') == []
    assert told('# "It is often true"') == [f"page.md:9: “It is often true” {nowhere}"]
    assert told('# "It is never false"') == [f"page.md:9: “It is never false” {nowhere}"]
    text = PAGE.format(comment="").replace("assert wrong == 0", 'assert wrong == 0\nwrong = 1  # "always"')
    said = [str(problem) for problem in problems(parse(text, "page.md"))]
    assert said == ["page.md:11: no assertion holds “always”: quote it beside the one that does."]
