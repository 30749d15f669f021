"""The page build: fences run, their output and figures stand on the page, and whatever is wrong stops it."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from material.plugins.search.plugin import Parser
from pymdownx.superfences import SuperFencesException

from nnbook.book.extensions import fence_html
from nnbook.book.parse.fences import CAPTURED, EXPECTED
from nnbook.book.parse.page import PageError
from tests.book import small_site

GOOD = f"```python\nimport nnbook as nn\n\nprint(nn.relu([-1.0, 2.0]))\n```\n{EXPECTED}\n```text\n[0. 2.]\n```\n"
FIGURE = """\
```python
import matplotlib.pyplot as plt
import nnbook as nn

fig, ax = plt.subplots()
ax.plot([0, 1], [0, 1], "o")
nn.plots.describe(fig, "A rising line")
```
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start in an empty folder, with nothing remembered of another."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path


def page(text: str, name: str = "index") -> str:
    """Write a page and return what the build makes of it."""
    Path(f"docs/{name}.md").write_text(text, encoding="utf-8", newline="")
    return small_site.render(text)


def fails(text: str) -> str:
    with pytest.raises(SuperFencesException) as caught:
        page(text)
    return str(caught.value)


def test_code_output_and_figure_stand_on_the_page_in_this_order() -> None:
    html = page(f"# Title\n\n{GOOD}\nText.\n\n{FIGURE.replace('fig, ax', 'x = 1' + chr(10) + 'fig, ax')}\nEnd.\n")
    first, second = html.split('<div class="nn-fence" id="fence-2">')
    assert first.count('<div class="nn-fence" id="fence-1"><div class="highlight">') == 1
    assert re.search(
        r'</code></pre></div>(<details class="nn-all".*?</details>)<div class="nn-output" role="group" '
        r'aria-label="Output"><pre tabindex="0"><samp>\[0. 2.\]</samp></pre></div></div>\n<p>Text.</p>',
        first,
    )
    figure = (
        r'^<div class="highlight">.*</details><figure class="nn-figure" id="fence-2-figure-1"><svg [^>]*'
        r'aria-label="A rising line".*</svg><p class="nn-alt" hidden>A rising line</p>'
        r'<figcaption data-search-exclude><a href="#fence-2-figure-1">Figure 1</a> A rising line</figcaption>'
        r"</figure></div>"
    )
    assert re.search(figure, second, re.DOTALL)
    assert "pytest-codeblocks" not in html
    assert "language-text" not in html


def test_code_that_only_draws_is_folded_whole_below_its_figure() -> None:
    box = r'<details class="nn-all nn-all-folded" data-search-exclude><summary>The code: 6 lines</summary></details>'
    assert re.search(rf'id="fence-1"><figure .*</figure><div class="highlight">.*</div>{box}</div>', page(FIGURE), re.S)
    nothing_else = "```python\nimport nnbook\n\nassert nnbook.relu(1) == 1\n```\n"
    assert "nn-fold" not in page(nothing_else), "no figure stands for this code"


def test_code_of_which_only_the_result_matters_is_folded_whole_above_its_output() -> None:
    box = r'<details class="nn-all nn-all-folded" data-search-exclude><summary>The code: 3 lines</summary></details>'
    code = GOOD.replace("import nnbook as nn", "import nnbook as nn  # fold all")
    assert code != GOOD
    assert re.search(rf'id="fence-1"><div class="highlight">.*</div>{box}<div class="nn-output" ', page(code), re.S)


def test_a_caption_says_what_both_parts_of_a_figure_show() -> None:
    said = [
        ("Above, the cost to 0.5. Below, its slope. A dot stands at 1.", "Above, the cost to 0.5. Below, its slope."),
        ("Left: four corners. The filled ones face each other. Right: all.", "Left: four corners. The filled ones"),
        (
            "A line rises from the lower left to the upper right. It is blue.",
            "A line rises from the lower left to the ",
        ),
    ]
    for alt, begins in said:
        found = fence_html.OPENING.match(alt)
        assert found is not None
        assert found[0].startswith(begins)
        assert alt.removeprefix(found[0]) in {" A dot stands at 1.", "", " It is blue."}


def test_folded_lines_are_marked_and_the_code_stays_whole() -> None:
    source = 'import nnbook as nn\n\nx = nn.relu(2.0)\nassert x == 2\n\ntext = """a\n<b>\n"""\nassert text\n'
    html = page(f"```python\n{source}```\n")
    code = BeautifulSoup(html, "html.parser").select_one("pre > code")
    assert code is not None
    assert code.text == source
    folds = [fold.text for fold in code.select(".nn-fold")]
    assert folds == ["import nnbook as nn\n\n", "assert x == 2\n\n", "assert text\n"]
    gaps = [gap.find_next_sibling("span") for gap in code.select(".nn-gap")]
    assert [gap.text for gap in gaps if gap] == [folds[1]], "a gap is shown between lines, not before and after them"
    assert "<summary>All 9 lines</summary>" in html


