"""A drawing loses what nobody sees, and nothing else."""

import xml.etree.ElementTree as ET

from nnbook.book.run.svg import minify


def minified(svg: str) -> str:
    """Return a drawing as it goes into the page."""
    root = ET.fromstring(svg)
    minify(root)
    return ET.tostring(root, encoding="unicode")


def test_digits_and_spaces_go() -> None:
    before = '<path d="M 25.2 28.72812  L -0.001 37.8  z " style="fill: none; stroke: #000; stroke-width: 0.2414"/>'
    assert (
        minified(f"<svg>{before}</svg>")
        == '<svg><path d="M25.2 28.73L0 37.8z" style="fill:none;stroke:#000;stroke-width:0.24" /></svg>'
    )


def test_what_is_not_painted_goes_but_not_what_is_painted_elsewhere() -> None:
    assert minified('<svg><path d="M0 0" style="fill: none"/><path d="M1 1"/></svg>') == '<svg><path d="M1 1" /></svg>'
    marker = '<svg><defs><path id="m" d="M0 0" style="fill:none" /></defs><use href="#m" style="stroke:red" /></svg>'
    assert minified(marker) == marker


def test_a_scale_keeps_its_digits() -> None:
    kept = '<svg><g transform="translate(1.2345 2) scale(0.015625 -0.015625)"><path d="M1 1" /></g></svg>'
    assert minified(kept) == kept
    assert (
        minified('<svg><g transform="translate(1.2345 2)" /></svg>') == '<svg><g transform="translate(1.23 2)" /></svg>'
    )


def test_texts_lose_what_the_style_sheet_says_and_keep_what_is_their_own() -> None:
    look = "font-size:10px;font-family:'DejaVu Sans', 'Verdana', 'Arial', 'Helvetica', sans-serif;fill:var(--nn-ink)"
    assert (
        minified(f'<svg><text style="{look}" transform="rotate(-0 5 6)" x="5">a</text></svg>')
        == '<svg><text style="font-size:10px" x="5">a</text></svg>'
    )
    own = '<svg><text style="font-family:cursive;fill:red" transform="rotate(-90 5 6)">a</text></svg>'
    assert minified(own) == own


def test_groups_that_say_nothing_go() -> None:
    assert (
        minified('<svg><g><g clip-path="url(#a)"><g><path d="M1 1" /></g></g><g /></g><path d="M2 2" /></svg>')
        == '<svg><g clip-path="url(#a)"><path d="M1 1" /></g><path d="M2 2" /></svg>'
    )
