"""Fonts cut down to the characters and weights that the book uses."""

import io
from collections.abc import Iterable
from pathlib import Path

# Typography the site never switches on, and what only a typesetting program reads.
KEPT_FEATURES = ("kern", "liga", "mark", "ccmp", "locl")
DROPPED_TABLES = ("MATH", "ltag")


def cut(source: Path, characters: Iterable[str], *, weights: tuple[int, int] | int | None = None) -> bytes:
    """Return a font as WOFF2 with these characters (those that it has), and this range of weights or single weight."""
    # Imported here: a build that finds its fonts made does without.
    from fontTools import subset
    from fontTools.varLib import instancer

    options = subset.Options(
        flavor="woff2", layout_features=list(KEPT_FEATURES), hinting=False, drop_tables=list(DROPPED_TABLES)
    )
    written = io.BytesIO()
    with subset.load_font(str(source), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(characters))
        cutter.subset(font)
        if weights is not None:
            instancer.instantiateVariableFont(font, {"wght": weights}, inplace=True)
        subset.save_font(font, written, options)
    return written.getvalue()


def spans(characters: Iterable[str]) -> str:
    """Return characters as the `unicode-range` of a style sheet."""
    codes = sorted(map(ord, set(characters)))
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" + (f"-{last:X}" if last > first else "") for first, last in runs)
