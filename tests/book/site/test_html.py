"""Titles stand where they say something new; code keeps its colours, its links and every character."""

import re

import pytest
from markdown import Markdown

from nnbook.book.site.html import fewer_titles, plain_code

TEXT = """
# ReLU

The ReLU here, and *the ReLU* (ReLU, LU) again.

## Once more

- LU and ReLU
- ReLU

*[ReLU]: rectified linear unit
*[LU]: linear unit
"""


@pytest.fixture
def page() -> str:
    toc = {"permalink": True, "permalink_title": "Link to this"}
    return fewer_titles(Markdown(extensions=["abbr", "toc"], extension_configs={"toc": toc}).convert(TEXT))


def test_an_abbreviation_says_what_it_means_where_a_section_uses_it_first(page: str) -> None:
    first, second = page.split("<h2")
    relu, lu = '<abbr title="rectified linear unit">ReLU</abbr>', '<abbr title="linear unit">LU</abbr>'
    assert f">{relu}<a " in first
    assert f"<p>The ReLU here, and <em>the ReLU</em> (ReLU, {lu}) again.</p>" in first
    assert f"<li>{lu} and {relu}</li>\n<li>ReLU</li>" in second


def test_the_sign_beside_a_heading_has_a_name(page: str) -> None:
    assert page.count('class="headerlink" href="#once-more" aria-label="Link to this"') == 1
    assert (
        fewer_titles('<a href="#x" title="Link" class="headerlink">')
        == '<a href="#x" aria-label="Link" class="headerlink">'
    )
    assert "title=" not in page.replace("abbr title", "")


def test_a_type_without_a_page_has_no_path() -> None:
    linked = '<a class="autorefs" title="Function" href="#f"><span class="n">Function</span></a>'
    page = f'<span class="n"><span title="nnbook._arrays.Array">Array</span></span> {linked}'
    assert fewer_titles(page) == f'<span class="n">Array</span> {linked}'


CODE = (
    '<span class="n">nn</span><span class="o">.</span><span class="n">relu</span><span class="p">(</span>'
    '<span class="mf">0.5</span><span class="w"> </span><span class="c1"># half</span>'
    '<span class="n"><a href="#x">x</a></span>'
)


def test_what_looks_like_the_code_around_it_has_no_element() -> None:
    assert plain_code(CODE) == (
        'nn.relu(<span class="mf">0.5</span> <span class="c1"># half</span><span class="n"><a href="#x">x</a></span>'
    )


def test_no_character_is_lost() -> None:
    text = [re.sub("<[^>]*>", "", page) for page in (CODE, plain_code(CODE))]
    assert text[0] == text[1] == "nn.relu(0.5 # halfx"
