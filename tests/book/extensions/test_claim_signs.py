"""Behind each sentence that an assertion holds stands a link to that assertion, and nowhere else."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.book import small_site

CODE = """\
```python
import nnbook as nn

a = nn.relu([-1.0, 2.0])
print(a)
{assertions}
```
<!--pytest-codeblocks:expected-output-->
```text
[0. 2.]
```
"""
PAGE = """\
# Title

Both *are never* below
0, see [the rule. It](index.md) is short. A [sum](index.md) of $a. b$ is large; it grows.

{code}

## Recap

- At most one is 0. Not two.
- No claim.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()


def built(*assertions: str) -> BeautifulSoup:
    text = PAGE.format(code=CODE.format(assertions="\n".join(assertions)))
    Path("docs/index.md").write_text(text, encoding="utf-8")
    return BeautifulSoup(small_site.render(text), "html.parser")


def before(page: BeautifulSoup) -> list[str]:
    """Return the last words before each sign."""
    signs = page.select("a.nn-claim")
    assert all(sign["aria-label"] == "checked by the code" and not sign.text for sign in signs)
    return [str(sign.previous_sibling)[-9:].strip() for sign in signs]


def test_the_sign_stands_behind_the_sentence_and_leads_to_its_assertion() -> None:
    page = built('assert min(a) >= 0  # "never below 0"', '# "is 0", "a sum of"', "assert 0 in a", "assert sum(a) > 1")
    assert before(page) == ["is short.", "is large;", "one is 0."]
    targets = [page.find(id=str(sign["href"])[1:]) for sign in page.select("a.nn-claim")]
    code = [target.text for target in targets if target]
    assert code == ['assert min(a) >= 0  # "never below 0"', "assert sum(a) > 1", "assert 0 in a"]


def test_a_sign_stands_in_no_link() -> None:
    page = built('assert min(a) >= 0  # "see the rule"')
    assert before(page) == ["is short."]
    assert not page.select("a a")


def test_nothing_else_has_a_sign() -> None:
    assert before(built("assert min(a) >= 0")) == []


def test_the_code_stays_as_it_is() -> None:
    page = built('assert (\n    min(a) >= 0\n)  # "never below 0"')
    code = page.select_one("pre > code")
    assert code is not None
    assert 'print(a)\nassert (\n    min(a) >= 0\n)  # "never below 0"\n' in code.text


def test_an_assertion_that_is_not_folded_is_no_child_of_the_code() -> None:
    """Material would lay out the code as a grid, with one token a line."""
    page = built('if max(a) < 1:\n    a = a + 1\nelse:\n    assert min(a) >= 0  # "never below 0"')
    target = page.select_one("pre > code [id*=-line-]")
    assert target is not None
    assert not target.find_parents(class_="nn-fold")
    assert not page.select("pre > code > span[id]")
