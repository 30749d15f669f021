"""What the search puts first, asked of the theme's own worker."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

FIRST = {
    "sigmoid derivative": ("chapters/activations/", "its-slope"),
    "derivative of the sigmoid": ("chapters/activations/", "its-slope"),
    "derivative": ("chapters/derivatives/", ""),
    "slope": ("chapters/activations/", "its-slope"),
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


def test_the_index_has_no_signs_that_are_no_words(site: Path) -> None:
    docs = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    (jacobian,) = (doc for doc in docs if doc["location"].endswith("activations/#its-slopes-the-jacobian"))
    assert "Raise cat’s score a little." in jacobian["text"]
    assert "∂pi" not in jacobian["text"], "a fraction reads as two numbers side by side"
    labs = [doc for doc in docs if doc["location"].startswith("labs/")]
    assert len(labs) > 20
    assert not [doc["title"] for doc in labs if "¶" in doc["title"]]


MISSPELLED = {
    "sigmod": "chapters/activations/",
    "backpropogation": "chapters/backprop/",
    "convultion": "chapters/convolution/",  # two letters are wrong
    "Derivitive": "chapters/derivatives/",  # codespell:ignore
    "convultion fliter": "chapters/convolution/",  # codespell:ignore
}
"""For each question in which every word is misspelled, a page that is found."""


def found(page: Page) -> list[str]:
    """Return the addresses of the pages that are found, once there are some."""
    pages = page.locator(".md-search-result__item > a")
    pages.first.wait_for(state="attached")
    page.wait_for_timeout(500)
    return [link.partition("?")[0] for link in pages.evaluate_all("all => all.map((a) => a.href)")]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("question", MISSPELLED)
def test_a_misspelled_word_is_found(context: BrowserContext, address: str, question: str) -> None:
    page = context.new_page()
    page.goto(f"{address}?q={question.replace(' ', '+')}")
    assert address + MISSPELLED[question] in found(page)


@pytest.mark.usefixtures("site")
def test_what_is_found_as_it_is_written_is_not_loosened(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("layrr")
    assert found(page)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("er")
    page.wait_for_timeout(1000)
    marked = {mark.lower() for mark in page.locator(".md-search-result mark").all_text_contents()}
    assert marked
    assert all(mark.startswith("layer") for mark in marked), marked  # "later" is one letter from it


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("question", ["xqzzy", "xyz", '"sigmod"'])
def test_what_is_like_no_word_is_not_found(context: BrowserContext, address: str, question: str) -> None:
    page = context.new_page()
    page.goto(f"{address}?q={question}")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


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