def test_output_is_text_and_not_markup() -> None:
    html = page(f'```python\nimport nnbook\n\nprint("<b>&amp;")\n```\n{EXPECTED}\n```text\n<b>&amp;\n```\n')
    assert "<samp>&lt;b&gt;&amp;amp;</samp>" in html


def test_captured_output_is_shown_and_its_marker_is_not() -> None:
    html = page(f"```python\nimport nnbook\n\nx = nnbook.relu(1.25)\nassert x > 1\nprint(x)\n```\n{CAPTURED}\n\nEnd.\n")
    assert "<samp>1.25</samp>" in html
    assert "captured" not in html


def test_fences_in_lists_boxes_tabs_and_html_run_in_their_place() -> None:
    def shift(text: str, by: int) -> str:
        return "".join((" " * by + line if line.strip() else line) for line in text.splitlines(keepends=True))

    text = f'- item\n\n{shift(GOOD, 4)}\n!!! note\n\n    === "Tab"\n\n{shift(GOOD, 8)}\n'
    text += f'<div class="box" markdown>\n\n{GOOD}\n</div>\n'
    html = page(text)
    assert html.count('<div class="nn-output"') == 3
    assert re.search(r'<li>\s*<p>item</p>\s*<div class="nn-fence" id="fence-1">', html)
    assert re.search(r'<div class="tabbed-block">\s*<div class="nn-fence" id="fence-2">', html)
    assert re.search(r'<div class="box">\s*<div class="nn-fence" id="fence-3">', html)


def test_figures_of_a_page_have_ids_of_their_own() -> None:
    html = page(FIGURE + "\nText.\n\n" + FIGURE)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len([name for name in ids if "-figure-1-" in name]) >= 2
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("strip", [False, True])
def test_a_page_is_found_by_its_text_without_front_matter_and_line_numbers_stay_true(strip: bool) -> None:
    front = "---\ntitle: x\nlist: [1]\n---\n\n\n"
    text = f"# Title\n\n{GOOD}"
    Path("docs/index.md").write_text(front + text.replace("[0. 2.]", "[0. 3.]"))
    handed_on = ("" if strip else "\n\n") + text.replace("[0. 2.]", "[0. 3.]")
    with pytest.raises(SuperFencesException, match=r"docs/index\.md:16: "):
        small_site.render(handed_on)
    Path("docs/index.md").write_text(front + text)
    html = small_site.render(text if strip else "\n\n" + text)
    assert html.count("[0. 2.]") == 1
    assert "language-text" not in html


def test_a_page_with_windows_line_ends_builds_the_same() -> None:
    text = f"---\na: 1\n---\n# T\n\n{GOOD}\nEnd.\n"
    Path("docs/index.md").write_bytes(text.replace("\n", "\r\n").encode())
    assert small_site.render(text.split("---\n", 2)[2]).count("[0. 2.]") == 1
    assert small_site.render(text.split("---\n", 2)[2].replace("\n", "\r\n")).count("[0. 2.]") == 1


def test_two_pages_with_the_same_text_both_build() -> None:
    page(GOOD, "a")
    assert page(GOOD, "b").count("[0. 2.]") == 1


def test_a_page_that_changes_while_the_site_is_served_is_read_again() -> None:
    assert page(GOOD).count("[0. 2.]") == 1
    assert page(GOOD.replace("2", "3")).count("[0. 3.]") == 1


def test_an_extension_that_is_registered_later_takes_nothing_away() -> None:
    Path("docs/index.md").write_text(GOOD)
    for first in ("pymdownx.superfences", "nnbook.book.extensions.fences", "toc"):
        assert small_site.render(GOOD, first).count('<div class="nn-fence"') == 1


def test_a_wrong_promise_stops_the_build_with_line_diff_and_remedy() -> None:
    message = fails(f"# T\n\n{GOOD}".replace("[0. 2.]", "[0. 5.]"))
    assert "docs/index.md:10: " in message
    assert "\n    [0. 5.]\n" in message
    assert "\n-[0. 5.]\n+[0. 2.]\n" in message
    assert "nnbook update docs/index.md" in message


def test_printing_without_a_promise_stops_the_build() -> None:
    message = fails(GOOD.split(EXPECTED)[0])
    assert "docs/index.md:1: the fence prints, and the page does not say what" in message


def test_a_promise_without_printing_stops_the_build() -> None:
    message = fails(GOOD.replace("print(nn.relu([-1.0, 2.0]))", "nn.relu([-1.0, 2.0])"))
    assert "docs/index.md:8: the fence prints nothing" in message


def test_output_that_ends_in_the_middle_of_a_line_stops_the_build() -> None:
    assert "end with a line end" in fails(GOOD.replace("2.0]))", "2.0]), end='')"))


def test_a_fence_that_raises_stops_the_build_with_its_line() -> None:
    message = fails("# T\n\n```python\nimport nnbook\n\n1 / 0\n```\n")
    assert "docs/index.md:6: ZeroDivisionError" in message
    assert "\n    1 / 0\n" in message


def test_a_figure_without_a_description_stops_the_build() -> None:
    assert "docs/index.md:1: " in fails(FIGURE.replace('nn.plots.describe(fig, "A rising line")', ""))


