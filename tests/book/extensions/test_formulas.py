r"""Formulas are typeset as the page is built, are read out, are kept, and stop the build when they are wrong."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from unicodedata import normalize
from xml.etree.ElementTree import Element

import markdown
import pytest
from pymdownx.superfences import SuperFencesException

from nnbook.book.extensions import formulas
from nnbook.book.extensions.formulas import FormulaError, Typesetter
from nnbook.book.files import Kept
from nnbook.book.vendor import formula_fonts
from tests.book import small_site

PAGE = r"""
---
number: 3
---

# Page

A weight $w_1$, and below \eqref{eq:page-mean}:

$$
\begin{equation}
\label{eq:page-mean}
\bar x = \frac{1}{n} \sum_i x_i
\end{equation}
$$
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Build in an empty folder where nothing is kept, whatever the environment says of cold builds."""
    monkeypatch.delenv("NNBOOK_COLD", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    formulas._typesetter.cache_clear()
    yield tmp_path
    formulas.typesetter().close()
    formulas._typesetter.cache_clear()


def render(text: str) -> str:
    """Convert a page with the book's extensions; the step in question is registered first, as it may be."""
    Path("docs/page.md").write_text(text.lstrip(), encoding="utf-8")
    body = text.lstrip().split("---", 2)[2]
    names = ["nnbook.book.extensions.formulas", *small_site.EXTENSIONS]
    return markdown.Markdown(extensions=names, extension_configs=small_site.EXTENSIONS).convert(body)


@pytest.mark.parametrize("written", [r'a < b &= c > \text{"d"}', r"a &lt; b &amp;= c &gt; \text{&quot;d&quot;}"])
@pytest.mark.parametrize(("tag", "opening", "closing"), [("div", r"\[", r"\]"), ("span", r"\(", r"\)")])
def test_a_formula_is_read_as_each_version_of_arithmatex_marks_it(
    written: str, tag: str, opening: str, closing: str
) -> None:
    element = Element(tag)
    element.text = f"{opening}\n{written}\n{closing}"
    assert formulas.read(element) == (r'a < b &= c > \text{"d"}', tag == "div")


def test_formulas_are_html_with_mathml_and_no_tex_is_left(here: Path) -> None:
    html = render(PAGE)
    assert html.count("<mjx-container") == 2
    assert re.search(r'<span class="arithmatex"><mjx-container.*?<msub><mi>w</mi><mn>1</mn></msub>', html)
    assert re.search(r'<div class="arithmatex" data-search-exclude=""><mjx-container[^>]* display="true"', html)
    assert html.count('aria-hidden="true"') == html.count("<mjx-assistive-mml") == 2
    assert "\\(" not in html
    assert "data-latex" not in html
    assert "script" not in re.findall(r"<([a-z]+)", html)


def lines(tex: str, *, display: bool) -> str:
    """Return the letters of a formula, with / where a line may end."""
    [html] = formulas.typesetter().typeset([(tex, display)])
    shown = re.sub(r"<mjx-break[^>]*> </mjx-break>", "/", html.partition("<mjx-labels")[0].partition("<mjx-assist")[0])
    return normalize("NFKC", unescape(re.sub("<[^>]*>", "", shown)))


@pytest.mark.parametrize(
    ("tex", "inline", "display"),
    [
        (r"a = (b - c)^2 + d", "a/=(b−c)2/+d", "a/=(b−c)2/+d"),
        (r"a \approx \left( b + c \right) \cdot d", "a/≈(b+c)/⋅d", "a/≈(b+c)/⋅d"),
        (r"a = |b + c| < \|d - e\|", "a/=|b+c|/<‖d−e‖", "a/=|b+c|/<‖d−e‖"),
        (r"a = -b, \qquad c = d", None, "a/=−b,/c/=d"),
        (r"a = [bcdefg + ijklmn + opqrst + (u - v)]", None, "a/=[bcdefg/+ijklmn/+opqrst/+(u−v)]"),
    ],
)
def test_a_line_of_a_formula_may_end_before_a_sign_but_not_in_a_short_bracket(
    here: Path, tex: str, inline: str | None, display: str
) -> None:
    assert inline is None or lines(tex, display=False) == inline
    assert lines(tex, display=True) == display
    numbered = rf"\begin{{equation}}\label{{eq:page-{len(tex)}}}{tex}\end{{equation}}"
    assert lines(numbered, display=True) == display


def test_formulas_side_by_side_are_a_box_each(here: Path) -> None:
    [html] = formulas.typesetter().typeset([(r"a = b, \qquad c = d \quad \text{if } e", True)])
    shown = html.partition("<mjx-assist")[0]
    boxes = re.findall(r"<mjx-part>(.*?)</mjx-part>", shown)
    assert [normalize("NFKC", re.sub("<[^>]*>", "", box)) for box in boxes] == ["a =b,", "c =d", "if e"]
    assert re.findall(r"letter-spacing: \dem", shown) == ["letter-spacing: 1em", "letter-spacing: 0em"]
    assert "mjx-mspace" not in shown


def test_the_number_of_an_equation_is_in_the_formula_and_in_the_reference(here: Path) -> None:
    html = render(PAGE)
    assert "<mtext>3.1</mtext>" in html
    assert '<a class="nn-eqref" href="#eq-page-mean">(3.1)</a>' in html


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        (r"\frac{1}{", "Missing close brace"),
        (r"\undefined x", r"Undefined control sequence \\undefined"),
        (r"\mathfrak{A}", r"the style sheet has no .*NCM-F.*alphabet\.tex"),
        (r"x_1_2", "Double subscript"),
    ],
)
def test_a_wrong_formula_stops_the_build_with_page_and_line(here: Path, formula: str, reason: str) -> None:
    # `code` with the same text comes before, and must not be taken for it.
    text = f"---\nnumber: 3\n---\n\n# Page\n\nFirst `${formula}$`.\n\n!!! note\n\n    Second: ${formula}$.\n"
    with pytest.raises(SuperFencesException, match=rf"docs/page\.md:11: {reason}"):
        render(text)


