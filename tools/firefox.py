"""Drive Firefox by WebDriver BiDi, as far as tests of the pages need it: open a page, evaluate code in it."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from tornado.websocket import WebSocketClientConnection, websocket_connect

NAMES = ("firefox-esr", "firefox")
REMEDY = "no Firefox was found. Install it (apt-get install firefox-esr), or say where it is: NNBOOK_FIREFOX=/path"
T = TypeVar("T")
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
LARGEST = 1 << 28
"""Bytes that an answer may have."""
PATIENCE = 120.0
"""Seconds that an answer may take, unless more are given: a page that hangs must not hang the tests."""

PREFERENCES = """user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
"""


class FirefoxError(RuntimeError):
    """Firefox does not start, or refuses what it was asked."""


def find() -> str | None:
    """Return the path of a Firefox: the named one, or the system's."""
    return os.environ.get("NNBOOK_FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """A running Firefox; its pages are known by the names that it gives them."""

    def __init__(self, address: str) -> None:
        # A thread and a loop of its own: Playwright has those of the tests.
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._count = 0
        self._socket = self._wait(self._connect(f"{address}/session"))
        self.ask("session.new", capabilities={})

    def _wait(self, work: Coroutine[Any, Any, T], limit: float | None = PATIENCE) -> T:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, limit), self._loop).result()

    async def _connect(self, address: str) -> WebSocketClientConnection:
        return await websocket_connect(address, max_message_size=LARGEST)

    def ask(self, method: str, *, limit: float | None = PATIENCE, **params: Any) -> Any:
        """Send a command and return its result.

        Errors: FirefoxError if it is refused, Firefox has gone, or there is no answer after `limit` seconds.
        """
        try:
            return self._wait(self._ask(method, params), limit)
        except TimeoutError:
            raise FirefoxError(f"{method}: no answer after {limit} seconds.") from None

    async def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._count += 1
        await self._socket.write_message(json.dumps({"id": self._count, "method": method, "params": params}))
        while (text := await self._socket.read_message()) is not None:
            answer = json.loads(text)
            if answer.get("id") == self._count:
                if answer["type"] == "error":
                    raise FirefoxError(f"{method}: {answer['message']}")
                return answer["result"]
        raise FirefoxError(f"{method}: Firefox has gone without an answer.")

    async def _close(self) -> None:
        self._socket.close()
        while await self._socket.read_message() is not None:
            pass

    def open(self, address: str) -> str:
        """Open a page, wait until it has loaded, and return its name."""
        page: str = self.ask("browsingContext.create", type="tab")["context"]
        self.ask("browsingContext.navigate", context=page, url=address, wait="complete")
        return page

    def close(self, page: str) -> None:
        """Close a page."""
        self.ask("browsingContext.close", context=page)

    def frames(self, page: str) -> list[str]:
        """Return the names of the frames in a page."""
        tree = self.ask("browsingContext.getTree", root=page)["contexts"][0]
        return [frame["context"] for frame in tree["children"]]

    def evaluate(self, page: str, function: str, given: Any = None, *, limit: float | None = PATIENCE) -> Any:
        """Call a JavaScript function in a page or frame, and return what it gives, or promises, as JSON has it.

        Errors: FirefoxError if it fails, or has given nothing after `limit` seconds; None waits for ever.
        """
        code = f"(async () => JSON.stringify(await ({function})({json.dumps(given)})) ?? 'null')()"
        found = self.ask("script.evaluate", limit=limit, expression=code, target={"context": page}, awaitPromise=True)
        if found["type"] == "exception":
            raise FirefoxError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def end(self) -> None:
        """End the session, and Firefox with it, and close the connection."""
        self.ask("browser.close")
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def started(executable: str) -> Iterator[Firefox]:
    """Start Firefox without a window, with an empty profile."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        Path(profile, "user.js").write_text(PREFERENCES)
        said = Path(profile, "said")
        command = [executable, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile]
        with said.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
            try:
                firefox = Firefox(_address(said, process))
                yield firefox
                firefox.end()
            finally:
                process.terminate()


def _address(said: Path, process: "subprocess.Popen[bytes]") -> str:
    for _ in range(600):
        if found := LISTENING.search(said.read_text(errors="replace")):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise FirefoxError(f"Firefox did not start within a minute:\n{said.read_text(errors='replace')[-2000:]}")
