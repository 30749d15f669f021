"""The entries of all formulas, one module a chapter."""

import importlib
import pkgutil

from nnbook.book.formula.entry import Entry


def entries() -> dict[str, list[Entry]]:
    """Return the entries of every label: one, or several that are about different statements or sizes."""
    found: dict[str, list[Entry]] = {}
    for module in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        for entry in importlib.import_module(f"{__name__}.{module}").ENTRIES:
            found.setdefault(entry.label, []).append(entry)
    return found
