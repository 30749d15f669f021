"""What mkdocstrings and autorefs remember of a page about the library: its anchors, its part of the inventory.

A page that is not rendered anew must not be forgotten by either: links lead to it, and `objects.inv` lists it.
"""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig

MAPS = ("_primary_url_map", "_secondary_url_map")


def remembered(config: MkDocsConfig, url: str) -> dict[str, Any]:
    """Return what is remembered of the page at an address once it is rendered."""
    plugin: Any = config.plugins.get("mkdocstrings")
    autorefs: Any = config.plugins.get("autorefs")
    if plugin is None or autorefs is None:
        return {}
    here = f"{url}#"
    maps = {
        name: {identifier: own for identifier, urls in getattr(autorefs, name).items() if (own := _of(here, urls))}
        for name in MAPS
    }
    items = [vars(item) for item in plugin.handlers.inventory.values() if item.uri.startswith(here)]
    titles = {address: title for address, title in autorefs._title_map.items() if address.startswith(here)}
    handlers = [handler.name for handler in plugin.handlers.seen_handlers] if items else []
    return {"maps": maps, "titles": titles, "items": items, "handlers": handlers}


def remember(config: MkDocsConfig, known: dict[str, Any]) -> None:
    """Let both remember a page that is not rendered."""
    if not known:
        return
    plugin: Any = config.plugins["mkdocstrings"]
    autorefs: Any = config.plugins["autorefs"]
    for name in MAPS:
        for identifier, urls in known["maps"][name].items():
            addresses = getattr(autorefs, name).setdefault(identifier, [])
            addresses += [url for url in urls if url not in addresses]
    for address, title in known["titles"].items():
        autorefs._title_map.setdefault(address, title)
    for item in known["items"]:
        # Of an alias that two pages have, the first page's counts.
        if item["priority"] == 1 or item["name"] not in plugin.handlers.inventory:
            plugin.handlers.inventory.register(**item)
    for name in known["handlers"]:
        plugin.handlers.get_handler(name)


def _of(here: str, urls: list[str]) -> list[str]:
    return [url for url in urls if url.startswith(here)]
