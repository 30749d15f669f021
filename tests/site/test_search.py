"""What the search puts first, asked of the theme's own worker."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

FIRST = {
    "sigmoid derivative": ("chapters/activations/", "its-slope"),
    "derivative of the sigmoid": ("chapters/activations/", "its-slope"),
    "derivative": ("chapters/derivatives/", ""),
    "overfitting": ("reference/glossary/", "overfitting"),
    "gradient descent": ("chapters/descent/", ""),
}
"""For each question the page that must come first, and the first section of it that is shown, if that matters."""


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("question", FIRST)
def test_the_section_that_answers_comes_first(context: BrowserContext, address: str, question: str) -> None:
    name, section = FIRST[question]
    page = context.new_page()
    page.goto(f"{address}?q={question.replace(' ', '+')}")
    first = page.locator(".md-search-result__item").first
    first.wait_for(state="attached")
    page.wait_for_timeout(500)  # results come in two parts
    links = [
        link.split("?")[0] + "#" + link.partition("#")[2]
        for link in first.locator("a").evaluate_all("all => all.map((a) => a.href)")
    ]
    assert links[0] == f"{address}{name}#", links
    if section:
        assert links[1] == f"{address}{name}#{section}", links


def test_what_is_found_shows_a_formula_once(site: Path) -> None:
    found = json.loads((site / "search/search_index.json").read_text())["docs"]
    slope = next(section["text"] for section in found if section["location"] == "chapters/activations/#its-slope")
    assert "Nudge z up by a small h and down by the same h" in slope
    assert slope.count("σ′(z)=σ(z)(1−σ(z))") == 1
    assert "𝜎" not in slope, "the characters that are painted stand beside those of the MathML"


def test_the_code_of_a_lab_is_not_among_what_is_found(site: Path) -> None:
    found = json.loads((site / "search/search_index.json").read_text())["docs"]
    lab = " ".join(section["text"] for section in found if section["location"].startswith("labs/learning_rate/"))
    assert "learning rate" in lab
    assert "import nnbook" not in lab
