"""Readers' questions, typed into the site's search in a real Chromium."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import searching
from tests.conftest import holding
from tests.searching import Question, found, go, questions, rank
from tools import pages, player, search
from tools.programs import ROOT

SHARES = {"questions.tsv": 0.95, "frozen.tsv": 0.95}


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that is asked one thing after another, with one index."""
    opened = chromium.new_page()
    go(opened, address)
    yield opened
    opened.close()


@pytest.mark.parametrize("file", SHARES)
def test_most_questions_find_a_right_page_among_the_first_three(
    page: Page, file: str
) -> None:
    asked = questions(Path(__file__).with_name(file))
    missed = []
    for question in asked:
        addresses = found(page, question.text)
        place = rank(addresses, question)
        if place is None or place > 3:
            missed.append(f"{question.name} {question.text}: {addresses[:3]}")
    assert len(missed) <= (1 - SHARES[file]) * len(asked), "\n".join(missed)


@pytest.mark.parametrize(
    ("words", "address_found"),
    [
        ("lock", "synchronization/lock/"),
        ("threading.Lock", "synchronization/lock/"),
        ("release unlocked lock", "errors/locks/"),
        ("can't start new thread", "errors/starting/"),
        ("cannot schedule new futures after interpreter shutdown", "errors/pools/"),
        ("dictionary changed size during iteration", "errors/data/"),
        ("main thread is not in main loop", "errors/libraries/"),
        ("kill a thread", "how-to/stop-a-thread/"),
        ("livelock", "thread-safety/liveness/"),
        ("serialize_iterator", "thread-safety/iterators/"),
        ("semapohre", "synchronization/semaphore/"),
        ("OSError: [Errno 11] Resource temporarily unavailable", "errors/starting/"),
        (
            "Exception ignored in: <module 'threading' from "
            "'/usr/lib/python3.11/threading.py'>",
            "errors/signals/",
        ),
        (
            'Traceback (most recent call last): File "a.py", line 3, in <module> '
            "lock.release() RuntimeError: release unlocked lock",
            "errors/locks/",
        ),
    ],
)
def test_words_find_their_page(page: Page, words: str, address_found: str) -> None:
    assert address_found in found(page, words)[:3]


@pytest.mark.parametrize(
    ("words", "address_found"),
    [
        ("how many threads should I use", "performance/"),
        ("cost of starting a thread", "performance/what-a-thread-costs/"),
        ("find why my counter loses updates", "thread-safety/race-conditions/"),
        ("is dict.setdefault thread safe", "thread-safety/guarantees/"),
        ("is list.append safe?", "thread-safety/guarantees/"),
        ("list append thread safe", "thread-safety/guarantees/"),
        ("pytest for a race", "how-to/test-threaded-code/"),
        ("test for race condition", "how-to/test-threaded-code/"),
        ("unit test race condition", "how-to/test-threaded-code/"),
        ("global variable not updated from thread", "how-to/share-a-variable/"),
    ],
)
def test_a_heading_with_every_word_comes_first(
    page: Page, words: str, address_found: str
) -> None:
    assert found(page, words)[0] == address_found


@pytest.mark.parametrize(
    "words",
    [
        "RuntimeError: threads can only be started once",
        "RuntimeError: cannot join thread before it is started",
        "why do I get RuntimeError: threads can only be started once in a loop",
        'Traceback (most recent call last): File "a.py", line 5, in <module> '
        "TypeError: worker() missing 1 required positional argument: 'n'",
        "worker() missing 2 required positional arguments: 'n' and 'm'",
    ],
)
def test_a_message_typed_whole_comes_first(page: Page, words: str) -> None:
    assert found(page, words)[0] == "errors/starting/"


def test_what_is_to_be_found_later_has_no_heading_that_comes_first(page: Page) -> None:
    for words in ("my program hangs at exit", "is list.append safe?"):
        first, *_ = found(page, words)
        assert not first.startswith("reference/programs"), words


def test_a_page_called_so_comes_first(page: Page) -> None:
    missed = {}
    for title, address_found in {
        "gil": "thread-safety/gil/",
        "queue": "thread-safety/queues/",
        "que": "thread-safety/queues/",
        "future": "thread-pools/futures/",
        "thread pool": "thread-pools/",
        "what is a deadlock": "thread-safety/deadlock/",
        "semapohre": "synchronization/semaphore/",
    }.items():
        first, *_ = found(page, title)
        if first != address_found:
            missed[title] = first
    for one in pages.pages():
        own = (one.meta.get("search") or {}).get("boost", 1)
        title = one.meta.get("title", "")
        if own >= 1 and re.fullmatch(r"[A-Z]\w+", title):
            first, *_ = found(page, title.lower())
            if first != one.address:
                missed[title] = first
    assert not missed


