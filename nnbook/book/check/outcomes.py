"""Outcomes of fences kept between builds, under a key that covers all they depend on."""

import base64
import json
from contextlib import AbstractContextManager

from nnbook.book.check.processes import SETTINGS
from nnbook.book.files import CACHE, Kept, digest, key, library_digest, surroundings
from nnbook.book.run.outcome import Drawing, Outcome

CONFIRMED = "agrees with a second run"


class Outcomes:
    """Outcomes of fences, for the state of the library that `refresh` has seen last."""

    def __init__(self, kept: Kept | None = None) -> None:
        self.kept = kept or Kept(CACHE / "fences")
        self.state = library_digest()

    def refresh(self) -> bool:
        """Look again at the state of the library, which is part of every key, and tell whether it has changed."""
        former, self.state = self.state, library_digest()
        return self.state != former

    def has(self, source: str, *, confirmed: bool = False) -> bool:
        """Tell whether there is an entry for this source (which may still turn out to be damaged)."""
        return self.kept.has(self._key(source)) and not (confirmed and not self.kept.has(self._key(source, CONFIRMED)))

    def get(self, source: str) -> Outcome | None:
        """Return the outcome kept for this source, or None if there is none, or it is damaged."""
        body = self.kept.get(self._key(source))
        return None if body is None else self._read(body)

    def get_confirmed(self, source: str) -> Outcome | None:
        """Return the outcome kept for this source if a second run has agreed with it."""
        body = self.kept.get(self._key(source))
        if body is None or self.kept.get(self._key(source, CONFIRMED)) != digest(body).encode():
            return None
        return self._read(body)

    def alone(self, source: str) -> AbstractContextManager[None]:
        """Let one process at a time run this source."""
        return self.kept.alone(self._key(source))

    def confirm(self, source: str, *, state: str) -> None:
        """Note that a second run has agreed with what is kept for this source."""
        body = self.kept.get(self._key(source))
        if body is not None and state == self.state == library_digest():
            self.kept.put(self._key(source, CONFIRMED), digest(body).encode())

    def drop(self, source: str) -> None:
        """Keep the outcome for this source no longer."""
        self.kept.drop(self._key(source))

    def _read(self, body: bytes) -> Outcome:
        content = json.loads(body)
        figures = tuple(Drawing(figure["svg"], figure["alt"]) for figure in content["figures"])
        files = tuple((name, base64.b64decode(data)) for name, data in content["files"])
        return Outcome(content["output"], figures, files=files)

    def put(self, source: str, outcome: Outcome, *, state: str) -> None:
        """Keep an outcome, unless it is a failure, or the library has changed since the run began in that `state`."""
        if outcome.error is not None or not state == self.state == library_digest():
            return
        figures = [{"svg": figure.svg, "alt": figure.alt} for figure in outcome.figures]
        files = [(name, base64.b64encode(data).decode()) for name, data in outcome.files]
        body = json.dumps({"output": outcome.output, "figures": figures, "files": files})
        self.kept.put(self._key(source), body.encode())

    def _key(self, source: str, *of: str) -> str:
        settings = (f"{name}={value}" for name, value in SETTINGS.items())
        return key(source, self.state, surroundings(), *settings, *of)
