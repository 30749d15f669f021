"""Products of matrices in the browser: faster than NumPy's own there, and the same to the bit."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.site.live.test_live import PAGE
from tests.site.live.test_snapshot import RUN, change, without_snapshot

PRODUCTS = """import hashlib
import numpy as np

rng, found = np.random.default_rng(7), hashlib.sha256()
for turn in range(120):
    m, k, n = rng.integers(0, 40, 3) if turn % 10 else rng.integers(250, 300, 3)
    a, b = rng.normal(size=(m, k)), rng.normal(size=(k, n))
    a = [a, rng.normal(size=(k, m)).T, rng.normal(size=(2 * m, 3 * k))[::2, ::-3]][turn % 3]
    b = [b, rng.normal(size=(n, k)).T, b.astype("f4"), b.astype(">f8")][turn % 4]
    if a.size:
        a.flat[0] = [1.0, np.nan, np.inf, -0.0, 5e-324][turn % 5]
    results = [a @ b, a.dot(b), np.stack([a, -a]) @ b]
    results += [a @ b[:, 0], a[0].dot(b)] if m and n else []
    results += [np.matmul(a, b, out=np.zeros((n, m)).T), a.dot(b.astype("f8"), out=np.empty((m, n)))]
    square = rng.normal(size=(k, k))
    square.dot(square, out=square)
    wrong = [
        lambda: a.dot(b[:-1]), lambda: a.dot(b, out=np.empty((m, n + 1))), lambda: a.dot(b, out=np.empty((n, m)).T),
        lambda: a.dot(b, other=a), lambda: a.dot(), lambda: a.dot("x"), lambda: a.dot(2.0), lambda: a.dot(b, None),
    ]
    for one in [*results, square, *wrong]:
        try:
            content = one() if callable(one) else one
            found.update(f"{content.shape} {content.dtype}".encode() + content.tobytes())
        except (TypeError, ValueError) as error:
            found.update(repr(error).encode())
print(found.hexdigest())
"""

RATE = """import time
import numpy as np

a, b = np.random.default_rng(0).normal(size=(2, 256, 256))
for product in (np.matmul, lambda a, b: a.dot(b)):
    seconds, start = [], time.perf_counter()
    while time.perf_counter() < start + 2:
        begin = time.perf_counter()
        product(a, b)
        seconds.append(time.perf_counter() - begin)
    print(2 * 256**3 / min(seconds) / 1e9)
"""
"""How many thousand million steps there are in a second: the best of two seconds, for the machine may be busy."""


def without_products(manifest: dict[str, Any]) -> None:
    manifest["steps"]["python"].remove("products.so")


def both(manifest: dict[str, Any]) -> None:
    without_products(manifest)
    without_snapshot(manifest)


@pytest.fixture
def page(site: Path, address: str, context: BrowserContext) -> Page:
    """Open a chapter in a fresh profile."""
    opened = context.new_page()
    opened.goto(address + PAGE)
    return opened


def test_products_are_faster_and_the_same_to_the_bit_on_both_ways(
    site: Path, address: str, context: BrowserContext
) -> None:
    found = []
    for edit in (lambda _: None, without_snapshot, without_products, both):
        page = context.new_page()
        change(page, edit)
        page.goto(address + PAGE)
        said = page.evaluate(RUN, [[PRODUCTS, RATE]])
        assert [one["error"] for one in said] == [None, None]
        page.close()
        found.append((said[0]["output"], [float(line) for line in said[1]["output"].split()]))
    assert len({digest for digest, _ in found}) == 1
    (_, fast), (_, fast_too), *slow = found
    print(f"thousand million steps a second, as a @ b and a.dot(b): {found}")
    assert min(*fast, *fast_too) > 3 * max(rate for _, rates in slow for rate in rates)


def test_an_engine_that_cannot_do_it_takes_numpy_s_own(page: Page) -> None:
    code = page.evaluate("fetch('/assets/live/worker.js').then((answer) => answer.text())")
    without = f"WebAssembly.validate = () => false;\n{code}"
    page.route("**/assets/live/worker.js*", lambda route: route.fulfill(body=without, content_type="text/javascript"))
    [said] = page.evaluate(RUN, [["import numpy as np\nprint(np.eye(2) @ np.ones((2, 2)))"]])
    assert said["output"] == "[[1. 1.]\n [1. 1.]]\n"
