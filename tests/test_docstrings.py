"""Docstrings of the public surface: the lines that each must have, in order, and the headings that they name."""

import inspect
import re
from pathlib import Path

import pytest

import nnbook as nn

DOCS = Path(__file__).parent.parent / "docs"
LINES = re.compile(r"^(Shapes|Gradients|Errors|Derived in): ", re.MULTILINE)
# Chapters that are planned: each counts as one until it is in the site's menu, then its heading must exist.
TO_COME = {
    "A network of layers: the forward pass",
    "Activations",
    "Backpropagation, the calculus",
    "Backpropagation, the idea",
    "Convolution: features from an image",
    "Derivatives",
    "Gradient descent",
    "Learning the digits",
    "Losses and costs",
    "Numbers in boxes: scalars to tensors",
    "Stochastic, mini-batch, momentum, Adam",
}
PUBLIC = {name: getattr(nn, name) for name in nn.__all__ if callable(getattr(nn, name))}


def headings() -> set[str]:
    """Return every heading of every page."""
    texts = [path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")]
    found = [re.findall(r"^#+ (.+?)(?: *\{.*\})?$", text, re.MULTILINE) for text in texts]
    return {heading for page in found for heading in page}


def to_come() -> set[str]:
    """Return the chapters that are not in the menu yet."""
    menu = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    return {title for title in TO_COME if f"- {title}: " not in menu and f'- "{title}": ' not in menu}


@pytest.mark.parametrize("name", PUBLIC)
def test_docstring_says_shapes_errors_and_where_it_is_derived(name: str) -> None:
    text = inspect.getdoc(PUBLIC[name]) or ""
    assert text.split("\n\n")[0].endswith("."), "the first paragraph is one sentence"
    labels = LINES.findall(text)
    assert [label for label in labels if label != "Gradients"] == ["Shapes", "Errors", "Derived in"], labels
    assert labels[:2] != ["Gradients", "Shapes"]
    assert "\n" not in text.split("Derived in: ")[1].strip().replace("\n    ", " "), "nothing follows Derived in"


@pytest.mark.parametrize("name", PUBLIC)
def test_derived_in_names_headings_that_exist(name: str) -> None:
    text = inspect.getdoc(PUBLIC[name]) or ""
    named = re.findall(r'"([^"]+)"', text.split("Derived in: ")[1])
    assert named
    missing = set(named) - headings() - to_come()
    assert not missing


def test_differentiable_classes_say_their_gradients() -> None:
    for name, thing in PUBLIC.items():
        if isinstance(thing, type) and issubclass(thing, nn.Layer | nn.Loss | nn.Network):
            assert "Gradients: " in (inspect.getdoc(thing) or ""), name


def test_public_methods_say_what_they_do() -> None:
    for name, thing in PUBLIC.items():
        if isinstance(thing, type) and thing.__module__.startswith("nnbook"):
            for method, function in vars(thing).items():
                if not method.startswith("_") and callable(function):
                    assert inspect.getdoc(function), f"{name}.{method}"
