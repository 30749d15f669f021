"""A content security policy in every page, made when the page is, since its scripts are known then.

Scripts come from the site itself or stand in the page word for word as the site was built. Style attributes are
allowed: formulas, figures and the editor of the code are made with them.
"""

import base64
import hashlib
import re

from nnbook.book.files import ROOT

INLINE = re.compile(r"<script(?![^>]*\ssrc=)(?P<attributes>[^>]*)>(?P<script>.*?)</script>", re.DOTALL)
OPENING = '<meta charset="utf-8">'
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
FRAME = ROOT / "docs/assets/live/frame.html"
"""The text of the frame in which live code runs: a page makes that frame, and its policy holds in it, too."""


def with_policy(page: str) -> str:
    """Return a page with its policy, which names each script that stands in it by its digest."""
    found = [*INLINE.finditer(page), *INLINE.finditer(FRAME.read_text(encoding="utf-8"))]
    digests = sorted({digest_of(match["script"]) for match in found if "json" not in match["attributes"]})
    named = "".join(f" {value}" for value in digests)
    policy = "; ".join(f"{kind} {sources}{named * (kind == 'script-src')}" for kind, sources in POLICY.items())
    return page.replace(OPENING, f'{OPENING}<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def digest_of(script: str) -> str:
    """Return how a policy names a script that stands in a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
