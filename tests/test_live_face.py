"""The reader's own program in the page: edited, stepped, explored, shared, judged."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    ViewportSize,
    WebError,
    expect,
)

from tests.conftest import audit, settled
from tests.test_player import generate, staged, swaps_pages
from tools import live
from tools.programs import ROOT, SNIPPETS

DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
#: The first run of a page fetches and starts Python, on a machine that may be busy.
SLOW = 180_000
LOCK = "synchronization/lock/"
COUNTER = "lock/counter_broken"
EXERCISES = "synchronization/exercises/"
#: What every page fetches: its script, and the worker of the search.
EVERY = re.compile(r"/player/(?:site|search)\.js(?:\?|$)")
#: Where the page has the browser keep the engine.
CACHE = "live-engine"


#: Closes what a test has opened in a page and forgets what it wrote.
FORGET = """
() => {
  for (const desk of document.querySelectorAll("program-desk")) {
    const buttons = [...desk.shadowRoot.querySelectorAll("header button")];
    buttons.find(button => button.textContent === "Close").click();
  }
  localStorage.clear();
  history.replaceState(history.state, "", location.pathname);
}
"""


class Kept:
    """A browser that has run a program here before, and the pages it has open."""

    def __init__(self, chromium: Browser) -> None:
        """Have no page open yet."""
        self.context = chromium.new_context(
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.pages: dict[str, Page] = {}


@pytest.fixture(scope="module")
def kept(chromium: Browser) -> Iterator[Kept]:
    """Python starts once in each of its pages, and not once a test."""
    found = Kept(chromium)
    yield found
    found.context.close()


class Visits:
    """The pages of a test, what was fetched for them, what went wrong in them."""

    def __init__(
        self, chromium: Browser, address: str, kept: Kept | None = None
    ) -> None:
        """Open none yet."""
        self.chromium = chromium
        self.address = address
        self.kept = kept
        self.open: list[BrowserContext | Page] = []
        self.errors: list[str] = []
        self.requests: list[str] = []
        if kept:
            self._watch(kept.context)

    def close(self) -> None:
        """Close what this test alone has opened."""
        if self.kept:
            self.kept.context.remove_listener("weberror", self._failed)
            self.kept.context.remove_listener("request", self._asked)
        for one in self.open:
            one.close()

    def page(self, where: str, script: str = "", **options: Any) -> Page:
        """Visit a page of the site in a fresh context."""
        options.setdefault("viewport", DESKTOP)
        context = self.chromium.new_context(reduced_motion="reduce", **options)
        self.open.append(context)
        self._watch(context)
        return self._go(context.new_page(), where, script)

    def again(self, where: str, script: str = "") -> Page:
        """Visit a page with a browser that has kept the engine."""
        assert self.kept
        page = self.kept.context.new_page()
        self.open.append(page)
        page.set_viewport_size(DESKTOP)
        return self._go(page, where, f"localStorage.clear();{script}")

    def warm(self, where: str) -> Page:
        """Go to a page that is still open, as one finds it who has pressed nothing."""
        assert self.kept
        page = self.kept.pages.get(where)
        if not page:
            page = self.kept.context.new_page()
            self.kept.pages[where] = self._go(page, where)
        page.bring_to_front()
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light")
        page.evaluate(FORGET)
        expect(page.locator("program-desk")).to_have_count(0)
        return page

    def _go(self, page: Page, where: str, script: str = "") -> Page:
        if script:
            page.add_init_script(script)
        page.goto(self.address + where, wait_until="load")
        return page

    def _watch(self, context: BrowserContext) -> None:
        context.on("weberror", self._failed)
        context.on("request", self._asked)

    def _failed(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def fetched(self, part: str) -> list[str]:
        """The addresses asked for that have a part in them; each page has a script."""
        found = [url for url in self.requests if part in url]
        return [url for url in found if not EVERY.search(url)]


@pytest.fixture
def visit(chromium: Browser, address: str, kept: Kept) -> Iterator[Visits]:
    visits = Visits(chromium, address, kept)
    yield visits
    visits.close()
    assert visits.errors == []


def desk_of(box: Locator) -> Locator:
    """Press "Edit", or what stands for it."""
    box.locator(".player__edit").first.click()
    desk = box.locator("program-desk")
    expect(desk.locator(".cm-content")).to_be_focused()
    return desk


def edited(page: Page, program: str = COUNTER) -> Locator:
    return desk_of(page.locator(f'.player[data-program="{program}"]').first)


def judged(page: Page, program: str) -> Locator:
    return desk_of(page.locator(f'.desk[data-program="{program}"]'))


def write(desk: Locator, text: str) -> None:
    """Put a program in the place of the one in the editor."""
    desk.locator(".cm-content").click()
    desk.page.keyboard.press("ControlOrMeta+a")
    if text:
        desk.page.keyboard.insert_text(text)
    else:
        desk.page.keyboard.press("Delete")


def press(desk: Locator, what: str) -> None:
    desk.locator(f".controls [data-do={what}]").first.click()


def said(desk: Locator) -> Locator:
    return desk.locator(".said").first


def says(desk: Locator, text: str | re.Pattern[str]) -> None:
    expect(said(desk)).to_contain_text(text, timeout=SLOW)


def run(desk: Locator) -> Locator:
    """Press Run; the player that comes."""
    press(desk, "run")
    player = desk.locator("thread-player")
    expect(player.locator("section")).to_be_focused(timeout=SLOW)
    return player


def source(program: str) -> str:
    return (SNIPPETS / f"{program}.py").read_text("utf-8")


def test_nothing_is_fetched_before_a_press(visit: Visits) -> None:
    page = visit.page(LOCK)
    settled(page)
    assert visit.fetched("/player/") == []
    assert visit.fetched("/live/") == []
    edited(page)
    assert [url.rsplit("/", 1)[1] for url in visit.fetched("/player/")] == [
        "player.js",
        "desk.js",
    ]
    assert visit.fetched("/live/") == []


def test_edit_and_force_the_lost_update(visit: Visits) -> None:
    """The reader's change is what runs, and they lose an update by pressing."""
    desk = edited(visit.warm(LOCK))
    write(desk, source(COUNTER).replace("+= 1", "+= 5"))
    player = run(desk)
    player.locator("[data-run='1']").click()
    player.locator("[data-step='2']").click()
    expect(player.locator("[role=status]")).to_contain_text("T2 reads counter = 0")
    for what in ("step='3'", "run='2'", "run='3'", "run='1'"):
        player.locator(f"[data-{what}]").click()
    expect(player.locator("section")).to_have_attribute("data-ended", "finished")
    expect(player.locator(".output pre")).to_have_text("5\n")


