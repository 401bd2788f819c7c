"""The index of the search: what is looked through, made small.

The theme's index holds each page's text whole. Here each section keeps what a result
shows, its title and first sentence, and every other word once; what every program has
under it is left out. A page's topics bring the words that readers have for them.
Its titles alone are a small index of their own, which comes first.
"""

import json
import re
import tomllib
from html import unescape
from pathlib import Path

from tools.pages import Page

WORDS = Path(__file__).with_name("search.toml")
EMPTY = frozenset(tomllib.loads(WORDS.read_text("utf-8"))["empty"]["words"].split())
FIRST = re.compile(r"<p>.*?</p>", re.DOTALL)
EVIDENCE = re.compile(
    r"<p>(?:Explored (?:completely|in part)|Not explored).*?</p>", re.DOTALL
)
OUTPUT = re.compile(r"<pre>.*?</pre>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
CALL = re.compile(r"\b\w*Error\b.*|(?<=\.)\w{4,}|\b\w+_\w+\b")
TITLE = re.compile(r"^([\w/]+\.py)")
PROGRAM = re.compile(r"#snippets\.")
WORD = re.compile(r"[^\W_][\w']*(?:\.\d+)*")


def small(text: str) -> str:
    """The text of a section: its first paragraph, then each other word once."""
    text = EVIDENCE.sub(" ", text)
    match = FIRST.search(text)
    first = match[0] if match else ""
    seen = set(_words(first))
    rest = []
    for word in _words(OUTPUT.sub(_code, text)):
        if word not in seen and word not in EMPTY:
            seen.add(word)
            rest.append(word)
    return " ".join(filter(None, [first, *rest]))


def _code(block: re.Match) -> str:
    """Of a program or what it prints, what one would look for."""
    code = TITLE.sub(r"\1 ", TAG.sub("", block[0]))
    names = CALL.findall(code)
    return " ".join(names)


def _words(html: str) -> list[str]:
    return [
        word
        for word in WORD.findall(unescape(TAG.sub(" ", html)).lower())
        if len(word) > 1 and not word.isdecimal()
    ]


def index(found: dict, pages: dict[str, Page]) -> dict:
    """The index to be fetched, from the theme's; `pages` by address."""
    settings = tomllib.loads(WORDS.read_text("utf-8"))
    config = found["config"] | {
        "fields": {name: {"boost": boost} for name, boost in settings["boost"].items()},
    }
    docs = []
    for doc in found["docs"]:
        address, _, anchor = doc["location"].partition("#")
        new = doc | {"text": small(doc["text"])}
        page = pages.get(address)
        if page and not anchor:
            new["topics"] = page.meta.get("topics") or []
        docs.append(new)
    return {"config": config, "topics": settings["topics"], "docs": docs}


def titles(whole: dict) -> dict:
    """What answers most: the titles, and of pages their first sentences.

    Without the programs' names, a third of them: those come with the whole.
    """
    docs = []
    for doc in whole["docs"]:
        if PROGRAM.search(doc["location"]):
            continue
        first = None if "#" in doc["location"] else FIRST.search(doc["text"])
        docs.append(doc | {"text": first[0] if first else ""})
    return whole | {"docs": docs}


def packed(part: dict) -> dict:
    """A part of the index, as it is fetched.

    `unpacked` in `player/search/parts.ts` is its inverse. It puts the words of a topic,
    here once, to each of its pages.

    Each page holds its sections: `[title, text, anchor]`, without what is empty at the
    end. The anchor is "" where it follows from the title; `*` in it stands for that.
    """
    shown: list[dict] = []
    for doc in part["docs"]:
        address, _, anchor = doc["location"].partition("#")
        if not anchor:
            shown.append(doc | {"sections": []})
            continue
        title = doc["title"]
        plain = TAG.sub("", title)
        assert shown[-1]["location"] == address
        assert "*" not in anchor
        if anchor == _usual(plain):
            anchor = ""
        elif plain:
            anchor = anchor.replace(plain, "*", 1)
        section = [title, doc["text"], anchor]
        while len(section) > 1 and not section[-1]:
            section.pop()
        shown[-1]["sections"].append(section)
    rest = {name: value for name, value in part.items() if name != "docs"}
    return rest | {"pages": shown}


def _usual(title: str) -> str:
    """The anchor that most titles have: a program's, or what Markdown makes of it.

    In words that are the same in JavaScript.
    """
    if title.endswith(".py"):
        return f"snippets.{title[:-3].replace('/', '.')}"
    kept = re.sub(r"[^\w\s-]", "", title.lower(), flags=re.ASCII).strip()
    return re.sub(r"[-\s]+", "-", kept, flags=re.ASCII)


def write(folder: Path, pages: dict[str, Page]) -> None:
    """Put the index where the search fetches it, and nothing where the theme does."""
    path = folder / "search" / "search_index.json"
    found = json.loads(path.read_text("utf-8"))
    ours = index(found, pages)
    for name, part in (("index.json", ours), ("titles.json", titles(ours))):
        text = json.dumps(packed(part), ensure_ascii=False, separators=(",", ":"))
        path.with_name(name).write_text(text, "utf-8")
    path.write_text(json.dumps({"config": found["config"], "docs": []}), "utf-8")
