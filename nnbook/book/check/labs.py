"""What the cells of labs give, compared with what their files keep, cell by cell, and kept from run to run.

An outcome counts when two kernels agree on it, pixels and all, whose hashes are different. Of a figure the file keeps
what it says and the digest of what it draws. While a site is served a lab runs once, as a fence does.
"""

import difflib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property, partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from nnbook.book.check.given import Given, Outputs, explained
from nnbook.book.check.processes import HASH_SEED, ONE_THREAD, OTHER_SEED, TIME_LIMIT, Pool
from nnbook.book.files import CACHE, Kept, key, library_digest, surroundings
from nnbook.book.parse.labs import Cell, Lab, lab_problems, read_lab
from nnbook.book.parse.page import PageError, Problem, lines_with_ends, read
from nnbook.book.parse.text_rules import hidden

PROGRAMS = ("ipykernel", "ipython", "nbclient")
EXTENSION = Path(__file__).with_name("drawn.py")


class LabRunner:
    """Runs labs side by side, each at most once, from what is kept where it can."""

    def __init__(self, *, kept: Kept | None = None, limit: float = TIME_LIMIT, twice: bool = True) -> None:
        self.kept = kept or Kept(CACHE / "labs")
        self.limit, self.twice = limit, twice
        self._futures: dict[str, Future[Given]] = {}

    @cached_property
    def _pool(self) -> Pool[Given]:
        return Pool()

    def submit(self, labs: Iterable[Lab]) -> None:
        """Start running those labs whose outcome is not kept."""
        for lab in labs:
            name = self.name(lab)
            if name not in self._futures and not self.kept.has(name):
                self._futures[name] = self._pool.submit(partial(self._made, lab, name))

    def given(self, lab: Lab) -> Given:
        """Return what the cells of a lab give, waiting for it if need be."""
        name = self.name(lab)
        if name not in self._futures and (known := self.kept.get(name)) is not None:
            return Given(tuple(json.loads(known)))
        if name not in self._futures:
            self._futures[name] = self._pool.submit(partial(self._made, lab, name))
        return self._futures[name].result()

    def name(self, lab: Lab) -> str:
        """Return the key of what a lab gives: its code, not what its file keeps."""
        try:
            programs = [f"{name} {version(name)}" for name in PROGRAMS]
        except PackageNotFoundError as error:
            raise PageError(f"{lab.page}: a lab runs in a kernel of Jupyter: pip install {error.name}") from None
        settings = (*map(str, ONE_THREAD.items()), EXTENSION.read_text(encoding="utf-8"))
        code = json.dumps([cell.source for cell in lab.cells])
        return key("lab", code, str(self.twice), library_digest(), surroundings(), *programs, *settings)

    def _made(self, lab: Lab, name: str) -> Given:
        with self.kept.alone(name):
            known = self.kept.get(name)
            return self._run(lab, name) if known is None else Given(tuple(json.loads(known)))

    def _run(self, lab: Lab, name: str) -> Given:
        # Imported here: who checks no labs needs nothing of Jupyter.
        from nnbook.book.check.kernels import run_lab

        given = run_lab(lab, HASH_SEED, self.limit)
        if self.twice and given.error is None:
            given = _agreed(lab, given, run_lab(lab, OTHER_SEED, self.limit))
        if given.error is None and name == self.name(lab):
            self.kept.put(name, json.dumps(given.outputs).encode())
        return given


class Workshop:
    """The labs that a command looks at: which are sound, run at once, and what is wrong with the text of the others."""

    def __init__(self, paths: Iterable[Path], cold: bool, limit: float) -> None:
        found = {path: lab_problems(path, Path.cwd()) for path in paths}
        self.problems = [str(problem) for problems in found.values() for problem in problems]
        self.sound = {path: read_lab(path, Path.cwd()) for path, problems in found.items() if not problems}
        self.runner = LabRunner(kept=Kept(CACHE / "labs", cold_build=True if cold else None), limit=limit)
        self.runner.submit(self.sound.values())

    def wrong(self) -> Iterator[str]:
        """Yield what is wrong with what the cells give."""
        for lab in self.sound.values():
            yield from map(str, complaints(lab, self.runner.given(lab)))

    def updated(self) -> Iterator[tuple[Path, str, str, list[str]]]:
        """Yield of each lab its file, its name, its text with the outputs of this moment, and what that cannot mend."""
        for path, lab in self.sound.items():
            yield path, lab.page, *with_outputs(read(path), lab, self.runner.given(lab))


