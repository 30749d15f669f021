"""What lies beside a page of the built site: the chapter or lab as a notebook, and the files that its fences saved."""

import json
import posixpath
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePosixPath

from nnbook.book.check.labs import without_outputs
from nnbook.book.extensions.pages import Pages
from nnbook.book.files import CACHE, Kept, key, library_digest, surroundings, write_whole
from nnbook.book.notebooks.notebook import INSTALL, code_cell, notebook
from nnbook.book.parse.page import Fence, Page, PageError, lines_with_ends, read
from nnbook.book.run.outcome import Outcome

LINK = re.compile(r"\]\((?P<page>(?!https?:)[^)#\s]+\.(?:md|ipynb))?(?P<anchor>#[^)\s]*)?\)")


class Downloads:
    """Collects, page by page, what lies beside the pages; a chapter that has not changed is not written again."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.kept = Kept(CACHE / "notebooks")
        self._notebooks: dict[str, str] = {}
        self._saved: dict[str, dict[str, bytes]] = {}
        pages.finished.add(self.collect)

    def collect(self, page: Page, outcomes: Mapping[Fence, Outcome]) -> None:
        """Keep the notebook of a chapter, and what the fences of any page saved."""
        self._saved[page.path] = saved(outcomes)
        if page.number is None:
            return
        equations = self.pages.equations()
        numbers = (f"{entry.number} {label}" for label, entry in equations.items())
        self._notebooks[page.path] = name = key(
            library_digest(), surroundings(), page.path, "\n".join(numbers), "\n".join(page.lines)
        )
        if self.kept.get(name) is None:
            self.kept.put(name, notebook(page, outcomes, equations).encode())

    def lay_out(self, site: Path, address: str) -> list[Path]:
        """Put all of it beside the pages in the built site, links leading to the site at that address."""
        laid = []
        for found in self.pages.all():
            if not found.fences:
                # Nothing of it may concern the extensions, which tell of all other pages.
                self.collect(found, {})
            page = found.path
            source = PurePosixPath(Path(page).absolute().relative_to(self.pages.folder).as_posix())
            folder = site / web_address(source)
            for name, content in self._saved.get(page, {}).items():
                write_whole(folder / name, content)
                laid.append(folder / name)
            if page in self._notebooks:
                kept = self.kept.get(self._notebooks[page])
                if kept is None:
                    raise PageError(f"{page}: its notebook, kept in {self.kept.folder}, is damaged. Build again.")
                text = with_addresses(kept.decode(), source, address)
                laid.append(folder / f"{source.stem}.ipynb")
                write_whole(laid[-1], text.encode())
        return laid


def saved(outcomes: Mapping[Fence, Outcome]) -> dict[str, bytes]:
    """Return the files that the fences of a page saved, which need names of their own: they lie beside the page."""
    files: dict[str, bytes] = {}
    for fence, outcome in outcomes.items():
        for name, content in outcome.files:
            if files.setdefault(name, content) != content:
                raise PageError(f"{fence.page}:{fence.line}: another fence of this page has saved another {name}.")
    return files


def lay_out_lab(folder: Path, source: PurePosixPath, site: Path, address: str) -> None:
    """Put a lab beside its page in the built site, given the folder of pages and its file in there."""
    text = for_readers(read(folder / source), source, address)
    write_whole(site / web_address(source) / source.name, text.encode())


def for_readers(text: str, source: PurePosixPath, address: str) -> str:
    """Return a lab as readers get it: without outputs, for they run it, and ready for a place that lacks the library.

    `source` is its file within the folder of pages, and `address` that of the site, to which its links then lead.
    """
    notebook = json.loads(with_addresses(without_outputs(text), source, address))
    install = code_cell(INSTALL.format(kind="lab", names=["nnbook"]))
    notebook["cells"].insert(0, {**install, "id": "install", "source": lines_with_ends(install["source"])})
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def with_addresses(text: str, source: PurePosixPath, address: str) -> str:
    """Return a notebook whose links lead to the site at that address, given the file of its page."""
    return LINK.sub(partial(_absolute, source, address), text)


def web_address(source: PurePosixPath) -> str:
    """Return the address of a page within the site, given its file within the folder of pages."""
    name = source.with_suffix("")
    folder = name.parent if name.name == "index" else name
    return "" if folder == PurePosixPath() else f"{folder}/"


def _absolute(source: PurePosixPath, address: str, link: re.Match[str]) -> str:
    page = posixpath.normpath(source.parent / link["page"]) if link["page"] else str(source)
    return f"]({address}{web_address(PurePosixPath(page))}{link['anchor'] or ''})"
