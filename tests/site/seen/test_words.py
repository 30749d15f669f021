"""Every message of widgets, live code and pages has its words, and every title says what it is the title of."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.site.seen import words
from tests.site.widgets.places import WIDGETS, Place, Visit, all_places
from tools import building
from tools.building import ROOT

PLACES = all_places()
FOLDERS = sorted(file.parent for file in [*WIDGETS.glob("*/words.js"), ROOT / "docs/assets/live/words.js"])

# How a run can end, and an error be explained; the last of each has parts that another has not.
ENDINGS = """async (url) => {
  const words = await import(url);
  const ends = [
    { type: "stopped" },
    { type: "limit", limit: 120 },
    { type: "failed", lost: true, message: "the network did not answer" },
    { type: "failed", lost: false, message: "Fatal Python error\\nout of bounds" },
  ].map((end) => words.ending(end)[0]);
  const errors = [
    "your code:3: NameError: name 'x' is not defined\\n\\nTraceback\\nmore",
    "your code:0: SyntaxError: '(' was never closed",
    "your code:2: MemoryError",
    "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 8 GiB",
    "something else",
  ].map((error) => words.explain(error)[0]);
  const texts = [...ends, ...errors, words.plain("x"), words.took(0)];
  return { texts, steps: words.STEPS, differences: words.DIFFERENCES };
}"""


@pytest.fixture(scope="module")
def home(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with building.serve(words.with_scripts_as_written(site, tmp_path_factory.mktemp("scripts") / "site")) as address:
        yield address


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_entry_of_a_table_of_words_is_used_and_every_one_used_is_there(folder: Path) -> None:
    assert not (found := words.unmatched(folder)), "\n".join(found)


def test_an_entry_too_much_and_one_too_few_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "widget"
    folder.mkdir()
    (folder / "words.js").write_text('export const SAID = {\n  one: "One.",\n  two: "Two: { three: 3 }.",\n};\n')
    (folder / "index.js").write_text('say(SAID.one, SAID.four, "two");\n')
    assert list(words.tables(folder / "words.js")) == [("SAID", {"one", "two"})]
    assert words.unmatched(folder) == [
        "widget: SAID.four is used, and not there",
        "widget: SAID.two is there, and not used",
    ]


def test_widgets_say_all_that_they_have_and_nothing_that_they_lack(browser: Browser, home: str) -> None:
    looked: Counter[str] = Counter()
    problems: set[str] = set()
    defined: set[str] = set()
    used: set[str] = set()
    for place in PLACES:
        context = browser.new_context(service_workers="block", reduced_motion="reduce")
        problems |= {f"{place}: {problem}" for problem in listen(context, home, place, looked, defined, used)}
        context.close()
    print(dict(looked), len(defined))
    assert looked["states"] > 100
    assert looked["texts"] > 10_000
    assert len(defined) > 30
    assert not problems, "\n".join(sorted(problems)[:40])
    assert not defined - used, f"never said: {sorted(defined - used)}"


def listen(
    context: BrowserContext, address: str, place: Place, looked: Counter[str], defined: set[str], used: set[str]
) -> set[str]:
    """Put a widget into its states, note what its tables are asked for, and return what makes no sense."""
    page = context.new_page()
    module = place.widget.replace("-", "_")
    # Before the widget's own modules look at the words.
    page.goto(address + place.folder)
    page.evaluate(words.NOTE, f"{address}assets/widgets/{module}/words.js")
    visit = Visit.__new__(Visit)
    visit.page, visit.place, visit.alone = page, place, True
    visit.element = visit.show()
    problems = set()
    for state, heard in words.said(visit):
        looked["states"] += 1
        looked["texts"] += len(heard["texts"])
        problems |= {f"{one} has no name" for one in heard["nameless"]}
        for text in heard["texts"]:
            for found in (words.LOST.search(text), words.KEYS.search(text)):
                if found:
                    problems.add(f"“{found[0]}” in “{text[:60]}” of {state}")
    noted = page.evaluate("nnNoted")
    problems |= {f"{key} has no words" for key in noted["missed"]}
    defined |= {f"{place.widget}: {key}" for key in noted["defined"]}
    used |= {f"{place.widget}: {key}" for key in noted["used"]}
    return problems


def test_live_code_has_words_for_every_step_and_ending(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home)
    found = page.evaluate(ENDINGS, f"{home}assets/live/words.js")
    assert len(found["texts"]) > 10
    assert not [text for text in found["texts"] if words.LOST.search(text)]
    assert all(found["texts"])
    told = (words.steps(ROOT / f"docs/assets/live/{name}.js") for name in ("files", "worker"))
    assert set().union(*told) == set(found["steps"])
    assert all([*found["steps"].values(), *found["differences"].values()])


def test_every_label_and_message_of_a_page_has_its_words(site: Path, pages: list[str]) -> None:
    problems = []
    for name in [*pages, "404.html"]:
        file = site / name if name.endswith(".html") else site / name / "index.html"
        problems += [f"{name or '/'}: {problem}" for problem in words.blanks(file.read_text(encoding="utf-8"))]
    assert not problems, f"{len(problems)}:\n" + "\n".join(problems[:40])


def test_every_page_has_its_titles(site: Path, pages: list[str]) -> None:
    found = {name: words.titles((site / name / "index.html").read_text(encoding="utf-8")) for name in pages}
    problems = [f"{name or '/'}: {problem}" for name, (wrong, _) in found.items() for problem in wrong]
    assert not problems, "\n".join(problems[:40])
    twice = [tab for tab, times in Counter(tab for _, tab in found.values()).items() if times > 1]
    assert not twice, f"one title for more than one page: {twice}"
