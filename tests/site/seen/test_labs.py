"""Every picture of a lab is on the screen what the notebook's kernel has sent, in both schemes and at both widths."""

from collections import Counter

from playwright.sync_api import Browser

from tests.site.seen import labs
from tools.painted import SCALES, SCHEMES


def test_every_picture_of_a_lab_is_the_output_of_its_notebook(
    address: str, pages: list[str], chromium: Browser
) -> None:
    seen: Counter[str] = Counter()
    distances = []
    problems = []
    for name in (name for name in pages if name.startswith("labs/")):
        for picture in labs.pictures(chromium, address, name):
            seen[f"{picture.scheme} {picture.width}"] += 1
            distances.append(picture.distance)
            problems += labs.changed(picture)
    print(seen, f"{max(distances):.1f} from its output at most")
    assert not problems, "\n".join(problems)
    assert min(seen.values()) == max(seen.values()) >= 19
    assert set(seen) == {f"{scheme} {width}" for scheme in SCHEMES for width in SCALES}
