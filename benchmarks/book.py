"""How long a book takes to build, and how much memory, when it has 20, 100 and 500 chapters: `make bench-book`.

A simulated chapter has eight sections, each with text, formulas, a labelled equation and a fence whose output is
checked; two of the fences draw. The build is the book's own, with its configuration, theme, hooks and checks. Cold
means that nothing is kept from an earlier build; then the same book is built again with nothing changed. Memory is that
of the build and all its processes together, shared pages counted once.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
SIZES = (20, 100, 500)
SECTIONS = 8
DRAWING = 2
"""How many of a chapter's fences draw a figure."""

CHAPTER = """---
number: {number}
description: Simulated chapter {number} of a long book.
---
# Chapter {number}

A chapter of a simulated book, as long as it takes to see what a long book costs.
"""
SECTION = r"""
## Section {section}

With $x = {number}$ and $w = {section}$ the weighted sum is $z = w x + {section}$, and its square is what the next
equation says. The slope of the square is $2 z w$, where $z$ is the sum; see \eqref{{eq:simulated-{name}}}.

$$
\begin{{equation}}
\label{{eq:simulated-{name}}}
C_{{{number}}}(w) = \sum_{{i=1}}^{{{section}}} \left( w x_i + b_{{{number}}} - y_i \right)^2
\end{{equation}}
$$

```python
import numpy as np

import nnbook as nn

w, x, b = {section}, {number}, {section}
print(int(nn.relu(np.array(w * x + b))))
{drawing}```

<!--pytest-codeblocks:expected-output-->
```text
{output}
```
"""
DRAW = """nn.plots.stacked(
    np.arange({number}, {number} + 5), {{"square": np.arange(5) ** 2}}, xlabel="x", alt="A curve that climbs."
)
"""


def chapter(number: int) -> str:
    """Return the Markdown of one simulated chapter."""
    parts = [CHAPTER.format(number=number)]
    for section in range(1, SECTIONS + 1):
        output = str(section * number + section)
        drawing = DRAW.format(number=number) if section <= DRAWING else ""
        name = f"{number}-{section}"
        parts.append(SECTION.format(section=section, number=number, name=name, drawing=drawing, output=output))
    return "".join(parts)


def lay_out(root: Path, chapters: int) -> None:
    """Write a book of so many chapters, with the configuration of this one."""
    docs = root / "docs"
    (docs / "chapters").mkdir(parents=True)
    for name in ("nnbook", "overrides"):
        (root / name).symlink_to(ROOT / name)
    for name in ("assets", "sitemap.xml", "llms.txt", "manifest.webmanifest"):
        (docs / name).symlink_to(ROOT / "docs" / name)
    shutil.copy(ROOT / "mkdocs.yml", root / "base.yml")
    (docs / "index.md").write_text("---\ndescription: A simulated book.\n---\n# A simulated book\n\nIt is long.\n")
    lines = ["INHERIT: base.yml", "nav:", "  - Home: index.md"]
    for number in range(1, chapters + 1):
        (docs / f"chapters/chapter_{number}.md").write_text(chapter(number))
        lines.append(f"  - Chapter {number}: chapters/chapter_{number}.md")
    (root / "mkdocs.yml").write_text("\n".join(lines) + "\n")


def build(root: Path) -> tuple[float, float]:
    """Build, and return the seconds and the MiB at most."""
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--quiet", "--strict"]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=root, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory(psutil.Process(process.pid)))
        time.sleep(0.2)
    if process.returncode:
        sys.exit("the simulated book does not build")
    return time.perf_counter() - start, peak


def memory(process: psutil.Process) -> float:
    """Return the MiB that a process and its children hold at this moment."""
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            total += one.memory_full_info().pss
    except psutil.NoSuchProcess:  # it ended while it was being looked at
        pass
    return total / 2**20


def main() -> None:
    """Print the table, and the ratio of the cost of a chapter in the longest book to that in the shortest."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.book", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of chapters (default: 20 100 500)")
    sizes = parser.parse_args().sizes
    print("| chapters | cold, s | a chapter | nothing changed, s | a chapter | cold, MiB | nothing changed, MiB |")
    print("|" + "---:|" * 7, flush=True)
    rows = []
    for chapters in sizes:
        with tempfile.TemporaryDirectory() as folder:
            lay_out(Path(folder), chapters)
            (cold, most), (warm, held) = build(Path(folder)), build(Path(folder))
        rows.append((cold / chapters, warm / chapters))
        print(
            f"| {chapters} | {cold:.1f} | {cold / chapters:.3f} | {warm:.1f} | {warm / chapters:.3f} "
            f"| {most:,.0f} | {held:,.0f} |",
            flush=True,
        )
    print(f"\nA chapter of the longest book to one of the shortest: cold {rows[-1][0] / rows[0][0]:.2f}, ", end="")
    print(f"nothing changed {rows[-1][1] / rows[0][1]:.2f}")


if __name__ == "__main__":
    main()
