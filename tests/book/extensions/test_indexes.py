"""Lists of what the whole book has, in the order of the chapters, linked to their places."""

from pathlib import Path

import pytest

from nnbook.book.extensions.indexes import expand, mistakes
from nnbook.book.extensions.origins import KINDS, kind
from nnbook.book.parse.equations import numbered
from nnbook.book.parse.fences import LISTS, parse
from nnbook.book.prose.lock import Pin, read_lock, write_lock
from tests.book.parse.test_exercises import page as exercise_page

CHAPTER = r"""---
number: 2
---
# Later

## A thing {#g5}

Some text. <span id="g6"></span>

!!! warning "Common mistake: adding"

    <span id="m1"></span>
    People add.

```text
## Not a heading {#g9}
```

$$
\begin{equation}
\label{eq:a-b}
a = b
\end{equation}
$$

""" + exercise_page().split("\n", 1)[1]
PAGES = [
    parse(CHAPTER, "docs/chapters/a.md"),
    parse("---\nnumber: 1\n---\n# Sooner\n\n## First {#c1}\n", "docs/chapters/b.md"),
]
INDEX = parse("# Index\n\n<!--nnbook:list-ideas-->\n", "docs/reference/index.md")


def listed(what: str) -> str:
    return "\n".join(expand(f"<!--nnbook:list-{what}-->", INDEX, PAGES, numbered(PAGES)))


def test_a_list_line_is_no_problem_and_any_other_is_one() -> None:
    assert not INDEX.problems
    assert parse("<!--nnbook:list-everything-->", "docs/x.md").problems
    assert parse("    <!--nnbook:list-ideas-->", "docs/x.md").problems


def test_ideas_come_in_the_order_of_the_chapters_with_what_they_rest_on() -> None:
    text = listed("ideas")
    assert text.index("Sooner") < text.index("Later")
    assert '- [scalar, vector, matrix](../chapters/b.md#c1){ data-idea="c1" data-on="" }' in text
    assert '- [one against another](../chapters/a.md#g5){ data-idea="g5" data-on="g3" }' in text
    assert "A thing. Rests on: weighted sum." in text
    assert 'data-idea="g9"' not in text


def test_mistakes_are_linked_by_their_boxes() -> None:
    assert mistakes(PAGES[0]) == [("m1", "adding")]
    assert "- [adding](../chapters/a.md#m1)" in listed("mistakes")


def test_exercises_are_linked_by_their_headings() -> None:
    assert "2. [Add](../chapters/a.md#ex-sums-2) (compute)" in listed("exercises")


def test_equations_are_listed_with_their_verdicts_and_tests() -> None:
    assert "[(2.1)](../chapters/a.md#eq-a-b) Not executed yet. Test: none yet.</p>\n\n$$\na = b\n$$" in listed(
        "equations"
    )


def test_chapters_are_listed_with_their_time_and_what_comes_before_them() -> None:
    box = "\n**Reading time:** about 25 minutes, and more.\n\n**You need:** [that](b.md#c1), [later](c.md).\n\n"
    chapters = [*PAGES, parse(f"---\nnumber: 3\n---\n# Last\n{box}", "docs/chapters/c.md")]
    first, second, third = [
        line for line in expand("<!--nnbook:list-chapters-->", INDEX, chapters, {}) if line.startswith("1. ")
    ]
    assert first.startswith("1. [Sooner](../chapters/b.md) ")
    assert "builds on" not in second
    assert "25 minutes, builds on [1](../chapters/b.md)</span>" in third
    assert 'data-chapter="a" data-of="1"' in second


def test_theorems_are_listed_with_the_equations_that_they_prove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "proofs").mkdir()
    (tmp_path / "proofs/A.v").write_text(
        "(** About one. *)\n\n(** [eq:a-b] $$a = b$$ *)\nTheorem same : 1 = 1.\nProof. easy. Qed.\n"
    )
    text = listed("theorems")
    assert '## About one\n\n<p>With the proofs: <a href="../../proofs/A.v.txt">proofs/A.v</a>.</p>' in text
    assert '<p id="same" markdown>**same**. On the page: \\eqref{eq:a-b}.</p>' in text
    assert "```text\nTheorem same : 1 = 1.\n```" in text


def test_origins_are_counted_in_the_lock_file(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    origins = [
        "printed? 1~ab1 1~cd2 1 0.9",
        "printed 1~ab1 1~cd2 1 0.9",
        "written 2~ab1 1~cd2 1 4",
        "given of a.py",
        "sum",
    ]
    write_lock(tmp_path, {"a.md": [Pin("top", "", "", n, "4", origin) for n, origin in enumerate(origins)]})
    text = listed("origins")
    assert "| Where the 5 numbers of the text come from | How many |\n|---|---:|\n| printed by code | 2 |\n" in text
    for row in ("stands in code", "part of a sum that comes out", "cited from a work, or stands in another file"):
        assert f"| {row}" in text
    assert "drawn by code" not in text
    assert text.rstrip().endswith("are held by assertions that quote them, and 0 of 1 numbered formulas were executed.")
    assert "Of 1 of them the origin is likely" in text


def test_every_kind_of_origin_has_its_row() -> None:
    known = {one for kinds in KINDS.values() for one in kinds}
    lock = read_lock(Path(__file__).parents[3])
    assert {kind(pin) for pins in lock.values() for pin in pins} <= known


def test_other_lines_stay_as_they_are() -> None:
    assert expand("some text", INDEX, PAGES, {}) == ["some text"]
    assert len(LISTS) == 10
