"""A numeral's origin is found, pinned, and missed when it says something else."""

import pytest

from nnbook.book.parse.fences import parse
from nnbook.book.prose.lock import Pin, paired, read_lock, write_lock
from nnbook.book.prose.marks import MARK, givens
from nnbook.book.prose.origins import trace
from nnbook.book.prose.pins import doubts, problems, renewed, unpinned
from nnbook.book.prose.sources import Sources
from tests.book.prose.book import lock, pages
from tests.pages import ROOT

PAGE = """---
number: 3
---
# Marks

Before: of 8 students (3 + 5 = 8) none, says <!--= 3 / 8 -->nearly two fifths. There are 17 rules.
<!--nnbook:given 17-->

## Two {#m2}

Of the test images 95.4 % are right, with a rate of 0.3.

```python
import nnbook as nn

rate = 0.3
print("test images right:", nn.accuracy([1], [1]))
print("time 4")
```
<!--pytest-codeblocks:expected-output-->
```text
test images right: 0.954
time 4
```

1. It took 4 seconds.
2. In 1998 [LeCun](bibliography.md#lecun-1998) knew.
"""


def sources(text: str = PAGE) -> Sources:
    page = parse(text, "page.md")
    assert page.problems == ()
    return Sources(page)


PINS = renewed(sources(), [])


def said(text: str) -> list[str]:
    return [str(problem) for problem in problems(sources(text), PINS)]


def test_each_kind_of_origin_is_found() -> None:
    found = [(each.text, trace(each, sources()).kind) for each in sources().numerals]
    assert found == [
        ("8", "term"), ("3", "sum"), ("5", "sum"), ("8", "sum"), ("3", "term"), ("8", "term"), ("17", "given"),
        ("95.4", "printed"), ("0.3", "written"), ("1", "place"), ("4", "printed"), ("2", "place"), ("1998", "cited"),
    ]  # fmt: skip


def test_nothing_is_wrong_with_a_page_as_it_was_pinned() -> None:
    assert said(PAGE) == []
    assert unpinned(sources(), PINS) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("95.4 %", "96.4 %", "page.md:11: 96.4 stood here as 95.4, from line 1 of what the fence at 13 prints: 0.954."),
        ("right: 0.954", "right: 0.961", "page.md:11: 95.4 came from line 1 of what the fence at 13 prints, which now"),
        ("rate = 0.3", "rate = 0.2", "page.md:11: 0.3 came from line 3 of what the fence at 13 has in its code, which"),
        ("(3 + 5 = 8)", "(3 + 5 = 9)", "page.md:6: 3, which was 3, does not come out: mend it."),
        ("There are 17", "There are 18", "page.md:6: 18 stood here as 17, which only the text gives (given)."),
        ("2. In", "3. In", "page.md:27: 3, which was 2, no longer has its origin (place): mend it."),
        ("In 1998", "In 1989", "page.md:27: 1989 stood here as 1998, which only the text gives (cited)."),
        ("two fifths", "a half", "page.md:6: 3 / 8 is 0.375, which is not “nearly a half”: mend one of them."),
        ("given 17", "given 17, 18", "page.md:7: the mark gives 18, which the text above does not have: take it out."),
        ("given 17", "given 17 of nobody", "page.md:7: nobody is neither a work that this page cites nor a file"),
    ],
)
def test_what_no_longer_agrees_is_told(old: str, new: str, message: str) -> None:
    assert PAGE.count(old) == 1
    assert [text for text in said(PAGE.replace(old, new)) if text.startswith(message)], said(PAGE.replace(old, new))


def test_moved_text_reworded_text_and_wider_columns_are_no_change() -> None:
    first, second = PAGE.index("Before:"), PAGE.index("## Two")
    moved = PAGE[:first] + PAGE[second:] + "\n## One\n\n" + PAGE[first:second].rstrip() + "\n"
    reworded = PAGE.replace("Of the test images 95.4 % are", "We saw that 95.4 % of them are")
    other_fence = "```python\nimport nnbook as nn\n\nassert nn.relu(1) == 1\n```\n\nOf the test"
    for text in (
        moved,
        reworded,
        PAGE.replace("Of the test", other_fence),
        PAGE.replace("time 4\n```\n<", "time  4\n```\n<"),
    ):
        assert said(text) == []


