"""axe-core finds nothing wrong on any page, in either scheme, on a phone and on a desk."""

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.site.test_browser import ready

AXE = Path(__file__).parent / "tools/node_modules/axe-core/axe.min.js"
# The conformance that the book promises (WCAG 2.2 AA), and what axe's authors count as good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return {
    checks: found.passes.length + found.violations.length,
    violations: found.violations.flatMap((one) => one.nodes.slice(0, 5).map(
      (node) => `${one.id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`)),
  };
}"""
STILL = "*, ::before, ::after { transition: none !important; }"

# As somebody who reads to the end: what the page does when a part of it comes into view has been done.
SCROLL_THROUGH = """async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo({ top, behavior: "instant" });
    await new Promise((done) => setTimeout(done, 60));
  }
}"""


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    browser: Browser, address: str, pages: list[str], scheme: Literal["light", "dark"], width: int
) -> None:
    assert AXE.is_file(), "axe-core is not installed: run `make test`, which installs it"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    problems, checks = [], 0
    for name in pages:
        page.goto(address + name)
        ready(page)
        page.add_style_tag(content=STILL)
        page.evaluate(SCROLL_THROUGH)
        page.add_script_tag(path=AXE)
        found = page.evaluate(RUN, RULES)
        checks += found["checks"]
        problems += [f"{name or '/'}: {violation}" for violation in found["violations"]]
    context.close()
    print(json.dumps({"scheme": scheme, "width": width, "pages": len(pages), "checks": checks}))
    assert checks > 20 * len(pages)
    assert not problems, f"{len(problems)}:\n" + "\n".join(problems[:40])
