"""Wait for what happens in the browser."""

from playwright.sync_api import Locator, Page

PATIENCE = 30  # seconds

# Ten frames in one place.
AT_REST = """async () => {
    for (let frames = 0, before = scrollY; frames < 10; frames = scrollY === before ? frames + 1 : 0) {
        before = scrollY;
        await new Promise(requestAnimationFrame);
    }
}"""


def until(where: Page | Locator, condition: str, *, patience: int = PATIENCE) -> None:
    """Wait until a condition holds; for an element, `e` in it is the element.

    Playwright's own way evaluates text, which the pages' content policy refuses.
    """
    held = where.evaluate(
        f"""async (e) => {{
            const end = performance.now() + {1000 * patience};
            while (performance.now() < end) {{
                if ({condition}) return true;
                await new Promise((done) => setTimeout(done, 20));
            }}
            return false;
        }}"""
    )
    assert held, f"not after {patience} seconds: {condition}"
