"""Every fence and every exercise of the book, run in a browser and compared with the page."""

import json
import os
import random
import statistics
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from playwright.sync_api import Browser

from nnbook.book.notebooks.downloads import web_address
from nnbook.book.parse.book import load
from nnbook.book.parse.exercises import find
from tests.site.live.test_snapshot import change, without_snapshot
from tools import building

DOCS = building.ROOT / "docs"
LONGEST = 300
SOME = 16
HEAVY = 5

RUN_ALL = """async ({ jobs, engines, limit }) => {
  const { Engine, judge } = await import("/assets/live/runner.js");
  const digest = async (svg) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(svg))).toHex();
  const ends = new Array(jobs.length);
  let next = 0;
  const work = async () => {
    const [book, reader] = [new Engine(), new Engine()];
    while (next < jobs.length) {
      const at = next++;
      const { source, check } = jobs[at];
      const end = check
        ? await judge({ key: {}, answer: source, check }, { book, reader })
        : await book.run({ key: {}, source }, () => {}, limit);
      const result = end.type === "done" ? JSON.parse(end.text) : undefined;
      if (result?.figures) result.figures = await Promise.all(result.figures.map(({ svg }) => digest(svg)));
      ends[at] = { ...end, text: undefined, result };
    }
  };
  await Promise.all(Array.from({ length: engines }, work));
  return ends;
}"""

READ = """async () => {
  const { stateOf, smallerSource } = await import("/assets/live/runner.js");
  return [...document.querySelectorAll(".nn-fence")].map((fence) => {
    const { source, output, figures, captured } = stateOf(fence);
    const smaller = fence.querySelector(":scope > .nn-live").dataset.smaller !== undefined;
    return { id: fence.id, source: smaller ? smallerSource(fence) : source, output, figures, captured, smaller };
  });
}"""


def given(jobs: list[dict[str, str]]) -> dict[str, Any]:
    """Return what RUN_ALL needs to know."""
    engines = int(os.environ.get("NNBOOK_JOBS", "0")) or os.cpu_count() or 1
    return {"jobs": jobs, "engines": engines, "limit": LONGEST}


def run_all(
    browser: Browser, address: str, jobs: list[dict[str, str]], *, snapshot: bool = True
) -> list[dict[str, Any]]:
    """Run jobs on as many workers as there are processors, which start from the snapshot or the long way."""
    page = browser.new_page()
    page.set_default_timeout(0)
    if not snapshot:
        change(page, without_snapshot)
    page.goto(address)
    ends: list[dict[str, Any]] = page.evaluate(RUN_ALL, given(jobs))
    page.close()
    return ends


