"""The parser: which fences run, with which lines, and which only look as if they did."""

from pathlib import Path
from textwrap import indent

import pytest
from pytest_codeblocks.main import extract_from_buffer

from nnbook.book.parse.fences import CAPTURED, EXPECTED, parse
from nnbook.book.parse.page import Page

CODE = "import nnbook as nn\n\nprint(nn.relu([1.0]))\n"
FENCE = f"```python\n{CODE}```\n"
OUTPUT = f"{EXPECTED}\n```text\n[1.]\n```\n"


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parse(text, "page.md").problems]


def one(text: str) -> Page:
    page = parse(text, "page.md")
    assert not page.problems, page.problems
    assert len(page.fences) == 1
    return page


def test_a_fence_has_its_source_its_lines_and_its_promise() -> None:
    fence = one(f"# Title\n\nText.\n\n{FENCE}{OUTPUT}\nMore.\n").fences[0]
    assert fence.source == CODE
    assert (fence.line, fence.last, fence.indent) == (5, 9, 0)
    assert fence.expected is not None
    assert fence.expected.text == "[1.]\n"
    assert fence.hidden == (10, 13)


def test_a_promise_may_stand_below_an_empty_line() -> None:
    fence = one(f"{FENCE}\n{OUTPUT}").fences[0]
    assert fence.hidden == (7, 10)


@pytest.mark.parametrize(
    "opening",
    [
        '```python title="a.py"',
        "```python linenums",
        "```{.python}",
        "```{.python .annotate}",
        "```python {hl_lines=1}",
        "```.python",
        "``` python",
        "```python ",
        "```py",
        "```py3",
        "```Python",
        "```PYTHON",
        "```python3",
        "```pycon",
        "```ipython",
        "````python",
        "~~~python",
        "~~~ python",
        "~~~~python",
        "~~~",
        "~~~text",
    ],
)
def test_what_only_looks_like_a_python_fence_is_refused_at_its_line(opening: str) -> None:
    closing = opening[: len(opening) - len(opening.lstrip("`~"))]
    page = parse(f"Text.\n\n{opening}\n{CODE}{closing}\n", "page.md")
    assert [problem.line for problem in page.problems] == [3]
    assert not page.fences


@pytest.mark.parametrize("info", ['python title="a.py"', " python", "py", "Python", "{.python}", "pycon"])
def test_the_message_says_what_to_write_instead(info: str) -> None:
    assert problems(f"```{info}\n1\n```\n")[0][1] == (
        f"```{info} would not be tested: write exactly ```python to run it, ```text to show it."
    )


@pytest.mark.parametrize("prefix", ["> ", ">", "> > "])
def test_a_quoted_fence_is_refused(prefix: str) -> None:
    text = "Text.\n\n" + indent(FENCE, prefix, lambda _: True) + "\nText.\n"
    assert [line for line, message in problems(text) if "quotation" in message] == [3]


@pytest.mark.parametrize("comment", ["<!--\n{}\n-->\n", "<!-- hidden\n\n{}-->\n", "Text <!-- and\n{}\n-->\n"])
def test_a_fence_inside_a_comment_is_refused(comment: str) -> None:
    text = comment.format(FENCE)
    assert [message for _, message in problems(text) if "HTML comment" in message]
    assert problems(text)[0][0] == text[: text.index("```python")].count("\n") + 1


@pytest.mark.parametrize("text", ["<!-- a comment -->\n\n", "`<!--`\n\n", "<!-- one\ntwo -->\n\n", "``<!-- ` ``\n\n"])
def test_a_fence_after_a_comment_runs(text: str) -> None:
    one(text + FENCE)


@pytest.mark.parametrize(
    "before", ["", "Text.\n\n", "- item\n\nText.\n\n", "- item\n\n```text\nx\n```\n\n", "# Title\n\n"]
)
def test_a_fence_in_indented_code_is_refused(before: str) -> None:
    text = before + indent(FENCE, "    ")
    found = [message for _, message in problems(text)]
    assert len(found) == 1
    assert "indented code" in found[0]


def test_a_fence_deeper_than_its_list_item_is_refused() -> None:
    assert "indented code" in problems("- item\n\n" + indent(FENCE, " " * 8))[0][1]


@pytest.mark.parametrize(
    "containers",
    [
        ["- item"],
        ["* item"],
        ["12. item\nthat goes on"],
        ["!!! note"],
        ['!!! warning "Common mistake"'],
        ["??? tip"],
        ["???+ tip"],
        ['=== "Tab"'],
        ["[^1]: Footnote"],
        ["- item", "- nested"],
        ["- item", "!!! note", '=== "Tab"'],
    ],
)
def test_a_fence_in_a_list_a_box_or_a_tab_runs(containers: list[str]) -> None:
    text = ""
    for depth, container in enumerate(containers):
        text += indent(container, " " * 4 * depth) + "\n\n"
    depth = 4 * len(containers)
    fence = one(text + indent(FENCE + OUTPUT, " " * depth)).fences[0]
    assert fence.source == CODE
    assert fence.indent == depth
    assert fence.expected is not None
    assert fence.expected.text == "[1.]\n"


