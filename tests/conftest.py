"""Settings of the property tests; the order of a run, its workers, and one site for all of them."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# No deadline and no complaint about slowness: the machine may be busy. Derandomised: a red test stays red.
settings.register_profile(
    "nnbook", deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("nnbook")

SITE = pytest.StashKey[tuple[str, str]]()
"""Where the workers of pytest-xdist put the site, and the address under which their controller serves it."""


def pytest_configure(config: pytest.Config) -> None:
    """Serve a folder for all workers, if there are any; the first of them that needs the site builds it there."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        # Imported here: where mutants of the library are tested, there is nothing but the library.
        from tools import building

        stack = ExitStack()
        config.add_cleanup(stack.close)
        folder = f"{stack.enter_context(tempfile.TemporaryDirectory(prefix='nnbook-'))}/site"
        config.stash[SITE] = folder, stack.enter_context(building.serve(Path(folder)))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of the site."""
    node.workerinput["site"] = node.config.stash[SITE]


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores: in a browser much of the time is spent on waiting."""
    return (os.cpu_count() or 1) + 1


ORDER = ("tests/site/test_pages.py", "tests/", "tests/site/", "")
"""Where tests are, in the order of a run. The first are quick, and need the built site: they have it built."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the site's build, beside which what needs no site is tested; pages come when it is there."""

    def place(item: pytest.Item) -> int:
        return max(range(len(ORDER)), key=lambda n: (item.nodeid.startswith(ORDER[n]), len(ORDER[n])))

    items.sort(key=place)
