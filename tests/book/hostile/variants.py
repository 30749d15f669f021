"""Ways to show code on a page: each either runs or is refused, and nothing else ever happens to it.

The code of each would fail if it ran. `RUN` has those that do run, `REFUSED` the others, by name.
"""

from textwrap import indent

from nnbook.book.parse.fences import CAPTURED, EXPECTED

SAYS = "this code ran"
CODE = f'import nnbook as nn\n\nassert nn.relu(-1.0) > 0, "{SAYS}"\n'
FENCE = f"```python\n{CODE}```\n"
OUTPUT = f"{EXPECTED}\n```text\n1\n```\n"


def fenced(opening: str, closing: str = "", code: str = CODE) -> str:
    """Return a fence with this opening line, closed by the same ticks."""
    ticks = opening[: len(opening) - len(opening.lstrip("`~"))]
    return f"{opening}\n{code}{closing or ticks}\n"


def inside(*containers: str, text: str = FENCE, by: int = 4) -> str:
    """Return a text inside boxes, lists or tabs, one in another."""
    opened = "".join(indent(f"{container}\n\n", " " * by * depth) for depth, container in enumerate(containers))
    return opened + indent(text, " " * by * len(containers))


OPENINGS = [
    # another name, or more than a name
    "```py", "```py3", "```python3", "```python3.11", "```Python", "```PYTHON", "```ipython", "```ipython3", "```pycon",
    "```pycon3", "```python-repl", "```pytb", "```py3tb", "```cython", "```pyi", "```jupyter-python", "```pyodide",
    "```sage", "```numpy", "```starlark", "```xonsh", "```", "```TEXT", "```txt", "```none", "```ruby", "```c",
    "```sh", "```bash", "```zsh", "```console ", "```text ", "```text title=x", '```text title="a.py"',
    '```python title="a.py"', "```python linenums", "```python {hl_lines=1}", "```python ", "``` python", "```python\t",
    "```{python}", "```{.python}", "```{.python .annotate}", "```{.python title=x}", "```{code-cell} python",
    "```{code-cell}", "```.python", "```json {.sage}", "```json {.python}", "```text {.python}", "```{.json .sage}",
    "```text { .highlight }",
    "```python#x", "```yaml linenums=1", "```python,ignore", "```python:a.py", "```python skip",
    # letters that only look the same, and ones that nobody sees
    "```p\u0443thon", "```\uff50ython", "```python\u200b", "```\u200bpython", "```python\ufeff", "```python\xa0",
    "```\xadpython", "```text\u2028",
    # other ticks
    "````python", "`````python", "~~~python", "~~~ python", "~~~~python", "~~~", "~~~text",
]  # fmt: skip

BEFORE = {
    "start of text": "\x02", "end of text": "\x03", "null": "\x00", "bell": "\x07", "backspace": "\x08",
    "vertical tab": "\x0b", "form feed": "\x0c", "file separator": "\x1c", "escape": "\x1b", "delete": "\x7f",
    "next line": "\x85", "line separator": "\u2028", "paragraph separator": "\u2029", "no-break space": "\xa0",
    "ideographic space": "\u3000", "zero-width space": "\u200b", "byte order mark": "\ufeff", "bidi override": "\u202e",
    "word joiner": "\u2060", "thin space": "\u2009",
}  # fmt: skip
"""Characters that one program takes for a space or a line end, or takes away, and another does not."""

DIRECTIVES = [
    "<!--pytest-codeblocks:skip-->", "<!--pytest-codeblocks:cont-->", "<!-- pytest-codeblocks:skip -->",
    "<!--pytest-codeblocks:skipfile-->", "<!--pytest-codeblocks:skipif(True)-->",
    "<!--pytest-codeblocks:importorskip(nothing)-->", "<!--pytest-codeblocks:expect-error-->",
    "<!--pytest-codeblocks:expect-exception-->", "<!--pytest-codeblocks:expected-output-ignore-whitespace-->",
    "<!--pytest.mark.skip-->", "<!--pytest.mark.xfail-->", "<!--nnbook:skip-->",
]  # fmt: skip

HTML = {
    "pre and code": '<pre><code class="language-python">{}</code></pre>',
    "pre": "<pre>\n{}</pre>",
    "PRE": "<PRE>\n{}</PRE>",
    "pre over lines": '<pre\nclass="x">\n{}</pre>',
    "pre inside a div": "<div>\n<pre>{}</pre>\n</div>",
    "pre inside details": "<details><summary>x</summary>\n<pre>{}</pre>\n</details>",
    "pre in the middle of a line": "Text <pre>{}</pre>",
    "code": '<code class="language-python">{}</code>',
    "a box that looks like code": '<div class="highlight">{}</div>',
    "a box that says what language": '<div class="language-python">{}</div>',
    "a box that keeps spaces": '<div style="white-space: pre">{}</div>',
    "a script": '<script type="text/python">{}</script>',
    "PyScript": '<script type="py">{}</script>',
    "its element": "<py-script>{}</py-script>",
    "textarea": "<textarea>{}</textarea>",
    "samp": "<samp>{}</samp>",
    "kbd": "<kbd>{}</kbd>",
    "xmp": "<xmp>{}</xmp>",
    "listing": "<listing>{}</listing>",
    "plaintext": "<plaintext>{}",
    "template": "<template>{}</template>",
    "iframe": '<iframe srcdoc="<pre>{}</pre>"></iframe>',
    "svg": "<svg><text>{}</text></svg>",
    "a table": "<table><tr><td><pre>{}</pre></td></tr></table>",
}

