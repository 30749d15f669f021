"""Firefox runs the book's code as the pages show it, and lets nothing out of the sandbox: of two engines, the other."""

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.websocket import WebSocketClientConnection

from tests.site.live import attempts
from tests.site.live.test_every_fence import READ, RUN_ALL, answers, differing, given, misjudged, places
from tests.site.live.test_sandbox import CHANNEL, IN_SANDBOX, PAGE, REFUSED, WITHOUT, WORK
from tests.site.live.test_snapshot import WAY
from tools import firefox
from tools.firefox import Firefox

FEW = 50

FETCHED = """() => performance.getEntriesByType("resource").map(({ name }) => name.split("/vendor/live/")[1])
    .filter((name) => name)"""


@pytest.fixture(scope="module")
def executable() -> str:
    """Find a Firefox."""
    found = firefox.find()
    if found is None:
        pytest.skip(firefox.REMEDY)
    return found


@pytest.fixture(scope="module")
def started(executable: str) -> Iterator[Firefox]:
    """Start Firefox, where there is one."""
    with firefox.started(executable) as running:
        yield running


@pytest.fixture
def page(started: Firefox, site: Path, address: str) -> Iterator[str]:
    """Open a chapter."""
    opened = started.open(address + PAGE)
    yield opened
    started.close(opened)


def run_all(started: Firefox, page: str, jobs: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Run jobs on as many workers as there are processors."""
    ends: list[dict[str, Any]] = started.evaluate(page, RUN_ALL, given(jobs), limit=None)
    return ends


def test_a_page_runs_in_firefox_from_the_snapshot_and_asks_for_nothing_twice(started: Firefox, page: str) -> None:
    assert started.evaluate(page, WAY) == [True, False]
    fences = [{"page": PAGE, **fence} for fence in started.evaluate(page, READ)]
    few = [next(fence for fence in fences if bool(fence["figures"]) == drawn) for drawn in (False, True)]
    assert differing(few, run_all(started, page, [{"source": fence["source"]} for fence in few])) == []
    twice = {name for name, count in Counter(started.evaluate(page, FETCHED)).items() if count > 1}
    assert twice <= {"runtime.json"}, "only whether there is a newer one is asked again"


def connections() -> list[WebSocketClientConnection]:
    """Return the connections that nobody has closed: each warns when it is collected, in whatever test then runs."""
    known = (found for found in gc.get_objects() if isinstance(found, WebSocketClientConnection))
    return [found for found in known if found.protocol is not None]


def test_the_connection_is_closed_with_firefox(executable: str) -> None:
    before = connections()
    with firefox.started(executable) as another:
        assert len(connections()) == len(before) + 1
        another.close(another.open("about:blank"))
    assert connections() == before


def test_an_exercise_is_judged_in_firefox(started: Firefox, page: str) -> None:
    jobs, wanted = answers()
    assert {kind for _, kind in wanted[:2]} == {"solution", "starter"}
    assert misjudged(wanted[:2], run_all(started, page, jobs[:2])) == []


def test_no_attempt_gets_out_in_firefox(
    started: Firefox, page: str, address: str, other: tuple[str, list[str]]
) -> None:
    place, asked = other
    code = attempts.script(attempts.WORKER, address, place) + WORK
    assert started.evaluate(page, IN_SANDBOX, [code, CHANNEL]) == {"said": REFUSED, "heard": []}
    [frame] = started.frames(page)
    # Each in a worker of its own. Firefox may keep it waiting for ever: then it has got nothing either.
    for name, waits in attempts.BLOCKING.items():
        code = attempts.script({name: waits}, address, place) + WORK
        found = started.evaluate(page, IN_SANDBOX, [code, CHANNEL])
        assert found["said"] in (REFUSED, "no answer"), name
        assert found["heard"] == [], name
    code = attempts.script(attempts.FRAME, address, place)
    assert started.evaluate(frame, f"async () => {{ {code} return tryAll(); }}") == []
    assert asked == []
    assert started.evaluate(page, "() => location.href") == address + PAGE
    kept = started.evaluate(page, "() => caches.keys()")
    assert [name for name in kept if name.endswith("-x")] == [], "only what the book keeps itself"
    assert started.evaluate(page, "() => indexedDB.databases()") == []


def test_the_same_attempts_get_out_in_firefox_of_a_worker_of_the_page_s_own(
    started: Firefox, address: str, other: tuple[str, list[str]]
) -> None:
    place, asked = other
    page = started.open(address + "llms.txt")  # a page of the same origin, without a policy
    out = started.evaluate(page, WITHOUT, attempts.script(attempts.WORKER, address, place, patience=20_000) + WORK)
    started.close(page)
    assert len(out["out"]) >= 15, out
    assert len(asked) >= 3


@pytest.mark.long
def test_fifty_fences_give_in_firefox_what_their_pages_show(started: Firefox, site: Path, address: str) -> None:
    fences = []
    for name, web in places(site):
        page = started.open(address + web)
        fences += [{"page": name, **fence} for fence in started.evaluate(page, READ)]
        started.close(page)
    assert len(fences) > 400
    few = fences[:: len(fences) // FEW]
    page = started.open(address + PAGE)
    ends = run_all(started, page, [{"source": fence["source"]} for fence in few])
    wrong = differing(few, ends)
    assert not wrong, f"{len(wrong)} of {len(few)} fences differ in Firefox:\n" + "\n".join(wrong)
    assert len(few) >= FEW


@pytest.mark.long
def test_every_check_accepts_in_firefox_the_solution_alone(started: Firefox, page: str) -> None:
    jobs, wanted = answers()
    assert len({name for name, _ in wanted}) > 60
    wrong = misjudged(wanted, run_all(started, page, jobs))
    assert not wrong, "\n".join(wrong)
