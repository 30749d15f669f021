"""A page as the theme lays it out, and what the search finds in it, kept until something changes that decides them."""

import copy
import json
import re
from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache, Environment, Template
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from nnbook.book.files import CACHE, Kept, key, programs
from nnbook.book.site import embed, html, state
from nnbook.book.site.contents import tokens

SEARCH = "material/search"
PAINTED = re.compile(r"<mjx-math\b.*?</mjx-math>", re.DOTALL)


class Compiled(BytecodeCache):
    """The templates as Jinja compiles them, kept under what they are and `of`: programs and settings."""

    def __init__(self, kept: Kept, of: str) -> None:
        self.kept, self.of = kept, of

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what is kept of a template."""
        if known := self.kept.get(self._key(bucket)):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja has compiled."""
        self.kept.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return key(self.of, bucket.key, bucket.checksum)


class Layouts:
    """The laid-out pages of a site, made lighter.

    Every page shows the navigation, so that a title that changes there lays out all pages anew, while a word on a page
    lays out that page. The day of the build is no part of a page.
    """

    def __init__(self) -> None:
        self.kept = Kept(CACHE / "layouts")
        self.found = Kept(CACHE / "search")
        self.compiled = Kept(CACHE / "templates")
        self.all_kept = self.kept, self.found, self.compiled
        self.rendered = 0

    def begin(self, env: Environment, config: MkDocsConfig, nav: Navigation) -> None:
        """When the contents of all pages are there: let templates and search take what is kept."""
        self.programs = programs()
        shown = json.dumps(_items(nav.items), default=repr)
        settings = state.settings(config)
        self.site = key(self.programs, settings, state.templates(config), shown)
        env.bytecode_cache = Compiled(self.compiled, key(self.programs, settings))
        env.template_class = self._template()
        self.searched: list[Callable[[Page], None]] = []
        self.prepared: list[Callable[..., None]] = []
        if SEARCH in config.plugins:
            self._search(config)

    def _template(self) -> type[Template]:
        """Return the class of templates whose pages are kept."""
        layouts = self

        class KeptTemplate(Template):
            def render(self, *arguments: Any, **names: Any) -> str:
                context = dict(*arguments, **names)
                page = context.get("page")
                render = super().render
                if page is None:
                    return render(context)
                for add in layouts.searched:
                    add(page)

                def laid_out() -> bytes:
                    layouts.rendered += 1
                    for prepare in layouts.prepared:
                        prepare(context, page=page, config=context["config"], nav=context["nav"])
                    return _lighter(render(context), page.url).encode()

                return layouts.kept.made(key(layouts.site, str(self.name), *_parts(page)), laid_out).decode()

        return KeptTemplate

    def _search(self, config: MkDocsConfig) -> None:
        """Let the search take the entries of a page from what is kept, and see a page when it is laid out anew."""
        search: Any = config.plugins[SEARCH]
        index, add = search.search_index, search.search_index.add_entry_from_context

        def from_kept(page: Page) -> None:
            def entries() -> bytes:
                before = len(index.entries)
                add(_read(page))
                new = index.entries[before:]
                del index.entries[before:]
                return json.dumps(new).encode()

            index.entries += json.loads(self.found.made(key(self.programs, *_parts(page)), entries))

        index.add_entry_from_context = lambda page: None
        config.plugins.events["page_context"].remove(search.on_page_context)
        self.searched.append(from_kept)
        self.prepared.append(search.on_page_context)


def _lighter(page: str, url: str) -> str:
    """Return a page, as the theme lays it out, with fewer elements, its widgets knowing where they stand alone."""
    return embed.offered(html.plain_code(html.fewer_titles(page)), url)


def _read(page: Page) -> Page:
    """Return a page whose formulas stand there once: in MathML, and no more as the characters that are painted."""
    copied = copy.copy(page)
    copied.content = PAINTED.sub("", page.content or "")
    return copied


def _parts(page: Page) -> list[str]:
    """Return all of a page that its layout shows."""
    own = (page.file.src_uri, page.url, page.title, page.canonical_url, page.edit_url, page.is_homepage)
    more = (page.meta, page.file.inclusion, tokens(page.toc))
    return [json.dumps([*own, *more], default=repr), str(page.content)]


def _items(items: list[Any]) -> list[Any]:
    """Return what a navigation shows of its entries."""
    return [
        [item.title, getattr(item, "url", None), getattr(item, "meta", None), _items(item.children or [])]
        for item in items
    ]
