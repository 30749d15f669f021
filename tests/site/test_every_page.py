"""Page by page, over the whole book: parsed = shown by the build = collected by pytest-codeblocks.

After the site is built, so that each fence has been run before, and not at the same time.
"""

import shutil
import warnings
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config
from pytest_codeblocks.main import extract_from_file

from nnbook.book.extensions import fences
from nnbook.book.parse.book import book_pages
from nnbook.book.parse.fences import parse
from nnbook.book.parse.page import Page, body, read

ROOT = Path(__file__).parents[2]
CEILING = 15
"""So many fences, in the whole book, may print what floating point does not fix."""


def parsed(path: Path) -> Page:
    return parse(read(path), path.relative_to(ROOT).as_posix())


def names() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in book_pages(ROOT)]


@pytest.fixture(scope="module")
def settings() -> tuple[list[str], dict[str, dict[str, object]]]:
    """Read the site's own Markdown settings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what plugins say while they load is not about the pages
        config = load_config(str(ROOT / "mkdocs.yml"))
    return config["markdown_extensions"], config["mdx_configs"]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", names())
def test_the_same_fences_are_parsed_shown_and_collected(
    name: str, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    page = parsed(ROOT / name)
    assert not page.problems, "\n".join(map(str, page.problems))
    collected = [block.lineno for block in extract_from_file(ROOT / name) if block.syntax in ("python", "sh", "bash")]
    assert collected == [fence.line for fence in page.fences]
    names, options = settings
    if not name.startswith("docs/"):
        # The README is no page of the site: build it as if it were one.
        shutil.copy(ROOT / name, tmp_path)
        options = {**options, "nnbook.book.extensions.fences": {"docs": str(tmp_path)}}
    built = Markdown(extensions=names, extension_configs=options)
    html = built.convert(body(read(ROOT / name), page.offset))
    (extension,) = (found for found in built.registeredExtensions if isinstance(found, fences.FencesExtension))
    assert [fence.line for fence in extension.done] == [fence.line for fence in page.fences]
    assert html.count('<div class="nn-fence"') == len(page.fences)


def test_the_book_has_fences_to_test() -> None:
    assert sum(len(parsed(ROOT / name).fences) for name in names()) > 50


def test_captured_outputs_stay_rare() -> None:
    captured = [f"{name}:{fence.line}" for name in names() for fence in parsed(ROOT / name).fences if fence.captured]
    assert len(captured) <= CEILING, captured
