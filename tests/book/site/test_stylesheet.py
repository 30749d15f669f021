"""One sheet in the place of many: what is used stays, in order, with addresses that lead to the same files."""

import re
from pathlib import Path

import pytest

from nnbook.book.files import Kept
from nnbook.book.site import stylesheet


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "index.html": '<p class="read">Text</p>',
        "assets/js/program.js": 'box.className = "made";',
        "assets/stylesheets/main.0.min.css": ".read{color:red}.unread{color:blue}/*# sourceMappingURL=main.map */",
        "assets/stylesheets/main.0.min.css.map": "{}",
        "assets/css/book.css": '.read { color: green; background: url("../img/dot.svg") } .made { color: pink }',
        "assets/vendor/maths/maths.css": "@font-face{font-family:B;src:url(b.woff2)} p { font-family: B }",
    }
    write(tmp_path, files)
    stylesheet.write(tmp_path, ["assets/vendor/maths/maths.css", "assets/css/book.css"], Kept(tmp_path / "kept"))
    return tmp_path


def sheet(site: Path) -> str:
    return (site / stylesheet.SHEET).read_text()


def test_the_rules_that_a_page_or_a_program_uses_stay_and_the_others_go(site: Path) -> None:
    assert ".made" in sheet(site)
    assert ".unread" not in sheet(site)


def test_no_rule_of_a_class_is_for_everything_within(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<div class="md-typeset"><table><tr><th>1</th></tr></table></div>')
    table = ".md-typeset table:not([class])"
    gone = f"{table} + * {{ margin-top: 1em }} {table} td>:first-child,{table} th>:first-child{{margin-top:0}}"
    css = f"@media screen{{{gone} {table} th:first-child{{padding-left:0}}}}"
    kept = f"@media screen{{{table} th:first-child{{padding-left:0}}}}"
    assert stylesheet.purged(css, [page], Kept(tmp_path / "kept")) == kept


def test_variables_stay_for_the_drawings_and_sheets_that_use_them_later(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<svg><path style="fill: var(--nn-orange)"/></svg>')
    css = ":root{--nn-orange:#d1731a}[data-md-color-scheme=slate]{--nn-orange:#f0aa59}"
    page.write_text(page.read_text() + '<body data-md-color-scheme="slate">')
    assert stylesheet.purged(css, [page], Kept(tmp_path / "kept")) == css


def test_custom_properties_that_nothing_names_go(tmp_path: Path) -> None:
    files = {
        "index.html": '<p style="color: var(--md-in-a-page)">Text</p>',
        "assets/js/program.js": 'getComputedStyle(box).getPropertyValue("--md-in-a-program");',
        "assets/widgets/widgets.css": ".nn-w { color: var(--md-in-another-sheet) }",
        "assets/stylesheets/main.0.min.css": "p { color: var(--md-in-a-rule); --md-in-a-rule: var(--md-in-a-value) }",
    }
    names = ["a-page", "a-program", "another-sheet", "a-rule", "a-value", "nothing"]
    files["assets/css/book.css"] = f":root {{ {' '.join(f'--md-in-{name}: red;' for name in names)} }}"
    write(tmp_path, files)
    stylesheet.write(tmp_path, ["assets/css/book.css"], Kept(tmp_path / "kept"))
    (root,) = re.findall(r":root\{[^}]*\}", sheet(tmp_path))
    assert re.findall(r"--md-in-([\w-]+):", root) == names[:-1]


def test_classes_that_only_the_editor_sets_keep_their_rules(tmp_path: Path) -> None:
    files = {
        "index.html": "<p>Text</p>",
        "assets/stylesheets/main.0.min.css": ".unread { color: blue }",
        "assets/live/editor.js": 'let names = ["tok-keyword"];',
        "assets/css/live.css": ".tok-keyword { color: red } .tok-none { color: blue }",
    }
    write(tmp_path, files)
    stylesheet.write(tmp_path, ["assets/css/live.css"], Kept(tmp_path / "kept"))
    assert sheet(tmp_path) == ".tok-keyword{color:red}"


def test_a_rule_for_a_state_of_any_element_stays(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Text</p>")
    css = ":focus-visible{outline:1px solid red}.unread:focus-visible{outline:0}::selection{color:red}"
    kept = ":focus-visible{outline:1px solid red}::selection{color:red}"
    assert stylesheet.purged(css, [tmp_path / "index.html"], Kept(tmp_path / "kept")) == kept


def test_what_only_the_theme_knows_goes_too(tmp_path: Path) -> None:
    program = tmp_path / "bundle.js"
    program.write_text('["rtl", "md-version", "data-md-color-switching", "md-dialog"]')
    css = "[dir=rtl] p{left:0}.md-version{left:1px}[data-md-color-switching] *{left:2px}.md-dialog{left:3px}"
    assert stylesheet.purged(css, [program], Kept(tmp_path / "kept")).strip() == ".md-dialog{left:3px}"


def test_the_order_of_the_sheets_decides_as_before(site: Path) -> None:
    assert sheet(site).index("color:red") < sheet(site).index("color:green")


@pytest.mark.parametrize("page", ["<p>Text</p>", '<div class="tabbed-labels">Tabs</div>'])
def test_tabs_have_rules_where_a_page_has_tabs(tmp_path: Path, page: str) -> None:
    (tmp_path / "bundle.js").write_text('document.querySelectorAll(".tabbed-labels")')
    (tmp_path / "index.html").write_text(page)
    css = stylesheet.purged(".tabbed-labels{left:0}", list(tmp_path.iterdir()), Kept(tmp_path / "kept"))
    assert ("tabbed" in css) == ("tabbed" in page)


def test_comments_and_whitespace_go(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<p>Text</p>")
    css = '/* A remark. */\np::before {\n  content: "/* a  text */";\n}\n'
    assert stylesheet.purged(css, [page], Kept(tmp_path / "kept")) == 'p::before{content:"/* a  text */"}'


def test_addresses_lead_to_the_same_files(site: Path) -> None:
    assert "url(../img/dot.svg)" in sheet(site)
    assert "url(../vendor/maths/b.woff2)" in sheet(site)


def test_no_other_sheet_is_left(site: Path) -> None:
    assert [path.name for path in site.rglob("*.css*")] == ["book.css"]


def test_a_failure_of_purgecss_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Text</p>")
    with pytest.raises(RuntimeError, match=r"PurgeCSS failed:\n(.|\n)*CssSyntaxError"):
        stylesheet.purged("p { color: red", [tmp_path / "index.html"], Kept(tmp_path / "kept"))