INLINE = {
    "shebang": "Text `#!python {}` text.",
    "shebang with two ticks": "Text ``#!python {}`` text.",
    "shebang of py3": "`#!py3 {}`",
    "colons": "Text `:::python {}` text.",
    "an attribute list": "Text `{}`{{.language-python}} text.",
    "an attribute list with a colon": "Text `{}`{{: .highlight }} text.",
    "a paragraph's attribute list": "`{}`\n{{: .language-python }}",
    "a paragraph's style": '{}\n{{: style="white-space: pre" }}',
}

INDENTED = {
    "at the start": indent(CODE, "    "),
    "after a paragraph": "Text.\n\n" + indent(CODE, "    "),
    "by a tab": "Text.\n\n" + indent(CODE, "\t"),
    "by a space and a tab": "Text.\n\n" + indent(CODE, " \t"),
    "by seven": "Text.\n\n" + indent(CODE, "       "),
    "below a heading": "## Heading\n" + indent(CODE, "    "),
    "below an underlined heading": "Heading\n=======\n" + indent(CODE, "    "),
    "below a rule": "Text.\n\n---\n" + indent(CODE, "    "),
    "below a fence": "```text\nx\n```\n" + indent(CODE, "    "),
    "in a list": "- item\n\n" + indent(CODE, "        "),
    "in a box": "!!! note\n\n" + indent(CODE, "        "),
    "in a box, at once": "!!! note\n" + indent(CODE, "        "),
    "in a definition": "word\n:   meaning\n\n" + indent(CODE, "        "),
    "in a footnote": "Text[^1].\n\n[^1]: Note.\n\n" + indent(CODE, "        "),
    "after the end of a list": "- item\n\nText.\n\n" + indent(CODE, "    "),
    "with a shebang": "Text.\n\n    #!python\n" + indent(CODE, "    "),
    "with colons": "Text.\n\n    :::python\n" + indent(CODE, "    "),
    "with prompts": "Text.\n\n" + indent(CODE.replace("\n\n", "\n"), "    >>> "),
}

PLACES = {
    "quoted": indent(FENCE, "> ", lambda _: True),
    "quoted without a space": indent(FENCE, ">", lambda _: True),
    "quoted twice": indent(FENCE, "> > ", lambda _: True),
    "in a comment": f"<!--\n{FENCE}\n-->\n",
    "in a comment that begins in a line": f"Text <!-- and\n\n{FENCE}\n-->\n",
    "in a comment that never ends": f"<!--\n\n{FENCE}",
    "on the line of a list mark": f"- {indent(FENCE, '  ').lstrip()}",
    "on the line of a number": f"1. {indent(FENCE, '   ').lstrip()}",
    "on the line of a definition": f"word\n:   {indent(FENCE, '    ').lstrip()}",
    "after a tab": indent(FENCE, "\t"),
    "as indented code": "Text.\n\n" + indent(FENCE, "    "),
    "deeper than its item": "- item\n\n" + indent(FENCE, "        "),
    "behind a byte order mark": "\ufeff" + FENCE,
    "by one space": indent(FENCE, " "),
    "by three spaces": "- item\n\n" + indent(FENCE, "   "),
    "by five spaces": "- item\n\n" + indent(FENCE, "     "),
    "never closed": f"```python\n{CODE}\nText.\n",
    "closed by more ticks": fenced("```python", "````"),
    "closed with words": fenced("```python", "``` end"),
    "closed further in": fenced("```python", "    ```"),
    "one line of ticks": '```import nnbook; assert nnbook.relu(-1.0) > 0, "this code ran"```\n',
    "in a text fence": fenced("```text"),
    "in a console fence": fenced("```console"),
    "in a JavaScript fence": fenced("```javascript"),
    "with prompts in a text fence": fenced("```text", code=indent(CODE.replace("\n\n", "\n"), ">>> ")),
    "in a text fence, beside what is no Python": fenced("```text", code=f"{CODE}result ===\n"),
    "in a text fence, with numbers": fenced("```text", code=f"1  import nnbook as nn\n2  assert False, '{SAYS}'\n"),
    "in a console fence, behind a command": fenced("```console", code=f"$ python\n{CODE}"),
    "in a YAML fence": fenced("```yaml", code=f"run: |\n{indent(CODE, '  ')}"),
    "in an HTML fence": fenced("```html", code=f"<script>\n{CODE}</script>\n"),
    "in a Markdown fence, alone": fenced("```markdown"),
    "in a Markdown fence, indented": fenced("```markdown", code=indent(CODE, "    ")),
    "with prompts of IPython": fenced("```text", code=f"In [1]: {CODE}"),
    "in a Markdown fence": f"````markdown\n{FENCE}````\n",
    "in a Markdown fence, with tildes": f"````markdown\n{fenced('~~~py')}````\n",
    "a promise without a fence": f"{EXPECTED}\n```text\n1\n```\n",
    "a promise under another indentation": inside("- item") + OUTPUT,
    "two promises": FENCE + OUTPUT + OUTPUT,
    "a promise that no block follows": f"{FENCE}{EXPECTED}\n\nText.\n",
    "captured without a bound": f"{FENCE.replace('assert', 'print')}{CAPTURED}\n",
    "captured with assert True": fenced("```python", code="import nnbook\n\nassert True\nprint(1)\n") + f"{CAPTURED}\n",
    "a tab in the code": fenced("```python", code=CODE + 'x = "\t"\n'),
    "a line of spaces in the code": fenced("```python", code=CODE + 'x = """\n  \n"""\n'),
    "code left of its fence": "- item\n\n    ```python\n    import nnbook\n  x = 1\n    ```\n",
    "no Python at all": fenced("```python", code="import nnbook = 1\n"),
    "without nnbook": fenced("```python", code="assert False\n"),
    "with the machinery": fenced("```python", code=f"import nnbook.book.run.execution\n{CODE}"),
    "with the machinery, from nnbook": fenced("```python", code=f"from nnbook import book\n{CODE}"),
    "a form feed in the code": fenced("```python", code=f"x = 1\x0c\n{CODE}"),
    "a line separator in a string": fenced("```python", code=f'x = "\u2028"\n{CODE}'),
    "a smaller run without a fence": "<!--nnbook:smaller-run a minute: a => b-->\n\nText.\n",
}

