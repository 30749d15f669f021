"""What a reader may do to a widget: at random, or always the same."""

import random

from playwright.sync_api import Locator, Page

# What takes the widget along, or over the screen, has tests of its own.
CONTROLS = "button:not(.nn-w-tool), [data-tool=reset], input, select, summary, [role=slider], [tabindex='0']"
KEYS = ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Enter", "Space")
TEXTS = ("", "0", "-1", "2.5", "1e9", "-1e-9", "0.1", "abc", "99999", "−3", "1,5", ".", "-0")


# One of the controls that are there when the next frame is drawn.
CHOOSE = """([element, controls, share]) => new Promise((done) => requestAnimationFrame(() => {
    const seen = (one) => one.closest('.nn-w') && one.checkVisibility();  // not what is folded away
    const all = [...element.querySelectorAll(controls)].filter(seen);
    done(all[Math.floor(share * all.length)]);
}))"""


def act(page: Page, element: Locator, dice: random.Random) -> str:
    """Do one thing at random, and say what it was."""
    target = page.evaluate_handle(CHOOSE, [element.element_handle(), CONTROLS, dice.random()]).as_element()
    assert target is not None, "there is nothing left to press or move"
    kind, number = target.evaluate(
        "e => [e.type || e.getAttribute('role') || e.localName, (e.ariaLabel || e.textContent).trim().slice(0, 30)]"
    )
    deed = dice.random()
    if kind in {"text", "number"} and deed < 0.7:
        text = dice.choice(TEXTS)
        # Letters do not get into a number field; typing, unlike filling, leaves that to the browser.
        target.evaluate("e => (e.focus(), e.select())")
        page.keyboard.press("Delete")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        return f"type {text!r} into {kind} {number}"
    if kind == "slider" and deed < 0.5:
        target.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")  # not under the header
        box = target.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + dice.uniform(-400, 400), box["y"] + dice.uniform(-300, 300))
        page.mouse.up()
        return f"drag {number}"
    if kind == "range" and deed < 0.5:
        # `fill` sets a slider to a value; the ends are the likeliest to break something.
        low, high = (float(target.get_attribute(name) or 0) for name in ("min", "max"))
        share = dice.choice((0, 1, dice.random()))
        target.evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); "
            "e.dispatchEvent(new Event('change', { bubbles: true })); }",
            low + share * (high - low),
        )
        return f"slide {number} to {share:.2f}"
    if kind in {"submit", "button", "radio", "checkbox", "summary"} and deed < 0.8:
        # A part of a drawing has no `click` of its own.
        target.evaluate("e => e.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))")
        return f"click {kind} {number}"
    target.evaluate("e => e.focus()")
    key = dice.choice(KEYS)
    page.keyboard.press(key)
    return f"press {key} on {kind} {number}"


# Each kind of control has its key, or what the mouse does.
DO = """(e) => {
    if (e.matches("button, summary, [type=radio], [type=checkbox]")) e.click();
    e.focus();
    return [e.type || e.getAttribute("role") || e.localName, (e.ariaLabel || e.textContent).trim().slice(0, 30)];
}"""


def standard(page: Page, element: Locator, share: float) -> str:
    """Do the usual thing with the control that stands so far down the widget (0 to 1), and say what it was."""
    target = page.evaluate_handle(CHOOSE, [element.element_handle(), CONTROLS, share]).as_element()
    assert target is not None, "there is nothing left to press or move"
    kind, name = target.evaluate(DO)
    if kind in {"range", "slider", "select-one"}:
        page.keyboard.press("ArrowUp")
    elif kind in {"text", "number"}:
        target.evaluate("e => e.select()")
        page.keyboard.type("0.5")
        page.keyboard.press("Enter")
    return f"{kind} {name}"
