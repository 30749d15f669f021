"""The lines that every docstring ends with, set as a list on the library page.

Docstrings say Arguments, Shapes, Gradients, Errors, Source and Derived in on lines of their own, so that they read well
in the source. Markdown would run them together into one paragraph.
"""

import re
from typing import Any

from griffe import Extension, Object

LABELS = ("Arguments", "Shapes", "Gradients", "Errors", "Source", "Derived in")
LINE = re.compile(rf"^({'|'.join(LABELS)}): ?", re.MULTILINE)


def as_list(text: str) -> str:
    """Return a docstring with its labelled lines as a Markdown list; a continued line stays with its label."""
    head, *pairs = LINE.split(text)
    if not pairs:
        return text
    labelled = zip(pairs[::2], pairs[1::2], strict=True)
    items = [f"- **{label}:** {' '.join(rest.split())}\n" for label, rest in labelled]
    # The bibliography, as seen from a page about the library.
    return f"{head.rstrip()}\n\n{''.join(items)}".replace("](bibliography.md#", "](../bibliography.md#")


class LabelledLines(Extension):
    """Griffe extension that rewrites the docstring of every object."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Rewrite one docstring."""
        if obj.docstring:
            obj.docstring.value = as_list(obj.docstring.value)
