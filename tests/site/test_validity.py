"""Every page is valid HTML.

The rules that are off (`tools/html-validate.json`) are broken by the theme's own frame around each page: names that
begin with underscores, `autocomplete` on its switches, `rel="edit"`, a search without a button. axe judges landmarks.
"""

import json
import subprocess
from pathlib import Path

from nnbook.book.vendor.packages import node
from tools.lighthouse import TOOLS


def test_every_page_is_valid_html(site: Path, pages: list[str], tmp_path: Path) -> None:
    command = [
        node(),
        str(TOOLS / "node_modules/html-validate/bin/html-validate.mjs"),
        "--formatter",
        f"json={tmp_path / 'found.json'}",
    ]
    command += ["--config", str(TOOLS / "html-validate.json"), *(str(site / name / "index.html") for name in pages)]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, text=True, check=False, timeout=300)
    assert (tmp_path / "found.json").is_file(), done.stderr
    problems = [
        f"{Path(page['filePath']).relative_to(site)}:{found['line']}: {found['ruleId']}: {found['message']}"
        for page in json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
        for found in page["messages"]
        # A lab as its converter writes it has rules of style among its cells.
        if not ("/labs/" in page["filePath"] and "<style>" in found["message"])
    ]
    assert not problems, f"{len(problems)}:\n" + "\n".join(problems[:40])
