"""Every idea that the book promises is taught: an anchor, code that ran, and the figure or widget place promised."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

SYLLABUS = {
    "": "o1F o2 o3F o4",
    "chapters/tensors/": "c1F c2F c3FW c4FW c5FW c6FW c7F c8F",
    "chapters/grades/": "g1F g2F g3F g4F g5F g6F g7FW g8FW g9FW g10 g11F g12F g13F",
    "chapters/convolution/": "v1F v2FW v3F v4F v5F v6FW v7F v8F v9F v10 v11F v12F m8 m9",
    "chapters/network/": "n1F n2FW n3F n4 n5F n6FW n7F n8FW n9F n10F n11 m5",
    "chapters/activations/": "a1 a2FW a3FW a4FW a5F a6FW a7F a8F m6",
    "chapters/losses/": "l1 l2F l3F l4F l5F l6FW l7FW l8F l9F l10 l11F l12F l13F m10 m11",
    "chapters/derivatives/": "d1F d2FW d3 d4F d5F d6FW d7 d8F",
    "chapters/descent/": "e1FW e2FW e3FW e4F e5FW e6F e7F m1",
    "chapters/stochastic/": "s1 s2FW s3F s4FW s5F s6F s7F s8F m3 m4",
    "chapters/backprop/": "b1 b2F b3FW b4FW b5F b6F m2",
    "chapters/calculus/": "k1FW k2F k3 k4 k5F k6F k7 k8 k9F k10",
    "chapters/digits/": "t1F t2F t3F t4F t5F t6F t7F t8W t9F t10 t11 t12F m7 m12",
    "frameworks/": "m14",
}
"""The ideas of each page; F is a figure, W the place of a widget with the figure that stands in it."""

OPENING = {"c5", "a2", "d2", "e1", "n2", "s2"}
"""Ideas whose widget, with its figure, opens the chapter, within its first two screens."""

NO_CODE = {"o2", "o4", "t10", "t11"}
"""A sentence, four questions, the sentence again, the answers: what they stand on is computed where they link to."""


def rows() -> list[tuple[str, str, str]]:
    """Return page, id and what is promised besides code."""
    return [
        (page, row.rstrip("FW"), row[len(row.rstrip("FW")) :])
        for page, text in SYLLABUS.items()
        for row in text.split()
    ]


@pytest.fixture(scope="module")
def soups(site: Path) -> dict[str, BeautifulSoup]:
    """Return every page of the syllabus, parsed."""
    built = {page: site / page / "index.html" for page in SYLLABUS}
    return {
        page: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for page, path in built.items()
        if path.is_file()
    }


def section(anchor: Tag) -> list[Tag]:
    """Return what belongs to an anchor: its box, or all from its heading to the next of that level or above."""
    box = anchor.find_parent(class_="admonition")
    if box and anchor.name == "span":
        return [box]
    heading = anchor if anchor.name in {"h1", "h2", "h3"} else anchor.find_previous(["h1", "h2", "h3"])
    assert heading is not None
    parts = [heading]
    for following in heading.find_next_siblings():
        if following.name in {"h1", "h2", "h3"} and following.name <= heading.name:
            break
        parts.append(following)
    return parts


def found(parts: list[Tag], selector: str) -> bool:
    """Tell whether anything in the parts, or a part itself, matches."""
    return any(part.css.match(selector) or part.select_one(selector) for part in parts)


def test_every_idea_is_taught(soups: dict[str, BeautifulSoup]) -> None:
    missing = []
    for page, row, promised in rows():
        anchor = soups[page].find(id=row) if page in soups else None
        if anchor is None:
            missing.append(f"{page or 'home page'}: no anchor {row}")
            continue
        parts = section(anchor)
        if row in OPENING:
            parts += anchor.find_all_previous("div", class_="nn-widget")
        if row not in NO_CODE and not found(parts, ".nn-fence"):
            missing.append(f"{page}#{row}: no code that ran")
        if "F" in promised and not found(parts, "figure.nn-figure .nn-alt"):
            missing.append(f"{page}#{row}: no figure with its description")
        if "W" in promised and not found(parts, ".nn-widget[data-widget] figure.nn-figure"):
            missing.append(f"{page}#{row}: no place for a widget with a figure in it")
    print(f"{len(rows()) - len(missing)} of {len(rows())} ideas and mistakes")
    assert not missing, "\n".join(missing)


def test_the_sentence_to_be_decoded_links_each_of_its_terms(soups: dict[str, BeautifulSoup]) -> None:
    start = soups[""].find(id="o2")
    assert start is not None
    sentence = next(part for part in section(start) if part.name == "blockquote")
    assert " ".join(sentence.get_text().split()).lower() == (
        "parameters learned using stochastic gradient descent with mini-batches of 50."
    )
    linked = {link.get_text().lower(): link["href"] for link in sentence.find_all("a")}
    assert list(linked) == ["parameters", "learned", "stochastic", "gradient descent", "mini-batches of 50"]
    assert [target for target in linked.values() if not str(target).startswith("chapters/")] == []
