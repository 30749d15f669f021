"""The places of widgets have anchors."""

from pathlib import Path

import pytest

from tests.book.small_site import render, write

PAGE = """
```text
x
```

<div class="nn-widget" data-widget="line-fitter" markdown>

One.

</div>

<div class="nn-widget" data-widget="digit-pad" data-size="2" markdown>

Two.

</div>

<div class="nn-widget" data-widget="line-fitter" markdown>

Three.

</div>
"""


def test_each_place_of_a_widget_has_an_anchor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, **{"chapters/page": PAGE})
    html = render(PAGE)
    for key in ("line-fitter", "line-fitter-2", "digit-pad"):
        assert html.count(f' id="{key}"') == 1
    assert html.index('id="line-fitter"') < html.index('id="digit-pad"') < html.index('id="line-fitter-2"')
