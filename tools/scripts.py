"""When a page's scripts run: after it is shown.

What a reader came for is in the HTML. Scripts that stand in it are asked for, and run,
before the first picture of the page; with none there it waits for its styles alone.
"""

import re

SCRIPT = re.compile(r'<script src="[^"]+"[^>]*></script>\s*')
#: Before the styles, for a script behind them waits for them. `js` is the theme's class
#: for what works with scripts only: changed later, it styles the whole page again.
FIRST = '<script>document.documentElement.classList.replace("no-js","js")</script>'
#: The system's colours, at the top of the page. The theme's script behind it puts those
#: that the reader has chosen.
DARK = (
    '<script>matchMedia("(prefers-color-scheme: dark)").matches&&'
    'document.body.setAttribute("data-md-color-scheme","slate")</script>'
)
#: A frame is drawn after its callbacks, so what these put off comes after it. Where
#: nobody looks, none is drawn. The scripts run in their order.
LATER = (
    "<script>{const{content:later}=document.currentScript.previousElementSibling,"
    "start=()=>{for(const script of later.children)script.async=false;"
    "document.body.append(later)};"
    "document.hidden?start():requestAnimationFrame(()=>setTimeout(start))}</script>"
)


def later(text: str) -> str:
    """A page whose scripts are brought when it has been shown."""
    found = [match[0].strip() for match in SCRIPT.finditer(text)]
    kept = f"<template>{''.join(found)}</template>{LATER}\n"
    text = SCRIPT.sub("", text)
    text = re.sub(r'(?=<link rel="stylesheet")', FIRST, text, count=1)
    text = re.sub(r"<body\b[^>]*>", rf"\g<0>{DARK}", text, count=1)
    return re.sub(r"(?=</body>)", lambda _: kept, text, count=1)