def test_a_fence_after_text_in_the_same_box_runs() -> None:
    one("!!! note\n\n    Text\nthat is lazy.\n\n    More.\n\n" + indent(FENCE, "    "))


@pytest.mark.parametrize("spaces", [1, 2, 3, 5])
def test_an_indentation_that_markdown_reads_differently_is_refused(spaces: int) -> None:
    assert "0, 4, 8" in problems("- item\n\n" + indent(FENCE, " " * spaces))[0][1]


@pytest.mark.parametrize("marker", ["- ", "1. ", ":   ", "\t"])
def test_a_fence_on_the_line_of_a_list_mark_or_after_a_tab_is_refused(marker: str) -> None:
    text = marker + indent(FENCE, " " * len(marker)).lstrip()
    assert "cannot stand after" in problems(text)[0][1]


def test_a_text_fence_on_the_line_of_a_list_mark_is_refused() -> None:
    assert "cannot stand after" in problems("- ```text\n  x\n  ```\n")[0][1]


def test_a_page_with_windows_line_ends_reads_the_same() -> None:
    text = f"---\ntitle: x\n---\n\n{FENCE}{OUTPUT}"
    assert parse(text.replace("\n", "\r\n"), "page.md") == parse(text, "page.md")


def test_a_byte_order_mark_changes_nothing() -> None:
    assert parse("\ufeff---\ntitle: x\n---\n" + FENCE, "p.md").offset == 3


@pytest.mark.parametrize("end", ["---", "..."])
def test_front_matter_counts_as_lines_of_the_page(end: str) -> None:
    page = one(f"---\ntitle: x\n\nlist: [1]\n{end}\n{FENCE}")
    assert page.offset == 5
    assert page.fences[0].line == 6


def test_a_fence_in_the_front_matter_is_refused() -> None:
    assert problems(f"---\ntitle: |\n  ```python\n  1\n  ```\n---\n{FENCE}")[0][0] == 3


def test_an_unclosed_fence_is_refused() -> None:
    assert problems(f"Text.\n\n```python\n{CODE}\nText.\n") == [(3, "this fence is never closed.")]


@pytest.mark.parametrize("closing", ["```` ", "````", "    ```", "``` end"])
def test_a_fence_that_two_parsers_would_end_elsewhere_is_refused(closing: str) -> None:
    assert "ends here for pytest-codeblocks" in problems(f"```python\n{CODE}{closing}\n")[0][1]


def test_backticks_inside_a_text_fence_are_refused_but_not_inside_a_longer_one() -> None:
    assert problems("```text\n```python\n1\n```\n")[0][0] == 2
    assert not problems("````markdown\n```text\n1\n```\n````\n")


def test_a_line_of_code_left_of_its_fence_is_refused() -> None:
    text = "- item\n\n    ```python\n    import nnbook\n  x = 1\n    ```\n"
    assert [line for line, message in problems(text) if "indented less" in message] == [5]


def test_inline_code_that_begins_like_a_fence_is_refused() -> None:
    assert "inline code" in problems("```x``` is code.\n")[0][1]


def test_a_tab_in_a_fence_is_refused() -> None:
    assert problems('```python\nimport nnbook\nx = "\t"\n```\n')[0][0] == 3


def test_a_line_of_spaces_in_a_fence_is_refused() -> None:
    assert problems('```python\nimport nnbook\nx = """\n  \n"""\n```\n')[0][0] == 4


def test_a_syntax_error_is_reported_at_its_own_line() -> None:
    (problem,) = parse("Text.\n\n```python\nimport nnbook\nx = = 1\n```\n", "page.md").problems
    assert problem.line == 5
    assert "x = = 1" in problem.message


@pytest.mark.parametrize("code", ["x = 1\n", "import numpy as np\n", "# import nnbook\n", "import nnbookish\n"])
def test_a_fence_that_never_imports_nnbook_is_refused(code: str) -> None:
    assert "never imports nnbook" in problems(f"```python\n{code}```\n")[0][1]


@pytest.mark.parametrize(
    "code", ["import nnbook.plots\n", "from nnbook import relu\n", "def f():\n    import nnbook\n"]
)
def test_any_import_of_nnbook_counts(code: str) -> None:
    one(f"```python\n{code}```\n")