def complaints(lab: Lab, given: Given) -> Iterator[Problem]:
    """Yield what is wrong with what the cells of a lab give; the line of a problem is the number of its cell."""
    if given.error is not None:
        place, _, said = given.error.removeprefix(f"{lab.page}:").partition(": ")
        yield Problem(lab.page, int(place), said)
    for cell, outputs in zip(lab.cells, given.outputs, strict=False):
        if wrong := _unfit(outputs) or _otherwise(lab, cell, promised(cell, outputs)):
            yield Problem(lab.page, cell.number, wrong)
        elif cell.captured and not outputs:
            yield Problem(lab.page, cell.number, "the cell gives nothing to capture.")


def promised(cell: Cell, outputs: Outputs) -> Outputs:
    """Return what the file keeps of the outputs of a cell: text, and of figures what stands for them."""
    return [] if cell.captured else [_text_of(output) for output in outputs]


def with_outputs(text: str, lab: Lab, given: Given) -> tuple[str, list[str]]:
    """Return the text of a lab's file with the outputs of this moment, and what cannot be mended by that."""
    both = zip(lab.cells, given.outputs, strict=False)
    cells = [replace(cell, outputs=promised(cell, outputs)) for cell, outputs in both]
    if failures := [str(problem) for problem in complaints(replace(lab, cells=tuple(cells)), given)]:
        return text, failures
    notebook = json.loads(text)
    for cell in cells:
        notebook["cells"][cell.number - 1] |= {"execution_count": None, "outputs": cell.outputs}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", []


def executed(text: str, lab: Lab, given: Given) -> str:
    """Return a lab as a notebook that has been executed."""
    notebook = json.loads(text)
    for count, (cell, outputs) in enumerate(zip(lab.cells, given.outputs, strict=True), 1):
        notebook["cells"][cell.number - 1] |= {"execution_count": count, "outputs": outputs}
    return json.dumps(notebook)


def without_outputs(text: str) -> str:
    """Return the text of a lab's file as it is for readers, who run it themselves."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": None, "outputs": []}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _agreed(lab: Lab, first: Given, second: Given) -> Given:
    if second.error is not None:
        place, _, said = second.error.partition(": ")
        return Given(error=f"{place}: the second run of this lab fails, though the first did not:\n{said}")
    for cell, one, other in zip(lab.cells, first.outputs, second.outputs, strict=True):
        if one != other:
            diff = islice(difflib.unified_diff(_lines(one), _lines(other), "first run", "second run", "", "", 0), 12)
            said = (
                "what this cell gives is chance, two kernels differ. Does it depend on the clock, on random numbers "
                "without a seed, on the order of a set?\n" + "\n".join(line[:200] for line in diff)
            )
            return Given(error=f"{lab.page}:{cell.number}: {said}")
    return first


def _unfit(outputs: Outputs) -> str | None:
    """Return why no page can show the outputs of a cell."""
    for output in outputs:
        if output["output_type"] == "error":
            return explained(output)
        if output.get("name") == "stderr":
            return f"the cell wrote to standard error:\n{output['text'].rstrip()}"
        if found := hidden("".join(_text_of(output).get("text", ()))):
            return f"the output has {found}, which no page can show."
    return None


def _otherwise(lab: Lab, cell: Cell, outputs: Outputs) -> str | None:
    if cell.outputs == outputs:
        return None
    diff = difflib.unified_diff(_lines(cell.outputs), _lines(outputs), f"{lab.page} keeps", "given now", lineterm="")
    return (
        "the cell gives something else than the file keeps\n"
        + "\n".join(islice(diff, 40))
        + f"\nTo accept what it gives: nnbook update {lab.page}"
    )


def _text_of(output: dict[str, Any]) -> dict[str, Any]:
    kind = output["output_type"]
    if kind == "error":
        return output
    if kind == "stream":
        return {"name": output["name"], "output_type": kind, "text": lines_with_ends(output["text"])}
    plain = output["data"]["text/plain"].split("\n")
    data = {"text/plain": [*(f"{line}\n" for line in plain[:-1]), plain[-1]]}
    count = {"execution_count": None} if kind == "execute_result" else {}
    return {"data": data, **count, "metadata": {}, "output_type": kind}


def _lines(outputs: Outputs) -> list[str]:
    return json.dumps(outputs, indent=1, ensure_ascii=False).split("\n")
