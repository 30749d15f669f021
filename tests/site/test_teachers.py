"""For teachers: links that open a widget in a state, worksheets without solutions, addresses of chosen exercises."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Page, expect

from nnbook.book.parse.exercises import Exercise, find
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import read
from tests.site.waiting import until

TEACHERS = "reference/teachers/"
EXERCISES = "reference/exercises/"


@pytest.fixture(scope="module")
def plans(site: Path) -> BeautifulSoup:
    """Return the page for teachers."""
    return BeautifulSoup((site / TEACHERS / "index.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def exercises() -> dict[str, tuple[Exercise, ...]]:
    """Return the exercises of each chapter."""
    paths = sorted(Path("docs/chapters").glob("*.md"))
    return {path.stem: find(parse(read(path), str(path)))[0] for path in paths}


def links(plans: BeautifulSoup) -> list[str]:
    """Return where the links of the lesson plans lead."""
    return [str(link["href"]) for link in plans.select("article a[href*='?']")]


def test_every_chapter_has_two_lessons_questions_answers_and_homework(
    plans: BeautifulSoup, exercises: dict[str, tuple[Exercise, ...]]
) -> None:
    for chapter in exercises:
        heading = plans.find(id=f"teach-{chapter}")
        assert heading is not None, chapter
        begins = []
        for part in heading.find_next_siblings():
            if part.name == "h2":
                break
            begins.append(part.get_text().split(".")[0])
        assert begins == ["Aims", "First lesson", "Second lesson", "Ask", "You will hear", "Homework"], chapter


# What a widget has in its state, as its own fields write it into an address.
STATES = """(widgets) => Object.fromEntries(widgets.filter((one) => one.known && one.state).flatMap(
  (one) => Object.entries(one.known).map(([name, field]) => [`${one.key}.${name}`, field.write(one.state[name])])
))"""
# A widget comes when the reader comes near its place.
VISIT = """async (keys) => {
  for (const key of keys) {
    const place = document.getElementById(key);
    const end = performance.now() + 30_000;
    place.scrollIntoView({ behavior: "instant" });
    while (!place.querySelector(`nn-${place.dataset.widget}`)?.state && performance.now() < end) {
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}"""


def test_every_link_to_a_widget_opens_it_in_that_state(
    plans: BeautifulSoup, address: str, context: BrowserContext
) -> None:
    shown = [link for link in links(plans) if "set=" not in link]
    page = context.new_page()
    for link in shown:
        parts = urlsplit(link)
        page.goto(f"{address}{TEACHERS}{link}")
        meant = dict(parse_qsl(parts.query, strict_parsing=True))
        page.evaluate(VISIT, sorted({name.split(".")[0] for name in meant}))
        states = page.locator(".nn-widget > :not(.nn-fence)").evaluate_all(STATES)
        assert {name: states[name] for name in meant} == meant, link
        assert page.locator(f"#{parts.fragment}").count() == 1, link
        expect(page.locator(".nn-failed"), link).to_have_count(0)  # also said while a file is on its way
    assert len(shown) > 30


def test_a_link_to_a_widget_leads_to_its_place(plans: BeautifulSoup, site: Path) -> None:
    pages: dict[str, BeautifulSoup] = {}
    for link in (link for link in links(plans) if "set=" not in link):
        parts = urlsplit(link)
        if parts.path not in pages:
            built = (site / TEACHERS / parts.path / "index.html").read_text(encoding="utf-8")
            pages[parts.path] = BeautifulSoup(built, "html.parser")
        keys = {name.split(".")[0] for name, _ in parse_qsl(parts.query, strict_parsing=True)}
        assert keys == {parts.fragment}, link
        assert pages[parts.path].select_one(f"#{parts.fragment}[data-widget]") is not None, link


def test_homework_names_exercises_of_the_chapter(
    plans: BeautifulSoup, exercises: dict[str, tuple[Exercise, ...]]
) -> None:
    named = [name for link in links(plans) for name in re.findall(r"set=(.*)$", link)]
    known = {exercise.id for chapter in exercises.values() for exercise in chapter}
    assert len(named) >= len(exercises) - 1
    assert {name for names in named for name in names.split(",")} <= known


def test_a_worksheet_has_every_task_and_no_hint_check_or_solution(
    site: Path, plans: BeautifulSoup, exercises: dict[str, tuple[Exercise, ...]]
) -> None:
    linked = {str(link["href"]) for link in plans.select("a[href*='worksheets/']")}
    for chapter, given in exercises.items():
        folder = f"../../worksheets/{chapter}/"
        assert {f"{folder}index.html", f"{folder}{chapter}-worksheet.ipynb"} <= linked
        sheet = BeautifulSoup((site / f"worksheets/{chapter}/index.html").read_text(encoding="utf-8"), "html.parser")
        assert [heading["id"] for heading in sheet.select("h3")] == [exercise.id for exercise in given]
        assert len(sheet.select(".nn-task > .nn-write")) == len(given)
        assert not sheet.select("details, button, script")
        notebook = json.loads((site / f"worksheets/{chapter}/{chapter}-worksheet.ipynb").read_text(encoding="utf-8"))
        cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert cells[1:] == [exercise.starter.source.rstrip("\n") for exercise in given]
        assert [cell for cell in notebook["cells"] if cell.get("outputs")] == []
        text = "".join("".join(cell["source"]) for cell in notebook["cells"])
        assert text.count("Your answer, and why:") == len(given)
        for exercise in given:
            for other in {exercise.check.source, exercise.solution.source} - {exercise.starter.source}:
                assert other.strip() not in text
                assert other.strip() not in sheet.get_text()
        assert "??? " not in text
        assert "Hint" not in text


def test_a_worksheet_shows_the_equations_that_it_names(site: Path, exercises: dict[str, tuple[Exercise, ...]]) -> None:
    shown = 0
    for chapter in exercises:
        sheet = BeautifulSoup((site / f"worksheets/{chapter}/index.html").read_text(encoding="utf-8"), "html.parser")
        page = BeautifulSoup((site / f"chapters/{chapter}/index.html").read_text(encoding="utf-8"), "html.parser")
        for task in sheet.select(".nn-task"):
            given = [str(formula) for formula in task.select(":scope > div.arithmatex")]
            for link in task.select("a[href*='#eq-']"):
                equation = page.select_one(f"#{str(link['href']).partition('#')[2]} > .arithmatex")
                assert str(equation) in given, f"{chapter}: {link}"
                shown += 1
    assert shown >= 8


def test_the_links_of_a_worksheet_lead_somewhere(site: Path, exercises: dict[str, tuple[Exercise, ...]]) -> None:
    for chapter in exercises:
        folder = site / f"worksheets/{chapter}"
        sheet = BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "html.parser")
        for link in [*sheet.select("[href]"), *sheet.select("[src]")]:
            path, _, anchor = str(link.get("href") or link["src"]).partition("#")
            if ":" in path:
                continue
            target = (folder / path).resolve()
            assert target.exists(), f"{chapter}: {path}"
            if anchor:
                assert f'id="{anchor}"' in (target / "index.html").read_text(encoding="utf-8"), f"{chapter}: {anchor}"


@pytest.fixture
def page(site: Path, context: BrowserContext) -> Page:
    """Open a tab in a fresh profile."""
    return context.new_page()


def test_ticked_exercises_get_an_address_that_shows_just_these(page: Page, address: str) -> None:
    page.goto(address + EXERCISES)
    boxes = page.get_by_role("checkbox", name=re.compile("^Choose"))
    until(page, "document.querySelectorAll('.nn-pick').length > 100")
    boxes.nth(3).check()
    boxes.nth(0).check()
    boxes.nth(1).check()
    boxes.nth(1).uncheck()
    expect(page.locator(".nn-set")).to_contain_text(re.compile(r"2 of \d+ exercises chosen\."))
    page.locator(".nn-set-link a").click()
    page.wait_for_url("**/?set=ex-tensors-4,ex-tensors-1")
    expect(page.locator(".nn-set h3")).to_have_count(2)
    expect(page.locator(".nn-set h3").nth(0)).to_have_attribute("id", "ex-tensors-4")
    expect(page.locator(".nn-set .nn-task").nth(0)).to_contain_text("From every column of the grades")
    expect(page.locator(".nn-set .nn-task").nth(1)).to_contain_text("Four people order")
    expect(page.locator(".nn-progress")).to_be_hidden()
    page.get_by_role("link", name="Solve and check it in its chapter").nth(1).click()
    page.wait_for_url("**/chapters/tensors/#ex-tensors-1")


def test_a_set_shows_the_pupils_progress_and_prints_tasks_with_room_to_write(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("""localStorage.setItem("nnbook:solved", '{"ex-losses-1": "2026-01-02"}')""")
    page.goto(f"{address}{EXERCISES}?set=ex-grades-1,ex-losses-1,ex-grades-1")
    expect(page.locator(".nn-set > p").first).to_have_text("2 exercises, chosen for you. You have solved 1 of 2.")
    expect(page.locator("#ex-losses-1 .nn-solved")).to_have_text("solved")
    expect(page.locator("#ex-grades-1 .nn-solved")).to_have_count(0)
    expect(page.locator(".nn-write").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".nn-task .nn-write")).to_have_count(2)
    expect(page.locator(".nn-write").first).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)


HOSTILE = [
    "%3Cimg%20src%3Dx%20onerror%3D%22window.hit%3D1%22%3E",
    "ex-grades-99,__proto__,constructor",
    "../../,ex-grades-1%23%22,javascript:alert(1)",
    "," * 2000,
    "ex-" + "a" * 5000,
]


@pytest.mark.parametrize("asked", HOSTILE)
def test_an_address_that_names_no_exercise_shows_none_and_runs_nothing(page: Page, address: str, asked: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{address}{EXERCISES}?set={asked}&set=ex-grades-1")
    expect(page.locator(".nn-set > p").first).to_have_text("0 exercises, chosen for you. You have solved 0 of 0.")
    expect(page.locator(".nn-set h3")).to_have_count(0)
    assert page.locator(".nn-set :is(img, script, iframe)").count() == 0
    assert page.evaluate("window.hit") is None
    assert problems == []


def test_what_is_unknown_in_an_address_is_counted_and_the_rest_shown(page: Page, address: str) -> None:
    page.goto(f"{address}{EXERCISES}?set=%3Cb%3E,ex-grades-2,nothing")
    expect(page.locator(".nn-set h3")).to_have_count(1)
    expect(page.locator(".nn-set")).to_contain_text("The address also names 2 that this book does not have.")
    page.get_by_role("link", name="All exercises").click()
    expect(page.locator(".nn-progress")).to_be_visible()
