"""The checks of references refuse damage: each is done to a copy of the site, and a named check says where it is."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.seen import damage, references
from tests.site.seen.test_references import written
from tools import building

PAGE = "chapters/activations/"
SHEET = "assets/stylesheets/book.css"


def dropped_variable(site: Path) -> None:
    """Lose a colour of the drawings."""
    damage.rewrite(site / SHEET, lambda text: re.sub(r"--nn-orange:[^;}]*;?", "", text))


def dropped_rule(site: Path) -> None:
    """Leave what the page says of an edited result without its look."""
    damage.rewrite(site / SHEET, lambda text: re.sub(r"[^{}]*\.nn-differs[^{}]*\{[^}]*\}", "", text))


def removed_font(site: Path) -> None:
    """Take the italics of the text away."""
    (site / "assets/vendor/fonts/source-serif-4-latin-wght-italic-common.woff2").unlink()


def cut_font(site: Path) -> None:
    """Give the italics of the text the letters of another file."""
    fonts = site / "assets/vendor/fonts"
    common = fonts / "source-serif-4-latin-wght-italic-common.woff2"
    common.unlink()
    common.write_bytes((fonts / "source-serif-4-greek-wght-italic.woff2").read_bytes())


def removed_formula_font(site: Path) -> None:
    """Take the font of most formulas away."""
    (site / "assets/vendor/maths/mjx-ncm-n.woff2").unlink()


def other_code(site: Path) -> None:
    """Give the signs in code a colour that they have lost with their elements."""
    damage.substitute(site / SHEET, r"--md-code-hl-operator-color:\s*#1f2430", "--md-code-hl-operator-color:#5b6472")


def shown_text(site: Path) -> None:
    """Let what a formula says to a screen reader stand beside it."""
    damage.rewrite(site / SHEET, lambda text: re.sub(r"mjx-assistive-mml[^{}]*\{[^}]*\}", "", text))


def emptied_icon(site: Path) -> None:
    """Empty the sign of a question."""
    damage.substitute(site / SHEET, r"""(--md-admonition-icon--question:\s*url\(.*?<svg[^>]*>).*?(?=</svg>)""", r"\1")


def emptied_drawing(site: Path) -> None:
    """Empty a sign in the page itself."""
    damage.substitute(
        site / PAGE / "index.html", r"""(<label class="md-header__button[^>]*>\s*<svg[^>]*>).*?(?=</svg>)""", r"\1"
    )


def no_mask(site: Path) -> None:
    """Make a block of colour of the sign of a question."""
    damage.substitute(
        site / SHEET, r"--md-admonition-icon--question:\s*url\(.*?\)(?=;)", "--md-admonition-icon--question:none"
    )


def lost_target(site: Path) -> None:
    """Give another name to what a label is for."""
    damage.substitute(site / PAGE / "index.html", r'id="__search"', 'id="__sought"')


def lost_file(site: Path) -> None:
    """Take a widget away that another script imports."""
    (site / "assets/widgets/mount.js").unlink()


def lost_words(site: Path) -> None:
    """Leave the button that copies without a name."""
    damage.substitute(site / "index.html", r'"clipboard.copy": "[^"]*"', '"clipboard.copy": ""')


Seen = tuple[Path, references.Visited]
CHECKS: dict[str, Callable[[Seen], list[str]]] = {
    "variables": lambda seen: seen[1].problems["variables"],
    "targets": lambda seen: seen[1].problems["targets"],
    "icons": lambda seen: seen[1].problems["icons"],
    "hidden": lambda seen: seen[1].problems["hidden"],
    "code": lambda seen: seen[1].problems["code"],
    "formulas": lambda seen: references.borrowed(seen[1]),
    "pictures": lambda seen: references.pictures(seen[0], Counter()),
    "classes": lambda seen: references.classes(seen[0], written(), Counter()),
    "files": lambda seen: references.files(*seen, Counter()),
    "fonts": lambda seen: references.fonts(*seen, Counter()),
    "words": lambda seen: references.words(seen[0], Counter()),
}
ASKED_OF_A_BROWSER = {"variables", "targets", "icons", "hidden", "code", "formulas", "fonts"}


@pytest.mark.parametrize(
    ("harm", "check", "said"),
    [
        (dropped_variable, "variables", "--nn-orange has no value in the scheme slate"),
        (dropped_rule, "classes", "runner.js sets nn-differs, for which the built sheets have no rule"),
        (removed_font, "fonts", "italic-common.woff2 is not on the site"),
        (removed_font, "files", "italic-common.woff2, which is not on the site"),
        (cut_font, "fonts", "Source Serif 4 Variable (italic) lacks "),
        (removed_formula_font, "formulas", "of the system"),
        (other_code, "code", "a word of class o has color"),
        (shown_text, "hidden", "<mjx-assistive-mml> is to be seen"),
        (emptied_icon, "pictures", "draws nothing"),
        (emptied_drawing, "icons", "draws nothing"),
        (no_mask, "icons", "has no picture: none"),
        (lost_target, "targets", 'for="__search"'),
        (lost_file, "files", "mount.js, which is not on the site"),
        (lost_words, "words", "clipboard.copy"),
    ],
    ids=lambda one: one.__name__ if callable(one) else None,
)
def test_damage_is_refused(
    browser: Browser,
    site: Path,
    tmp_path: Path,
    harm: Callable[[Path], None],
    check: str,
    said: str,
) -> None:
    copy = damage.copy(site, tmp_path / "site")
    harm(copy)
    visited = references.Visited()
    if check in ASKED_OF_A_BROWSER:
        with building.serve(copy) as address:
            context = browser.new_context(service_workers="block", reduced_motion="reduce")
            visited = references.visit(context, copy, address, [PAGE])
            context.close()
    problems = CHECKS[check]((copy, visited))
    assert any(said in problem for problem in problems), problems[:10]
