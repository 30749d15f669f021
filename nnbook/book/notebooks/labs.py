"""The pages of labs, each kept until something that it depends on changes.

`check/labs.py` executes a lab and compares what its cells give with what its file keeps; mkdocs-jupyter makes the page
of what came of that, and the page is kept here. The author's own settings for nbconvert are not read.

While the site is served, a lab that must be executed is shown as its file keeps it, and executed beside:
`python -m nnbook.book.notebooks.labs labs/grades.ipynb` executes a lab and keeps its page.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from nnbook.book.check.labs import LabRunner, complaints, executed
from nnbook.book.extensions import run_bar
from nnbook.book.files import CACHE, Kept, key, library_digest, programs, surroundings, write_whole
from nnbook.book.parse.labs import LAB, lab_problems, read_lab
from nnbook.book.parse.page import read, refuse_strays

SETTINGS = Path(__file__).with_name("jupyter")
PLUGIN = "mkdocs-jupyter"
NOT_YET = (
    '<p class="nn-lab-runs"><em>This lab is being executed for the first time; the page comes again with its outputs '
    "when that is done.</em></p>"
)
FAILED = '<p class="nn-lab-runs"><em>This lab failed when it was executed; the terminal says why.</em></p>'

log = logging.getLogger("mkdocs.nnbook")


class Labs:
    """The labs of a site; `patient` waits for each, otherwise `waiting` has those that must still be executed."""

    def __init__(self) -> None:
        self.kept = Kept(CACHE / "labs")
        self.barred = Kept(CACHE / "cells")
        self.all_kept = self.kept, self.barred
        self.runner = LabRunner(kept=self.kept)
        self.patient = True
        self.waiting: dict[str, str] = {}
        self.failed: set[str] = set()

    def choose(self, page: Page) -> None:
        """Before mkdocs-jupyter sees a page: refuse a lab whose text is wrong."""
        if is_lab(page) and (problems := lab_problems(Path(str(page.file.abs_src_path)), Path.cwd())):
            raise PluginError("\n".join(map(str, problems)))

    def begin(self, config: MkDocsConfig, *, patient: bool) -> None:
        """Before the files are listed: mkdocs-jupyter opens all that are Markdown, unless their names tell already."""
        refuse_strays(Path(config.docs_dir))
        self.patient = patient or self.kept.cold
        self.waiting.clear()
        if self.patient:
            self.runner.submit(
                read_lab(path, Path.cwd())
                for path in sorted(Path(config.docs_dir).rglob(f"*{LAB}"))
                if not lab_problems(path, Path.cwd())
            )
        if PLUGIN in config.plugins:
            plugin: Any = config.plugins[PLUGIN]
            asked = plugin.should_include

            def should_include(file: File) -> bool:
                named = any(PurePath(file.src_uri).match(pattern) for pattern in plugin.config["include"])
                return named and asked(file)

            plugin.should_include = should_include

    def keep(self, page: Page) -> None:
        """After mkdocs-jupyter has said how to render a page: render a lab from what is kept, or keep it."""
        if not is_lab(page):
            return
        name = page_key(page)
        render = page.render

        def from_kept(config: MkDocsConfig, files: Any) -> None:
            known = self.kept.get(name)
            if known is not None:
                made = json.loads(known)
                page.content, page.toc, page.title = made["content"], get_toc(made["toc"]), made["title"]
                return
            if not self.patient:
                render(config, files)
            else:
                with self._executed(page):
                    render(config, files)
                made = {"content": page.content, "toc": [_token(item) for item in page.toc], "title": page.title}
                self.kept.put(name, json.dumps(made).encode())
                return
            page.content = (FAILED if name in self.failed else NOT_YET) + str(page.content)
            if name not in self.failed:
                self.waiting[page.file.src_uri] = name

        page.render = from_kept  # type: ignore[method-assign]

    def with_bars(self, content: str, page: Page, docs: Path) -> str:
        """Return the content of a page as it is laid out: that of a lab with cells that run."""
        if not is_lab(page):
            return content
        lab = read_lab(Path(str(page.file.abs_src_path)), Path.cwd())

        def made() -> bytes:
            # Imported here: it brings what takes HTML apart, which nothing else here needs.
            from nnbook.book.notebooks.cells import live

            return live(content, lab, docs).encode()

        return self.barred.made(key(programs(), content, repr(lab), *run_bar.decisive(docs)), made).decode()

    @contextmanager
    def _executed(self, page: Page) -> Iterator[None]:
        """Let mkdocs-jupyter read a lab as it has been executed, if it gives what its file keeps."""
        source = Path(str(page.file.abs_src_path))
        lab = read_lab(source, Path.cwd())
        given = self.runner.given(lab)
        if wrong := list(complaints(lab, given)):
            raise PluginError("\n\n".join(map(str, wrong)))
        with tempfile.TemporaryDirectory() as folder:
            done = Path(folder, source.name)
            done.write_text(executed(read(source), lab, given), encoding="utf-8")
            page.file.abs_src_path = str(done)
            try:
                yield
            finally:
                page.file.abs_src_path = str(source)

    def execute_waiting(self) -> None:
        """Execute in a process of its own what must still be executed, and wait for it."""
        for source, name in self.waiting.items():
            log.info("nnbook: executing %s", source)
            subprocess.run([sys.executable, "-m", __name__, source], check=False)
            if not self.kept.has(name):
                self.failed.add(name)
                log.error("nnbook: %s failed; what it said stands above", source)


def is_lab(page: Page) -> bool:
    """Tell whether a page is a notebook."""
    return page.file.src_uri.endswith(".ipynb")


def lay_out(page: Page, config: MkDocsConfig) -> None:
    """Put a lab beside its page as a notebook."""
    if not is_lab(page):
        return
    from nnbook.book.notebooks.cells import for_readers

    source = Path(str(page.file.abs_src_path))
    text = for_readers(read(source), PurePosixPath(page.file.src_uri), config.site_url or "")
    write_whole(Path(config.site_dir, page.url, source.name), text.encode())


def settings(config: MkDocsConfig) -> None:
    """Let nbconvert read our settings, and mkdocs-jupyter leave the execution to us."""
    os.environ["JUPYTER_CONFIG_DIR"] = str(SETTINGS)
    if PLUGIN in config.plugins:
        config.plugins[PLUGIN].config["execute"] = False


def main(name: str) -> None:
    """Execute a lab once, given its file in the folder of pages, and keep its page."""
    config = load_config()
    settings(config)
    file = File(name, config.docs_dir, config.site_dir, config.use_directory_urls)
    # With the address that it has in a build.
    plugin: Any = config.plugins[PLUGIN]
    files = plugin.on_files(Files([file]), config=config)
    page = Page(None, next(iter(files)), config)
    labs = Labs()
    labs.runner.twice = False
    labs.choose(page)
    plugin.on_pre_page(page, config=config, files=files)
    labs.keep(page)
    page.render(config, files)


def page_key(page: Page) -> str:
    """Cover all that the page of a lab depends on."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SETTINGS.iterdir())]
    programs = [f"{name} {version(name)}" for name in (PLUGIN, "nbconvert", "ipykernel")]
    source = Path(str(page.file.abs_src_path)).read_text(encoding="utf-8")
    return key(source, library_digest(), surroundings(), *texts, *programs, page.file.url)


def _token(item: AnchorLink) -> dict[str, Any]:
    children = [_token(child) for child in item.children]
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}


if __name__ == "__main__":
    main(sys.argv[1])
