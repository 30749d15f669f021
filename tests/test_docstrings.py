"""Docstrings of the public surface: the lines that each must have, in order, and the headings that they name."""

import inspect
import re
from pathlib import Path

import pytest

import nnbook as nn

DOCS = Path(__file__).parent.parent / "docs"
LINES = re.compile(r"^(Arguments|Shapes|Gradients|Errors|Source|Derived in): ", re.MULTILINE)
PUBLIC = {name: getattr(nn, name) for name in nn.__all__ if callable(getattr(nn, name))}


def headings() -> set[str]:
    """Return every heading of every page."""
    texts = [path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")]
    found = [re.findall(r"^#+ (.+?)(?: *\{.*\})?$", text, re.MULTILINE) for text in texts]
    return {heading for page in found for heading in page}


@pytest.mark.parametrize("name", PUBLIC)
def test_docstring_says_shapes_errors_and_where_it_is_derived(name: str) -> None:
    text = inspect.getdoc(PUBLIC[name]) or ""
    assert text.split("\n\n")[0].endswith("."), "the first paragraph is one sentence"
    labels = LINES.findall(text)
    assert [label for label in labels if label not in ("Arguments", "Gradients", "Source")] == [
        "Shapes",
        "Errors",
        "Derived in",
    ], labels
    order = ["Arguments", "Shapes", "Gradients", "Errors", "Source", "Derived in"]
    assert labels == [label for label in order if label in labels]
    assert "\n" not in text.split("Derived in: ")[1].strip().replace("\n    ", " "), "nothing follows Derived in"


@pytest.mark.parametrize("name", PUBLIC)
def test_derived_in_names_headings_that_exist(name: str) -> None:
    text = inspect.getdoc(PUBLIC[name]) or ""
    named = re.findall(r'"([^"]+)"', text.split("Derived in: ")[1])
    assert named
    missing = set(named) - headings()
    assert not missing


def arguments(thing: object) -> set[str]:
    """Return the names of a function's or a class's arguments, without those that stand for any number of them."""
    found = inspect.signature(thing).parameters.values()  # type: ignore[arg-type]
    return {
        parameter.name for parameter in found if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    }


@pytest.mark.parametrize("name", [name for name, thing in PUBLIC.items() if not hasattr(thing, "_fields")])
def test_every_argument_is_named_in_the_docstring(name: str) -> None:
    text = inspect.getdoc(PUBLIC[name]) or ""
    for other in re.findall(r"^Arguments: .*those of `(\w+)`", text, re.MULTILINE):
        text += inspect.getdoc(PUBLIC[other]) or ""
    missing = [
        word for word in sorted(arguments(PUBLIC[name])) if not re.search(rf"(?<![A-Za-z]){word}(?![A-Za-z])", text)
    ]
    assert not missing


def test_sources_are_works_of_the_bibliography() -> None:
    works = set(
        re.findall(r"^\{: (#[\w-]+) \}$", (DOCS / "reference/bibliography.md").read_text("utf-8"), re.MULTILINE)
    )
    named = 0
    for name, thing in PUBLIC.items():
        for said in re.findall(r"^Source: (.*?)\.?$", inspect.getdoc(thing) or "", re.MULTILINE):
            links = re.findall(r"\[[^\]]+, \d{4}\]\(bibliography\.md(#[\w-]+)\)", said)
            assert links, f"{name}: a source links a work of the bibliography, got {said}"
            assert set(links) <= works, name
            named += len(links)
    assert named >= 6


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
