"""What a run of a lab gave, as its kernel said it."""

import re
from dataclasses import dataclass
from typing import Any

COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Outputs = list[dict[str, Any]]
"""The outputs of a cell, in Jupyter's own form."""


@dataclass(frozen=True)
class Given:
    """The outputs of each cell of a lab, or, starting page:cell, why it failed."""

    outputs: tuple[Outputs, ...] = ()
    error: str | None = None


def explained(error: dict[str, Any]) -> str:
    """Return an error that a kernel tells of, with its traceback, without colours."""
    return COLOUR.sub("", "\n".join((f"{error['ename']}: {error['evalue']}", *error["traceback"]))).rstrip()
