"""What lies beside a page of the built site: the chapter as a notebook, and the files that its fences saved.

The page's extension keeps a notebook under the digest of its page, so that an unchanged chapter is not written again;
this MkDocs hook lays all of it into the site. A generator without hooks builds the same pages without these files.
"""

import posixpath
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from nnbook.book.check.outcomes import digest, package_digest, surroundings
from nnbook.book.extensions.cross_references import Numbered, chapter_number
from nnbook.book.parse.fences import Fence, Page
from nnbook.book.run.execution import Outcome

FOLDER = Path(".cache/nnbook/notebooks")
LINK = re.compile(r"\]\((?P<page>(?!https?:)[^)#\s]+\.(?:md|ipynb))?(?P<anchor>#[^)\s]*)?\)")


def keep(
    page: Page, outcomes: Mapping[Fence, Outcome], equations: Mapping[str, Numbered], folder: Path = FOLDER
) -> Path | None:
    """Write the notebook of a chapter unless it is there already; return its file, or None for other pages."""
    if chapter_number(page) is None:
        return None
    numbers = (f"{entry.number} {label}" for label, entry in equations.items())
    key = digest("\n".join((package_digest(), surroundings(), page.path, *numbers, *page.lines)).encode())
    target = folder.absolute() / f"{key}.ipynb"
    if not target.is_file():
        # Imported here: it brings matplotlib, which a build that finds everything kept need not wait for.
        from nnbook.book.notebooks.notebook import notebook

        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(notebook(page, outcomes, equations), encoding="utf-8", newline="\n")
    return target


def lay_out(notebooks: Mapping[str, Path], docs: Path, site: Path, address: str) -> list[Path]:
    """Put each chapter's notebook beside its page in the built site, its links leading to the site's pages."""
    laid = []
    for page, kept in notebooks.items():
        source = _source(page, docs)
        target = site / web_address(source) / f"{source.stem}.ipynb"
        text = LINK.sub(partial(_absolute, source, address), kept.read_text(encoding="utf-8"))
        target.write_text(text, encoding="utf-8", newline="\n")
        laid.append(target)
    return laid


def lay_out_saved(saved: Mapping[str, Mapping[str, bytes]], docs: Path, site: Path) -> None:
    """Write what the fences of each page saved beside the page in the built site."""
    for page, files in saved.items():
        for name, content in files.items():
            (site / web_address(_source(page, docs)) / name).write_bytes(content)


def web_address(source: PurePosixPath) -> str:
    """Return the address of a page within the site, given its file within the folder of pages."""
    name = source.with_suffix("")
    folder = name.parent if name.name == "index" else name
    return "" if folder == PurePosixPath() else f"{folder}/"


def on_post_build(config: Any, **_: Any) -> None:
    """MkDocs calls this when all pages are written."""
    # As late as this: MkDocs loads hooks before the extensions, and a broken hook would hide what is wrong there.
    from nnbook.book.extensions.fences import library

    docs, site = Path(config["docs_dir"]), Path(config["site_dir"])
    lay_out(library(docs).notebooks, docs, site, config["site_url"])
    lay_out_saved(library(docs).saved, docs, site)


def _source(page: str, docs: Path) -> PurePosixPath:
    return PurePosixPath(Path(page).absolute().relative_to(docs).as_posix())


def _absolute(source: PurePosixPath, address: str, link: re.Match[str]) -> str:
    page = posixpath.normpath(source.parent / link["page"]) if link["page"] else str(source)
    return f"]({address}{web_address(PurePosixPath(page))}{link['anchor'] or ''})"
