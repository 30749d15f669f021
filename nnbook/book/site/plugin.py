"""What MkDocs calls: the one plugin of the book, and in which order things happen.

It makes built pages lighter, safe, readable offline and printable, and changes nothing that they say. A generator that
does not know it builds the same pages from the Markdown extensions alone.
"""

from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from nnbook.book.extensions import formulas
from nnbook.book.extensions.pages import shared
from nnbook.book.files import library_digest
from nnbook.book.notebooks import labs
from nnbook.book.notebooks.downloads import Downloads
from nnbook.book.site import csp, html, images, print_page, service_worker, stylesheet
from nnbook.book.vendor import pyodide

LAST = -100
"""After all other plugins: what they add to pages and to the site is there."""


class Options(Config):  # type: ignore[no-untyped-call]  # mkdocs' own
    """There are none."""


class BookPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """State of one build, or of all builds of one `mkdocs serve`."""

    downloads: Downloads | None = None
    sheets: list[str]
    order: list[str]
    live_for = ""
    """The state of the library that the files of live code were laid out for."""

    def on_startup(self, **_: Any) -> None:
        """MkDocs keeps this object from build to build, because it has this method."""

    @event_priority(LAST)
    def on_config(self, config: MkDocsConfig) -> None:
        """Before the files are listed: put third-party files in place; pages link the one style sheet."""
        if (state := library_digest()) != self.live_for:
            pyodide.prepare()
            self.live_for = state
        labs.forget_stale()
        labs.settings()
        pages = shared(Path(config.docs_dir))
        if self.downloads is None or self.downloads.pages is not pages:
            self.downloads = Downloads(pages)
        self.sheets, config.extra_css = list(map(str, config.extra_css)), []
        config.extra["stylesheet"] = stylesheet.SHEET

    def on_nav(self, nav: Navigation, **_: Any) -> None:
        """When the order of the pages is known."""
        self.order = [page.url if page.url != "." else "" for page in nav.pages]

    @event_priority(LAST)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """With each page as it would be written."""
        light = html.plain_code(html.fewer_titles(output))
        return csp.with_policy(images.moved_out(light, page.url, Path(config.site_dir)))

    def on_post_template(self, output_content: str, template_name: str, **_: Any) -> str:
        """With the page for unknown addresses, among others."""
        return csp.with_policy(output_content) if template_name == "404.html" else output_content

    @event_priority(LAST)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """When all pages are written."""
        site = Path(config.site_dir)
        assert self.downloads is not None
        self.downloads.lay_out(site, config.site_url or "")
        stylesheet.write(site, self.sheets)
        service_worker.write(site)
        # After the list of what is kept without network: this page is as large as all the others.
        print_page.write(
            site,
            self.order,
            title=config.site_name,
            description=config.site_description or "",
            rights=config.copyright or "",
        )
        for kept in (self.downloads.pages.runner.kept.kept, formulas.typesetter().kept, self.downloads.kept):
            kept.prune()
