"""Third-party files are fetched and made when they are needed, once, and again when something is missing or damaged."""

import re
import subprocess
import threading
from pathlib import Path

import pytest

from nnbook.book.vendor import packages
from nnbook.book.vendor.packages import VendorError, require


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Work in an empty folder, and record what is fetched and made; both are replaced by something quick."""
    done: list[str] = []

    def write(packages: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "fonts.css").write_text("@font-face {}")
        done.append("made")

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        if command[-1] == "ci":
            done.append("fetched")
            packages.SOURCE.mkdir(exist_ok=True)
        else:
            for name in ("editor", "d3-array", "d3-contour", "lit-html"):
                (Path(command[-1]) / name).mkdir()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(packages, "ROOT", tmp_path)
    monkeypatch.setattr(packages, "SOURCE", tmp_path / "node_modules")
    monkeypatch.setattr(packages, "TARGET", tmp_path / "docs/assets/vendor")
    monkeypatch.setattr("nnbook.book.vendor.typefaces.write", write)
    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setattr("shutil.copyfile", lambda source, target: target.write_text("licence"))
    (tmp_path / "package-lock.json").write_text("one")
    return done


def test_what_is_missing_is_fetched_and_made_once(made: list[str]) -> None:
    require()
    require()
    assert made == ["fetched", "made"]
    assert (packages.TARGET / "fonts/fonts.css").is_file()


@pytest.mark.parametrize("code", ["ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN", "ETIMEDOUT"])
def test_without_a_network_one_sentence_says_so(made: list[str], monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    said = f"npm error code {code}\nnpm error syscall getaddrinfo\nnpm error request failed, a long tale\n" * 9
    monkeypatch.setattr("subprocess.run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", said))
    with pytest.raises(VendorError, match=rf"^typefaces, .* no answer from its registry \({code}\): .* again\.$"):
        require()
    assert not packages.TARGET.exists()


@pytest.mark.parametrize("damage", ["lost", "changed", "half a stamp"])
def test_what_is_damaged_is_made_again_without_being_fetched(made: list[str], damage: str) -> None:
    require()
    font = packages.TARGET / "fonts/fonts.css"
    if damage == "lost":
        font.unlink()
    elif damage == "changed":
        font.write_text("@font-face { }")
    else:
        stamp = packages.TARGET / ".made.json"
        stamp.write_bytes(stamp.read_bytes()[:40])
    require()
    assert made == ["fetched", "made", "made"]
    assert font.read_text() == "@font-face {}"


def test_another_lock_file_fetches_and_makes_all_again(made: list[str], tmp_path: Path) -> None:
    require()
    (tmp_path / "package-lock.json").write_text("two")
    require()
    assert made == ["fetched", "made"] * 2


def test_what_others_make_stays_and_what_nobody_makes_any_more_goes(made: list[str]) -> None:
    for name in ("maths", "live", "of-former-days"):
        (packages.TARGET / name).mkdir(parents=True)
    (packages.TARGET / "package-lock.json").touch()
    require()
    names = {path.name for path in packages.TARGET.iterdir()}
    assert {"maths", "live"} <= names
    assert not {"of-former-days", "package-lock.json"} & names


def test_builds_that_start_together_make_it_once(made: list[str]) -> None:
    threads = [threading.Thread(target=require) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["fetched", "made"]


def test_what_npm_says_of_another_failure_is_told_with_a_remedy(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "npm error code E503")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: failed)
    with pytest.raises(VendorError, match=r"npm ci failed:\nnpm error code E503\nNo answer from the registry"):
        require()
    assert not packages.TARGET.exists()


@pytest.fixture
def bundled() -> Path:
    """Return the modules as they are served."""
    require()
    return packages.TARGET


def test_every_module_that_a_script_imports_is_there_and_no_other(bundled: Path) -> None:
    # What is imported, and what a script is put together of (`SCRIPTS` in interpreter.js).
    pattern = re.compile(r"""(?:from|import|SCRIPTS = \[)\s*["'](\.{1,2}/[\w./-]+\.js)["']""")
    assets = bundled.parent
    scripts = [*assets.glob("live/*.js"), *assets.glob("widgets/**/*.js")]
    wanted = {
        (script.parent / name).resolve()
        for script in scripts
        for name in pattern.findall(script.read_text(encoding="utf-8"))
        if "/vendor/" in name
    }
    assert len(wanted) > 8
    seen: set[Path] = set()
    while wanted - seen:
        module = (wanted - seen).pop()
        seen.add(module)
        assert module.is_file(), module
        wanted |= {(module.parent / name).resolve() for name in pattern.findall(module.read_text(encoding="utf-8"))}
    assert {path.resolve() for path in bundled.rglob("*.js") if "live" not in path.parts[-2:]} == seen
