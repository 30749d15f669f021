"""Code keeps the elements that have a colour or a link, and every character."""

import re

from nnbook.book.site.plain import on_post_page

CODE = (
    '<span class="n">nn</span><span class="o">.</span><span class="n">relu</span><span class="p">(</span>'
    '<span class="mf">0.5</span><span class="w"> </span><span class="c1"># half</span>'
    '<span class="n"><a href="#x">x</a></span>'
)


def test_what_looks_like_the_code_around_it_has_no_element() -> None:
    assert on_post_page(CODE) == (
        'nn.relu(<span class="mf">0.5</span> <span class="c1"># half</span><span class="n"><a href="#x">x</a></span>'
    )


def test_no_character_is_lost() -> None:
    text = [re.sub("<[^>]*>", "", page) for page in (CODE, on_post_page(CODE))]
    assert text[0] == text[1] == "nn.relu(0.5 # halfx"
