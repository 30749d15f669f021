"""Labs: notebooks that the build executes, each kept until something that it depends on changes.

mkdocs-jupyter makes the page; what it made is kept here. A notebook's kernel sends what is printed in as many pieces as
the load of the machine makes of it. Our settings for nbconvert (the folder `jupyter`) join them again, so that two
builds show the same; the author's own are not read. They also ask for figures on the page, whatever MPLBACKEND says.

While the site is served, a lab that must be executed is shown as it is, and executed beside:
`python -m nnbook.book.notebooks.labs labs/grades.ipynb` executes a lab and keeps its page.
"""

import json
import logging
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from nnbook.book.check.processes import ONE_THREAD
from nnbook.book.files import CACHE, Kept, key, library_digest, surroundings
from nnbook.book.parse.labs import lab_problems

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
        self.patient = True
        self.waiting: dict[str, str] = {}
        self.failed: set[str] = set()

    def choose(self, page: Page, config: MkDocsConfig) -> None:
        """Before mkdocs-jupyter sees a page: say whether a lab is to be executed."""
        if is_lab(page):
            if problems := lab_problems(Path(str(page.file.abs_src_path)), Path.cwd()):
                raise PluginError("\n".join(map(str, problems)))
            config.plugins[PLUGIN].config["execute"] = self.patient

    def begin(self, config: MkDocsConfig, *, patient: bool) -> None:
        """Before the files are listed: mkdocs-jupyter opens all that are Markdown, unless their names tell already."""
        self.patient = patient or self.kept.cold
        self.waiting.clear()
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
            render(config, files)
            if self.patient:
                made = {"content": page.content, "toc": [_token(item) for item in page.toc], "title": page.title}
                self.kept.put(name, json.dumps(made).encode())
            else:
                page.content = (FAILED if name in self.failed else NOT_YET) + str(page.content)
                if name not in self.failed:
                    self.waiting[page.file.src_uri] = name

        page.render = from_kept  # type: ignore[method-assign]

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


def settings() -> None:
    """Let the notebooks' kernels compute on one thread, as fences do, with our settings for nbconvert."""
    os.environ.update(ONE_THREAD, JUPYTER_CONFIG_DIR=str(SETTINGS))


def main(name: str) -> None:
    """Execute a lab, given its file in the folder of pages, and keep its page."""
    settings()
    config = load_config()
    page = Page(None, File(name, config.docs_dir, config.site_dir, config.use_directory_urls), config)
    config.plugins[PLUGIN].on_pre_page(page, config=config, files=Files([]))
    Labs().keep(page)
    page.render(config, Files([]))


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
