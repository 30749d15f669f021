"""A content security policy in every page, made when the page is, since its scripts are known then.

Scripts come from the site itself or stand in the page word for word as the site was built. Style attributes are
allowed: formulas, figures and the editor of the code are made with them.
"""

import base64
import hashlib
import re

INLINE = re.compile(r"<script(?![^>]*\ssrc=)(?P<attributes>[^>]*)>(?P<script>.*?)</script>", re.DOTALL)
OPENING = '<meta charset="utf-8">'
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def with_policy(page: str) -> str:
    """Return a page with its policy, which names each script that stands in it by its digest."""
    found = (match["script"] for match in INLINE.finditer(page) if "json" not in match["attributes"])
    digests = sorted({base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in found})
    named = "".join(f" 'sha256-{value}'" for value in digests)
    policy = "; ".join(f"{kind} {sources}{named * (kind == 'script-src')}" for kind, sources in POLICY.items())
    return page.replace(OPENING, f'{OPENING}<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
