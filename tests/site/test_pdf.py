"""The book as PDF: what it links lies on the site, and printing again gives the same bytes but for the date."""

import re
import subprocess
import sys
from pathlib import Path

from tools import release
from tools.building import ROOT

HOME = "https://book.example/"
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'
PRINTED = """\
<!doctype html><title>The book</title>
<h1 id="one">One</h1><a href="#one">up</a> <a href="../licences/numpy.txt">NumPy</a>
"""


def test_a_pdf_leads_to_the_site_and_depends_on_it_alone(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    (tmp_path / "print/index.html").write_text(PRINTED, encoding="utf-8")
    (tmp_path / "404.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "sitemap.xml").write_text(SITEMAP.format(HOME), encoding="utf-8")
    made = []
    for name in ("1.pdf", "2.pdf"):
        command = (sys.executable, "-m", "tools.pdf", str(tmp_path), str(tmp_path / name))
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        made.append(release.undated((tmp_path / name).read_bytes(), 0))
    assert re.findall(rb"/URI \(([^)]*)\)", made[0]) == [f"{HOME}licences/numpy.txt".encode()]
    assert b"127.0.0.1" not in made[0]
    assert made[0] == made[1]
