"""When a page's scripts run: after it is shown.

What a reader came for is in the HTML. Scripts that stand in it are asked for, and run,
before the first picture of the page; with none there it waits for its styles alone.
The buttons that they would bring are in the first picture too: what is pressed before
its script is there is marked, and the script does it.
"""

import html
import json
import re

SCRIPT = re.compile(r'<script src="(?P<source>[^"]+)"[^>]*></script>\s*')
#: Zensical's start is another, and Zensical's pages are left as they are.
MATERIAL = re.compile(r'<meta name="generator" content="[^"]*\bmkdocs-material-')
PLAYER = re.compile(r'<div class="(?P<kind>player|desk)" (?P<given>[^>]*)>')
LABEL = re.compile(r'\bdata-label="(?P<label>[^"]*)"')
#: Before the styles, for a script behind them waits for them. `js` is the theme's class
#: for what works with scripts only: changed later, it styles the whole page again.
#: Where 0.8 s later the page isn't shown, the net is slow: its scripts are fetched
#: meanwhile, so that they come right behind the styles, and not an answer's time later.
FIRST = (
    '<script>document.documentElement.classList.replace("no-js","js");'
    'setTimeout(()=>{if(!document.querySelector("script[src]"))'
    'for(const script of%s)fetch(script,{priority:"low"}).catch(()=>{})},800)</script>'
)
#: The system's colours, at the top of the page. The theme's script behind it puts those
#: that the reader has chosen. Who presses something before its script is there has it
#: done all the same: a button says that it is busy, the keys for the search open it.
DARK = (
    '<script>matchMedia("(prefers-color-scheme: dark)").matches&&'
    'document.body.setAttribute("data-md-color-scheme","slate");'
    'addEventListener("click",event=>event.target.closest('
    '":is(.player,.desk):not([data-ready])>.player__bar>button")'
    '?.setAttribute("aria-busy","true"));'
    'addEventListener("keydown",event=>{if(!window.document$&&'
    'event.target===document.body&&["/","f","s"].includes(event.key)&&'
    "!(event.altKey||event.ctrlKey||event.metaKey)){event.preventDefault();"
    'document.getElementById("__search").checked=true;'
    'document.querySelector(".md-search__input").focus()}})</script>'
)
#: Once the search is opened, what it needs is asked for all at once: the theme's script
#: starts ours, ours starts the engine and asks for the titles, each a way later.
SEARCH = (
    '{const wake=({target})=>{if(!target.matches("#__search,.md-search__input"))return;'
    'for(const kind of ["change","focusin"])removeEventListener(kind,wake);'
    'const{search}=JSON.parse(document.getElementById("__config").textContent),'
    "worker=new URL(search,location);"
    "for(const file of[worker,"
    'worker.searchParams.get("engine"),'
    '...["search_index","titles"].map(name=>`../../search/${name}.json`)])'
    'fetch(new URL(file,worker),{priority:"low"}).catch(()=>{})};'
    'for(const kind of ["change","focusin"])addEventListener(kind,wake);'
    'const opened=document.querySelector("#__search:checked,.md-search__input:focus");'
    "opened&&wake({target:opened})}"
)
#: A frame is drawn after its callbacks, so what these put off comes after it. Where
#: nobody looks, none is drawn. The scripts run in their order; where ours, the last,
#: does not come, the page is one without scripts.
LATER = (
    f"<script>{SEARCH}"
    "{const{content:later}=document.currentScript.previousElementSibling,"
    "start=()=>{for(const script of later.children)script.async=false;"
    'later.lastElementChild.onerror=()=>document.documentElement.classList.replace("js",'
    '"no-js");'
    "document.body.append(later)};"
    "document.hidden?start():requestAnimationFrame(()=>setTimeout(start))}</script>"
)


def later(text: str) -> str:
    """A page whose scripts are brought when it has been shown."""
    if not MATERIAL.search(text):
        return text
    found = [match[0].strip() for match in SCRIPT.finditer(text)]
    sources = [match["source"] for match in SCRIPT.finditer(text)]
    first = FIRST % json.dumps(sources)
    kept = f"<template>{''.join(found)}</template>{LATER}\n"
    text = SCRIPT.sub("", text)
    text = PLAYER.sub(_with_buttons, text)
    text = re.sub(r'(?=<link rel="stylesheet")', lambda _: first, text, count=1)
    text = re.sub(r"<body\b[^>]*>", rf"\g<0>{DARK}", text, count=1)
    return re.sub(r"(?=</body>)", lambda _: kept, text, count=1)


def early(text: str) -> str:
    """A page that names in its head the scripts that stand in it.

    A browser that has seen a policy in a page looks ahead for none: it would ask for
    them when it has come to the end of the page, and all styles are there.
    """
    text, template, kept = text.partition("<template>")
    links = "".join(
        f'<link rel="preload" as="script" href="{match["source"]}" fetchpriority="low">'
        for match in SCRIPT.finditer(text)
    )
    text = re.sub(r"(?=<script\b|</head>)", links, text, count=1)
    return text + template + kept


def _with_buttons(match: re.Match) -> str:
    """A player's place with the buttons that player/page/players.ts wires."""
    buttons = {"open": "Be the scheduler", "edit": "Edit"}
    if match["kind"] == "desk":
        label = LABEL.search(match["given"])
        buttons = {"edit": html.unescape(label["label"]) if label else "Edit"}
    bar = "".join(
        f'<button type="button" class="player__{name}">{html.escape(text)}</button>'
        for name, text in buttons.items()
    )
    return f'{match[0]}<div class="player__bar">{bar}</div>'