def test_explore_all_and_open_an_outcome(visit: Visits) -> None:
    desk = edited(visit.warm(LOCK))
    press(desk, "explore")
    says(desk, "It can end in 2 ways. These are all;")
    names = desk.locator(".found .outcome")
    expect(names).to_have_count(2)
    assert sorted(names.all_inner_texts()) == ["prints 1", "prints 2"]
    lost = desk.locator(".found li").filter(has_text="prints 1")
    lost.get_by_role("button").click()
    player = desk.locator("thread-player")
    expect(player.locator("[role=status]")).to_contain_text("prints 1", timeout=SLOW)
    forward = player.locator("[data-do=forward]")
    while forward.get_attribute("aria-disabled") == "false":
        forward.click()
    expect(player.locator(".output pre")).to_have_text("1\n")
    write(desk, source("lock/counter"))
    press(desk, "explore")
    says(desk, re.compile(r"Always: prints \d+, under every interleaving\."))
    expect(desk.locator(".found li")).to_have_count(1)


def test_each_of_two_deadlocks_opens_its_own_schedule(visit: Visits) -> None:
    desk = desk_of(visit.warm("play/pad/").locator(".desk"))
    write(desk, source("play/drain_broken"))
    press(desk, "explore")
    says(desk, "It can end in 3 ways. These are all;")
    stuck = desk.locator(".found li").filter(has_text="deadlock").get_by_role("button")
    expect(stuck).to_have_count(2)
    ways = desk.locator("thread-player [role=status]")
    for at in range(2):
        stuck.nth(at).click()
        expect(ways).to_contain_text(f"the deadlock, {at + 1} of 2", timeout=SLOW)


