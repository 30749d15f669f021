"""The pages of labs, each kept until something that it depends on changes.

`check/labs.py` executes a lab and compares what its cells give with what its file keeps; mkdocs-jupyter makes the page
of what came of that, and the page is kept here. It is called and not a plugin of the site: importing it takes longer
than all else at a start, and a build that finds its labs kept does without. The author's own settings for nbconvert are
not read.

While the site is served, a lab that must be executed is shown as its file keeps it, and executed beside:
`python -m nnbook.book.notebooks.labs labs/grades.ipynb` executes a lab and keeps its page.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from nnbook.book.check.labs import EXTENSION, LabRunner, complaints, executed
from nnbook.book.extensions import run_bar
from nnbook.book.files import CACHE, Kept, key, library_digest, programs, surroundings
from nnbook.book.parse.labs import LAB, lab_problems, read_lab
from nnbook.book.parse.page import read, refuse_strays

SETTINGS = Path(__file__).with_name("jupyter")
DEPTH = 6
"""The headings that stand in the table of contents: all."""

NOT_YET = (
    '<p class="nn-lab-runs"><em>This lab is being executed for the first time; the page comes again with its outputs '
    "when that is done.</em></p>"
)
FAILED = '<p class="nn-lab-runs"><em>This lab failed when it was executed; the terminal says why.</em></p>'

log = logging.getLogger("mkdocs.nnbook")


class LabFile(File):
    """A notebook among the files of a site, which becomes a page."""

    def is_documentation_page(self) -> bool:
        """Tell MkDocs so."""
        return True


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

    def begin(self, config: MkDocsConfig, *, patient: bool) -> None:
        """Before the files are listed: have the labs executed, if the build waits for them."""
        refuse_strays(Path(config.docs_dir))
        self.patient = patient or self.kept.cold
        self.waiting.clear()
        if self.patient:
            self.runner.submit(
                read_lab(path, Path.cwd())
                for path in sorted(Path(config.docs_dir).rglob(f"*{LAB}"))
                if not lab_problems(path, Path.cwd())
            )

    def keep(self, page: Page) -> None:
        """Let the page of a lab be what is kept of it, or what mkdocs-jupyter makes of it; refuse one that is wrong."""
        if not is_lab(page):
            return
        if problems := lab_problems(Path(str(page.file.abs_src_path)), Path.cwd()):
            raise PluginError("\n".join(map(str, problems)))

        def render(config: MkDocsConfig, files: Files) -> None:
            made = self._made(page)
            page.content, page.toc = made["content"], get_toc(made["toc"])
            if made["title"] is not None:
                page.title = made["title"]

        page.render = render  # type: ignore[method-assign]

    def _made(self, page: Page) -> dict[str, Any]:
        source, name = Path(str(page.file.abs_src_path)), page_key(page)
        if self.patient:
            return dict(json.loads(self.kept.made(name, lambda: json.dumps(self._executed(source)).encode())))
        known = self.kept.get(name)
        if known is not None:
            return dict(json.loads(known))
        made = converted(source)
        if name not in self.failed:
            self.waiting[page.file.src_uri] = name
        return made | {"content": (FAILED if name in self.failed else NOT_YET) + made["content"]}

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

    def _executed(self, source: Path) -> dict[str, Any]:
        """Return the page of a lab as it has been executed, if it gives what its file keeps."""
        lab = read_lab(source, Path.cwd())
        given = self.runner.given(lab)
        if wrong := list(complaints(lab, given)):
            raise PluginError("\n\n".join(map(str, wrong)))
        with tempfile.TemporaryDirectory() as folder:
            done = Path(folder, source.name)
            done.write_text(executed(read(source), lab, given), encoding="utf-8")
            return converted(done)

    def execute_waiting(self) -> None:
        """Execute in a process of its own what must still be executed, and wait for it."""
        for source, name in self.waiting.items():
            log.info("nnbook: executing %s", source)
            ended = subprocess.run([sys.executable, "-m", __name__, source], check=False)
            if ended.returncode == -signal.SIGINT:
                ended.check_returncode()  # Ctrl-C is no failure of the lab: see nnbook.book.site.again
            if not self.kept.has(name):
                self.failed.add(name)
                log.error("nnbook: %s failed; what it said stands above", source)


def converted(source: Path) -> dict[str, Any]:
    """Return what mkdocs-jupyter makes of a notebook as it stands: HTML, table of contents, title if it has one."""
    os.environ["JUPYTER_CONFIG_DIR"] = str(SETTINGS)
    # Imported here: see above.
    from mkdocs_jupyter.convert import nb2html
    from mkdocs_jupyter.plugin import get_nb_toc

    content = nb2html(str(source), theme="", no_prompt=True, custom_mathjax_url="")
    toc, title = get_nb_toc(str(source), DEPTH)
    return {"content": content, "toc": [_token(item) for item in toc], "title": title}


def among(files: Files) -> Files:
    """Return the files of a site, its notebooks among them as pages."""
    return Files([_page(file) if file.src_uri.endswith(LAB) else file for file in files])


def is_lab(page: Page) -> bool:
    """Tell whether a page is a notebook."""
    return page.file.src_uri.endswith(LAB)


def main(name: str) -> None:
    """Execute a lab once, given its file in the folder of pages, and keep its page."""
    config = load_config()
    file = LabFile(name, config.docs_dir, config.site_dir, config.use_directory_urls)
    page = Page(None, file, config)
    labs = Labs()
    labs.runner.twice = False
    labs.keep(page)
    page.render(config, Files([file]))


def page_key(page: Page) -> str:
    """Cover all that the page of a lab depends on."""
    texts = [path.read_text(encoding="utf-8") for path in (EXTENSION, *sorted(SETTINGS.iterdir()))]
    programs = [f"{name} {version(name)}" for name in ("mkdocs-jupyter", "nbconvert", "ipykernel")]
    source = Path(str(page.file.abs_src_path)).read_text(encoding="utf-8")
    return key(source, library_digest(), surroundings(), *texts, *programs, page.file.url)


def _page(file: File) -> LabFile:
    return LabFile(file.src_uri, file.src_dir, file.dest_dir, file.use_directory_urls, inclusion=file.inclusion)


def _token(item: AnchorLink) -> dict[str, Any]:
    children = [_token(child) for child in item.children]
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C in the terminal of a served site: end without a traceback
    main(sys.argv[1])
