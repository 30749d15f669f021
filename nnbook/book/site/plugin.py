"""What MkDocs calls: the one plugin of the book, and in which order things happen.

It makes built pages lighter, safe, readable offline and printable, and changes nothing that they say. A generator that
does not know it builds the same pages from the Markdown extensions alone.

`mkdocs build` makes the site beside the former one and then puts it in its place, so that a build that fails or is
killed changes nothing, and of two builds at once the last one counts. `mkdocs serve` shows at once what is ready: a
build waits a few seconds for fences and checks of formulas, and not at all for labs and for live code that no earlier
build has made. It is made again when all of them are done.
"""

import logging
import os
import shutil
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from nnbook.book.extensions import formulas
from nnbook.book.extensions.pages import shared
from nnbook.book.files import CACHE, Kept, forget_killed, replace_folder
from nnbook.book.notebooks.downloads import Downloads, lay_out_lab
from nnbook.book.notebooks.labs import Labs, among, is_lab
from nnbook.book.parse import theorems
from nnbook.book.site import csp, embed, images, print_page, service_worker, stylesheet, worksheets
from nnbook.book.site.again import NextBuild
from nnbook.book.site.contents import Contents
from nnbook.book.site.errors import plainly
from nnbook.book.site.fonts import Fonts
from nnbook.book.site.layouts import Layouts
from nnbook.book.site.live_code import LiveCode
from nnbook.book.site.progress import Progress
from nnbook.book.site.scripts import Scripts
from nnbook.book.vendor import packages, runtime

LAST = -100
"""After all other plugins: what they add to pages and to the site is there."""

PATIENCE = 5.0
"""Seconds that a build of a served site waits for fences."""


log = logging.getLogger("mkdocs.nnbook")


class Options(Config):  # type: ignore[no-untyped-call]  # mkdocs' own
    """There are none."""


class BookPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """State of one build, or of all builds of one `mkdocs serve`."""

    sheets: list[str]
    order: list[str]

    def __init__(self) -> None:
        self.serving, self.site_dir = False, ""
        self.live = LiveCode()
        self.downloads: Downloads | None = None
        self.labs = Labs()
        self.scripts, self.fonts = Scripts(), Fonts()
        self.contents, self.layouts = Contents(), Layouts()
        self.pictures, self.sheet, self.printed = (Kept(CACHE / name) for name in ("pictures", "sheet", "print"))
        self.next_build = NextBuild(CACHE / "ready")

    def on_startup(self, command: str, **_: Any) -> None:
        """Once, before all builds. MkDocs keeps this object from build to build, because it has this method."""
        self.serving = command == "serve"

    @event_priority(LAST)
    @plainly
    def on_config(self, config: MkDocsConfig) -> None:
        """Before the files are listed: put third-party files in place; pages link the one style sheet."""
        self.next_build.begun.set()
        packages.require_for(config.markdown_extensions)
        self.live.begin(serving=self.serving)
        pages = shared(Path(config.docs_dir))
        if self.downloads is None or self.downloads.pages is not pages:
            self.downloads = Downloads(pages)
        self.progress = Progress()
        pages.runner.progress = partial(self.progress, "fences run")
        pages.begin(PATIENCE if self.serving else None)
        self.labs.begin(config, patient=not self.serving)
        self.layouts.rendered = self.built = 0
        self.sheets, config.extra_css = list(map(str, config.extra_css)), []
        config.extra["stylesheet"] = stylesheet.SHEET
        self.site_dir = config.site_dir  # where the site belongs; from here on it names where it is made
        if not self.serving:
            forget_killed(Path(self.site_dir))
            config.site_dir = f"{self.site_dir}.building-{os.getpid()}"

    @event_priority(LAST)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """When the files are listed: labs are pages, and the scripts are served bundled and minified."""
        files = among(files)
        self.scripts.replace(files, config)
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, **_: Any) -> None:
        """When the order of the pages is known."""
        self.order = [page.url if page.url != "." else "" for page in nav.pages]
        self.nav = nav
        self.contents.begin(config)

    @event_priority(LAST)
    def on_pre_page(self, page: Page, **_: Any) -> None:
        """Before a page is read: say how to render it."""
        assert self.downloads is not None
        self.progress("pages made", self.built, len(self.order), page.file.src_uri)
        self.built += 1
        self.labs.keep(page)
        if not is_lab(page):
            self.contents.keep(page, self.downloads.pages)

    def on_page_content(self, content: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
        """With what the Markdown of a page, or the cells of a lab, have become."""
        return self.labs.with_bars(content, page, Path(config.docs_dir))

    @event_priority(LAST)
    def on_env(self, env: Environment, config: MkDocsConfig, **_: Any) -> None:
        """When all pages have their content, and links to the library lead there."""
        self.layouts.begin(env, config, self.nav)

    @event_priority(LAST)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """With each page as it would be written."""
        site = Path(config.site_dir)
        if is_lab(page):
            lay_out_lab(Path(config.docs_dir), PurePosixPath(page.file.src_uri), site, config.site_url or "")
        return csp.with_policy(images.moved_out(output, page.url, site, self.pictures))

    def on_post_template(self, output_content: str, template_name: str, **_: Any) -> str:
        """With the page for unknown addresses, among others."""
        return csp.with_policy(output_content) if template_name == "404.html" else output_content

    @event_priority(LAST)
    @plainly
    def on_post_build(self, config: MkDocsConfig) -> None:
        """When all pages are written."""
        site = Path(config.site_dir)
        assert self.downloads is not None
        self.downloads.lay_out(site, config.site_url or "")
        worksheets.write(site, self.downloads.pages, config.site_url or "")
        theorems.publish(site)
        stylesheet.write(site, self.sheets, self.sheet)
        self.fonts.subset(site)
        service_worker.write(site)
        # After the list of what is kept without network: these are no pages of the book, and the one to print is as
        # large as all of them.
        embed.write(site, Path(config.docs_dir), self.order, self.sheets, book=config.site_name)
        print_page.write(
            site,
            self.order,
            self.printed,
            title=config.site_name,
            description=config.site_description or "",
            rights=config.copyright or "",
        )
        self._say_what_was_made()
        if self.serving:
            self._build_again_when_all_is_done()
            return
        replace_folder(site, Path(self.site_dir))
        config.site_dir = self.site_dir
        for kept in (
            self.downloads.pages.runner.kept.kept,
            self.downloads.pages.said,
            self.downloads.kept,
            *self.labs.all_kept,
            self.scripts.kept,
            self.fonts.kept,
            self.contents.kept,
            *self.layouts.all_kept,
            self.pictures,
            self.sheet,
            self.printed,
        ):
            kept.prune()
        # A page that was kept has asked for none of its formulas.
        if not self.contents.restored:
            formulas.typesetter().kept.prune()

    def on_serve(self, server: LiveReloadServer, **_: Any) -> None:
        """When the first build is served: build again when the file changes that says that all is done."""
        self.next_build.watch(server)

    def on_build_error(self, **_: Any) -> None:
        """When a build has failed: the former site stays."""
        if not self.serving:
            shutil.rmtree(f"{self.site_dir}.building-{os.getpid()}", ignore_errors=True)

    def _say_what_was_made(self) -> None:
        rendered = self.contents.rendered
        names = f" ({', '.join(rendered)})" if 0 < len(rendered) <= 3 else ""
        said = (len(self.order), len(rendered), names, self.layouts.rendered)
        log.info("nnbook: of %d pages %d rendered anew%s, %d laid out anew", *said)

    def _build_again_when_all_is_done(self) -> None:
        """Wait for all that this build has not waited for, and then ask for another."""
        assert self.downloads is not None
        pages, labs, live = self.downloads.pages, self.labs, self.live.waits
        if not (labs.waiting or pages.running or pages.unchecked or live):
            return

        def work() -> None:
            if pages.unchecked:
                pages.check_ahead()
            if live:
                runtime.make_ahead()
            pages.runner.wait()
            labs.execute_waiting()

        self.next_build.after(work)