def test_what_was_written_is_kept_marked_and_reset(visit: Visits) -> None:
    page = visit.page(LOCK)
    desk = edited(page)
    expect(desk.locator(".yours")).to_have_count(0)
    page.keyboard.insert_text("# mine\n")
    expect(desk.locator(".yours")).to_have_text("yours")
    page.reload()
    box = page.locator(f'.player[data-program="{COUNTER}"]').first
    expect(box.locator(".player__edit")).to_have_text("Edit (yours)")
    desk = edited(page)
    expect(desk.locator(".cm-line").first).to_have_text("# mine")
    press(desk, "reset")
    expect(desk.locator(".cm-line").first).to_contain_text('"""Two threads')
    expect(desk.locator(".yours")).to_have_count(0)
    kept = page.evaluate(f"localStorage.getItem('desk:{COUNTER}')")
    assert kept is None
    page.reload()
    expect(box.locator(".player__edit")).to_have_text("Edit")


def test_a_part_opens_as_the_whole_file(visit: Visits) -> None:
    page = visit.page("how-to/reader-writer/")
    box = page.locator(".player[data-program]").first
    program = box.get_attribute("data-program")
    assert program
    desk = desk_of(box)
    whole = [line for line in source(program).splitlines() if "--8<--" not in line]
    expect(desk.locator(".cm-line").first).to_have_text(whole[0])
    expect(desk.locator(".cm-line").filter(has_text="print(").last).to_have_text(
        whole[-1]
    )


def test_share_and_reopen(visit: Visits) -> None:
    """A link brings program and schedule, and runs nothing before a press."""
    page = visit.warm(LOCK)
    desk = edited(page)
    text = source(COUNTER).replace("+= 1", "+= 7")
    write(desk, text)
    player = run(desk)
    for key in "1122":
        page.keyboard.press(key)
    rows = player.locator(".row:has(svg)")
    expect(rows).to_have_count(4)
    player.get_by_role("button", name="Copy link").click()
    expect(player.locator("[role=status]")).to_contain_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{visit.address}play/pad/#desk=1.")
    visit.requests.clear()
    again = visit.again(link.removeprefix(visit.address))
    settled(again)
    assert visit.fetched("/player/") == []
    again.get_by_role("button", name="Open the program of the link").click()
    desk = again.locator("program-desk")
    expect(said(desk)).to_contain_text("Nothing of it has run yet")
    expect(desk.locator(".cm-content")).to_contain_text("counter += 7")
    assert visit.fetched("/live/") == []
    player = run(desk)
    expect(player.locator("[data-do=forward]")).to_have_attribute(
        "aria-disabled", "false"
    )
    for _ in range(4):
        again.keyboard.press("ArrowRight")
    expect(player.locator(".row:has(svg)")).to_have_count(4)


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("desk=1.AAAA", "is damaged"),
        ("desk=1.", "is damaged"),
        ("desk=1.%00%3Cimg%20src=x%20onerror=alert(1)%3E", "is damaged"),
        ("desk=2.AAAA", "another version of this page"),
        (f"desk=1.{'A' * 9000}", "too long"),
    ],
)
def test_a_bad_link(visit: Visits, fragment: str, text: str) -> None:
    """A sentence and an empty pad."""
    page = visit.page(f"play/pad/#{fragment}")
    page.get_by_role("button", name="Open the program of the link").click()
    desk = page.locator("program-desk")
    expect(said(desk)).to_contain_text(text)
    expect(desk.locator(".cm-placeholder")).to_be_visible()
    assert visit.fetched("/live/") == []


