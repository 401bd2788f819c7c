"""How well the site's own search answers readers' questions.

    python -m tests.searching [FOLDER [FILE]]

Types each question of `tests/questions.tsv`, or of another file, into the search of the
site built in `FOLDER` (by default one that it builds) by Material or by Zensical, in a
real Chromium, and prints how often a right page is the first found, among the first
three, and among the first five.  A page is right if it shares a topic with what is
asked.
"""

import csv
import functools
import http.server
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, Quiet
from tools import build, pages, setup
from tools.programs import ROOT

QUESTIONS = Path(__file__).with_name("questions.tsv")
FIRST = (1, 3, 5)


@dataclass(frozen=True)
class Question:
    """A question of a reader's.

    Attributes:
        name: Its name in the file.
        text: What the reader types.
        topics: What it is about; a page of any of them is right.
    """

    name: str
    text: str
    topics: frozenset[str]


def questions(path: Path = QUESTIONS) -> list[Question]:
    """The questions of a file of three columns: id, question, topics."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Question(row["id"], row["question"], frozenset(row["topics"].split(",")))
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def at_once(page: Page) -> None:
    """Let the search have its whole index from the beginning, and once."""
    page.route(
        "**/search/titles.json",
        lambda route: route.continue_(
            url=route.request.url.replace("titles.json", "index.json")
        ),
    )
    # Never answered: what is found is not drawn again.
    page.route("**/search/index.json", lambda route: None)


# How many questions the search's worker was asked and hasn't answered.
COUNT_ASKED = """
window.asked = 0;
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({data}) => { if (data.type === 3) asked--; });
  }
  postMessage(message, ...given) {
    if (message.type === 2) asked++;
    super.postMessage(message, ...given);
  }
};
"""
ANSWERED = """
() => !asked && new Promise(done => requestAnimationFrame(() => done(!asked)))
"""


def go(page: Page, address: str) -> None:
    """Go to a page whose search has the whole index from the beginning."""
    at_once(page)
    page.add_init_script(COUNT_ASKED)
    page.goto(address)


def found(page: Page, words: str) -> list[str]:
    """The addresses that the search lists for some words, a page once, best first."""
    zensical = page.locator("button.md-search__button")
    links = (_by_zensical if zensical.count() else _by_material)(page, words)
    if links is None:
        return []
    links.first.wait_for()
    addresses = links.evaluate_all("links => links.map(link => link.href)")
    return list(dict.fromkeys(urlsplit(a).path.lstrip("/") for a in addresses))


def _by_material(page: Page, words: str) -> Locator | None:
    """The links that Material's search lists; None where it finds nothing."""
    field = page.get_by_role("textbox", name="Search")
    meta = page.locator(".md-search-result__meta")
    field.click()
    field.fill("")
    field.press("Backspace")
    idle = "Type to start searching"
    page.wait_for_function(
        "idle => document.querySelector('.md-search-result__meta')"
        ".textContent.includes(idle)",
        arg=idle,
    )
    field.fill(words)
    page.wait_for_function(
        "idle => !document.querySelector('.md-search-result__meta')"
        ".textContent.includes(idle)",
        arg=idle,
    )
    if "No matching" in (meta.text_content() or ""):
        return None
    return page.locator(".md-search-result__item > a:first-child")


def _by_zensical(page: Page, words: str) -> Locator | None:
    """The same, of Zensical's."""
    field = page.get_by_role("combobox", name="Search")
    if not field.is_visible():
        page.locator("button.md-search__button").click()
    status = page.locator("dialog [role=status]")
    field.fill("")
    expect(status).to_be_empty()
    field.fill(words)
    # It says that there are no results until the worker has answered.
    page.wait_for_function(ANSWERED)
    expect(status).not_to_be_empty()
    if "No results" in (status.text_content() or ""):
        return None
    return page.locator("dialog [role=listbox] a")


@functools.cache
def topics() -> dict[str, frozenset[str]]:
    """The topics of each page, by its address below the site's."""
    return {p.address: frozenset(p.meta.get("topics") or ()) for p in pages.pages()}


def rank(addresses: list[str], question: Question) -> int | None:
    """The place of the first right page, from 1; None if there is none."""
    known = topics()
    for place, address in enumerate(addresses, 1):
        if known.get(address, frozenset()) & question.topics:
            return place
    return None


@contextmanager
def opened(folder: Path) -> Iterator[Page]:
    """A page of the site in a folder, in a real Chromium."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=setup.chromium(), args=CHROMIUM_ARGUMENTS
            )
            page = browser.new_page()
            go(page, f"http://127.0.0.1:{server.server_address[1]}/")
            yield page
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _missing(arguments: list[str]) -> list[str]:
    folder, *file = map(Path, arguments)
    if not any(
        (folder / one).is_file() for one in ("search/index.json", "search.json")
    ):
        return [f"{folder}: no site is built there: run `make site`"]
    return [f"{one}: there is no such file" for one in file if not one.is_file()]


def main(arguments: list[str]) -> int:
    """Print a line a question and the figures; return the exit status."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[0]) if arguments else Path(temporary)
        wrong = _missing(arguments) if arguments else build.build(ROOT, folder)
        if wrong:
            print(*wrong, sep="\n", file=sys.stderr)
            return 1
        ranks = []
        asked = questions(Path(arguments[1])) if arguments[1:] else questions()
        with opened(folder) as page:
            for question in asked:
                addresses = found(page, question.text)
                ranks.append(rank(addresses, question))
                shown = " ".join(addresses[:3])
                print(f"{ranks[-1] or '-':>3} {question.name} {question.text}")
                if not ranks[-1] or ranks[-1] > 3:
                    print(f"        {','.join(sorted(question.topics))}: {shown}")
    for first in FIRST:
        right = sum(place is not None and place <= first for place in ranks)
        share = right / len(ranks)
        print(f"right among the first {first}: {right} of {len(ranks)}, {share:.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
