"""What must hold of the written pages, before any browser opens them."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

import nnbook as nn
from nnbook.book.site import csp
from tests.site.conftest import REPOSITORY
from tools import building

HOME = "http://book.example/"
LOADING = {
    "script": "src",
    "img": "src",
    "image": "xlink:href",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "use": "href",
    "object": "data",
}


class Parsed(HTMLParser):
    """The addresses, anchors and headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.landmarks: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.anchors.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in LOADING and LOADING[tag] in given and given.get("rel") not in {"canonical", "next", "prev"}:
            self.loads.append(given[LOADING[tag]])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), given.get("id", "")))
        self.landmarks.add(tag)


@pytest.fixture(scope="module")
def parsed(site: Path, pages: list[str]) -> dict[str, Parsed]:
    """Every page by its address."""
    return {name: Parsed((site / name / "index.html").read_text(encoding="utf-8")) for name in pages}


def test_every_markdown_file_and_notebook_is_a_page(pages: list[str]) -> None:
    docs = building.ROOT / "docs"
    sources = [path.relative_to(docs) for suffix in ("md", "ipynb") for path in docs.rglob(f"*.{suffix}")]
    expected = {
        f"{source.with_suffix('').as_posix()}/".removesuffix("index/")
        for source in sources
        if source.parts[0] not in {"decisions", "assets"}
    }
    assert set(pages) == expected


def test_every_link_and_anchor_leads_somewhere(site: Path, parsed: dict[str, Parsed]) -> None:
    broken = []
    for name, page in parsed.items():
        for link in page.links:
            target = urlsplit(urljoin(HOME + name, link))
            if f"{target.scheme}://{target.netloc}/" != HOME:
                continue
            path = unquote(target.path.removeprefix("/"))
            if path in parsed:
                if target.fragment and unquote(target.fragment) not in parsed[path].anchors:
                    broken.append(f"{name}: {link} (no such anchor)")
            elif not (site / path / ("index.html" if path.endswith("/") else "")).is_file():
                broken.append(f"{name}: {link} (no such page)")
    assert not broken, "\n".join(broken)


def test_the_text_of_every_licence_lies_on_the_site_and_is_linked(site: Path, parsed: dict[str, Parsed]) -> None:
    texts = {path.name: path.read_bytes() for path in (building.ROOT / "docs/licences").iterdir()}
    linked = [link.rpartition("/")[2] for link in parsed["reference/licences/"].links if link.endswith(".txt")]
    assert sorted(linked) == sorted(texts)
    assert {path.name: path.read_bytes() for path in (site / "licences").iterdir()} == texts
    assert {"numpy.txt", "pyodide.txt", "mathjax.txt", "codemirror-view.txt", "mkdocs-material.txt"} <= set(texts)


def test_pages_load_nothing_from_elsewhere(site: Path, parsed: dict[str, Parsed]) -> None:
    elsewhere = [
        f"{name}: {url}"
        for name, page in parsed.items()
        for url in page.loads
        if urlsplit(url).netloc or url[:2] == "//"
    ]
    assert not elsewhere, "\n".join(elsewhere)
    missing = [
        f"{name}: {url}"
        for name, page in parsed.items()
        for url in page.loads
        if not url.startswith(("data:", "#")) and not (site / name / urlsplit(url).path).resolve().exists()
    ]
    assert not missing, "\n".join(missing)


def test_a_page_is_drawn_after_one_style_sheet_and_no_script(site: Path, pages: list[str]) -> None:
    for name in pages:
        page = BeautifulSoup((site / name / "index.html").read_text(encoding="utf-8"), "html.parser")
        sheets = [Path(str(link["href"])).name for link in page.select("link[rel=stylesheet]")]
        assert sheets == ["book.css", "notebook.css"][: 1 + name.startswith("labs/")], name
        assert not page.select("script[src]"), name
        assert not page.select("link[rel=manifest]"), name
        (icon,) = page.select("link[rel=icon]")
        assert str(icon["href"]).startswith("data:image/svg+xml,"), name


def test_every_picture_says_what_is_to_be_seen(site: Path, pages: list[str]) -> None:
    for name in pages:
        page = BeautifulSoup((site / name / "index.html").read_text(encoding="utf-8"), "html.parser")
        # A picture within a drawing is described with the drawing.
        alone = [image for image in page.select("img") if image.find_parent("foreignobject") is None]
        said = [str(image.get("alt", "")) for image in alone]
        said += [figure.get_text() for figure in page.select("figure.nn-figure > .nn-alt")]
        mute = [one for one in said if len(one) < 10 or "No description" in one]
        assert not mute, f"{name}: {mute}"


