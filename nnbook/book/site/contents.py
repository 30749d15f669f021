"""What the Markdown of a page becomes, kept until something changes that decides it."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import CountHandler

from nnbook.book.extensions.decisive import decisive
from nnbook.book.extensions.pages import Pages
from nnbook.book.files import CACHE, Kept, key, programs
from nnbook.book.site import api, state

NAME = re.compile(r"[^\s()\[\]/#?\"'<>]+")
LIBRARY = ":::"
"""What mkdocstrings replaces by a part of the library."""


class Contents:
    """The contents of pages: how many a build took from what is kept, and which it rendered."""

    def __init__(self) -> None:
        self.kept = Kept(CACHE / "contents")
        self.restored = 0
        self.rendered: list[str] = []

    def begin(self, config: MkDocsConfig) -> None:
        """Before the first page: note what all pages depend on."""
        self.restored = 0
        self.rendered.clear()
        self.common = _common(config)

    def keep(self, page: Page, pages: Pages) -> None:
        """Let a page render itself from what is kept, or keep what it renders."""
        render = page.render

        def from_kept(config: MkDocsConfig, files: Files) -> None:
            name = _key(self.common, page, pages, config, files)
            if self._restore(name, page, pages, config, files):
                self.restored += 1
                return
            self.rendered.append(page.file.src_uri)
            with _warnings() as found:
                render(config, files)
            # What has warned warns again; what waits for a fence is not done; what changed meanwhile is another page.
            if (
                not found.get_counts()
                and not _waits(page, pages)
                and name == _key(_common(config), page, pages, config, files)
            ):
                self.kept.put(name, json.dumps(_made(page, config)).encode())

        page.render = from_kept  # type: ignore[method-assign]

    def _restore(self, name: str, page: Page, pages: Pages, config: MkDocsConfig, files: Files) -> bool:
        known = self.kept.get(name)
        if known is None or not pages.finish_kept(str(page.markdown)):
            return False
        made = json.loads(known)
        page.content, page.toc = made["content"], get_toc(made["toc"])
        page._title_from_render = made["title"]
        page.present_anchor_ids = set(made["anchors"])
        page.links_to_anchors = {
            file: links for uri, links in made["links"].items() if (file := files.get_file_from_path(uri))
        }
        api.remember(config, made["api"])
        return True


def tokens(toc: Any) -> list[dict[str, Any]]:
    """Return a table of contents as `get_toc` reads it."""
    return [_token(item) for item in toc]


def _token(item: AnchorLink) -> dict[str, Any]:
    return {"name": item.title, "id": item.id, "level": item.level, "children": tokens(item.children)}


def _made(page: Page, config: MkDocsConfig) -> dict[str, Any]:
    return {
        "content": page.content,
        "toc": tokens(page.toc),
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
        "api": api.remembered(config, page.url),
    }


def _common(config: MkDocsConfig) -> str:
    return key(programs(), state.settings(config, state.OF_LAYOUT))


def _key(common: str, page: Page, pages: Pages, config: MkDocsConfig, files: Files) -> str:
    parts = [page.file.src_uri, json.dumps(page.meta, default=repr), *decisive(str(page.markdown), pages)]
    if LIBRARY in str(page.markdown):
        # A docstring may link to any file, and a name that two pages have belongs to the first of them.
        parts += [state.settings(config), *(file.src_uri for file in files)]
        parts += [line for other in pages.all() for line in other.lines if LIBRARY in line]
    else:
        named = set(NAME.findall(unquote("\n".join(parts))))
        parts += [f"{file.src_uri} {file.inclusion}" for file in files if _may_be_linked(file.src_uri, named)]
    return key(common, *parts)


def _may_be_linked(address: str, named: set[str]) -> bool:
    name = address.rsplit("/", 1)[-1]
    return name in named or not NAME.fullmatch(name)


def _waits(page: Page, pages: Pages) -> bool:
    """Tell whether a fence of the page is still running."""
    found = pages.find(str(page.markdown))
    return found is not None and any(fence.page == found.path for fence in pages.running)


@contextmanager
def _warnings() -> Iterator[CountHandler]:
    """Count the warnings of a build meanwhile, also of one that is told to be quiet."""
    counter = CountHandler()
    counter.setLevel(logging.WARNING)
    log = logging.getLogger("mkdocs")
    level, others = log.level, [(handler, handler.level) for handler in log.handlers]
    for handler, own in others:
        handler.setLevel(max(own, level))
    log.setLevel(min(level, logging.WARNING))
    log.addHandler(counter)
    try:
        yield counter
    finally:
        log.removeHandler(counter)
        log.setLevel(level)
        for handler, own in others:
            handler.setLevel(own)
