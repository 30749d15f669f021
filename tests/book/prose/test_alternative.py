"""A number that a fence prints stands in its alternative text as what the code computes."""

from nnbook.book.parse.fences import parse
from nnbook.book.prose.alternative import problems
from nnbook.book.prose.sources import Sources

PAGE = """# Page

```python
import nnbook as nn

p = nn.sigmoid(3.0)
print(f"p = {{p:.3f}}")
nn.plots.bars([p, 0.25], names=["a", "b"], alt={alt})
```
<!--pytest-codeblocks:expected-output-->
```text
p = 0.953
```
"""


def told(alt: str) -> list[str]:
    return [str(problem) for problem in problems(Sources(parse(PAGE.format(alt=alt), "page.md")))]


def test_a_number_that_was_typed_is_told_and_one_that_is_computed_is_not() -> None:
    said = "page.md:8: 0.953 is what this fence prints: let the alternative text be an f-string that has it."
    assert told('"A bar of 0.953 and one of 0.25."') == [said]
    assert told('f"A bar of {p:.3f} and one of 0.25."') == []
    assert told('f"A bar of {p:.3f}, which is 0.953."') == [said]
