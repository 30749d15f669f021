"""The labs as a reader works through them in the page: every cell, one after another, and files of one's own."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

from nnbook.book.parse.labs import read_lab
from tests.site.live.test_live import SLOW, bar, run, status, write
from tools import building

QUICK = ("grades", "filters")
SLOWER = ("learning_rate", "look_inside", "convolutional")
HOUR = 3_600_000
OWN = """\
student,Mathematics,Physics,English,History,final
Ada,14,12,9,11,12.1
Bo,9,10,15,13,11.2
Cy,17,16,12,14,15.4
Di,7,9,11,8,8.6
Ed,12,13,17,16,14.0
Flo,"15,5",18,13,10,15.2
"""


def opened(context: BrowserContext, address: str, name: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}labs/{name}/")
    return page


def cell(page: Page, number: int) -> Locator:
    """Return the cell of code with this number, from 1."""
    return page.locator(f"#fence-{number}")


def choose(fence: Locator, name: str, content: bytes, kind: str = "") -> None:
    fence.locator("input[type=file]").set_input_files(FilePayload(name=name, mimeType=kind, buffer=content))


def work_through(browser: Browser, address: str, name: str) -> None:
    """Run each cell of a lab, or its smaller run, and compare what it gives with what the page shows."""
    context = browser.new_context(service_workers="block")
    page = opened(context, address, name)
    lab = read_lab(building.ROOT / f"docs/labs/{name}.ipynb", building.ROOT)
    assert page.locator(".nn-fence").count() == len(lab.cells)
    shorter = False
    for number, code in enumerate(lab.cells, 1):
        fence = cell(page, number)
        before = fence.locator(".nn-output").all_inner_texts(), fence.locator(".nn-figure").count()
        action = "smaller" if code.changes else "run"
        shorter = shorter or action == "smaller"
        bar(fence, action).click()
        expect(status(fence)).to_contain_text(re.compile("Done|Stopped"), timeout=HOUR)
        said = status(fence).inner_text()
        print(f"{name} {number}: {said}")
        wrong = fence.locator(".nn-error").all_inner_texts()
        assert not wrong, f"{name} {number}: {wrong[0]}"
        assert "first" not in said
        after = fence.locator(".nn-output").all_inner_texts(), fence.locator("figure.nn-figure svg").count()
        assert after[1] == before[1], f"{name} {number}: another count of figures"
        if not (code.captured or shorter):
            assert after == before, f"{name} {number}"
            assert "as on the page" in said
        assert not (shorter and "as on the page" in said), f"{name} {number}: not after a smaller run"
    context.close()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", QUICK)
def test_every_cell_of_a_short_lab_gives_what_the_page_shows(browser: Browser, address: str, name: str) -> None:
    work_through(browser, address, name)


@pytest.mark.long
@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", SLOWER)
def test_every_cell_of_a_long_lab_runs_in_the_page(browser: Browser, address: str, name: str) -> None:
    work_through(browser, address, name)


def test_the_labs_are_all_worked_through(pages: list[str]) -> None:
    assert sorted(name for name in pages if name.startswith("labs/")) == sorted(f"labs/{n}/" for n in QUICK + SLOWER)


@pytest.mark.usefixtures("site")
def test_a_run_begins_with_the_cells_above_that_have_not_run(context: BrowserContext, address: str) -> None:
    page = opened(context, address, "grades")
    third = cell(page, 3)
    run(third, "The 2 cells above ran first")
    expect(status(third)).to_contain_text("as on the page")
    assert third.locator("figure.nn-figure svg").count() == 1
    expect(status(cell(page, 1))).to_contain_text("as on the page")
    run(third, "as on the page")
    expect(status(third)).not_to_contain_text("first")
    write(page, cell(page, 2), "X = 1 / 0")
    run(third, "Not run: a cell above it did not run to its end.")
    expect(cell(page, 2).locator(".nn-error p")).to_have_text("Line 1: ZeroDivisionError: division by zero")
    bar(cell(page, 2), "reset").click()
    run(third, "The cell above ran first")


@pytest.mark.usefixtures("site")
def test_variables_stay_until_restart_and_an_edit_makes_what_follows_the_reader_s(
    context: BrowserContext, address: str
) -> None:
    page = opened(context, address, "grades")
    second = cell(page, 2)
    expect(bar(second, "restart")).to_be_hidden()
    expect(bar(second, "scratchpad")).to_have_count(0)
    run(second, "The cell above ran first")
    write(page, cell(page, 1), "own = 6\nheader[0]")
    run(cell(page, 1), "Done")
    assert cell(page, 1).locator(".nn-output").inner_text().strip() == "'student'"
    write(page, second, "own + len(rows)")
    run(second, "Done")
    assert second.locator(".nn-output").inner_text().strip() == "14"
    bar(second, "reset").click()
    run(second, "Done")
    expect(status(second)).not_to_contain_text("as on the page")
    bar(second, "restart").click()
    expect(status(second)).to_have_text("Python starts afresh: no cell has run in it.")
    expect(bar(second, "restart")).to_be_hidden()
    bar(cell(page, 1), "reset").click()
    run(second, "as on the page. The cell above ran first")


@pytest.mark.usefixtures("site")
def test_stop_ends_what_runs_and_what_waits_and_says_what_is_lost(context: BrowserContext, address: str) -> None:
    page = opened(context, address, "grades")
    write(page, cell(page, 1), "while True:\n    pass\n")
    bar(cell(page, 3), "run").click()
    expect(status(cell(page, 3))).to_have_text("First the cells above that have not run: 1 of 2")
    expect(status(cell(page, 1))).to_have_text("Running", timeout=SLOW)
    bar(cell(page, 3), "stop").click()
    expect(status(cell(page, 1))).to_contain_text("with the next Run the cells above run again")
    expect(status(cell(page, 3))).to_contain_text("Not run")
    expect(bar(cell(page, 3), "run")).to_be_visible()
    bar(cell(page, 1), "reset").click()
    run(cell(page, 3), "The 2 cells above ran first")


@pytest.mark.usefixtures("site")
def test_a_table_of_one_s_own_is_read_and_goes_through_the_lab(context: BrowserContext, address: str) -> None:
    page = opened(context, address, "grades")
    first = cell(page, 1)
    choose(first, "My marks.csv", OWN.encode())
    expect(status(first)).to_contain_text("My marks.csv, 7 lines, is read as table.csv. It stays", timeout=SLOW)
    expect(first.locator(".cm-content")).to_contain_text('name = "table.csv"')
    expect(first.locator(".nn-output")).to_contain_text("'Ada', '14'")
    run(cell(page, 6), "Done")
    assert cell(page, 2).locator(".nn-output").inner_text().strip() == "6 students, 4 subjects, X (6, 4)"
    assert "Flo" in cell(page, 4).locator(".nn-output").inner_text()
    bar(first, "restart").click()
    run(cell(page, 2), "The cell above ran first")  # the new interpreter has the file too
    assert "6 students" in cell(page, 2).locator(".nn-output").inner_text()
    page.reload()
    write(page, first, 'open("table.csv")')  # the file is not kept
    run(first, "Stopped by an error")
    expect(first.locator(".nn-error p")).to_contain_text("choose yours again with the button of the cell")


WRONG_TABLES = {
    "a row too short": (OWN.replace("Cy,17,", "Cy,").encode(), 1, "line 4 has 5 values: ['Cy', '16', '12', '14'"),
    "a row too long": (OWN.replace("Di,", "Di,3,").encode(), 1, "line 5 has 7 values: ['Di', '3'"),
    "a word for a number": (OWN.replace("Ed,12", "Ed,ill").encode(), 2, "in the row of Ed: could not convert"),
    "an empty cell": (OWN.replace("Bo,9", "Bo,").encode(), 2, "there are empty cells in the rows of ['Bo']"),
    "semicolons": (b"a;b;c\nx;1;2\n", 1, "only ['a;b;c'] in the first line; see task 2"),
}


@pytest.mark.usefixtures("site")
def test_a_wrong_table_is_refused_with_its_row(context: BrowserContext, address: str) -> None:
    page = opened(context, address, "grades")
    for name, (content, number, words) in WRONG_TABLES.items():
        choose(cell(page, 1), f"{name}.csv", content)
        expect(status(cell(page, 1))).to_contain_text(re.compile(f"{name}.*(Done|Stopped)"), timeout=SLOW)
        if number == 2:
            run(cell(page, 2), "Stopped by an error")
        expect(cell(page, number).locator(".nn-error p")).to_contain_text(words)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("marks.xlsx", b"PK\x03\x04\x00\x00", "marks.xlsx is no text. In the program that made it choose “Save as”"),
        ("empty.csv", b" \n", "empty.csv is empty."),
        ("long.csv", b"1," * 1_100_000, "long.csv is too large: 2.2 MB, and 2 MB is the most."),
    ],
)
def test_what_is_no_table_is_refused_before_python_starts(
    context: BrowserContext, address: str, name: str, content: bytes, words: str
) -> None:
    page = opened(context, address, "grades")
    choose(cell(page, 1), name, content)
    expect(status(cell(page, 1))).to_contain_text(words)
    assert page.locator("iframe").count() == 0
    expect(cell(page, 1).locator(".cm-content")).to_have_count(0)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_as_spreadsheet_programs_write_it(context: BrowserContext, address: str, encoding: str) -> None:
    page = opened(context, address, "grades")
    choose(cell(page, 1), "a.csv", OWN.replace("Ada", "Zoë").replace("\n", "\r\n").encode(encoding))
    expect(cell(page, 1).locator(".nn-output")).to_contain_text("['Zoë', '14'", timeout=SLOW)
    assert "['student'" in cell(page, 1).locator(".nn-output").inner_text()


def picture(width: int, height: int, form: str, mode: str = "RGB") -> bytes:
    """Return a picture that is red on its left and blue on its right."""
    colours = np.zeros((height, width, 3), np.uint8)
    colours[:, : width // 2, 0] = colours[:, width // 2 :, 2] = 250
    buffer = io.BytesIO()
    Image.fromarray(colours).convert(mode).save(buffer, form)
    return buffer.getvalue()


PICTURES = {
    "photo.jpg": (picture(1200, 900, "JPEG"), "colours: (120, 160, 3) grey: (120, 160)"),
    "drawing.png": (picture(90, 120, "PNG", "RGBA"), "colours: (120, 90, 3) grey: (120, 90)"),
    "grey.png": (picture(200, 100, "PNG", "L"), "colours: (50, 100, 3) grey: (50, 100)"),
    "small.webp": (picture(64, 64, "WEBP"), "colours: (64, 64, 3) grey: (64, 64)"),
}


@pytest.mark.usefixtures("site")
def test_a_picture_of_one_s_own_is_read_and_goes_through_the_lab(context: BrowserContext, address: str) -> None:
    page = opened(context, address, "filters")
    asked: list[str] = []
    second = cell(page, 2)
    for name, (content, output) in PICTURES.items():
        choose(second, name, content)
        expect(status(second)).to_contain_text(re.compile(f"{name}.*is read as picture.png.*Done"), timeout=SLOW)
        assert second.locator(".nn-output").inner_text().strip() == output
        assert second.locator("figure.nn-figure svg").count() == 1
    page.on("request", lambda request: asked.append(request.method))
    choose(second, "photo.jpg", PICTURES["photo.jpg"][0])
    expect(status(second)).to_contain_text(re.compile("photo.*Done"), timeout=SLOW)
    assert "POST" not in asked
    run(cell(page, 5), "Done")
    assert cell(page, 5).locator("figure.nn-figure svg").count() == 1
    write(page, cell(page, 5), "print(X[0, :, 60, 20].round(1), X[0, :, 60, 140].round(1))")
    run(cell(page, 5), "Done")
    assert cell(page, 5).locator(".nn-output").inner_text().strip() == "[1. 0. 0.] [0. 0. 1.]"


@pytest.mark.usefixtures("site")
def test_what_is_no_picture_is_refused(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = opened(context, address, "filters")
    second = cell(page, 2)
    choose(second, "notes.png", b"no picture")
    expect(status(second)).to_have_text("notes.png is no picture that this browser can read. Take a PNG or JPEG file.")
    large = tmp_path / "large.png"
    large.write_bytes(bytes(50_100_000))
    second.locator("input[type=file]").set_input_files(large)
    expect(status(second)).to_contain_text("large.png is too large: 50.1 MB, and 50 MB is the most.")
    assert page.locator("iframe").count() == 0


@pytest.mark.usefixtures("site")
def test_the_button_for_a_file_can_be_reached_and_has_a_name(context: BrowserContext, address: str) -> None:
    page = opened(context, address, "filters")
    button = page.get_by_role("button", name="Your own picture", exact=True)
    bar(cell(page, 2), "edit").focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()


@pytest.mark.usefixtures("site")
def test_a_lab_has_its_notebook_and_its_place_in_colab(context: BrowserContext, address: str) -> None:
    for name in QUICK + SLOWER:
        page = opened(context, address, name)
        download, colab = page.locator(".nn-notebook-source a").all()
        assert str(download.get_attribute("href")).endswith(f"{name}.ipynb")
        assert str(colab.get_attribute("href")).endswith(f"/notebooks/labs/{name}/{name}.ipynb")
        notebook = page.request.get(f"{address}labs/{name}/{name}.ipynb").json()
        assert "%pip install" in "".join(notebook["cells"][0]["source"])
        assert "../" not in "".join("".join(one["source"]) for one in notebook["cells"])
        page.close()