def test_a_hostile_program_in_a_link_is_text(visit: Visits) -> None:
    evil = "</script><img src=x onerror='window.hurt = 1'>{{7*7}}\n"
    page = visit.warm("play/pad/")
    fragment = page.evaluate(
        """async text => {
          const packed = new Blob([JSON.stringify([text, "1*3"])]).stream()
            .pipeThrough(new CompressionStream("deflate-raw"));
          const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
          return "#desk=1." + btoa(String.fromCharCode(...bytes))
            .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
        }""",
        evil,
    )
    # It comes while the page is open.
    page.evaluate("fragment => { location.hash = fragment; }", fragment)
    page.get_by_role("button", name="Open the program of the link").click()
    desk = page.locator("program-desk")
    expect(desk.locator(".cm-line").first).to_have_text(evil.strip())
    assert page.evaluate("window.hurt") is None
    press(desk, "run")
    says(desk, "Line 1 is not Python")
    assert page.evaluate("window.hurt") is None
    kept = page.evaluate("localStorage.getItem('desk:pad')")
    assert kept is None, "the reader's own pad is left alone"


def test_answers_are_judged(visit: Visits) -> None:
    """Wrong, right, and two that do not count."""
    page = visit.warm(EXERCISES)
    desk = judged(page, "exercises/last_copy_broken")
    press(desk, "check")
    says(desk, "✗ It does not hold: it can print “copies left: -1”.")
    player = desk.locator("thread-player")
    forward = player.locator("[data-do=forward]")
    expect(forward).to_have_attribute("aria-disabled", "false")
    while forward.get_attribute("aria-disabled") == "false":
        forward.click()
    expect(player.locator(".output pre")).to_have_text("copies left: -1\n")
    solution = source("exercises/last_copy")
    for answer, text in (
        (solution, "✓ It holds. Under every interleaving it prints “copies left: 0”."),
        ('print("copies left:", 0)\n', "✗ It does not count: it runs 1 thread, the"),
        (
            f'{solution}print(end="")\n',
            "✗ It does not count: its last print must be the exercise's last print",
        ),
    ):
        write(desk, answer)
        press(desk, "check")
        says(desk, text)


@pytest.mark.parametrize(
    ("where", "program", "answer", "level", "title"),
    [
        (
            "write",
            "write/barrier_broken",
            "write/barrier",
            "a-barrier-of-your-own",
            "A Barrier of Your Own",
        ),
        (
            "mend",
            "play/count_broken",
            "play/count_locked",
            "two-additions",
            "Two Additions",
        ),
    ],
)
def test_what_holds_solves_the_level(
    visit: Visits, where: str, program: str, answer: str, level: str, title: str
) -> None:
    page = visit.again(f"play/{where}/")
    desk = judged(page, program)
    write(desk, source(answer))
    press(desk, "check")
    says(desk, "✓ It holds.")
    expect(page.locator(".play-note")).to_contain_text(title)
    assert json.loads(page.evaluate("localStorage.getItem('play')")) == [level]


DEADLOCK = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n"
FAILS = [
    ("x = 1\ndef f(:\n    pass\n", "Line 2 is", "Python could not read the program", 1),
    ("import numpy\n", "There is no module numpy", "a function of your own", 1),
    ("1 / 0\n", "It ran.", "The main thread ends with ZeroDivisionError", 0),
    (DEADLOCK, "It ran.", "A deadlock", 0),
    ("while True:\n    pass\n", "", "Look for a loop", 0),
]


def test_errors_teach_and_stop_stops(visit: Visits) -> None:
    """A sentence and what to look at, the line marked; afterwards all goes on."""
    desk = desk_of(visit.warm("play/pad/").locator(".desk"))
    for text, sentence, lesson, marks in FAILS:
        write(desk, text)
        press(desk, "run")
        says(desk, lesson)
        expect(said(desk)).to_contain_text(sentence)
        expect(desk.locator(".cm-lint-marker-error")).to_have_count(marks)
    write(desk, "sum(iter(int, 1))\n")
    press(desk, "run")
    says(desk, "Running your program")
    press(desk, "stop")
    says(desk, "Stopped.")
    write(desk, 'print("clean")\n')
    player = run(desk)
    player.locator("[data-run='1']").click()
    expect(player.locator(".output pre")).to_have_text("clean\n")


