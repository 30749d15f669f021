"""What a fence leaves behind: what it printed, its figures, its files, or why it failed."""

from dataclasses import dataclass

ID = "nn-figure-id-"
"""What every id in a drawing starts with until the drawing has its place on a page."""


@dataclass(frozen=True)
class Drawing:
    """A figure as it goes into a page: SVG, and the description of it."""

    svg: str
    alt: str

    def placed(self, prefix: str) -> str:
        """Return the SVG with this prefix for its ids, so that they are unique on the page."""
        return self.svg.replace(ID, prefix)


@dataclass(frozen=True)
class Outcome:
    """What a fence did: what it printed, the figures it left open, and, if it failed, why (starting page:line).

    `files` has the name and content of every `.npz` that the fence left in its folder: a network that it saved.
    """

    output: str = ""
    figures: tuple[Drawing, ...] = ()
    error: str | None = None
    seconds: float = 0.0
    files: tuple[tuple[str, bytes], ...] = ()
