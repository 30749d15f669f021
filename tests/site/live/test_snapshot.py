"""Python goes on from a snapshot of its memory, or starts the long way where that does not fit: to the same results."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.site.live.test_live import PAGE, run

RUN = """async ([sources]) => {
  const { Engine } = await import("/assets/live/runner.js");
  const engine = new Engine();
  const said = [];
  for (const source of sources) said.push(JSON.parse((await engine.run({ key: {}, source })).text));
  engine.python.close();
  return said;
}"""

WAY = """async () => {
  const { Engine } = await import("/assets/live/runner.js");
  const engine = new Engine();
  let way;
  const look = ({ type }) => {
    if (type === "started") way = ["snapshot", "sources"].map((one) => engine.python.has(one));
  };
  await engine.run({ key: {}, source: "print(6)" }, look);
  engine.python.close();
  return way;
}"""
"""Whether Python began with the snapshot, and whether with the sources."""


def without_snapshot(manifest: dict[str, Any]) -> None:
    del manifest["snapshot"], manifest["steps"]["snapshot"]


def of_another_memory(manifest: dict[str, Any]) -> None:
    manifest["snapshot"]["sum"] += 1


def change(page: Page, edit: Callable[[dict[str, Any]], None]) -> None:
    """Have a page read another manifest than that of the site."""

    def answer(route: Route) -> None:
        manifest = route.fetch().json()
        edit(manifest)
        route.fulfill(json=manifest)

    page.route("**/vendor/live/runtime.json", answer)


def fetched(page: Page) -> list[str]:
    """Return the list of files of Python that are going to be asked for."""
    names: list[str] = []
    page.on("request", lambda one: names.append(one.url.split("/")[-1].split("?")[0]))
    return names


@pytest.fixture
def page(site: Path, address: str, context: BrowserContext) -> Page:
    """Open a chapter in a fresh profile."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    return opened


def test_the_first_print_takes_the_snapshot_and_nothing_twice(page: Page) -> None:
    names = fetched(page)
    assert page.evaluate(WAY) == [True, False]
    said = page.evaluate(RUN, [["import nnbook\nprint(nnbook.relu([-1.0, 2.0]))", "print(6 * 7)"]])
    assert [one["output"] for one in said] == ["[0. 2.]\n", "42\n"]
    run(page.locator("#fence-2"), "as on the page")
    twice = {name for name, count in Counter(names).items() if count > 1}
    assert twice <= {"runtime.json"}, "only whether there is a newer one is asked again"


FIGURES = [
    "from nnbook import plots\nplots.lines([0, 1], {'line': [0, 1]}, alt='A line')",
    "from matplotlib import font_manager, pyplot\nfrom nnbook import plots\n"
    "print(font_manager.findfont('STIXGeneral').split('/')[-1])\nfig = pyplot.figure()\n"
    "pyplot.text(0, 0, r'$\\mathcal{L} = \\sum \\alpha$')\nplots.describe(fig, 'A formula')",
]


def test_a_figure_takes_what_figures_of_the_book_need_and_the_rest_is_there_for_who_asks(page: Page) -> None:
    names = fetched(page)
    first, second = (page.evaluate(RUN, [[source, "print(6)"]])[0] for source in FIGURES)
    assert not first["error"]
    assert names.index("rest.zip.zst") > names.index("matplotlib.zip.zst")
    assert (second["output"], second["error"], len(second["figures"])) == ("STIXGeneral.ttf\n", None, 1)
    drawn = page.evaluate(RUN, [FIGURES])[1]
    assert (drawn["output"], drawn["figures"]) == (second["output"], second["figures"]), "where it came later"
    twice = {name for name, count in Counter(names).items() if count > 1}
    assert twice <= {"runtime.json"}


def test_what_the_book_s_own_figures_need_is_all_but_the_rest(page: Page) -> None:
    """Formulas are among it: the powers of ten at a logarithmic axis."""
    names = fetched(page)
    powers = "from nnbook import plots\nplots.costs_by_step({'cost': [1, 0.01, 1e-5]}, alt='A cost that falls')"
    first, second = page.evaluate(RUN, [[FIGURES[0], powers]])
    assert (first["error"], second["error"]) == (None, None)
    assert "matplotlib.zip.zst" in names
    assert "rest.zip.zst" not in names


@pytest.mark.parametrize("edit", [without_snapshot, of_another_memory])
def test_what_does_not_fit_starts_the_long_way(page: Page, edit: Callable[[dict[str, Any]], None]) -> None:
    change(page, edit)
    assert page.evaluate(WAY) == [False, True]
    run(page.locator("#fence-2"), "as on the page")


@pytest.mark.parametrize("body", [None, b"damaged"])
def test_a_snapshot_that_is_not_there_or_damaged_is_done_without(page: Page, body: bytes | None) -> None:
    page.route(
        "**/snapshot.zst*",
        lambda route: route.fulfill(status=404) if body is None else route.fulfill(body=body),
    )
    run(page.locator("#fence-2"), "as on the page")


RANDOM = """import os, random, secrets, tempfile, uuid
import numpy as np
print(random.random())
print(np.random.rand())
print(np.random.default_rng().random())
print(secrets.token_hex(8))
print(os.urandom(8).hex())
print(uuid.uuid4())
print(tempfile.mktemp())
"""


@pytest.mark.parametrize("edit", [lambda _: None, without_snapshot], ids=["snapshot", "long way"])
def test_two_tabs_draw_different_random_numbers(page: Page, edit: Callable[[dict[str, Any]], None]) -> None:
    change(page, edit)
    drawn = [page.evaluate(RUN, [[RANDOM]])[0]["output"].splitlines() for _ in range(2)]
    assert len(drawn[0]) == 7
    assert [one for one, other in zip(*drawn, strict=True) if one == other] == []


ERRORS = [
    "import nnbook as nn\nnn.relu('a')",
    "import numpy as np\nnp.zeros(3) @ np.zeros(4)",
    "import fractions\nprint(fractions.Fraction(1, 3))",
    "import nothing_of_this_name",
    "import inspect\nimport nnbook as nn\nprint(inspect.getsource(nn.relu))",
    "from numpy.polynomial import Polynomial\nimport numpy as np\nprint(Polynomial([1, 2])(3), np.fft.fft([1, 0]))",
]


def test_errors_and_what_is_imported_later_are_the_same_on_both_ways(page: Page) -> None:
    short = page.evaluate(RUN, [ERRORS])
    change(page, without_snapshot)
    long = page.evaluate(RUN, [ERRORS])
    for one, other in zip(short, long, strict=True):
        assert (one["output"], one["error"]) == (other["output"], other["error"])
    assert "in relu" in short[0]["error"]
    assert short[2]["output"] == "1/3\n"


def test_the_manifest_knows_the_snapshot(site: Path) -> None:
    manifest = json.loads((site / "assets/vendor/live/runtime.json").read_bytes())
    assert manifest["snapshot"].keys() == {"length", "sum", "state"}
    assert manifest["steps"]["snapshot"] == ["snapshot.zst"]