# Pressed as soon as the page has found all outcomes and looks for a schedule to each.
STOPS_THEN = """
desk => {
  const section = desk.shadowRoot.querySelector("section");
  new MutationObserver(() => {
    if (section.dataset.busy === "leading")
      desk.shadowRoot.querySelector("[data-do=stop]").click();
  }).observe(section, {attributes: true, attributeFilter: ["data-busy"]});
}
"""


def test_what_was_found_stays_where_the_rest_is_stopped(visit: Visits) -> None:
    desk = desk_of(visit.warm("play/pad/").locator(".desk"))
    write(desk, source(COUNTER))
    desk.evaluate(STOPS_THEN)
    press(desk, "explore")
    says(desk, "It can end in 2 ways. These are all")
    says(desk, "You stopped before it had a schedule to each.")
    expect(desk.locator(".found li")).to_have_count(2)
    desk.locator("[data-outcome='1']").click()
    says(desk, "Its schedule is below.")


THREAD = (
    "import gc, sys, threading\n\ndef f():\n    {}\n\n"
    "threading.Thread(target=f).start()\nprint('on')\n"
)
#: Nothing of this may stop the page; what it says.
HOSTILE = {
    "output": (
        "n = 0\nwhile True:\n    n += 1\n    print('x' * 1000)\n",
        "prints more than 100,000 characters",
    ),
    "memory": (
        "kept = []\nwhile True:\n    kept.append(str(len(kept)) * 1_000_000)\n",
        "needs more memory than it has here: 512 MB",
    ),
    "collector": (THREAD.format("gc.collect(1)"), "It ran. Its one outcome: prints on"),
    "deep": (THREAD.format("f()"), "Thread T2 ends with RecursionError"),
    "endless": (THREAD.format("while True: pass"), "may go on without end"),
    "exits": (THREAD.format("sys.exit(3)"), "It ran. Its one outcome: prints on"),
}


def test_hostile_programs(visit: Visits) -> None:
    """Each has its sentence, and the next program runs as if nothing had been."""
    desk = desk_of(visit.warm("play/pad/").locator(".desk"))
    for name, (text, sentence) in HOSTILE.items():
        write(desk, text)
        press(desk, "run")
        expect(said(desk), name).to_contain_text(sentence, timeout=SLOW)
        write(desk, f"print({name!r})\n")
        press(desk, "run")
        says(desk, f"It ran. Its one outcome: prints {name}")


#: Lets what would wait for 20 seconds or more wait until it is told to go on.
WAITS = """
() => {
  const { setTimeout } = window;
  window.waits = [];
  window.setTimeout = (does, time, ...more) =>
    time < 20_000 ? setTimeout(does, time, ...more) : waits.push(does);
  window.goOn = () => { window.setTimeout = setTimeout; waits.at(-1)(); };
}
"""


def test_a_call_that_does_not_end(visit: Visits) -> None:
    """It is ended after 20 seconds without a sign of life, which pass at once here."""
    page = visit.warm("play/pad/")
    desk = desk_of(page.locator(".desk"))
    write(desk, "print('ready')\n")
    press(desk, "run")
    says(desk, "It ran. Its one outcome: prints ready")
    page.evaluate(WAITS)
    write(desk, "import re\nre.match('(a+)+$', 'a' * 40 + 'b')\n")
    press(desk, "run")
    page.wait_for_function("waits.length == 1")
    says(desk, "Running your program")
    page.evaluate("goOn()")
    says(desk, "For 20 seconds nothing came of the program")
    expect(said(desk)).to_contain_text("in a call that does not end")
    expect(said(desk)).to_contain_text("in a loop of more rounds than a page has time")
    expect(said(desk)).to_contain_text("Try fewer rounds")
    write(desk, "print('after')\n")
    press(desk, "run")
    says(desk, "It ran. Its one outcome: prints after")