def test_a_rank_is_of_the_first_page_that_shares_a_topic() -> None:
    asked = Question("q", "?", frozenset({"barrier", "gui"}))
    right = next(
        p.address for p in pages.pages() if "barrier" in p.meta.get("topics", [])
    )
    assert rank(["synchronization/event/", right], asked) == 2
    assert rank(["nowhere/"], asked) is None


def test_what_is_not_there_to_be_asked_is_named(
    tmp_path: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ([tmp_path], [site, tmp_path / "none.tsv"]):
        assert searching.main([str(one) for one in arguments]) == 1
        assert str(arguments[-1]) in capsys.readouterr().err


def test_questions_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "asked.tsv"
    path.write_text('id\tquestion\ttopics\nq1\tWhat is a "lock"?\tlock,rlock\n')
    (asked,) = questions(path)
    assert asked == Question("q1", 'What is a "lock"?', frozenset({"lock", "rlock"}))


def test_a_result_is_its_place_its_title_and_one_answer(page: Page) -> None:
    found(page, "release unlocked lock")
    items = page.locator(".md-search-result__item")
    result = items.filter(has=page.locator("h1", has_text="Locks and Queues"))
    expect(result.locator(".search-section")).to_have_text("Errors")
    expect(result.locator("h1")).to_have_text("Locks and Queues")
    entry = result.locator("article").nth(1)
    expect(entry.locator("h2")).to_have_text("RuntimeError: release unlocked lock")
    expect(entry.locator(":scope > *")).to_have_count(2)
    expect(entry.locator("p")).to_contain_text("Somebody released a Lock")


def test_a_result_shows_sentences_only(page: Page) -> None:
    """Not what the index holds to be found: single words, a page's topics."""
    # Stands in no title, and behind the first sentences of the pages that have it.
    assert "learning-path/" in found(page, "goroutines java")
    shown = page.locator(".md-search-result__article").evaluate_all(
        "all => all.map(a => [...a.childNodes].map(n => n.localName ?? n.data))"
    )
    assert ["div", "p", "h1", "p"] in shown
    assert {part for parts in shown for part in parts} <= {"div", "p", "h1", "h2"}
    expect(page.locator(".md-search-result__terms")).to_have_count(0)


def test_titles_answer_before_the_whole_index_is_there(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    try:
        held = holding(page, "**/search/index.json")
        page.goto(address)
        assert "errors/locks/" in found(page, "release unlocked lock")[:3]
        # Stands in the text of a page, and in no title.
        assert "learning-path/" not in found(page, "goroutines")
        (route,) = held
        route.continue_()
        link = page.locator(".md-search-result__link[href*='learning-path/']")
        expect(link.first).to_be_attached()
    finally:
        page.close()


def test_an_index_is_unpacked_as_it_was() -> None:
    whole: dict[str, object] = {
        "location": "a/",
        "title": "A",
        "text": "<p>One.</p>",
        "topics": ["x", "rare"],
    }
    named = {
        "what-goes-wrong": "What goes wrong?",
        "api_1": "API",
        "threading.Thread.start": "start",
        "threading.active_count": "threading.active_count",
        "deque-mutated": "<code>deque mutated</code>",
        "a-b": "A &lt; b",
        "caf": "Café",
        "gone": "",
        "x$&": "$&",
        "snippets.lock.counter": "lock/counter.py",
        "lock-counterpy": "lock/counter.py",
        "trailing-": "Trailing -",
    }
    docs: list[dict[str, object]] = [whole]
    for at, (anchor, title) in enumerate(named.items()):
        text = "words" * (at % 2)
        docs.append({"location": f"a/#{anchor}", "title": title, "text": text})
    low: dict[str, object] = {"location": "b/", "title": "B", "text": "", "boost": 0.5}
    docs += [low, low | {"location": "b/#c", "title": "C"}]
    part = {"config": {"lang": ["en"]}, "docs": docs}
    called = {"topics": {"x": "y z", "other": "words"}}
    unpack = (
        'import { unpacked } from "./player/search/parts.ts"; import fs from "node:fs";'
        "process.stdout.write(JSON.stringify(unpacked(JSON.parse(fs.readFileSync(0)))))"
    )
    done = subprocess.run(
        [player.BIN / "node", "--input-type=module", "--eval", unpack],
        cwd=ROOT, input=json.dumps(search.packed(part | called)), check=True,
        stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    del whole["topics"]
    whole["tags"] = ["x rare y z "]
    assert json.loads(done.stdout) == part
