"""A figure that a reader's run has drawn, as it is seen beside the page's own: letters, caption, place."""

import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.site.live.test_every_fence import places
from tests.site.live.test_live import SLOW, bar, run, write

SOME = 4

# Letter by letter: another Matplotlib puts "10" into one element or into two.
LOOK = """(fence) => [...fence.querySelectorAll(":scope > figure.nn-figure")].map((figure) => {
  const letters = [];
  const svg = figure.querySelector("svg");
  const walker = document.createTreeWalker(svg, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.matches("text, tspan")) continue;
    const { fontSize, fontSizeAdjust, fontStyle, fontWeight } = getComputedStyle(parentElement);
    for (const letter of data.trim()) letters.push([letter, fontSize, fontSizeAdjust, fontStyle, fontWeight]);
  }
  return {
    name: figure.id,
    caption: figure.querySelector(":scope > figcaption")?.textContent,
    margins: getComputedStyle(figure).margin,
    width: svg.getBoundingClientRect().width,
    letters,
  };
})"""

RUN = """async (fence) => {
  const { run } = await import("/assets/live/runner.js");
  const end = await run(fence);
  return end.type === "done" ? JSON.parse(end.text).error : end.type;
}"""

# What a machine decides is no part of this: captured figures, and those of a smaller run. Nor is a figure whose place a
# widget takes as soon as the page is read that far.
DRAWN = """() => [...document.querySelectorAll(".nn-fence:has(> figure.nn-figure)")]
  .filter((fence) => !fence.querySelector(":scope > .nn-live:is([data-captured], [data-smaller])"))
  .filter((fence) => !fence.closest("[data-widget]"))
  .map((fence) => fence.id)"""


def redrawn(page: Page, names: list[str]) -> list[str]:
    """Run fences, and say of each figure that looks other than the page's in what."""
    wrong = []
    for name in names:
        fence = page.locator(f"#{name}")
        fence.locator("> details.nn-guess").evaluate_all("(guesses) => guesses.forEach((one) => { one.open = true; })")
        before = fence.evaluate(LOOK)
        error = fence.evaluate(RUN)
        after = fence.evaluate(LOOK)
        where = f"{page.url} {name}"
        if error or len(before) != len(after):
            wrong.append(f"{where}: {error or 'another number of figures'}")
        wrong += [f"{where}: {was} has become {now}" for was, now in zip(before, after, strict=False) if was != now]
    return wrong


@pytest.fixture
def opened(address: str, context: BrowserContext) -> Callable[[str], Page]:
    def open_(name: str) -> Page:
        page = context.new_page()
        page.set_default_timeout(SLOW)
        page.goto(address + name)
        return page

    return open_


@pytest.mark.parametrize(
    ("name", "figure"), [("tensors", "Figure 1.3"), ("grades", "Figure 2.1"), ("losses", "Figure 6.1")]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_run_leaves_a_figure_as_it_was(opened: Callable[[str], Page], name: str, figure: str, width: int) -> None:
    page = opened(f"chapters/{name}/")
    page.set_viewport_size({"width": width, "height": 844})
    fence = page.locator(".nn-fence", has=page.locator("figcaption a", has_text=figure)).first
    before = fence.evaluate(LOOK)
    assert len(before[0]["letters"]) > 9
    run(fence, "as on the page")
    assert fence.locator(".nn-figure-run").count() == len(before)
    assert fence.evaluate(LOOK) == before


def test_some_figures_are_as_they_were(site: Path, opened: Callable[[str], Page]) -> None:
    """Others every day."""
    chance = random.Random(date.today().toordinal())
    page = opened(chance.choice([web for _, web in places(site) if web.startswith("chapters/")]))
    names: list[Any] = page.evaluate(DRAWN)
    assert names
    wrong = redrawn(page, chance.sample(names, min(SOME, len(names))))
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_all_figures_are_as_they_were(site: Path, address: str, browser: Browser) -> None:
    wrong = []
    for _, web in places(site):
        page = browser.new_page()
        page.set_default_timeout(0)
        page.goto(address + web)
        lines = redrawn(page, page.evaluate(DRAWN))
        print(f"{web}: {len(lines)} differ")
        wrong += lines
        page.close()
    assert not wrong, "\n".join(wrong)


def test_a_figure_of_other_code_keeps_its_number_alone(opened: Callable[[str], Page]) -> None:
    page = opened("chapters/tensors/")
    fence = page.locator("#fence-3")
    write(page, fence, "import nnbook as nn\nnn.plots.ranks([[1]], names=['mine'], alt='Mine.')\n")
    page.keyboard.press("Control+Enter")
    caption = fence.locator(".nn-figure-run > figcaption")
    caption.wait_for()
    assert caption.inner_text() == "Figure 1.3 as this run has drawn it"
    assert page.locator("#fence-3-figure-1").count() == 1
    bar(fence, "reset").click()
    expect(fence.locator("figcaption")).to_have_text(re.compile("^Figure 1.3 A scalar is"))