LARGE = """import threading

lock = threading.Lock()
log = []


def work(name):
    for n in range(4):
        with lock:
            log.append(name)
        log.append(n)


threads = [threading.Thread(target=work, args=(n,)) for n in "abcd"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_too_large_for_a_map(visit: Visits) -> None:
    """Who does not wait steps all the same: forth, back, and another way."""
    desk = desk_of(visit.warm("play/pad/").locator(".desk"))
    write(desk, LARGE)
    press(desk, "run")
    says(desk, "Running your program")
    desk.locator("[data-do=walk]").click()
    player = desk.locator("thread-player")
    expect(player.locator("section")).to_be_focused(timeout=SLOW)
    expect(player).to_contain_text("too much for one map")
    rows = player.locator(".row:has(svg)")
    for thread in (1, 2, 1, 2):
        player.locator(f"[data-step='{thread}']").click()
    expect(rows).to_have_count(4)
    expect(player.locator(".threads li").first).to_contain_text("next: line")
    desk.page.keyboard.press("ArrowLeft")
    expect(rows).to_have_count(3)
    desk.page.keyboard.press("ArrowRight")
    expect(rows).to_have_count(4)
    desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.press("1")
    expect(rows).to_have_count(4)
    expect(player.locator(".row button").last).to_contain_text("T1")


def test_steps_of_whole_lines(visit: Visits) -> None:
    """The reader chooses where a step ends, and a link carries that, too."""
    page = visit.warm(LOCK)
    desk = edited(page)
    desk.locator("[data-do=granularity]").select_option("line")
    press(desk, "explore")
    says(desk, "Not settled")
    desk.get_by_role("button", name="Open a schedule: prints 2").click()
    player = desk.locator("thread-player")
    expect(player.locator("section")).to_be_focused(timeout=SLOW)
    player.locator("[data-run='1']").click()
    player.locator("[data-step='2']").click()
    expect(player.locator("[role=status]")).to_contain_text("T2")
    expect(player.locator("[role=status]")).to_contain_text("writes counter = 1")
    player.get_by_role("button", name="Copy link").click()
    expect(player.locator("[role=status]")).to_contain_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    again = visit.warm("play/pad/")
    again.evaluate("link => { location.href = link; }", link)
    again.get_by_role("button", name="Open the program of the link").click()
    desk = again.locator("program-desk")
    expect(desk.locator("[data-do=granularity]")).to_have_value("line")
    player = run(desk)
    forward = player.locator("[data-do=forward]")
    while forward.get_attribute("aria-disabled") == "false":
        forward.click()
    expect(player.locator("[role=status]")).to_contain_text("writes counter = 1")


def test_by_keyboard_alone(visit: Visits) -> None:
    """Tab indents, and there is a way out of the editor."""
    page = visit.warm("play/pad/")
    page.locator(".player__edit").focus()
    page.keyboard.press("Enter")
    desk = page.locator("program-desk")
    editor = desk.locator(".cm-content")
    expect(editor).to_be_focused()
    page.keyboard.type("if 1:")
    page.keyboard.press("Enter")
    page.keyboard.type('print("in")')
    expect(desk.locator(".cm-line").nth(1)).to_have_text('    print("in")')
    page.keyboard.press("Tab")
    expect(editor).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    editor.focus()
    page.keyboard.press("ControlOrMeta+Enter")
    expect(desk.locator("thread-player section")).to_be_focused(timeout=SLOW)
    expect(said(desk)).to_have_attribute("aria-live", "polite")


#: What a screen reader tells of each live region, once it has met it.
LISTEN = """
window.told = [];
function listen(root) {
  new MutationObserver(changes => {
    const regions = new Set();
    for (const { target, addedNodes } of changes) {
      const changed = target.closest ? target : target.parentElement;
      regions.add(changed?.closest("[aria-live]"));
      for (const added of addedNodes) {
        if (added.matches?.("[aria-live]")) regions.delete(added);
      }
    }
    for (const region of regions) if (region) window.told.push(region.innerText);
  }).observe(root, { characterData: true, childList: true, subtree: true });
}
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options);
  listen(root);
  return root;
};
"""


def test_what_a_screen_reader_tells(visit: Visits) -> None:
    """Each press is answered, once, and typing is not."""
    page = visit.again("play/pad/", script=LISTEN)

    def told(last: str) -> list[str]:
        page.wait_for_function("last => told.at(-1)?.includes(last)", arg=last)
        found: list[str] = page.evaluate("told.splice(0)")
        return found

    page.set_default_timeout(SLOW)
    desk = desk_of(page.locator(".desk"))
    told("Nothing runs before you press.")
    desk.locator("[data-start='lock/counter_broken']").press("Enter")
    told("Reset empties the pad again.")
    page.keyboard.press("ControlOrMeta+Shift+Enter")
    before = told("It can end in 2 ways.")[:-1]
    assert len(before) == len(set(before))
    assert [text.split(" ")[0] for text in before] == ["Fetching", "Exploring…"]
    page.keyboard.insert_text("# more\n")
    expect(said(desk)).to_contain_text("You have changed the program since")
    expect(said(desk)).to_have_attribute("aria-atomic", "false")
    page.keyboard.press("ControlOrMeta+z")
    page.evaluate("told.splice(0)")
    desk.get_by_role("button", name="Open a schedule: prints 1").press("Enter")
    section = desk.locator("thread-player section")
    expect(section).to_be_focused(timeout=SLOW)
    expect(section).to_have_accessible_description(
        re.compile(r"\d+ steps\. Press Next")
    )
    assert not [text for text in page.evaluate("told") if "It ran" in text]
    press(desk, "reset")
    told("The pad is empty again.")


def test_without_promise_integration(visit: Visits) -> None:
    """One sentence before anything is fetched; the recorded player stays whole."""
    page = visit.page(LOCK, script="delete WebAssembly.Suspending;")
    box = page.locator(f'.player[data-program="{COUNTER}"]').first
    box.locator(".player__edit").click()
    expect(box.locator(".player__said")).to_contain_text("Chrome and Edge have since")
    assert visit.fetched("desk.js") == []
    box.locator(".player__open").click()
    box.locator("thread-player [data-step='2']").click()
    expect(box.locator("thread-player [role=status]")).to_contain_text("T2 reads")


@pytest.mark.parametrize("missing", ["desk.js", "graphs/lock/counter_broken.json"])
def test_a_file_that_is_missing(visit: Visits, missing: str) -> None:
    page = visit.page(LOCK)
    page.route(f"**/{missing}", lambda route: route.abort())
    box = page.locator(f'.player[data-program="{COUNTER}"]').first
    box.locator(".player__edit").click()
    expect(box.locator(".player__said")).to_contain_text("Are you offline?")
    page.unroute(f"**/{missing}")


def test_an_engine_that_is_missing(visit: Visits) -> None:
    """A sentence, the recorded player whole, and a way on once it is back."""
    page = visit.page(LOCK)
    page.context.route("**/live/**", lambda route: route.abort())
    desk = edited(page)
    press(desk, "run")
    expect(desk).to_contain_text("The engine can't be fetched", timeout=SLOW)
    expect(desk.locator("section").first).not_to_have_attribute("data-busy", "loading")
    expect(desk.locator("thread-player")).to_have_count(0)
    page.context.unroute("**/live/**")
    run(desk)


#: What is wrong with a file of the engine, and what is said of it.
WRONG: dict[str, tuple[str, Callable[[bytes], dict[str, Any]], str]] = {
    "cut short": ("library-*.bin", lambda body: {"body": body[:1000]}, "broke off"),
    "of another build": (
        "library-*.bin",
        lambda body: {"body": bytes(len(body))},
        "arrived damaged",
    ),
    "too long": ("engine-*.bin", lambda body: {"body": 2 * body}, "not what was built"),
    "gone": ("engine-*.bin", lambda _: {"status": 404}, "was renewed meanwhile"),
    "a list of another version": (
        "manifest.json",
        lambda body: {"json": json.loads(body) | {"schema": 2}},
        "of another version than this page",
    ),
    "a list that is none": (
        "manifest.json",
        lambda _: {"body": "<"},
        "another version",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_of_the_engine_that_is_wrong(visit: Visits, wrong: str) -> None:
    """A sentence and a way on, and the page whole."""
    name, spoilt, sentence = WRONG[wrong]
    page = visit.again(LOCK)
    if name.endswith(".bin"):
        page.evaluate(f"caches.delete({CACHE!r})")
    page.route(
        f"**/live/{name}",
        lambda route: route.fulfill(**spoilt(route.fetch().body())),
    )
    desk = edited(page)
    press(desk, "run")
    says(desk, sentence)
    expect(desk.locator("thread-player")).to_have_count(0)
    page.unroute(f"**/live/{name}")
    run(desk)


@pytest.mark.parametrize("generator", ["mkdocs", "zensical"])
def test_under_instant_navigation(
    chromium: Browser, tmp_path: Path, serve: Callable[[Path], str], generator: str
) -> None:
    """Below a path, pages swapped in place: a desk that is left comes back whole."""
    assert live.build(ROOT) is None
    small = staged(tmp_path)
    shutil.copytree(ROOT / "docs/assets/live", small.root / "docs/assets/live")
    address = f"{serve(small.root)}site/"
    small.change(
        "mkdocs.yml", "  features:\n", "  features:\n    - navigation.instant\n"
    )
    config = (small.root / "mkdocs.yml").read_text("utf-8")
    small.write(
        "mkdocs.yml", re.sub(r"(?m)^site_url:.*", f"site_url: {address}", config)
    )
    generate(small, generator)
    visits = Visits(chromium, address)
    page = visits.page("other/")
    swaps_pages(page)
    page.evaluate("window.kept = true")

    def go(to: str) -> None:
        # Below the top of the page the theme takes its tabs away: a click that is aimed
        # meanwhile lands beside the link.
        page.evaluate("scrollTo(0, 0)")
        expect(page.locator(".md-tabs")).not_to_have_attribute("hidden", "")
        links = page.locator(".md-tabs a, .md-nav--primary a")
        links.filter(has_text=to, visible=True).first.click()
        # The theme sets the address as it hears the press, and the page as it has it.
        where = {"Home": address, "Other": f"{address}other/"}[to]
        expect(page).to_have_url(where)
        expect(page.locator("h1")).to_contain_text(to, timeout=SLOW)

    go("Home")
    desk = edited(page)
    write(desk, "sum(iter(int, 1))\n")
    press(desk, "explore")
    says(desk, "Exploring")
    go("Other")
    go("Home")
    desk = edited(page)
    expect(desk.locator(".cm-line").first).to_have_text("sum(iter(int, 1))")
    files = len(visits.fetched("/assets/live/"))
    write(desk, "print('back')\n")
    run(desk)
    says(desk, "It ran. Its one outcome: prints back.")
    assert len(visits.fetched("/assets/live/")) <= files + 1, "only the list is asked"
    assert page.evaluate("window.kept"), "the page was loaded anew"
    visits.close()
    assert visits.errors == []


@pytest.mark.parametrize("look", ["light", "dark phone"])
def test_accessible(visit: Visits, look: str) -> None:
    """No finding of axe, and no page that scrolls sideways."""
    page = visit.warm(EXERCISES)
    page.emulate_media(color_scheme="dark" if "dark" in look else "light")
    page.set_viewport_size(PHONE if "phone" in look else DESKTOP)
    desk = judged(page, "exercises/last_copy_broken")
    page.keyboard.insert_text("# a change\n")
    press(desk, "check")
    says(desk, "✗")
    expect(desk.locator("thread-player section")).to_be_visible()
    assert audit(page, ".desk[data-desk]") == []
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(wide) <= 0, "the page scrolls sideways"


def test_pad_begins_with_a_program(visit: Visits) -> None:
    page = visit.page("play/pad/")
    starts = json.loads(page.locator(".desk").get_attribute("data-starts") or "")
    assert 4 <= len(starts) <= 6
    desk = desk_of(page.locator(".desk"))
    for program, title in starts:
        desk.get_by_label("Begin with").get_by_role("button", name=title).press("Enter")
        expect(desk.locator(".cm-content")).to_be_focused()
        first = source(program).splitlines()[0]
        expect(desk.locator(".cm-line").first).to_have_text(first)
        expect(desk.get_by_label("Begin with")).to_have_count(0)
        press(desk, "reset")
    page.keyboard.insert_text("print(1)\n")
    expect(desk.get_by_label("Begin with")).to_have_count(0)