FRONT = f"---\ntitle: |\n  ```python\n  {CODE.replace(chr(10), chr(10) + '  ')}\n  ```\n---\n\nText.\n"

REFUSED = {
    **{f"opening {opening!a}": fenced(opening) for opening in OPENINGS},
    **{f"{name} before a fence": f"Text.\n\n{character}{FENCE}" for name, character in BEFORE.items()},
    **{f"{name} above a fence": f"Text.{character}\n\n{FENCE}" for name, character in BEFORE.items() if character in
       "\x0b\x0c\x1c\x85\u2028\u2029"},
    **{f"start of text before {ticks}": f"Text.\n\n\x02{fenced(ticks)}" for ticks in ("```py", "~~~python")},
    **{f"directive {directive}": f"{directive}\n{FENCE}" for directive in DIRECTIVES},
    **{f"HTML: {name}": text.format(CODE) + "\n" for name, text in HTML.items()},
    **{f"inline: {name}": text.format(CODE.replace("\n", " ").strip()) + "\n" for name, text in INLINE.items()},
    **{f"indented {name}": text for name, text in INDENTED.items()},
    **{f"fence {name}": text for name, text in PLACES.items()},
    "in the front matter": FRONT,
    "in the documentation of others": "::: fractions.Fraction\n",
    "in the documentation of others, further in": "- item\n\n    ::: statistics.mean\n",
}  # fmt: skip

RUN = {
    "plain": FENCE,
    "with a promise": FENCE + OUTPUT,
    "with a promise below an empty line": f"{FENCE}\n{OUTPUT}",
    "captured": fenced("```python", code=CODE + "x = nn.relu(1.0)\nassert x > 0\nprint(x)\n") + f"{CAPTURED}\n",
    "after a comment": f"<!-- why -->\n\n{FENCE}",
    "after inline code of a comment": f"`<!--`\n\n{FENCE}",
    "with Windows line ends": FENCE.replace("\n", "\r\n"),
    "with Macintosh line ends": FENCE.replace("\n", "\r"),
    "below a byte order mark": "\ufeff\n" + FENCE,
    "after front matter": f"---\ntitle: x\n---\n\n{FENCE}",
    "after front matter that ends in dots": f"---\ntitle: x\n...\n\n{FENCE}",
    "without a last line end": FENCE.rstrip("\n"),
    "below a paragraph": f"Text.\n{FENCE}",
    "above a paragraph": f"{FENCE}Text.\n",
    "below a heading": f"## Heading\n{FENCE}",
    "in a list": inside("- item"),
    "in a numbered list": inside("12. item"),
    "in a box": inside("!!! note"),
    "in a folded box": inside('??? example "The check"'),
    "in an open folded box": inside("???+ tip"),
    "in a tab": inside('=== "Tab"'),
    "in a footnote": "Text[^1].\n\n" + inside("[^1]: Note."),
    "in a list in a box in a tab": inside('=== "Tab"', "!!! note", "- item"),
    "in a div": f'<div class="box" markdown>\n\n{FENCE}\n</div>\n',
    "in a div that is not Markdown": f"<div>\n\n{FENCE}\n</div>\n",
    "between other fences": f"```text\nx\n```\n\n{FENCE}\n````text\n```\n````\n",
    "with a smaller run": f"<!--nnbook:smaller-run a minute: -1.0 => -2.0-->\n{FENCE}",
}
