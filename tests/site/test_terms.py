"""A term is lit in prose, formula, code and figure of its section, by pointer, keyboard and finger, in one colour."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from nnbook.plots.style import SERIES
from tests.site.waiting import until

PAGE = "chapters/calculus/"
NAMES = {"a", "a0", "a1", "a2"}

# What is lit, where, and in which colours; and how many of these stand in another section than the element.
LIT = """(e) => {
  const heading = (node) => {
    for (; !node.parentElement.matches("article"); node = node.parentElement);
    for (; node && node.localName !== "h2"; node = node.previousElementSibling);
    return node?.id ?? "";
  };
  const found = { letters: 0, labels: 0, curves: 0, names: [], words: [], hues: [], elsewhere: 0 };
  const note = (node, hue) => {
    if (!found.hues.includes(hue)) found.hues.push(hue);
    if (e && heading(node) !== heading(e)) found.elsewhere += 1;
  };
  for (const one of document.querySelectorAll("mjx-math [data-lit], svg [data-lit]")) {
    found[one.closest("mjx-math") ? "letters" : one.localName === "text" ? "labels" : "curves"] += 1;
    note(one, one.dataset.lit);
  }
  for (const range of CSS.highlights.get("nn-lit") ?? []) {
    if (range.collapsed) continue; // a widget that has just come took the text away
    const text = range.toString().replace(/\\s+/g, " "), around = range.startContainer.parentElement;
    found[around.closest("code") ? "names" : "words"].push(text);
    note(around, around.dataset.lit);
  }
  return found;
}"""

# Where a letter and a name that are lit can be pointed at: how far the page is scrolled then, and the point.
PLACES = """() => {
  const letter = document.querySelector("mjx-mi[data-lit]");
  const code = (range) => range.startContainer.parentElement.closest("pre")?.checkVisibility();
  const range = [...CSS.highlights.get("nn-lit")].find((one) => code(one) && one.getClientRects().length);
  return [letter, range].filter(Boolean).map((place) => {
    const middle = () => place.getBoundingClientRect();
    scrollTo({ top: scrollY + middle().top - 400, behavior: "instant" });
    return [scrollY, middle().left + middle().width / 2, middle().top + middle().height / 2];
  });
}"""

# The contrast of the ink with the tint of a term, on the page and in code; of a label's letters with their outline.
RATIOS = """(hues) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const painted = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (ink, ...below) => {
    const [low, high] = [painted(ink), painted(...below)].map(luminance).sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const page = getComputedStyle(document.body).backgroundColor;
  const found = {};
  for (const hue of hues) {
    const letter = document.querySelector("article mjx-mi");
    const code = document.querySelector(".language-python code");
    const label = document.querySelector(".nn-figure text");
    for (const one of [letter, label, code]) one.dataset.lit = hue;
    const passage = getComputedStyle(code, "::highlight(nn-lit)");
    const looks = getComputedStyle(letter), drawn = getComputedStyle(label);
    found[`letter, ${hue}`] = ratio(looks.color, page, looks.backgroundColor);
    found[`code, ${hue}`] = ratio(passage.color, getComputedStyle(code).backgroundColor, passage.backgroundColor);
    found[`prose, ${hue}`] = ratio(passage.color, page, passage.backgroundColor);
    found[`label, ${hue}`] = ratio(drawn.fill, drawn.stroke);
    found[`seen, ${hue}`] = 3 * (painted(page, looks.backgroundColor).join() !== painted(page).join());
    for (const one of [letter, label, code]) delete one.dataset.lit;
  }
  return found;
}"""


def lit(page: Page, word: Locator | None = None) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(LIT, word.element_handle() if word else None)
    return found


def nothing(page: Page) -> None:
    until(page, "!document.querySelector('[data-lit]') && !CSS.highlights.size")


def all_marked(page: Page) -> None:
    """Wait until no section is left in which a word may be marked: the browser does one when it has time."""
    marked = "document.querySelectorAll('[data-term]').length"
    until(page, f"{marked} && await ((n) => new Promise((r) => setTimeout(() => r({marked} === n), 3000)))({marked})")


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """Open the chapter on the calculus of backpropagation."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address + PAGE)
    return page


@pytest.fixture
def word(page: Page) -> Locator:
    """Return the word "activation" of a section that has it in formulas, code and a figure."""
    return page.locator("#k5 ~ * [data-term=green]").first


