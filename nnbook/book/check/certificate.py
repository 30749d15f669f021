"""A certificate of the book: what its code gave, on which pages and labs, with which library; compared with another."""

import difflib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from nnbook.book.check.compare import complaint
from nnbook.book.check.given import Given
from nnbook.book.check.labs import Workshop, complaints
from nnbook.book.check.runner import Runner
from nnbook.book.files import PACKAGE, digest, library, write_whole
from nnbook.book.parse.labs import LAB, Lab
from nnbook.book.parse.page import Fence, Page
from nnbook.book.parse.page import read as read_page
from nnbook.book.run.outcome import Outcome

FORMAT = "nnbook certificate, form 1"
PACKAGES = ("nnbook", "numpy", "matplotlib", "autograd")
"""What the code of the pages imports."""

CAPTURED = "a captured result is another one here, within the bounds that the fence asserts."


class CertificateError(ValueError):
    """There is no certificate in a file, or none can be made; the message says why."""


def certify(pages: Sequence[Page], runner: Runner, workshop: Workshop, target: Path) -> str:
    """Write a certificate of the book, and return in words what is in it.

    Errors: CertificateError if a page, a fence or a lab is wrong.
    """
    content = certificate(pages, runner, workshop)
    write_whole(target.absolute(), written(content).encode())
    return f"{_counted(content)}, written to {target}"


