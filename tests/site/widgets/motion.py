"""What a widget goes through on its way from one state to another."""

from typing import Any

from tests.site.widgets.places import Visit


def passed(visit: Visit, value: str, deed: str) -> list[Any]:
    """Do something to a widget, and return what `value` is in each frame until nothing plays any more.

    Both are JavaScript, in which `e` is the widget.
    """
    found: list[Any] = visit.element.evaluate(
        f"""(e) => new Promise((done) => {{
            const seen = [];
            const frame = () => {{
                seen.push({value});
                if (e.playing === undefined) done(seen);
                else requestAnimationFrame(frame);
            }};
            {deed};
            frame();
        }})"""
    )
    return found


def press(label: str) -> str:
    """Return the deed that presses the button with this label."""
    return f"[...e.querySelectorAll('button')].find((one) => one.textContent.trim() === '{label}').click()"
