"""Nothing on the built site refers to what is not there."""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.seen import references
from tests.site.seen.references import Visited
from tools.building import ROOT

SHEETS = ("css/*.css", "widgets/*.css", "vendor/maths/*.css")


def written() -> Iterator[str]:
    """Return the sheets as they are written, the theme's and the book's."""
    theme = Path(str(files("material") / "templates/assets/stylesheets"))
    for sheet in [*theme.glob("*.css"), *(one for shape in SHEETS for one in (ROOT / "docs/assets").glob(shape))]:
        yield sheet.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def visited(browser: Browser, site: Path, address: str, pages: list[str]) -> Iterator[Visited]:
    """Open all pages once; what a check looks at besides is counted there too."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", service_workers="block"
    )
    found = references.visit(context, site, address, pages)
    context.close()
    yield found
    print(dict(found.looked))


def none(problems: list[str]) -> None:
    assert not problems, f"{len(problems)}:\n" + "\n".join(problems[:40])


def test_every_variable_has_a_value_in_both_schemes(visited: Visited) -> None:
    assert visited.looked["variables"] > 20_000
    none(visited.problems["variables"])


def test_every_id_that_is_named_is_there(visited: Visited) -> None:
    assert visited.looked["targets"] > 2_000
    none(visited.problems["targets"])


def test_every_icon_draws_something(site: Path, visited: Visited) -> None:
    none(visited.problems["icons"] + references.pictures(site, visited.looked))
    assert visited.looked["icons"] > 2_000
    written = sum(sheet.read_text(encoding="utf-8").count("data:image/svg+xml") for sheet in site.rglob("*.css"))
    assert visited.looked["pictures in sheets"] == written >= 20, "one is not looked at"


def test_what_is_only_read_out_is_not_seen(visited: Visited) -> None:
    assert visited.looked["hidden"] > 1_000
    none(visited.problems["hidden"])


def test_every_class_that_a_program_sets_has_its_rules(site: Path, visited: Visited) -> None:
    none(references.classes(site, written(), visited.looked))
    assert visited.looked["classes"] > 300


def test_every_file_that_is_asked_for_is_on_the_site(site: Path, visited: Visited) -> None:
    none(references.files(site, visited, visited.looked))
    assert visited.looked["files"] > 100


def test_every_font_is_there_and_has_the_letters_that_are_set_in_it(site: Path, visited: Visited) -> None:
    none(references.fonts(site, visited, visited.looked))
    assert visited.looked["fonts"] > 40
    assert visited.looked["letters"] > 250


def test_code_looks_like_code(visited: Visited) -> None:
    assert visited.looked["code"] > 1_000
    none(visited.problems["code"])


def test_every_sign_of_a_formula_is_drawn_in_a_font_of_formulas(visited: Visited) -> None:
    print(Counter(visited.formulas.values()))
    assert len(visited.formulas) > 150
    none(references.borrowed(visited))


def test_every_message_has_its_words(site: Path, visited: Visited) -> None:
    none(references.words(site, visited.looked))
    assert visited.looked["words"] >= 10


def test_a_class_that_is_said_to_have_no_rules_is_set_and_has_none(site: Path) -> None:
    programs = "".join(file.read_text(encoding="utf-8") for file in references.scripts(site, references.OWN))
    built = references.styled(sheet.read_text(encoding="utf-8") for sheet in references.sheets(site))
    assert not references.WITHOUT_RULES & built
    none([name for name in sorted(references.WITHOUT_RULES) if name not in programs])
