"""What an assertion of a fence quotes, `assert agree > 0.9  # "nearly all examples agree"`, stands in its section."""

import ast
import re
import tokenize
from io import StringIO
from pathlib import Path

from nnbook.book.cli import book_pages
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import read

ROOT = Path(__file__).parents[2]
QUOTED = re.compile(r'"([^"]+)"')
REACH = 3
"""So many statements a comment may stand above its assertion: those that compute what it compares."""
LEAST = 115
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


def plain(text: str) -> str:
    """Return text as it is read: without marks, targets of links and breaks of lines."""
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"\s+", " ", re.sub(r"[*_`\[\]]", "", text)).strip().lower()


def quotations(source: str) -> list[tuple[str, bool]]:
    """Return what the comments of a fence with assertions quote, and whether an assertion is there or just below."""
    statements = sorted((node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)), key=_line)
    if not any(isinstance(node, ast.Assert) for node in statements):
        return []
    found = []
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            here = [node for node in statements if _line(node) <= line <= (node.end_lineno or 0)]
            below = [node for node in statements if _line(node) > line][:REACH]
            held = any(isinstance(node, ast.Assert) for node in (*here, *below))
            found += [(words, held) for words in QUOTED.findall(token.string)]
    return found


def _line(node: ast.stmt) -> int:
    return node.lineno


def problems(text: str, name: str) -> tuple[int, list[str]]:
    """Return how many quotations a page has, and which of them bind nothing or stand nowhere in their section."""
    page, lines = parse(text, name), text.splitlines()
    code = {line for fence in page.fences for line in range(fence.line, fence.last + 1)}
    heads = [line for line, each in enumerate(lines, 1) if each.startswith("## ") and line not in code]
    count, wrong = 0, []
    for fence in page.fences:
        start = max((line for line in heads if line < fence.line), default=1)
        end = min((line for line in heads if line > fence.line), default=len(lines) + 1)
        prose = plain(" ".join(lines[line - 1] for line in range(start, end) if line not in code))
        for words, held in quotations(fence.source):
            count += 1
            if not held:
                wrong.append(f"{name}:{fence.line}: no assertion holds {words!r}")
            if plain(words) not in prose:
                wrong.append(f"{name}:{fence.line}: {words!r} does not stand in this section")
    return count, wrong


def test_what_assertions_quote_stands_in_their_section() -> None:
    found = [problems(read(path), path.relative_to(ROOT).as_posix()) for path in book_pages(ROOT)]
    wrong = [each for _, those in found for each in those]
    assert not wrong, "\n".join(wrong)
    assert sum(count for count, _ in found) >= LEAST


def test_words_that_stand_elsewhere_or_bind_nothing_are_told() -> None:
    def told(comment: str) -> list[str]:
        return problems(PAGE.format(comment=comment), "page.md")[1]

    assert told('# "it is always true"') == []
    assert told('# "It is often true"') == ["page.md:5: 'It is often true' does not stand in this section"]
    assert told('# "It is never false"') == ["page.md:5: 'It is never false' does not stand in this section"]
    text = PAGE.format(comment="").replace("assert wrong == 0", 'assert wrong == 0\nwrong = 1  # "always"')
    assert problems(text, "page.md") == (1, ["page.md:5: no assertion holds 'always'"])
