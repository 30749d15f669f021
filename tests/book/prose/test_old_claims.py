"""What the book once claimed of its runs, and was false, no longer passes: put back, each sentence stops the build."""

from pathlib import Path

import pytest

from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Problem, read
from nnbook.book.prose import claims

ROOT = Path(__file__).parents[3]

OLD = {
    "an edge lights it up": (
        "docs/chapters/network.md",
        "It lights up for a **bar**: bright here *and* dark on both sides.",
        "It lights up for **edges**: bright here *and* dark next to it.",
    ),
    "all answers fit": (
        "docs/index.md",
        "to make its\nanswers fit better. In the end about nineteen in twenty of them did.",
        "until its\nanswers fitted them.",
    ),
    "filters become edges": (
        "docs/chapters/digits.md",
        "After training some have a little more of it than before and some less, and none of the six is\nmostly edge.",
        "Edges and strokes, then, after all. Nobody asked for them here either, but a window\nof 5 × 5 pixels can hold "
        "little else that is of use.",
    ),
    "never careful": (
        "docs/chapters/digits.md",
        "It is right as often as it says, group by group,",
        "Nothing has ever told it to be careful,",
    ),
    "only about its examples": (
        "docs/chapters/digits.md",
        "From the lowest cost to the end the cost is higher, and yet *more* of the new digits are\nread correctly",
        "The network is not learning about digits any more. It is learning about these 500",
    ),
    "steps of the ladder": (
        "docs/chapters/digits.md",
        "The three steps below it together are worth no more than about one percentage point.",
        "On the steps between, mind the standard error: a few tenths from a single seed are no evidence.",
    ),
    "a filter without order": (
        "docs/chapters/convolution.md",
        "three are as good as four, and with fewer it may be poor, or just as good, for the dense layer can weigh down "
        "what is of\nno use.",
        "From other random weights a filter or two of the four may stay without order, and the network does worse.",
    ),
    "shifts and pooling": (
        "docs/chapters/convolution.md",
        "has changed about as much as the plain one did after a single pixel",
        "has changed no more than the plain one did after a single pixel",
    ),
    "momentum cancels the zigzag": (
        "docs/chapters/stochastic.md",
        "Momentum *makes* a swing from wall to wall, and\npays for it.",
        "Along the floor the gradients agree and add up, and from wall to wall they cancel.",
    ),
    "Adam's first step": (
        "docs/chapters/stochastic.md",
        "for every parameter whose gradient is not 0.",
        "for every parameter.",
    ),
    "all libraries alike": (
        "docs/reference/speed.md",
        "step is written; JAX, which compiles the whole step, is ahead there.",
        "step is written. There all libraries are alike.",
    ),
}


def said(path: str, text: str) -> list[Problem]:
    return claims.problems(parse(text, path))


@pytest.mark.parametrize("name", OLD)
def test_a_false_claim_put_back_is_refused(name: str) -> None:
    path, present, old = OLD[name]
    text = read(ROOT / path)
    assert text.count(present) == 1
    assert said(path, text) == []
    problems = said(path, text.replace(present, old))
    assert problems
    assert all(str(each).startswith(f"{path}:") and "does not stand" in str(each) for each in problems)