def test_the_pointer_on_a_word_lights_the_same_in_formula_code_and_figure(page: Page, word: Locator) -> None:
    word.hover()
    until(page, "document.querySelector('[data-lit]')")
    found = lit(page, word)
    assert found["letters"] > 0
    assert found["labels"] > 0
    assert found["curves"] > 0
    assert "activation" in found["words"]
    assert found["names"]
    assert set(found["names"]) <= NAMES
    assert found["hues"] == ["green"]
    assert found["elsewhere"] == 0
    page.mouse.move(2, 400)
    nothing(page)


def test_a_letter_and_a_name_in_code_light_it_as_well_and_no_text_is_touched(page: Page, word: Locator) -> None:
    code = page.locator(".language-python code")
    before = code.evaluate_all("all => all.map((one) => one.innerHTML)")
    word.focus()
    expected = lit(page, word)
    places = page.evaluate(PLACES)
    assert len(places) == 2
    word.blur()
    nothing(page)
    for top, x, y in places:
        page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
        page.mouse.move(x, y)
        until(page, "document.querySelector('[data-lit]')")
        assert lit(page, word) == expected
        page.mouse.move(2, 400)
        nothing(page)
    assert code.evaluate_all("all => all.map((one) => one.innerHTML)") == before


def test_the_words_of_a_section_are_one_stop_and_the_arrows_go_on(page: Page) -> None:
    all_marked(page)
    stops = page.evaluate("""() => {
      const found = {};
      for (const word of document.querySelectorAll("[data-term]")) {
        let top = word;
        for (; !top.parentElement.matches("article"); top = top.parentElement);
        for (; top && top.localName !== "h2"; top = top.previousElementSibling);
        (found[top?.id ?? ""] ??= []).push(word.tabIndex);
      }
      return Object.values(found);
    }""")
    assert len(stops) > 5
    assert all(indices == [0, *[-1] * (len(indices) - 1)] for indices in stops), stops
    section = page.locator("#k5 ~ * [data-term]")
    first, second = section.nth(0), section.nth(1)
    first.focus()
    assert lit(page, first)["hues"] == [first.get_attribute("data-term")]
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    assert lit(page, second)["hues"] == [second.get_attribute("data-term")]
    expect(first).to_have_attribute("tabindex", "-1")
    expect(second).to_have_attribute("tabindex", "0")
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('[data-term]:not([tabindex=\"0\"])')")


def test_enter_keeps_a_term_lit_and_escape_lets_it_go(page: Page, word: Locator) -> None:
    word.focus()
    page.keyboard.press("Enter")
    expect(word).to_have_attribute("aria-pressed", "true")
    word.blur()
    page.mouse.move(300, 300)
    assert lit(page, word)["hues"] == ["green"]
    page.keyboard.press("Escape")
    expect(word).to_have_attribute("aria-pressed", "false")
    nothing(page)


def test_a_finger_lights_a_word_or_a_letter_and_darkens_elsewhere(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + PAGE)
    word = page.locator("#k5 ~ * [data-term=green]").first
    word.tap()
    expect(word).to_have_attribute("aria-pressed", "true")
    found = lit(page, word)
    assert found["letters"] > 0
    assert found["labels"] > 0
    word.tap()
    expect(word).to_have_attribute("aria-pressed", "false")
    nothing(page)
    letter = page.locator("#k5 ~ p mjx-mi:has(> .mjx-c1D44E)").first
    letter.tap()
    until(page, "document.querySelector('[data-lit]')")
    page.locator("#k5").tap(position={"x": 300, "y": 5})
    nothing(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_lit_can_be_read_and_seen(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(color_scheme=scheme, service_workers="block")
    page = context.new_page()
    page.goto(address + PAGE)
    found = page.evaluate(RATIOS, list(SERIES))
    context.close()
    assert len(found) == 5 * len(SERIES)
    low = {what: ratio for what, ratio in found.items() if ratio < (3 if "seen" in what else 4.5)}
    assert not low


def test_another_page_has_its_own_terms(page: Page, word: Locator) -> None:
    expect(word).to_have_text("activation")
    page.locator(".md-footer__link--next").click()
    expect(page.locator("h1")).to_contain_text("Learning the digits")
    there = page.locator("[data-term=green]").first
    expect(there).to_have_text(re.compile("prediction|probability|probabilities"))
    there.focus()
    assert lit(page, there)["hues"] == ["green"]


def test_without_scripts_and_on_paper_nothing_is_marked(browser: Browser, address: str, page: Page) -> None:
    bare = browser.new_context(java_script_enabled=False)
    plain = bare.new_page()
    plain.goto(address + PAGE, wait_until="load")
    assert plain.locator("[data-term], [data-lit]").count() == 0
    bare.close()
    word = page.locator("[data-term]").first
    expect(word).to_have_css("text-decoration-line", "underline")
    page.emulate_media(media="print")
    expect(word).to_have_css("text-decoration-line", "none")