def verify(pages: Sequence[Page], runner: Runner, workshop: Workshop, source: Path) -> tuple[int, str]:
    """Compare the book with a certificate; return how much is not as certified, and all of it in words.

    Errors: CertificateError if the file holds no certificate, or a page is wrong.
    """
    try:
        certified = read(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CertificateError(f"{source}: {error}") from None
    here = certificate(pages, runner, workshop)
    wrong = list(differences(certified, here))
    also = [f"{place}: {CAPTURED}" for place in captured(certified, here)]
    return len(wrong), "\n\n".join([*wrong, *also, f"{_counted(here)}, {len(wrong)} not as certified."])


def certificate(pages: Sequence[Page], runner: Runner, workshop: Workshop) -> dict[str, Any]:
    """Return what there is to certify, the labs as pages whose cells are fences; one that is wrong has an `error`.

    Errors: CertificateError if a page, or the text of a lab, is wrong.
    """
    if problems := [*(str(problem) for page in pages for problem in page.problems), *workshop.problems]:
        raise CertificateError("\n\n".join(problems))
    for page in pages:
        runner.submit(page.fences)
    return {
        "format": FORMAT,
        "versions": _versions(),
        "library": {path.relative_to(PACKAGE.parent).as_posix(): digest(path.read_bytes()) for path in library()},
        "pages": {
            page.path: {
                "sha256": digest("\n".join(page.lines).encode()),
                "fences": [_result(fence, runner.outcome(fence)) for fence in page.fences],
            }
            for page in pages
        }
        | {
            lab.page: {"sha256": digest(read_page(path).encode()), "fences": _cells(lab, workshop.runner.given(lab))}
            for path, lab in workshop.sound.items()
        },
    }


def written(content: Mapping[str, Any]) -> str:
    """Return a certificate as the text of a file, with its own SHA-256.

    Errors: CertificateError if a fence is wrong.
    """
    if wrong := [fence["error"] for fence in _fences(content) if "error" in fence]:
        raise CertificateError("\n\n".join(wrong))
    return json.dumps({**content, "sha256": _seal(content)}, indent=1, ensure_ascii=False) + "\n"


def read(text: str) -> dict[str, Any]:
    """Return the certificate that a file holds.

    Errors: CertificateError if the file holds none, or one of another form, or was changed after it was written.
    """
    try:
        content = dict(json.loads(text))
        seal = content.pop("sha256")
        form = content["format"]
    except (ValueError, TypeError, KeyError):
        raise CertificateError("this is no certificate: `nnbook certify` writes one.") from None
    if form != FORMAT:
        raise CertificateError(f"this is a certificate of another form ({form!r}); this nnbook reads {FORMAT!r}.")
    if seal != _seal(content):
        raise CertificateError("the certificate was changed after it was written: its own SHA-256 does not agree.")
    return content


def differences(certified: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[str]:
    """Yield in words what is not as it was certified: versions, files, pages, outputs and figures."""
    for name, number in certified["versions"].items():
        if number != (found := here["versions"].get(name)):
            yield f"{name}: certified with {number}, here is {found}."
    yield from _changed("file of the library", certified["library"], here["library"])
    pages = [{name: page["sha256"] for name, page in one["pages"].items()} for one in (certified, here)]
    yield from _changed("page", *pages)
    for name, page in certified["pages"].items():
        found = here["pages"].get(name, {"fences": ()})["fences"]
        for fence, again in zip(page["fences"], found, strict=False):
            yield from _otherwise(name, fence, again)


def captured(certified: Mapping[str, Any], here: Mapping[str, Any]) -> list[str]:
    """Return the fences whose captured results differ: floating point does not fix these, their assertions hold."""
    both = zip(_fences(certified), _fences(here), strict=False)
    return [again["place"] for fence, again in both if fence["captured"] and fence["sha256"] == again["sha256"]
            and "error" not in again and _given(fence) != _given(again)]  # fmt: skip


def _result(fence: Fence, outcome: Outcome) -> dict[str, Any]:
    wrong = complaint(fence, outcome)
    return {
        "place": f"{fence.page}:{fence.line}",
        "sha256": digest(fence.source.encode()),
        "captured": bool(fence.captured),
        "output": outcome.output,
        "figures": [digest(f"{figure.alt}\n{figure.svg}".encode()) for figure in outcome.figures],
        "files": {name: digest(content) for name, content in outcome.files},
        **({"error": wrong} if wrong else {}),
    }


def _cells(lab: Lab, given: Given) -> list[dict[str, Any]]:
    wrong = {problem.line: str(problem) for problem in complaints(lab, given)}
    found = list[dict[str, Any]]()
    # Of a lab that fails nothing is given.
    for cell, outputs in zip(lab.cells, given.outputs or [[]] * len(lab.cells), strict=True):
        drawn = [json.dumps(one["data"], sort_keys=True) for one in outputs if "data" in one]
        found.append(
            {
                "place": f"{lab.page}:{cell.number}",
                "sha256": digest(cell.source.encode()),
                "captured": cell.captured,
                "output": "".join(one["text"] for one in outputs if "text" in one),
                "figures": [digest(data.encode()) for data in drawn],
                "files": {},
                **({"error": wrong[cell.number]} if cell.number in wrong else {}),
            }
        )
    return found


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version(), "machine": f"{platform.system()} {platform.machine()}"}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _counted(content: Mapping[str, Any]) -> str:
    fences = {name: len(page["fences"]) for name, page in content["pages"].items()}
    cells = [fences.pop(name) for name in [*fences] if name.endswith(LAB)]
    labs = f", {len(cells)} labs, {sum(cells)} cells" if cells else ""
    return f"{len(fences)} pages, {sum(fences.values())} fences{labs}"


def _fences(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [fence for page in content["pages"].values() for fence in page["fences"]]


def _seal(content: Mapping[str, Any]) -> str:
    return digest(json.dumps(content, sort_keys=True).encode())


def _changed(kind: str, certified: Mapping[str, str], here: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*certified, *here}):
        if name not in here:
            yield f"{name}: a {kind} that was certified is missing."
        elif name not in certified:
            yield f"{name}: a {kind} that was not certified."
        elif certified[name] != here[name]:
            yield f"{name}: not the {kind} that was certified (SHA-256 {here[name]}, certified {certified[name]})."


def _otherwise(page: str, fence: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    if fence["sha256"] != again["sha256"]:
        yield f"{again['place']}: not the code that was certified."
    elif "error" in again:
        yield again["error"]
    elif not fence["captured"] and fence["output"] != again["output"]:
        lines = (fence["output"].split("\n"), again["output"].split("\n"))
        diff = "\n".join(difflib.unified_diff(*lines, "certified", "printed now", lineterm=""))
        yield f"{again['place']}: not the output that was certified\n{diff}"
    elif not fence["captured"] and _given(fence) != _given(again):
        yield f"{again['place']}: not the figures or files that were certified, though it prints the same."


def _given(fence: Mapping[str, Any]) -> tuple[Any, ...]:
    return fence["output"], fence["figures"], fence["files"]
