"""The book's own scripts, bundled and minified by esbuild.

As they are written, with their types in comments, a widget is up to 33 modules, each asked for when the one before it
has come. They run unbundled too, under a generator that does not know this plugin.
"""

import json
import subprocess
from pathlib import Path
from typing import TypedDict, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from nnbook.book.files import CACHE, ROOT, Kept, digest
from nnbook.book.vendor.packages import node

SCRIPT = Path(__file__).with_suffix(".mjs")
ASSETS = "assets"
OTHER_LANGUAGES = "assets/javascripts/lunr/"
"""What the theme's search needs for books that are not in English."""

SOURCES = ("js/*.js", "live/*.js", "widgets/**/*.js", "widgets/*.css", "vendor/.made.json")
"""What decides how the bundles look; the third-party modules are known by the digests that vendoring notes."""


class Bundles(TypedDict):
    """What esbuild has made: texts by name, and the names of the modules that are in them."""

    made: dict[str, str]
    used: list[str]


class Scripts:
    """The bundles, kept from build to build."""

    def __init__(self) -> None:
        self.kept = Kept(ROOT / CACHE / "scripts")

    def replace(self, files: Files, config: MkDocsConfig) -> None:
        """Replace the modules by the bundles that are made of them, and leave out scripts that no page asks for."""
        for other in [file for file in files if file.src_uri.startswith(OTHER_LANGUAGES)]:
            files.remove(other)
        bundles = self.bundles(Path(config.docs_dir, ASSETS))
        for name in bundles["used"]:
            if file := files.get_file_from_path(f"{ASSETS}/{name}"):
                files.remove(file)
        for name, text in bundles["made"].items():
            files.append(File.generated(config, f"{ASSETS}/{name}", content=text))

    def bundles(self, assets: Path) -> Bundles:
        """Return the bundles of a folder of assets."""
        sources = sorted(path for pattern in SOURCES for path in assets.glob(pattern))
        if not sources:
            return {"made": {}, "used": []}
        key = digest(b"\0".join(str(path).encode() + b"\0" + path.read_bytes() for path in [SCRIPT, *sources]))
        made = self.kept.get(key)
        if made is None:
            command = [node(), str(SCRIPT), str(ROOT), str(assets)]
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode:
                raise RuntimeError(f"esbuild failed:\n{done.stderr.decode()}")
            made = done.stdout
            self.kept.put(key, made)
        return cast(Bundles, json.loads(made))
