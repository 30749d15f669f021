"""Scripts are served bundled and minified: what is addressed keeps its name, what is bundled is not served twice."""

import posixpath
import re
import shutil
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files

from nnbook.book.files import Kept
from nnbook.book.site.scripts import Scripts

SOURCES = {
    "js/reach.js": "// Why.\nconst near = document.title;\nconsole.log(near);\n",
    "live/live.js": 'const later = () => import("./runner.js");\nlater();\n',
    "live/runner.js": 'import { word } from "./words.js";\nconsole.log(word);\n',
    "live/words.js": '/** @type {string} The words. */\nexport const word = "said";\nexport const unused = "unsaid";\n',
    "live/by_hand.js": "// Nobody bundles this.\n",
    "widgets/mount.js": 'export { base } from "./base.js";\n',
    "widgets/base.js": 'import { html } from "../vendor/lit/lit.js";\nexport const base = html("base");\n',
    "widgets/first/index.js": 'import { base } from "../base.js";\nexport const first = base + 1;\n',
    "widgets/second/index.js": 'import { base } from "../base.js";\nexport const second = base + 2;\n',
    "widgets/widgets.css": "/* Why. */\n.nn-w {\n  color: red;\n}\n",
    "vendor/lit/lit.js": "export const html = (text) => text;\n",
    "vendor/lit/LICENSE": "Free.\n",
}


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    for name, text in SOURCES.items():
        path = tmp_path / "docs/assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": str(tmp_path / "docs"), "site_dir": str(tmp_path / "site")})
    assert config.validate() == ([], [])
    config.plugins._current_plugin = "nnbook"  # as while MkDocs calls the plugin
    return config


@pytest.fixture
def bundler(tmp_path: Path) -> Scripts:
    made = Scripts()
    made.kept = Kept(tmp_path / "kept", cold_build=False)
    return made


def served(bundler: Scripts, config: MkDocsConfig) -> dict[str, str]:
    """Return the texts of all files as MkDocs would write them."""
    files: Files = get_files(config)
    bundler.replace(files, config)
    return {file.src_uri.removeprefix("assets/"): file.content_string for file in files}


def test_what_is_addressed_keeps_its_name_and_what_is_bundled_is_not_served_twice(
    bundler: Scripts, config: MkDocsConfig
) -> None:
    found = served(bundler, config)
    chunks = {name for name in found if re.fullmatch(r"widgets/chunk-[A-Z0-9]{8}\.js", name)}
    assert len(chunks) == 1, "the base is shared by both widgets, and mounting"
    assert set(found) - chunks == set(SOURCES) - {"live/words.js", "widgets/base.js", "vendor/lit/lit.js"}
    assert found["live/by_hand.js"] == SOURCES["live/by_hand.js"]


def test_what_the_theme_has_for_other_languages_is_left_out(bundler: Scripts, config: MkDocsConfig) -> None:
    files: Files = get_files(config)
    for name in ("lunr/min/lunr.de.min.js", "lunr/tinyseg.js", "bundle.min.js"):
        files.append(File.generated(config, f"assets/javascripts/{name}", content=""))
    bundler.replace(files, config)
    assert [file.src_uri for file in files if "javascripts" in file.src_uri] == ["assets/javascripts/bundle.min.js"]


def test_comments_and_what_nothing_uses_are_left_out(bundler: Scripts, config: MkDocsConfig) -> None:
    found = served(bundler, config)
    assert '"said"' in found["live/runner.js"]
    assert not [name for name, text in found.items() if "Why" in text or "@type" in text or "unsaid" in text]
    assert found["widgets/widgets.css"] == ".nn-w{color:red}\n"


def test_classic_scripts_which_share_one_scope_keep_their_names(bundler: Scripts, config: MkDocsConfig) -> None:
    assert served(bundler, config)["js/reach.js"] == "const near=document.title;console.log(near);\n"


def test_another_folder_or_what_lies_above_it_changes_nothing(
    bundler: Scripts, config: MkDocsConfig, tmp_path: Path
) -> None:
    former = served(bundler, config)
    assets = tmp_path / "elsewhere/deeper/docs/assets"
    shutil.copytree(Path(config.docs_dir) / "assets", assets)
    (tmp_path / "elsewhere/tsconfig.json").write_text('{"compilerOptions": {"strict": true, "target": "es5"}}')
    made = bundler.bundles(assets)["made"]
    assert made == {name: former[name] for name in made}


def test_every_module_that_a_bundle_imports_is_served(bundler: Scripts, config: MkDocsConfig) -> None:
    found = served(bundler, config)
    imports = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), given))
        for name, text in found.items()
        for given in re.findall(r'(?:from|import\(?)\s*"(\./[^"]+|\.\./[^"]+)"', text)
    }
    assert "live/runner.js" in imports
    assert len(imports) == 2, "and the chunk"
    assert imports <= set(found)


def test_a_chunk_with_other_content_has_another_name(bundler: Scripts, config: MkDocsConfig) -> None:
    former = set(served(bundler, config))
    (Path(config.docs_dir) / "assets/widgets/base.js").write_text('export const base = "another";\n')
    (new,) = set(served(bundler, config)) - former - {"vendor/lit/lit.js"}
    assert new.startswith("widgets/chunk-")


def test_what_has_not_changed_is_not_bundled_again(
    bundler: Scripts, config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = served(bundler, config)
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("bundled again"))
    assert served(bundler, config) == former


def test_a_module_that_is_not_there_stops_the_build_and_is_named(bundler: Scripts, config: MkDocsConfig) -> None:
    (Path(config.docs_dir) / "assets/live/words.js").unlink()
    with pytest.raises(RuntimeError, match=r'(?s)live/runner\.js:1:21.*Could not resolve "\./words\.js"'):
        served(bundler, config)


def test_a_site_without_scripts_has_none(bundler: Scripts, tmp_path: Path) -> None:
    assert bundler.bundles(tmp_path) == {"made": {}, "used": []}