def test_every_figure_has_a_number_that_leads_to_it_and_says_what_it_shows(site: Path, pages: list[str]) -> None:
    counted = 0
    for name in (name for name in pages if not name.startswith("labs/")):
        html = BeautifulSoup((site / name / "index.html").read_text(encoding="utf-8"), "html.parser")
        source = building.ROOT / "docs" / f"{name.strip('/') or 'index'}.md"
        text = source.read_text(encoding="utf-8") if source.is_file() else ""
        chapter = re.search(r"^number: ([1-9]\d*)$", text, re.MULTILINE)
        for number, figure in enumerate(html.select("figure.nn-figure"), 1):
            caption, alt = figure.select_one("figcaption"), figure.select_one(".nn-alt")
            assert caption is not None
            assert alt is not None
            link = caption.select_one("a")
            assert link is not None
            assert link.get_text() == f"Figure {f'{chapter[1]}.' if chapter else ''}{number}", name
            assert link["href"] == f"#{figure['id']}"
            shown = caption.get_text().removeprefix(link.get_text()).strip()
            rest = alt.get_text().removeprefix(shown)
            assert len(shown) > 20 or not rest
            assert rest == "" or (shown[-1] in ".?!" and rest[0].isspace()), name
            counted += 1
    assert counted > 140


def test_style_sheets_and_own_scripts_name_no_other_host(site: Path) -> None:
    named = []
    for path in [*site.rglob("*.css"), *(site / "assets/js").rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        named += [
            f"{path.name}: {url}"
            for url in re.findall(r"(?:url\(|@import |from |import\()[\"']?((?:https?:)?//[^\"')]+)", text)
        ]
    assert not named, "\n".join(named)


def test_every_link_in_the_text_says_where_it_leads(site: Path, pages: list[str]) -> None:
    empty = {"", "here", "click here", "this", "this page", "this link", "link", "more", "read more", "see", "page"}
    empty |= {"click this", "go", "information", "learn more", "more info", "more information", "right here", "start"}
    empty |= {"see more"}  # what Lighthouse refuses, too
    vague = []
    for name in pages:
        page = BeautifulSoup((site / name / "index.html").read_text(encoding="utf-8"), "html.parser")
        for link in page.select(".md-content a[href]:not(.headerlink)"):
            shown = " ".join(str(link.get("aria-label") or link.get("title") or link.get_text()).split())
            if shown.lower().strip(".,:") in empty:
                vague.append(f"{name}: {link}")
    assert not vague, "\n".join(vague)


def test_every_page_has_one_title_and_no_repeated_anchor(parsed: dict[str, Parsed]) -> None:
    for name, page in parsed.items():
        levels = [level for level, _ in page.headings]
        assert levels.count(1) == 1, f"{name}: {levels.count(1)} titles"
        jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert not jumps, f"{name}: heading levels jump {jumps}"
        repeated = {anchor for anchor in page.anchors if page.anchors.count(anchor) > 1}
        assert not repeated, f"{name}: anchors used twice: {sorted(repeated)}"
        assert {"header", "main", "nav", "footer"} <= page.landmarks, name


def test_every_chapter_page_has_an_edit_link_into_the_named_repository(parsed: dict[str, Parsed]) -> None:
    for name, page in parsed.items():
        edits = [link for link in page.links if link.startswith(f"{REPOSITORY}/edit/main/docs/")]
        assert len(edits) == 1, f"{name}: {edits}"
        assert (building.ROOT / "docs" / edits[0].removeprefix(f"{REPOSITORY}/edit/main/docs/")).is_file(), edits[0]


def test_every_page_says_in_a_sentence_what_it_is(site: Path, pages: list[str]) -> None:
    said: dict[str, list[str]] = {}
    for name in pages:
        found = re.search(
            r'<meta name="description" content="([^"]+)">', (site / name / "index.html").read_text(encoding="utf-8")
        )
        assert found, name
        said.setdefault(found[1], []).append(name)
    assert not [names for names in said.values() if len(names) > 1], said


def test_the_reference_documents_every_public_name(parsed: dict[str, Parsed]) -> None:
    anchors = [anchor for name, page in parsed.items() if name.startswith("reference/api/") for anchor in page.anchors]
    counted = {name: anchors.count(f"nnbook.{name}") for name in nn.__all__}
    assert not {name: count for name, count in counted.items() if count != 1}


def test_no_page_carries_the_day_of_its_build(site: Path) -> None:
    assert not (site / "sitemap.xml.gz").exists(), "a compressed sitemap carries the time at which it was made"
    assert "lastmod" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_decisions_stay_with_the_source(site: Path) -> None:
    assert (building.ROOT / "docs/decisions").is_dir()
    assert not (site / "decisions").exists()


def test_every_page_has_a_policy_that_names_each_of_its_scripts(site: Path, pages: list[str]) -> None:
    for name in [*(f"{page}index.html" for page in pages), "404.html"]:
        text = (site / name).read_text(encoding="utf-8")
        policies = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
        assert len(policies) == 1, name
        scripts = next(part for part in policies[0].split("; ") if part.startswith("script-src "))
        assert "'self'" in scripts
        assert "unsafe-inline" not in scripts
        assert "'unsafe-eval'" not in scripts
        assert "http" not in policies[0]
        programs = [found for found in csp.INLINE.finditer(text) if "json" not in found["attributes"]]
        assert all(csp.digest_of(found["script"]) in scripts for found in programs)
        # And that of the frame in which live code runs.
        assert len(re.findall("'sha256-", scripts)) == len({found["script"] for found in programs}) + 1 > 1
        assert not re.search(r"<[^>]+ on[a-z]+=", re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)), name