def test_all_problems_of_a_page_are_told_at_once() -> None:
    message = fails(GOOD + "\n```py\n1\n```\n\n~~~python\n1\n~~~\n")
    assert "docs/index.md:11: " in message
    assert "docs/index.md:15: " in message


def test_a_fence_in_a_text_that_is_no_page_is_refused() -> None:
    with pytest.raises(SuperFencesException, match="no page under docs/"):
        small_site.render("A docstring.\n\n```python\nimport nnbook\n```\n")


def test_something_that_looks_like_a_fence_in_such_a_text_is_refused_too() -> None:
    with pytest.raises(SuperFencesException, match="no page under docs/"):
        small_site.render("A docstring.\n\n```py\n1\n```\n")


def test_other_fences_and_comments_in_such_a_text_are_left_alone() -> None:
    assert "x = 1" in small_site.render("A docstring.\n\n<!-- why -->\n\n```text\nx = 1\n```\n")


def meddle_with_lines(monkeypatch: pytest.MonkeyPatch, change: Callable[[list[str]], list[str]]) -> None:
    """Let another extension change the lines of every page, just before SuperFences reads them."""

    class Meddling(Preprocessor):
        def run(self, lines: list[str]) -> list[str]:
            return change(lines)

    convert = Markdown.convert

    def meddle(md: Markdown, text: str) -> str:
        md.preprocessors.register(Meddling(md), "meddling", 28)
        return convert(md, text)

    monkeypatch.setattr(Markdown, "convert", meddle)


def test_a_fence_that_another_extension_adds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    meddle_with_lines(monkeypatch, lambda lines: [*lines, "", *GOOD.split(EXPECTED)[0].split("\n")])
    assert "was not parsed" in fails(GOOD)


def test_a_block_of_code_that_no_fence_accounts_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    meddle_with_lines(monkeypatch, lambda lines: [*lines, "", "    import nnbook", ""])
    assert "docs/index.md: the built page shows 1 more blocks of code than it has fences" in fails(GOOD)


@pytest.mark.parametrize("times", [0, 2])
def test_a_fence_that_the_page_loses_or_repeats_is_refused(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Meddling(Postprocessor):
        def run(self, text: str) -> str:
            return text * times

    convert = Markdown.convert

    def meddle(md: Markdown, text: str) -> str:
        md.postprocessors.register(Meddling(md), "meddling", -1)
        return convert(md, text)

    monkeypatch.setattr(Markdown, "convert", meddle)
    assert f"docs/index.md:1: this fence is shown {times} times" in fails(GOOD)


def test_code_that_another_extension_changes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    meddle_with_lines(monkeypatch, lambda lines: [line.replace("2.0", "3.0") for line in lines])
    assert "docs/index.md:1: the page would show other code than was parsed" in fails(GOOD)


def test_a_missing_docs_folder_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with pytest.raises(PageError, match="no folder"):
        small_site.render(GOOD)


def test_superfences_must_be_there() -> None:
    Path("docs/index.md").write_text(GOOD)
    with pytest.raises(SuperFencesException, match=r"needs pymdownx\.superfences"):
        Markdown(extensions=["nnbook.book.extensions.fences"]).convert(GOOD)


def test_mkdocs_builds_a_page_and_stops_at_each_kind_of_failure(tmp_path: Path) -> None:
    nested = "\n- item\n\n" + "".join("    " + line for line in GOOD.splitlines(keepends=True))
    small_site.write(tmp_path, index=f"---\ntitle: T\n---\n# Title `code`\n\n{GOOD}{nested}\n", other=FIGURE)
    built = small_site.mkdocs(tmp_path)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site/index.html").read_text().count('<div class="nn-fence"') == 2
    assert (tmp_path / "site/other/index.html").read_text().count("<svg") == 1
    for wrong, expected in (
        (GOOD.replace("[0. 2.]", "[0. 1.]"), "docs/index.md:8: the fence prints something else"),
        (GOOD.replace("print", "prnt"), "docs/index.md:4: NameError"),
        (GOOD.replace("```python", "```Python"), "docs/index.md:1: ```Python would not be tested"),
    ):
        small_site.write(tmp_path, index=wrong)
        failed = small_site.mkdocs(tmp_path)
        assert failed.returncode != 0
        assert expected in failed.stderr


def test_a_failing_build_does_not_wait_for_other_fences(tmp_path: Path) -> None:
    slow = "```python\nimport time\nimport nnbook\n\ntime.sleep(60)\n```\n"
    small_site.write(tmp_path, index="```python\nimport nnbook\n\n1 / 0\n```\n", zslow=slow)
    failed = small_site.mkdocs(tmp_path)
    assert "index.md:4" in failed.stderr


def test_building_from_the_cache_needs_no_matplotlib() -> None:
    program = "import sys, nnbook.book.extensions.fences, nnbook.book.cli; print('matplotlib' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )


def test_search_finds_descriptions_and_not_the_numbers_of_axes() -> None:
    parser = Parser()
    parser.feed("<h1 id='t'>T</h1>" + page(FIGURE))
    (section,) = parser.data
    text = "".join(section.text)
    assert "A rising line" in text
    assert "0.2" not in text