def test_a_numeral_that_moves_to_another_section_keeps_its_origin() -> None:
    former, sentence = PINS, "Of the test images 95.4 % are right, with a rate of 0.3."
    moved = PAGE.replace(f"{sentence}\n\n", "") + f"\n## Three\n\n{sentence}\n"
    kept = {pin.text: pin.origin.split()[0] for pin in renewed(sources(moved), former) if pin.section == "three"}
    assert kept == {"95.4": "printed", "0.3": "written?"}
    drifted = moved.replace("right: 0.954", "right: 0.961")
    assert any("95.4 came from" in str(problem) for problem in problems(sources(drifted), former))


def test_an_update_keeps_a_pin_that_says_something_else() -> None:
    changed = PAGE.replace("right: 0.954", "right: 0.961")
    kept = renewed(sources(changed), PINS)
    assert [str(pin) for pin in kept if pin.text == "95.4"] == [str(pin) for pin in PINS if pin.text == "95.4"]
    mended = changed.replace("95.4 %", "96.1 %")
    assert problems(sources(mended), renewed(sources(mended), kept)) == []


def test_a_likely_origin_that_changes_is_told_and_stops_nothing() -> None:
    """The next update looks for another; a digit that the text changes itself is refused all the same."""
    page = "## One {#m1}\n\nThe path has 6 steps.\n\n```python\nimport nnbook as nn\n\nsteps = 6\nrest = 6\n```\n"
    former = renewed(sources(page), [])
    assert [pin.origin.split()[0] for pin in former] == ["written?"]
    changed = page.replace("steps = 6", "steps = 5")
    assert problems(sources(changed), former) == []
    (doubt,) = doubts(sources(changed), former)
    assert str(doubt).startswith("page.md:3: 6 may have come from line 3 of what the fence at 5 has in its code, which")
    assert "4~" in renewed(sources(changed), former)[0].origin
    (problem,) = problems(sources(page.replace("has 6", "has 7")), former)
    assert str(problem).startswith(
        "page.md:3: 7 stood here as 6, from line 3 of what the fence at 5 has in its code: 6."
    )


def test_what_has_no_origin_is_told_and_stops_nothing() -> None:
    text = PAGE.replace("It took 4 seconds.", "It took 4 seconds of 23.")
    assert said(text) == []
    (problem,) = unpinned(sources(text), PINS)
    assert str(problem).startswith("page.md:26: 23 has no origin: print it nearby, work it out, or mark it")


def test_the_lock_file_reads_as_it_was_written(tmp_path) -> None:
    twice = [Pin("m2", " took ", " s", count, text, "given") for count, text in enumerate(("4", "5"))]
    assert write_lock(tmp_path, {"page.md": [*PINS, *twice]})
    assert read_lock(tmp_path) == {"page.md": sorted([*PINS, *twice])}
    assert not write_lock(tmp_path, {"page.md": [*twice, *PINS]})


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.path)
def test_every_numeral_of_the_book_says_what_its_origin_says(page) -> None:
    assert list(map(str, problems(Sources(page), lock().get(page.path, [])))) == []


def test_authors_mark_little() -> None:
    marks = {
        page.path: len(MARK.findall(text)) + len(givens(page)) for page in pages() for text in ["\n".join(page.lines)]
    }
    assert sum(marks.values()) <= 150
    for page in pages():
        assert marks[page.path] <= max(3, len(" ".join(page.lines).split()) / 250), page.path


def test_the_lock_file_is_up_to_date() -> None:
    assert {page.path for page in pages() if Sources(page).numerals} == set(lock())
    for page in pages():
        numerals = Sources(page).numerals
        assert set(paired(numerals, lock().get(page.path, []))) == set(numerals), f"nnbook update {page.path}"
    assert (ROOT / "numerals.lock").read_text(encoding="utf-8").count("\t-\n") == 0
