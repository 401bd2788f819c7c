"""The Content-Security-Policy of a built page: what it may load, and from where.

A static host need not be able to send headers, so the policy stands in the page
itself, before anything that it governs.  Everything comes from the site; the
scripts that stand in the page are known by their hashes.
"""

import base64
import hashlib
import re

#: By directive, what a page may use.  `wasm-unsafe-eval` lets the page compile
#: WebAssembly, which is how Python runs in it, and no JavaScript from text.
#: The Worker in which it runs starts from bytes that were checked, and so from a blob,
#: to which this very policy applies.  Attributes with styles are the Markdown's: the
#: alignment of a table's columns.
SOURCES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
#: Zensical's search draws itself with a sheet of its own, which its script holds:
#: another version's may have another hash, and a browser's console then names that.
ZENSICAL = re.compile(r'<meta name="generator" content="[^"]*\bzensical-')
SEARCH = "'sha256-NwSx/R2V/U4jnW0Tq5pQ53Y/rzPVJ4dqE7D6UTA/J1k='"
SCRIPT = re.compile(r"<script(?P<given>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)


def hashes(text: str) -> list[str]:
    """The sources that allow each script standing in a page, by its hash."""
    found = []
    for script in SCRIPT.finditer(text):
        given = script["given"]
        if " src=" in given or 'type="application/json"' in given:
            continue
        digest = hashlib.sha256(script["code"].encode()).digest()
        found.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    return list(dict.fromkeys(found))


def policy(text: str) -> str:
    """The policy under which a built page works."""
    sources = dict(SOURCES)
    sources["script-src"] = " ".join([sources["script-src"], *hashes(text)])
    if ZENSICAL.search(text):
        sources["style-src"] += f" {SEARCH}"
    return "; ".join(f"{name} {allowed}" for name, allowed in sources.items())


def guarded(text: str) -> str:
    """A built page with its policy, as the first thing after its encoding."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy(text)}">'
    return re.sub(
        r"(<meta charset=[^>]*>)", lambda m: m[0] + tag, text, count=1, flags=re.I
    )
