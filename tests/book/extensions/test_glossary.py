"""Links to the glossary carry the meaning of their word."""

from pathlib import Path

import pytest

from tests.book.small_site import render, write

GLOSSARY = r"""
# Glossary

## rate {#rate .nn-term}

The number $\eta$ of a **step**, as in [descent](../a.md):
$x_1 \cdot \max(0, e^{-z})$.

More about it.

## word {#word .nn-term}

<!--nnbook:where rows v-->

A unit of language.
<!--nnbook:given 2 of LICENSE-->
"""
PAGE = """
```text
x
```

The [**rate**](../reference/glossary.md#rate), a [word](../reference/glossary.md#word), [a](b.md#word).
"""


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, **{"reference/glossary": GLOSSARY, "chapters/page": PAGE})


def test_a_link_to_the_glossary_says_what_the_word_means() -> None:
    html = render(PAGE)
    assert 'title="A unit of language."' in html
    assert '<a href="b.md#word">' in html


def test_the_meaning_is_the_first_paragraph_as_plain_text() -> None:
    assert 'title="The number η of a step, as in descent: x1 · max(0, e^-z)."' in render(PAGE)