@pytest.mark.parametrize(
    "directive",
    [
        "<!--pytest-codeblocks:skip-->",
        "<!--pytest-codeblocks:cont-->",
        "<!-- pytest-codeblocks:cont -->",
        "<!--pytest-codeblocks:skipfile-->",
        "<!--pytest-codeblocks:skipif(True)-->",
        "<!--pytest-codeblocks:importorskip(nothing)-->",
        "<!--pytest-codeblocks:expect-error-->",
        "<!--pytest-codeblocks:expect-exception-->",
        "<!--pytest-codeblocks:expected-output-ignore-whitespace-->",
        "<!--pytest-codeblocks: expected-output-->",
        "<!--pytest.mark.skip-->",
        "<!--pytest.mark.xfail-->",
        "<!--nnbook:expected-output-->",
    ],
)
def test_a_directive_that_would_change_what_is_tested_is_refused(directive: str) -> None:
    assert [line for line, message in problems(f"{directive}\n{FENCE}") if "have a meaning" in message] == [1]


@pytest.mark.parametrize("marker", [EXPECTED, CAPTURED])
def test_a_promise_without_a_fence_is_refused(marker: str) -> None:
    for text in (
        f"{marker}\n```text\n1\n```\n{FENCE}",
        f"{FENCE}\nText.\n\n{marker}\n",
        f"```text\nx\n```\n{marker}\n",
    ):
        assert [message for _, message in problems(text) if "without a fence" in message]


def test_two_promises_for_one_fence_are_refused() -> None:
    assert "without a fence" in problems(FENCE + OUTPUT + OUTPUT)[0][1]


@pytest.mark.parametrize(
    "after", ["", "\n```text\n[1.]\n```\n", "```\n[1.]\n```\n", "[1.]\n", "    ```text\n    1\n    ```\n"]
)
def test_a_promise_that_is_not_followed_by_a_text_fence_is_refused(after: str) -> None:
    assert "must open a ```text fence" in problems(f"{FENCE}{EXPECTED}\n{after}")[0][1]


def test_a_promise_must_be_indented_as_its_fence() -> None:
    assert "indented as its fence" in problems("- item\n\n" + indent(FENCE, "    ") + OUTPUT)[0][1]


def test_a_captured_output_needs_an_assert_in_its_fence() -> None:
    assert "assert" in problems(f"{FENCE}{CAPTURED}\n")[0][1]
    bounded = FENCE.replace("print(nn.relu([1.0]))", "x = nn.relu([1.0])\nassert x[0] > 0.5\nprint(x)")
    assert one(f"{bounded}{CAPTURED}\n").fences[0].hidden == (8, 8)


@pytest.mark.parametrize(
    "sham",
    [
        "assert True",
        "assert 1",
        "assert not False",
        "assert nn",
        "assert x is x",
        "assert x == x",
        "assert x > 0 or True",
        "assert 'x' != 'y'",
        "n = 3\nassert n < 4",
        "if False:\n    assert x > 2",
        "def never():\n    assert x > 2",
        "never = lambda: x > 2\nassert True, never",
    ],
)
def test_an_assert_that_cannot_fail_by_what_was_computed_is_no_bound(sham: str) -> None:
    text = f"```python\nimport nnbook as nn\n\nx = nn.relu(1.0)\n{sham}\nprint(x)\n```\n{CAPTURED}\n"
    assert "must bound its result" in problems(text)[0][1]


@pytest.mark.parametrize(
    "bound",
    [
        "assert x > 0.5",
        "assert nn and 0.5 < x < 2",
        "assert not x < 0.5",
        "assert all(value > 0.5 for value in [x])",
        "found = []\nfor _ in range(2):\n    found.append(x)\n    assert found[-1] > 0.5",
    ],
)
def test_an_assert_that_compares_what_was_computed_is_a_bound(bound: str) -> None:
    one(f"```python\nimport nnbook as nn\n\nx = nn.relu(1.0)\n{bound}\nprint(x)\n```\n{CAPTURED}\n")


@pytest.mark.parametrize("language", ["sh", "bash", "zsh"])
def test_a_shell_fence_is_refused_because_it_would_be_run(language: str) -> None:
    assert "would be run" in problems(f"```{language}\nrm -rf x\n```\n")[0][1]


def test_an_unknown_language_is_refused() -> None:
    assert "no language of this book" in problems("```\nx\n```\n")[0][1]


def test_pytest_codeblocks_reads_the_same_fences(tmp_path: Path) -> None:
    nested = "- item\n\n" + indent(FENCE + OUTPUT, "    ")
    text = f"---\na: 1\n---\n# T\n\n{FENCE}{OUTPUT}\n{nested}\n````markdown\n{FENCE}````\n"
    file = tmp_path / "page.md"
    file.write_text(text, encoding="utf-8")
    with file.open(encoding="utf-8") as handle:
        blocks = [block for block in extract_from_buffer(handle) if block.syntax == "python"]
    fences = parse(text, "page.md").fences
    assert [(block.lineno, block.expected_output) for block in blocks] == [
        (fence.line, fence.expected.text if fence.expected else None) for fence in fences
    ]
