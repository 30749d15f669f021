"""What Lighthouse says of every page on a simulated phone, and whether it is within the budgets: `make lighthouse`.

`python -m tools.lighthouse [--runs 5] [--site folder] [page ...]`; figures are medians of the runs.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from nnbook.book.vendor.packages import node
from tools import building, chromium, compressed

TOOLS = building.ROOT / "tests" / "site" / "tools"
AUDITS = {
    "blocking ms": "total-blocking-time",
    "largest ms": "largest-contentful-paint",
    "shift": "cumulative-layout-shift",
    "bytes": "total-byte-weight",
}
SCORES = {"performance": "performance", "access": "accessibility", "practice": "best-practices", "seo": "seo"}
# At least, of scores; at most, of the others. A page may ask for what it shows, and nothing from elsewhere.
LEAST = {"performance": 0.95, "access": 1.0, "practice": 1.0, "seo": 1.0}
MOST = {"blocking ms": 200, "largest ms": 1500, "shift": 0.01, "bytes": 250_000}
MEDIAN_PERFORMANCE = 0.98


def report(url: str) -> dict[str, Any]:
    """Run Lighthouse once, with the simulated phone that it is known by."""
    command = [node(), str(TOOLS / "node_modules/lighthouse/cli/index.js"), url, "--quiet", "--output=json"]
    command += [f"--chrome-flags=--headless=new {' '.join(chromium.FLAGS)}", "--max-wait-for-load=60000"]
    environment = os.environ | {"CHROME_PATH": chromium.find() or ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)
    if done.returncode:
        sys.exit(f"nnbook: Lighthouse failed on {url}:\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout))


def figures(found: dict[str, Any]) -> dict[str, float]:
    """Return the figures of one run."""
    scores = {name: found["categories"][key]["score"] for name, key in SCORES.items()}
    audits = {name: found["audits"][key]["numericValue"] for name, key in AUDITS.items()}
    requests = found["audits"]["network-requests"]["details"]["items"]
    return scores | audits | {"requests": len(requests)}


def failing(found: dict[str, Any]) -> list[str]:
    """Return the audits that cost points outside performance."""
    names = {
        ref["id"] for key in list(SCORES.values())[1:] for ref in found["categories"][key]["auditRefs"] if ref["weight"]
    }
    return [name for name in sorted(names) if found["audits"][name]["score"] not in (None, 1)]


def over_budget(row: dict[str, float]) -> list[str]:
    """Return the names of the figures that break the budget."""
    return [name for name, least in LEAST.items() if row[name] < least] + [
        name for name, most in MOST.items() if row[name] > most
    ]


def main() -> int:
    """Print a table of all pages, and return whether a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="addresses within the site; all if none is named")
    parser.add_argument("--runs", type=int, default=1, help="runs for each page")
    parser.add_argument("--site", type=Path, help="a folder that is built already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or Path(folder)
        with building.serve(site, compressed.Handler) as address:
            if options.site is None:
                building.build(site, NNBOOK_SITE_URL=address)
            return table(address, options.pages or building.pages(site), options.runs)


def table(address: str, pages: list[str], runs: int) -> int:
    """Print the figures of each page as soon as they are there."""
    columns = [*SCORES, *AUDITS, "requests"]
    print("| page | " + " | ".join(columns) + " |\n|---|" + "---:|" * len(columns), flush=True)
    rows, broken = [], []
    for name in pages:
        found = [report(address + name) for _ in range(runs)]
        each = [figures(one) for one in found]
        row = {column: median(one[column] for one in each) for column in columns}
        rows.append(row)
        print(
            f"| {name or '/'} | "
            + " | ".join(f"{row[column]:.4g}" if row[column] < 10 else f"{row[column]:,.0f}" for column in columns)
            + " |",
            flush=True,
        )
        broken += [f"{name or '/'}: {which}" for which in over_budget(row) + failing(found[0])]
    middle = median(row["performance"] for row in rows)
    print(f"\nPerformance: median {middle:.2f}, least {min(row['performance'] for row in rows):.2f}")
    if middle < MEDIAN_PERFORMANCE:
        broken.append(f"median performance {middle:.2f} is below {MEDIAN_PERFORMANCE}")
    print("\n".join(["Over budget:", *broken]) if broken else "All within budget.")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