def test_a_wrong_equation_names_the_line_where_it_begins(here: Path) -> None:
    with pytest.raises(SuperFencesException, match=r"docs/page\.md:9: Undefined control sequence \\nosuch"):
        render(PAGE.replace(r"\bar", r"\nosuch"))


def test_a_formula_is_kept_until_what_decides_its_look_changes(here: Path) -> None:
    first = Typesetter()
    html = first.typeset([("a+b", False), ("a+b", True), ("a+b", False)])
    assert (first.asked, html[0] == html[2], html[0] == html[1]) == (2, True, False)
    again = Typesetter()
    assert again.typeset([("a+b", False), ("a+b", True)]) == html[:2]
    assert (again.asked, again._process) == (0, None)
    other = Typesetter()
    other.state = "another MathJax"
    assert other.typeset([("a+b", False)]) == html[:1]
    assert other.asked == 1
    for one in (first, other):
        one.close()


def test_a_damaged_entry_and_a_cold_build_typeset_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Typesetter()
    html = first.typeset([("a", False)])
    for file in filter(Path.is_file, first.kept.folder.rglob("*")):
        file.write_text(file.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    assert (first.typeset([("a", False)]), first.asked) == (html, 2)
    monkeypatch.setenv("NNBOOK_COLD", "1")
    cold = Typesetter()
    assert (cold.typeset([("a", False)]), cold.asked) == (html, 1)
    for one in (first, cold):
        one.close()


def test_one_process_typesets_all_and_what_is_typeset_does_not_depend_on_the_order(here: Path) -> None:
    labelled = (r"\begin{equation}\tag{1.1}\label{eq:a} a \end{equation}", True)
    texts = [(r"\mathcal{L}", False), labelled, (r"\sqrt{2}", False), labelled]
    one, other = Typesetter(Kept(here / "one")), Typesetter(Kept(here / "other"))
    forwards = one.typeset(texts)
    process = one._process
    assert one.typeset([("x", False)])
    assert one._process is process
    assert other.typeset(texts[::-1]) == forwards[::-1]
    for each in (one, other):
        each.close()


def test_a_wrong_formula_is_not_kept(here: Path) -> None:
    one = Typesetter()
    for _ in range(2):
        with pytest.raises(FormulaError, match="Missing close brace"):
            one.typeset([(r"\frac{1}{", False)])
    assert one.asked == 2
    one.close()


def test_a_label_counts_once_when_mathjax_begins_again_to_load_a_font(here: Path) -> None:
    fresh = Typesetter(Kept(here / "kept"))
    (html,) = fresh.typeset(
        [(r"\begin{equation}\tag{1.1}\label{eq:a} \mathcal{L} \le \tfrac{1}{2}\end{equation}", True)]
    )
    assert "<mtext>1.1</mtext>" in html
    fresh.close()


def test_the_style_sheet_is_made_once_and_its_fonts_have_what_the_alphabet_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "maths"
    monkeypatch.setattr(formula_fonts, "FOLDER", folder)
    monkeypatch.setattr(formula_fonts, "SHEET", folder / "maths.css")
    one = Typesetter(Kept(tmp_path))
    formula_fonts.require("one", [r"x \mathbf{y} \sum_i"], lambda: one.ask)
    formula_fonts.require("one", ["what is never typeset"], lambda: one.ask)
    text = formula_fonts.SHEET.read_text(encoding="utf-8")
    assert "mjx-c.mjx-c1D465" in formula_fonts.selectors()
    named = set(re.findall(r"\./([\w-]+\.woff2)", text))
    assert named == {path.name for path in folder.glob("*.woff2")}
    # What draws nothing is in the sheet; what is seldom used is not in the file that most formulas ask for.
    assert len(re.findall(r"mjx-ncm-(?:zero|brk)\.woff2", text)) == 0
    assert text.count("data:font/woff2") == 2
    assert {"mjx-ncm-n.woff2", "mjx-ncm-n-more.woff2", "mjx-ncm-n-seldom.woff2"} <= named
    whole = sum((formula_fonts.FONTS / name).stat().st_size for name in named if (formula_fonts.FONTS / name).is_file())
    assert sum((folder / name).stat().st_size for name in named) < whole / 4
    (folder / "maths.css").write_text("damaged")
    formula_fonts.require("one", [r"x \mathbf{y} \sum_i"], lambda: one.ask)
    assert (folder / "maths.css").read_text(encoding="utf-8") == text
    formula_fonts.require("two", ["x"], lambda: one.ask)
    assert "mjx-c.mjx-c1D465" in formula_fonts.selectors()
    assert not any("NCM-LO" in name and "mjx-c" in name for name in formula_fonts.selectors())
    one.close()


def test_an_alphabet_that_is_wrong_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formula_fonts, "FOLDER", tmp_path / "maths")
    one = Typesetter(Kept(tmp_path))
    with pytest.raises(RuntimeError, match=r"alphabet of the book: Undefined control sequence \\nosuch"):
        formula_fonts.require("one", [r"\nosuch"], lambda: one.ask)
    one.close()


def test_without_mathjax_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "ROOT", tmp_path)
    with pytest.raises(RuntimeError, match="Run `npm ci`"):
        formulas.start()


def test_every_size_in_the_alphabet_is_written_out() -> None:
    all_of_it = formulas.alphabet()
    assert not [formula for formula in all_of_it if formula.startswith(("@", "%")) or "#" in formula.replace(r"\#", "")]
    assert r"\bigg[" in all_of_it
