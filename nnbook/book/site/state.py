"""What decides how all pages look, apart from their texts and the programs: settings, templates."""

import json
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from nnbook.book.files import folder_digest

OF_ONE_RUN = frozenset({"config_file_path", "dev_addr", "exclude_docs", "site_dir", "strict", "watch"})
"""Settings that say how a build is started. What `exclude_docs` leaves out is not among the files of the build."""

OF_LAYOUT = frozenset({"nav", "site_url"})
"""Settings that do not reach what a page's Markdown becomes."""


def settings(config: MkDocsConfig, leave_out: frozenset[str] = frozenset()) -> str:
    """Return the settings of a site as text, the options of its plugins included."""
    values: dict[str, Any] = {name: value for name, value in config.items() if name not in OF_ONE_RUN | leave_out}
    values["plugins"] = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    values["theme"] = {"name": config.theme.name, **{name: config.theme[name] for name in config.theme}}
    # Plugins add extensions that are objects; their settings are the plugins'.
    values["markdown_extensions"] = [name for name in config.markdown_extensions if isinstance(name, str)]
    return json.dumps(values, default=repr, sort_keys=True)


def templates(config: MkDocsConfig) -> str:
    """Return a digest of the book's own templates; those of the theme are of an installed package."""
    return folder_digest(Path(config.theme.custom_dir)) if config.theme.custom_dir else ""
