"""What rests on what: every idea stands in the table, and its section uses what it is said to rest on."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from nnbook.book.extensions.idea_map import WAYS, map_of, way
from nnbook.book.extensions.reading import minutes
from nnbook.book.parse import ideas
from nnbook.book.parse.fences import parse
from nnbook.book.parse.ideas import Idea, Row, find, foundations, table
from nnbook.book.parse.page import Page, read

BOLD = re.compile(r"\*\*\[?([^*\]]+)\]?[^*]*\*\*")
NAME = re.compile(r"\bnn\.\w+")
LABEL = re.compile(r"\\label\{(eq:[^}]+)\}")
REFERENCE = re.compile(r"\\eqref\{([^}]+)\}")


@pytest.fixture(scope="module")
def chapters() -> list[Page]:
    """Return the home page and the chapters, in the order of reading."""
    paths = [Path("docs/index.md"), *Path("docs/chapters").glob("*.md")]
    return sorted((parse(read(path), str(path)) for path in paths), key=lambda page: page.number or 0)


@pytest.fixture(scope="module")
def sections(chapters: list[Page]) -> dict[str, str]:
    """Return the text of each idea's section, in the order of reading."""
    return {
        idea.id: "\n".join(chapter.lines[idea.first - 1 : idea.last]) for chapter in chapters for idea in find(chapter)
    }


def witnesses(idea: str, on: str, sections: dict[str, str]) -> list[str]:
    """Return what in an idea's section says that it uses another: a link, an equation, a term, a name of nnbook."""
    here, there = sections[idea], sections[on]
    found = re.findall(rf"#{on}\)", here)
    found += sorted({*LABEL.findall(there)} & {*REFERENCE.findall(here)})
    terms = {term.strip(" .:").lower() for term in BOLD.findall(there)}
    found += [term for term in sorted(terms) if len(term) > 3 and re.search(rf"\b{re.escape(term)}", here.lower())]
    first = {name: one for one, text in reversed(sections.items()) for name in NAME.findall(text)}
    return found + [name for name in sorted({*NAME.findall(here)}) if first[name] == on]


def borne_out(idea: str, on: str, word: str, sections: dict[str, str]) -> bool:
    """Tell whether a line of the map is: by a witness, or by the word that the table gives, if both sections use it."""
    if not word:
        return bool(witnesses(idea, on, sections))
    return all(re.search(rf"\b{re.escape(word)}", sections[one], re.IGNORECASE) for one in (idea, on))


def test_every_idea_stands_in_the_table_in_the_order_of_reading(sections: dict[str, str]) -> None:
    assert list(table()) == [*sections]
    assert len({row.name for row in table().values()}) == len(table())


def test_there_is_no_circle_and_every_line_points_back() -> None:
    order = list(table())
    TopologicalSorter({idea: row.on for idea, row in table().items()}).prepare()
    assert [(idea, on) for idea in order for on in table()[idea].on if order.index(on) >= order.index(idea)] == []


def test_every_line_is_borne_out_by_the_text(sections: dict[str, str]) -> None:
    lines = [(idea, on, word) for idea, row in table().items() for on, word in row.on.items()]
    assert [line for line in lines if not borne_out(*line, sections)] == []
    assert len(lines) > len(table())


def test_a_word_is_given_only_where_nothing_else_says_so(sections: dict[str, str]) -> None:
    given = [(idea, on) for idea, row in table().items() for on, word in row.on.items() if word]
    assert [line for line in given if witnesses(*line, sections)] == []


@pytest.mark.parametrize("line", [("l13", "v9", ""), ("d1", "c7", ""), ("t1", "k9", ""), ("e2", "c1", "chemistry")])
def test_a_line_that_nothing_bears_out_is_found(line: tuple[str, str, str], sections: dict[str, str]) -> None:
    assert not borne_out(*line, sections)


def test_a_row_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ideas, "TABLE", tmp_path / "ideas.txt")
    ideas.TABLE.write_text("c1 matrix:\nc2 tensors, c1\n")
    with pytest.raises(ValueError, match=r"ideas.txt:2: a row reads .* got 'c2 tensors, c1'"):
        table.__wrapped__()
    ideas.TABLE.write_text("c1 matrix:\nc2 tensors: c1=box\n")
    assert table.__wrapped__() == {"c1": Row("matrix", {}), "c2": Row("tensors", {"c1": "box"})}


def test_the_section_of_an_idea_ends_at_the_next_heading_of_its_level() -> None:
    page = parse('# T\n\n## A {#c1}\n\n### B\n\nx\n\n## C\n\n!!! tip "T"\n    <span id="c2"></span>\n', "docs/a.md")
    assert find(page) == [Idea("c1", "A", 3, 8), Idea("c2", "C", 9, 13)]


def test_a_short_way_has_all_that_its_end_rests_on_and_nothing_else(chapters: list[Page]) -> None:
    index = parse("# Index\n", "docs/reference/ideas.md")
    for name, (goal, beginning) in WAYS.items():
        text = "\n".join(way(index, chapters, name))
        linked = re.findall(r"#([a-z]\d+)\)", text)
        assert set(linked) == foundations([goal])
        for idea in linked:
            assert set(table()[idea].on) <= set(linked)
        granted, _, steps = text.rpartition("\n\n1. ")
        assert all(f"{chapter.path.removeprefix('docs/')})" not in steps for chapter in chapters[1:beginning])
        assert steps.rstrip("\n").split("\n")[-1].count(f"#{goal})") == 1
        assert ("takes for granted" in granted) == bool(beginning)


def test_the_minutes_of_its_ideas_are_those_of_the_chapter(chapters: list[Page]) -> None:
    for chapter in chapters[1:]:
        apart = [minutes(chapter, idea) for idea in find(chapter)]
        assert min(apart) >= 1
        assert 0.6 * minutes(chapter) < sum(apart) < 1.15 * minutes(chapter)


def test_the_map_draws_each_line_once(chapters: list[Page]) -> None:
    text = "\n".join(map_of(parse("# Index\n", "docs/reference/ideas.md"), chapters))
    drawn = re.findall(r'data-edge="(\w+) (\w+)"', text)
    assert sorted(drawn) == sorted((on, idea) for idea, row in table().items() for on in row.on)
    assert re.findall(r'data-idea="(\w+)"', text) == list(table())
