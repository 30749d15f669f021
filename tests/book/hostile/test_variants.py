"""Code on a page runs or is refused, never neither; the check, the build and pytest say the same of it."""

import contextlib
import io
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config

from nnbook.book.cli import main
from nnbook.book.parse.fences import front_matter
from nnbook.book.parse.page import body, read
from tests.book.hostile.variants import REFUSED, RUN, SAYS

ROOT = Path(__file__).parents[3]
ALL = [*REFUSED, *RUN]


def page(name: str) -> str:
    return f"docs/{ALL.index(name):03}.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page for each, no two of them the same."""
    folder = tmp_path_factory.mktemp("variants")
    (folder / "docs").mkdir()
    for name, text in (REFUSED | RUN).items():
        (folder / page(name)).write_bytes(text.replace(SAYS, f"{SAYS} as {ALL.index(name)}").encode())
    (folder / "pytest.ini").write_text("[pytest]\n")
    shutil.copy(ROOT / "conftest.py", folder)
    return folder


def by_page(said: str) -> dict[str, str]:
    """Return what was said of each page."""
    found: dict[str, str] = {}
    for part in re.split(r"^(?:E +)?(?:\w+: )?(?=docs/\d{3}\.md:)", said, flags=re.MULTILINE)[1:]:
        found[part[:11]] = found.get(part[:11], "") + part
    return found


@pytest.fixture(scope="module")
def checked(folder: Path) -> dict[str, str]:
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        assert main(["check"]) == 1
    return by_page(printed.getvalue())


@pytest.fixture(scope="module")
def built(folder: Path) -> dict[str, str]:
    """Build every page with the settings of the site."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what plugins say while they load is not about the pages
        config = load_config(str(ROOT / "mkdocs.yml"))
    names = [name for name in config["markdown_extensions"] if name != "nnbook.book.extensions.formulas"]
    options = {name: config["mdx_configs"].get(name, {}) for name in names}
    said = {}
    with contextlib.chdir(folder):
        for name in ALL:
            text = read(Path(page(name)))
            builder = Markdown(extensions=names, extension_configs=options)
            try:
                builder.convert(body(text, front_matter(text.replace("\r", "\n"))))
            except Exception as error:
                said[page(name)] = str(error).strip()
    return said


@pytest.fixture(scope="module")
def collected(folder: Path) -> dict[str, str]:
    command = [sys.executable, "-m", "pytest", "--codeblocks", "--continue-on-collection-errors", "-q", "docs"]
    command += ["-p", "no:cacheprovider", "--rootdir", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return by_page(done.stdout)


@pytest.mark.parametrize("witness", ["checked", "built", "collected"])
@pytest.mark.parametrize("name", ALL)
def test_code_on_a_page_runs_or_is_refused(name: str, witness: str, request: pytest.FixtureRequest) -> None:
    said = request.getfixturevalue(witness).get(page(name), "")
    assert said.startswith(page(name)), f"neither: {(REFUSED | RUN)[name]!r}"
    assert (f"AssertionError: {SAYS}" in said) == (name in RUN), said


def test_the_table_is_as_long_as_the_trial_was() -> None:
    assert len(REFUSED) + len(RUN) >= 106
