"""The state of the code on which all verdicts depend, for the keys under which they are kept."""

from importlib.metadata import version
from pathlib import Path

from nnbook.book.files import folder_digest, key, library_digest, surroundings


def state() -> str:
    """Return a digest of the code on which all verdicts depend: the library, this room, SymPy, what is below them."""
    return key(library_digest(), folder_digest(Path(__file__).parent), surroundings(), version("sympy"))