def places(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the source and the address of each page that has fences."""
    for source in sorted(DOCS.rglob("*.md")):
        web = web_address(PurePosixPath(source.relative_to(DOCS).as_posix()))
        built = site / web / "index.html"
        if built.is_file() and 'class="nn-fence"' in built.read_text(encoding="utf-8"):
            yield source.relative_to(building.ROOT).as_posix(), web


@pytest.fixture(scope="module")
def fences(site: Path, address: str, browser: Browser) -> list[dict[str, Any]]:
    """Read from the built pages what a reader has in front of him."""
    page = browser.new_page()
    found = []
    for name, web in places(site):
        page.goto(address + web)
        found += [{"page": name, **fence} for fence in page.evaluate(READ)]
    page.close()
    return found


def written() -> Iterator[Any]:
    """Yield the pages as they are written."""
    yield from load(sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts), building.ROOT)


def test_the_browser_finds_every_fence_of_the_book(fences: list[dict[str, Any]]) -> None:
    expected = [(page.path, fence.smaller.rstrip("\n")) for page in written() for fence in page.fences]
    assert sorted((fence["page"], fence["source"]) for fence in fences) == sorted(expected)
    assert len(fences) > 400
    assert 0 < sum(fence["smaller"] for fence in fences) <= HEAVY


def differing(fences: list[dict[str, Any]], ends: list[dict[str, Any]]) -> list[str]:
    """Say of each fence that did not give what its page shows how it ended."""
    wrong = []
    for fence, end in zip(fences, ends, strict=True):
        name = f"{fence['page']} {fence['id']}"
        result = end.get("result") or {}
        if end["type"] != "done" or result["error"]:
            wrong.append(f"{name}: {end['type']} {end.get('message') or result.get('error')}")
        elif not (fence["captured"] or fence["smaller"]) and result["output"].rstrip("\n") != fence["output"]:
            wrong.append(f"{name} prints\n{result['output']}\nand the page says\n{fence['output']}")
        elif len(result["figures"]) != fence["figures"]:
            wrong.append(f"{name} draws {len(result['figures'])} figures, the page shows {fence['figures']}")
    return wrong


def answers() -> tuple[list[dict[str, str]], list[tuple[str, str]]]:
    """Return, for each answer of each exercise, the job that checks it, and the exercise with the kind of answer."""
    jobs, wanted = [], []
    for page in written():
        for exercise in find(page)[0]:
            tried = [("solution", exercise.solution), ("starter", exercise.starter)]
            tried += [("wrong answer", fence) for fence in exercise.wrong]
            for kind, fence in tried:
                jobs.append({"source": fence.source, "check": exercise.check.source})
                wanted.append((exercise.id, kind))
    return jobs, wanted


def misjudged(wanted: list[tuple[str, str]], ends: list[dict[str, Any]]) -> list[str]:
    """Say of each answer whose check did not accept a solution, or refuse another in words, how it ended."""
    wrong = []
    for (name, kind), end in zip(wanted, ends, strict=True):
        result = end.get("result") or {}
        if end["type"] != "done" or result["error"] or result["accepted"] != (kind == "solution"):
            wrong.append(f"{name}, {kind}: {end['type']} {end.get('message', '')} {result}")
    return wrong


def pictures(ends: list[dict[str, Any]]) -> list[Any]:
    """Return the digests of the figures of each fence."""
    return [(end.get("result") or {}).get("figures") for end in ends]


def both_ways(fences: list[dict[str, Any]], browser: Browser, address: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Run fences in Python from the snapshot and in one started the long way; return the former, and what differs."""
    jobs = [{"source": fence["source"]} for fence in fences]
    ends, others = (run_all(browser, address, jobs, snapshot=snapshot) for snapshot in (True, False))
    wrong = {way: differing(fences, those) for way, those in (("snapshot", ends), ("long way", others))}
    lines = [f"{way}: {line}" for way, those in wrong.items() for line in those]
    drawn = zip(fences, pictures(ends), pictures(others), strict=True)
    return ends, lines + [f"{one['page']} {one['id']}: figures of the two ways differ" for one, a, b in drawn if a != b]


def test_some_fences_give_in_the_browser_what_the_page_shows(
    fences: list[dict[str, Any]], address: str, browser: Browser
) -> None:
    """Others every day."""
    _, differ = both_ways(random.Random(date.today().toordinal()).sample(fences, SOME), browser, address)
    assert not differ, "\n".join(differ)


@pytest.mark.long
def test_every_fence_gives_in_the_browser_what_the_page_shows(
    fences: list[dict[str, Any]], address: str, browser: Browser
) -> None:
    pages: dict[str, list[dict[str, Any]]] = {}
    for fence in fences:
        pages.setdefault(fence["page"], []).append(fence)
    seconds, differ = [], []
    for name, those in pages.items():
        ends, lines = both_ways(those, browser, address)
        differ += lines
        seconds += [(end["milliseconds"] / 1000, name, one["id"]) for one, end in zip(those, ends, strict=True)]
        print(f"{name}: {len(those)} fences, {len(lines)} differ")
    times = [entry[0] for entry in seconds]
    report = {"fences": len(fences), "median": statistics.median(times), "worst": sorted(seconds)[-10:]}
    print(json.dumps(report, indent=1))
    assert not differ, "\n".join(differ)


@pytest.mark.long
def test_every_check_answers_in_the_browser_as_it_does_when_the_book_is_built(
    site: Path, address: str, browser: Browser
) -> None:
    jobs, wanted = answers()
    assert len({name for name, _ in wanted}) > 60
    wrong = misjudged(wanted, run_all(browser, address, jobs))
    assert not wrong, "\n".join(wrong)
