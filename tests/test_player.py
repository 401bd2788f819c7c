"""The player in the page: every recorded schedule, bad input, access, weight."""

import gzip
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import WATCH_SHIFTS, SmallSite, audit, settled
from tools import build, pages, player
from tools.programs import CAPTURED, ROOT, programs

GRAPHS = ROOT / "docs" / "assets" / "graphs"
BUNDLE = ROOT / "docs" / "assets" / "player" / "player.js"
KILOBYTES = 25
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

# What a reader would do to each outcome in turn: press "Show me", then Next to the end.
DRIVE = """
async box => {
  const settled = async () => { for (let n = 0; n < 4; n++) await Promise.resolve(); };
  const told = [];
  const root = box.querySelector("thread-player").shadowRoot;
  const find = what => root.querySelector(what);
  for (const show of root.querySelectorAll("[data-outcome]")) {
    show.click();
    await settled();
    const sentences = [];
    let steps = 0;
    while (find("[data-do=forward]").getAttribute("aria-disabled") === "false") {
      if (find("section").dataset.ended) throw new Error("ended before its last step");
      find("[data-do=forward]").click();
      await settled();
      sentences.push(find(".sentence").textContent);
      if (++steps > 5000) throw new Error("no end");
    }
    told.push({
      outcome: Number(show.dataset.outcome),
      kind: find("section").dataset.ended,
      output: find(".output pre")?.textContent ?? "",
      end: find(".end")?.textContent ?? "",
      gil: !find(".gil")?.textContent.includes("cannot end so"),
      found: show.textContent.includes("found"),
      rows: [...root.querySelectorAll(".row:has(svg) .did")]
        .map(row => row.textContent),
      sentences,
    });
  }
  return told;
}
"""


def graph_of(program: str) -> dict[str, Any]:
    return json.loads((GRAPHS / f"{program}.json").read_text("utf-8"))


def opened(page: Page, program: str) -> Locator:
    """Open a player by its button."""
    box = page.locator(f'.player[data-program="{program}"]').first
    box.locator(".player__open").click()
    expect(box.locator("thread-player section")).to_be_focused()
    return box


def press(box: Locator, what: str) -> None:
    box.locator(f"thread-player [data-do={what}]").click()


def step(box: Locator, *threads: int) -> None:
    for thread in threads:
        box.locator(f"thread-player [data-step='{thread}']").click()


def said(box: Locator) -> Locator:
    return box.locator("thread-player [role=status]")


def rows(box: Locator) -> Locator:
    return box.locator("thread-player .row:has(svg)")


class Contexts:
    """Browser contexts that end with the test, and what was wrong in their pages."""

    def __init__(self, chromium: Browser) -> None:
        """Open none yet."""
        self.chromium = chromium
        self.open: list[BrowserContext] = []
        self.errors: list[str] = []
        self.requests: list[str] = []

    def page(self, url: str, **options: Any) -> Page:
        """Visit `url` in a fresh context."""
        options.setdefault("viewport", DESKTOP)
        context = self.chromium.new_context(reduced_motion="reduce", **options)
        self.open.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(url, wait_until="load")
        return page

    def _said(self, message: Any) -> None:
        # The browser itself reports what a host does not have; no page can stop it.
        missing = "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not missing:
            self.errors.append(message.text)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Contexts]:
    contexts = Contexts(chromium)
    yield contexts
    for context in contexts.open:
        context.close()
    assert contexts.errors == []


# ------------------------------------------------------------- a stage of our own

STAGE = """---
title: Home
description: A page of players, so that each thing that can go wrong does.
---

# Home

```python title="lock/counter_broken.py"
--8<-- "lock/counter_broken.py"
```

{players}

```python title="deadlock/two_locks_broken.py"
--8<-- "deadlock/two_locks_broken.py"
```

<div class="player" data-program="deadlock/two_locks_broken" data-start="0"
data-goal='{{"kind":"deadlock"}}' markdown="0"></div>
"""
BAD = {
    "missing": (None, "There is no recording of this program."),
    "text": ("no json", "The recording of this program is damaged."),
    "old": ({"schema": 1}, "of another version than this page"),
    "damaged": ({"edges": [[0, 1, 99999, 0, 0]]}, "is damaged."),
    "stale": (None, "of another version of this program than the page shows"),
}


def staged(root: Path) -> SmallSite:
    """A small site: players with goals, and players of bad graphs."""
    assert player.build(ROOT) is None
    small = SmallSite(root)
    good = graph_of("lock/counter_broken")
    for name in ("lock/counter_broken", "deadlock/two_locks_broken"):
        small.write(f"docs/assets/graphs/{name}.json", json.dumps(graph_of(name)))
    svg = (CAPTURED / "lock" / "counter_broken.lanes.svg").read_text("utf-8")
    still = f'<details class="player__still"><summary>Still</summary>{svg}</details>'
    boxes = [f'<div class="player" data-program="lock/counter_broken">{still}</div>']
    for name, (change, _) in BAD.items():
        text = change if isinstance(change, str) else json.dumps(good | (change or {}))
        if name == "missing":
            text = ""
        if name == "stale":
            boxes.append(f'<div class="highlight"><span class="filename">bad/{name}.py')
            boxes.append("</span><pre><code>counter = 1</code></pre></div>")
        if text:
            small.write(f"docs/assets/graphs/bad/{name}.json", text)
        boxes.append(f'<div class="player" data-program="bad/{name}">{still}</div>')
    bounded = json.dumps(good | {"preemptions": 2})
    small.write("docs/assets/graphs/bad/bounded.json", bounded)
    one = "rate_limit/per_second"
    small.write(f"docs/assets/graphs/{one}.json", json.dumps(graph_of(one)))
    boxes.append(f'<div class="player" data-program="{one}"></div>')
    goal = '{"shared":{"counter":"2"}}'
    boxes.append('<div class="player" data-program="bad/bounded"></div>')
    small.write("docs/assets/graphs/goal/shared.json", json.dumps(good))
    boxes.append(
        f'<div class="player" data-program="goal/shared" data-goal=\'{goal}\'></div>'
    )
    html = "\n".join(boxes).replace("\n\n", "\n")
    small.write("docs/index.md", STAGE.format(players=f"<div>\n{html}\n</div>"))
    for name in ("lock/counter_broken.py", "deadlock/two_locks_broken.py"):
        small.write(f"snippets/{name}", programs()[name].path.read_text("utf-8"))
    return small


def generate(small: SmallSite, generator: str = "mkdocs") -> None:
    """Build a small site into its `site/`."""
    tool = Path(sys.executable).with_name(generator)
    done = subprocess.run(
        [tool, "build", *(["--quiet"] if generator == "mkdocs" else [])],
        cwd=small.root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def stage(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> str:
    """The address of the stage, under a path as a project's pages are."""
    small = staged(tmp_path_factory.mktemp("stage"))
    generate(small)
    return f"{serve(small.root)}site/"


# ---------------------------------------------------------- every player there is


def shown(page: pages.Page) -> list[str]:
    """The players that a page should have, from its source: where one can choose."""
    names = [
        name
        for _, name, _ in page.includes
        if name.endswith(".result.md")
        and (CAPTURED / name).exists()  # else it is a measurement's
        and "1 interleaving stands" not in (CAPTURED / name).read_text("utf-8")
    ]
    found = [name.removesuffix(".result.md") for name in names]
    return [name for name in found if (GRAPHS / f"{name}.json").exists()]


PAGES = {page.address: shown(page) for page in pages.pages() if shown(page)}


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Contexts]:
    """One reader, who goes from page to page."""
    contexts = Contexts(chromium)
    contexts.page("about:blank")
    yield contexts
    for context in contexts.open:
        context.close()


def recorded(graph: dict[str, Any], schedule: list[int]) -> list[tuple[str, list[str]]]:
    """Each step from the first choice on: which thread takes it where, what it does."""
    ways = {(edge[0], edge[1]): edge for edge in graph["edges"]}
    state, steps = 0, list[tuple[str, list[str]]]()
    for thread in schedule:
        _, _, after, facts, _ = ways[state, thread]
        view = graph["views"][graph["states"][state][3][thread - 1]]
        place = f"T{thread}: " + (f"line {view['line']}" if "line" in view else "")
        if steps or state == graph["start"]:
            steps.append((place, [fact["said"] for fact in graph["facts"][facts]]))
        state = after
    return steps


@pytest.mark.parametrize("page", PAGES)
def test_every_schedule(reader: Contexts, address: str, page: str) -> None:
    """Pressing the steps of each recorded schedule ends as the engine said."""
    reader.errors.clear()
    (seen,) = reader.open[0].pages
    seen.goto(address + page, wait_until="load")
    boxes = seen.locator(".player:not([data-goal])")
    names = boxes.evaluate_all("boxes => boxes.map(box => box.dataset.program)")
    assert names == PAGES[page]
    boxes.locator(".player__open").evaluate_all("all => all.forEach(b => b.click())")
    expect(seen.locator(".player thread-player section")).to_have_count(len(names))
    for index, name in enumerate(names):
        graph = graph_of(name)
        told = boxes.nth(index).evaluate(DRIVE)
        assert sorted(t["outcome"] for t in told) == [*range(len(graph["outcomes"]))]
        for one in told:
            expected = graph["outcomes"][one["outcome"]]
            where = f"{name}, outcome {one['outcome']}"
            assert one["kind"] == expected["kind"], where
            assert one["output"] == expected["output"], where
            assert one["gil"] == expected["gil"], where
            assert one["found"], where
            assert ("Deadlock" in one["end"]) == (one["kind"] == "deadlock"), where
            for error in expected["errors"]:
                text = f"T{error['thread']} ended with {error['type']}"
                assert text in one["end"], where
                assert error["message"] in one["end"], where
            assert all(re.match(r"T\d+ .+\.$", s) for s in one["sentences"]), where
            steps = recorded(graph, expected["schedule"])
            for row, (place, facts) in zip(one["rows"], steps, strict=True):
                assert re.sub(r"^Step \d+, ", "", row).startswith(place), where
                assert all(fact in row for fact in facts), where
    assert reader.errors == []


def test_by_mouse_and_keyboard(visit: Contexts, stage: str) -> None:
    """A reader's own way: step, run, undo, redo, go back to a row, reset, play."""
    box = opened(visit.page(stage), "lock/counter_broken")
    status = said(box)
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_contain_text("you choose which thread runs next: T1 or T2")
    step(box, 1, 1, 2)
    expect(status).to_have_text(re.compile(r"^T2 reads counter = 0, at line 10\."))
    box.locator("thread-player [data-run='2']").click()
    expect(status).to_contain_text("T2 writes counter = 1, at line 10. It has ended.")
    expect(box.locator("thread-player .shared .changed")).to_contain_text("was 0")
    off = box.locator("thread-player [data-step='2']")
    expect(off).to_have_attribute("aria-disabled", "true")
    expect(off).to_have_accessible_name(re.compile("not now, it has ended"))
    off.dispatch_event("click")
    expect(status).to_contain_text("T2 cannot run: it has ended.")
    press(box, "back")
    expect(rows(box)).to_have_count(3)
    press(box, "forward")
    expect(rows(box)).to_have_count(4)
    box.page.keyboard.press("3")
    expect(status).to_contain_text("T3 reads counter = 1")
    box.page.keyboard.press("2")
    expect(status).to_contain_text("T2 cannot run: it has ended")
    box.page.keyboard.press("ArrowLeft")
    expect(rows(box)).to_have_count(4)
    box.page.keyboard.press("ArrowRight")
    expect(rows(box)).to_have_count(5)
    box.page.keyboard.press("9")
    expect(rows(box)).to_have_count(5)
    box.locator("thread-player .row button").nth(2).click()
    expect(rows(box)).to_have_count(2)
    box.page.keyboard.press("ArrowUp")
    box.page.keyboard.press("Enter")
    expect(rows(box)).to_have_count(1)
    box.locator("thread-player .heads button").first.click()
    expect(rows(box)).to_have_count(2)
    box.page.keyboard.press("r")
    expect(rows(box)).to_have_count(0)
    expect(box.locator("thread-player [data-do=back]")).to_have_attribute(
        "aria-disabled", "true"
    )
    box.page.clock.install()
    box.page.keyboard.press("p")
    expect(box.locator("thread-player [data-do=play]")).to_have_text("Pause")
    box.page.clock.run_for(2500)
    expect(rows(box)).to_have_count(2)
    box.page.keyboard.press("p")
    box.page.clock.run_for(5000)
    expect(rows(box)).to_have_count(2)
    box.get_by_role("button", name="Close").click()
    expect(box.locator(".player__open")).to_be_focused()
    expect(box.locator("thread-player")).to_have_count(0)
    expect(box.locator("summary")).to_be_visible()


def test_the_theme_does_not_take_the_keys(visit: Contexts, stage: str) -> None:
    page = visit.page(stage)
    opened(page, "lock/counter_broken")
    page.keyboard.press("p")
    page.keyboard.press("n")
    expect(page).to_have_url(stage)


def test_shown_then_left_for_another_choice(visit: Contexts, stage: str) -> None:
    box = opened(visit.page(stage), "lock/counter_broken")
    box.get_by_role("button", name="Show me: prints 1").click()
    expect(said(box)).to_contain_text("14 steps. Press Next.")
    for _ in range(6):
        press(box, "forward")
    expect(said(box)).to_contain_text("Whatever you choose now, it ends so: “prints 1”")
    press(box, "forward")
    press(box, "forward")
    expect(said(box)).to_contain_text(
        "A default (GIL) build of today would not have let"
    )
    expect(rows(box).last).to_contain_text("not on a GIL build")
    press(box, "back")
    press(box, "back")
    press(box, "back")
    expect(said(box)).to_contain_text("reads counter = 0")
    for key in "22331111111":
        box.page.keyboard.press(key)
    section = box.locator("thread-player section")
    expect(section).to_have_attribute("data-ended", "finished")
    expect(said(box)).to_contain_text("It has printed 2.")
    expect(box.locator("thread-player .endings")).to_contain_text("1 of 2 found")


def test_goals(visit: Contexts, stage: str) -> None:
    page = visit.page(stage)
    page.evaluate(
        "window.goals = [];"
        "document.body.addEventListener('player:goal', e => goals.push(e.detail))"
    )
    box = opened(page, "deadlock/two_locks_broken")
    goal = box.locator("thread-player .goal")
    expect(goal).to_have_text("Your goal: bring it to a deadlock.")
    schedule = graph_of("deadlock/two_locks_broken")["outcomes"]
    deadlock = next(o["schedule"] for o in schedule if o["kind"] == "deadlock")
    expect(rows(box)).to_have_count(0)
    for thread in deadlock:
        page.keyboard.press(str(thread))
    expect(goal).to_have_text("✓ Reached: bring it to a deadlock.")
    expected = {
        "program": "deadlock/two_locks_broken",
        "schedule": deadlock,
        "shown": False,
    }
    assert page.evaluate("goals") == [expected]
    expect(rows(box)).to_have_count(len(deadlock))

    box = opened(page, "goal/shared")
    for key in "11223":
        page.keyboard.press(key)
    assert page.evaluate("goals.length") == 1
    page.keyboard.press("3")
    expect(box.locator("thread-player .goal")).to_contain_text("Reached")
    page.keyboard.press("1")
    expect(rows(box)).to_have_count(7)
    assert page.evaluate("goals.length") == 2, "it is told once"
    page.keyboard.press("r")
    expect(box.locator("thread-player .goal")).to_contain_text("Your goal")


@pytest.mark.parametrize("name", BAD)
def test_bad_graph(visit: Contexts, stage: str, name: str) -> None:
    """One sentence; the still picture and all else stay."""
    page = visit.page(stage)
    box = page.locator(f'.player[data-program="bad/{name}"]')
    button = box.locator(".player__open")
    button.click()
    expect(box.locator(".player__said")).to_contain_text(BAD[name][1])
    expect(box.locator("thread-player")).to_have_count(0)
    expect(box.locator("summary")).to_be_visible()
    button.click()
    expect(box.locator(".player__said")).to_have_count(1)


def test_without_the_script_it_says_so(visit: Contexts, stage: str) -> None:
    page = visit.page(stage)
    page.route("**/player.js", lambda route: route.abort())
    box = page.locator(".player").first
    box.locator(".player__open").click()
    expect(box.locator(".player__said")).to_contain_text("could not be loaded")
    page.unroute("**/player.js")


def test_bounded_graph_says_so(visit: Contexts, stage: str) -> None:
    box = opened(visit.page(stage), "bad/bounded")
    expect(box.locator("thread-player section")).to_contain_text(
        "Only schedules with at most 2 preemptions are here: all would be too many."
    )


def test_of_a_bounded_graph_none_are_called_all(visit: Contexts, stage: str) -> None:
    box = opened(visit.page(stage), "rate_limit/per_second")
    endings = box.locator("thread-player .endings")
    expect(endings).not_to_contain_text("The only outcome")
    endings.get_by_role("button").click()
    forward = box.locator("thread-player [data-do=forward]")
    while forward.get_attribute("aria-disabled") == "false":
        forward.click()
    expect(endings).to_contain_text("1 of 1 found")
    expect(endings).not_to_contain_text("All outcomes")


@pytest.mark.parametrize(
    ("link", "count", "text"),
    [
        ("1*11.2.3*2", 7, "T3 writes counter = 1"),
        ("1*11.2.3*2.2.1*6", 14, "It has printed 1."),
        ("1*11.2*9", 6, "is not possible here"),
        ("3", 0, "is not possible here"),
        ("1..2", 0, "is not possible here"),
        ("1*9999999", 0, "is not possible here"),
        ("", 0, "Now you choose"),
    ],
)
def test_link(visit: Contexts, stage: str, link: str, count: int, text: str) -> None:
    """A link opens its player at its schedule, as far as that is possible."""
    page = visit.page(f"{stage}#play=lock/counter_broken:{link}")
    box = page.locator('.player[data-program="lock/counter_broken"]')
    expect(said(box)).to_contain_text(text)
    expect(rows(box)).to_have_count(count)
    expect(box).to_be_in_viewport()


@pytest.mark.parametrize("link", ["#play=no/program:1", "#play=", "#play=%E0%A4%A"])
def test_link_to_nothing_is_ignored(visit: Contexts, stage: str, link: str) -> None:
    page = visit.page(stage + link)
    expect(page.locator(".player__open").first).to_be_visible()
    expect(page.locator("thread-player")).to_have_count(0)


def test_copied_link_opens_the_same(visit: Contexts, stage: str) -> None:
    page = visit.page(stage, permissions=["clipboard-read", "clipboard-write"])
    box = opened(page, "lock/counter_broken")
    step(box, 1, 1, 1, 1, 2)
    box.get_by_role("button", name="Copy link").click()
    expect(said(box)).to_contain_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{stage}#play=lock/counter_broken:1*11.2"
    again = visit.page(link).locator('.player[data-program="lock/counter_broken"]')
    expect(rows(again)).to_have_count(5)
    # A link in the page itself goes there too.
    page.evaluate("location.hash = '#play=lock/counter_broken:1*11.2.3'")
    expect(rows(box)).to_have_count(6)


@pytest.mark.parametrize("look", ["light", "dark phone"])
def test_accessible(visit: Contexts, stage: str, look: str) -> None:
    """No finding of axe in an opened player, and no page that scrolls sideways."""
    page = visit.page(
        stage,
        color_scheme="dark" if "dark" in look else "light",
        viewport=PHONE if "phone" in look else DESKTOP,
    )
    one = opened(page, "lock/counter_broken")
    two = opened(page, "deadlock/two_locks_broken")
    one.locator("thread-player [data-outcome='1']").click()
    two.locator("thread-player .spoiler summary").click()
    two.locator("thread-player [data-outcome='1']").click()
    for _ in range(8):
        press(one, "forward")
    expect(said(one)).to_contain_text("A default (GIL) build")
    forward = two.locator("thread-player [data-do=forward]")
    while forward.get_attribute("aria-disabled") == "false":
        forward.click()
    expect(said(two)).to_contain_text("Deadlock")
    for box in (one, two):
        box.locator("thread-player .keys summary").click()
    bad = page.locator('.player[data-program="bad/damaged"]')
    bad.locator(".player__open").click()
    expect(bad.locator(".player__said")).to_be_visible()
    assert audit(page, ".player") == []
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(wide) <= 0, "the page scrolls sideways"


def test_without_javascript(visit: Contexts, stage: str) -> None:
    """The still picture stands there, and no button that does nothing."""
    page = visit.page(stage, java_script_enabled=False)
    box = page.locator('.player[data-program="lock/counter_broken"]')
    expect(box.locator("svg")).to_be_visible()
    assert (box.locator("svg").bounding_box() or {"height": 0})["height"] > 200
    expect(page.locator(".player__open")).to_have_count(0)


def test_print(visit: Contexts, stage: str) -> None:
    """On paper: nothing to press, and a picture where the reader had opened it."""
    page = visit.page(stage)
    box = page.locator('.player[data-program="lock/counter_broken"]').first
    page.emulate_media(media="print")
    expect(box.locator("svg")).to_be_hidden()
    box.locator("details").evaluate("details => details.open = true")
    expect(box.locator("svg")).to_be_visible()
    expect(page.locator(".player__open").first).to_be_hidden()
    page.emulate_media(media="screen")
    box.locator("details").evaluate("details => details.open = false")
    box = opened(page, "lock/counter_broken")
    page.emulate_media(media="print")
    expect(box.locator("thread-player")).to_be_hidden()


def swaps_pages(page: Page) -> None:
    """Wait for the theme to know the pages of the site: it loads what it does not."""
    page.wait_for_function(
        "performance.getEntriesByType('resource').some("
        "one => one.name.endsWith('/sitemap.xml') && one.responseEnd)"
    )
    settled(page)


@pytest.mark.parametrize("generator", ["mkdocs", "zensical"])
def test_under_instant_navigation(
    visit: Contexts, tmp_path: Path, serve: Callable[[Path], str], generator: str
) -> None:
    """Both generators, with pages that are swapped in place."""
    small = staged(tmp_path)
    address = serve(small.root / "site")
    small.change(
        "mkdocs.yml", "  features:\n", "  features:\n    - navigation.instant\n"
    )
    config = (small.root / "mkdocs.yml").read_text("utf-8")
    small.write(
        "mkdocs.yml", re.sub(r"(?m)^site_url:.*", f"site_url: {address}", config)
    )
    generate(small, generator)
    page = visit.page(f"{address}other/")
    swaps_pages(page)
    page.evaluate("window.kept = true")
    page.locator(".md-tabs a, .md-nav--primary a").filter(
        has_text="Home", visible=True
    ).first.click()
    box = opened(page, "lock/counter_broken")
    assert page.evaluate("window.kept"), "the page was loaded anew"
    box.locator("thread-player [data-outcome='1']").click()
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    expect(said(box)).to_contain_text("It has printed 1.")


def test_weight(visit: Contexts, stage: str) -> None:
    """A page costs nothing before a player is opened, and then little."""
    page = visit.page(stage)
    settled(page)
    wanted = [url for url in visit.requests if "player.js" in url or "graphs/" in url]
    assert wanted == []
    opened(page, "lock/counter_broken")
    wanted = [url for url in visit.requests if "player.js" in url or "graphs/" in url]
    assert [url.rsplit("/", 1)[1] for url in wanted] == [
        "player.js",
        "counter_broken.json",
    ]
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) <= KILOBYTES * 1000


def test_back_and_forward_stay_under_the_mouse(visit: Contexts, stage: str) -> None:
    """What the threads know grows beside the program, and moves nothing below it."""
    box = opened(visit.page(stage), "rate_limit/per_second")
    box.locator("thread-player [data-outcome]").first.click()
    forward = box.locator("thread-player [data-do=forward]")
    tops = set()
    while forward.get_attribute("aria-disabled") == "false":
        forward.click()
        place = forward.bounding_box()
        assert place
        tops.add(round(place["y"]))
    assert len(tops) == 1, tops


def test_nothing_moves_when_the_button_comes(visit: Contexts, stage: str) -> None:
    page = visit.page("about:blank")
    page.add_init_script(WATCH_SHIFTS)
    page.goto(stage)
    settled(page)
    assert page.evaluate("window.shifts") == []


def test_a_step_makes_one_row(visit: Contexts, stage: str) -> None:
    """What a step costs does not grow with the schedule: nodes that change."""
    box = opened(visit.page(stage), "deadlock/two_locks_broken")
    count = """
    async (box, threads) => {
      const root = box.querySelector("thread-player").shadowRoot;
      let changes = 0;
      const seen = new MutationObserver(list => { changes += list.length; });
      const list = root.querySelector(".lanes");
      seen.observe(list, {subtree: true, childList: true, attributes: true});
      const costs = [];
      for (const thread of threads) {
        changes = 0;
        root.querySelector(`[data-step='${thread}']`).click();
        await new Promise(requestAnimationFrame);
        costs.push(changes);
      }
      return costs;
    }
    """
    graph = graph_of("deadlock/two_locks_broken")
    costs = box.evaluate(count, graph["outcomes"][0]["schedule"])
    assert len(costs) > 30
    assert max(costs) <= 6, costs


# --------------------------------------------------------------------- its build


def test_state_logic() -> None:
    """The unit tests of what the player knows, in Node."""
    done = player.run(ROOT, "npm", "test", "--silent")
    assert done is None, done


def broken_copy(root: Path, name: str, text: str) -> Path:
    """A copy of the player's sources with one of them replaced."""
    for path in [*player.sources(ROOT), ROOT / "package.json"]:
        target = root / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    (root / name).write_text(text, "utf-8")
    return root


def test_build_that_fails_changes_nothing(tmp_path: Path) -> None:
    assert player.build(ROOT) is None
    root = broken_copy(tmp_path, "player/run.ts", "export const = ;\n")
    old = root / "docs" / "assets" / "player" / "player.js"
    old.parent.mkdir(parents=True)
    old.write_text("the last good one")
    wrong = player.build(root)
    assert wrong
    assert "player/run.ts:1:13" in wrong
    assert old.read_text() == "the last good one"
    assert player.build(root), "it is tried again"


def test_build_without_npm_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = broken_copy(tmp_path, "player/css.d.ts", "")
    monkeypatch.setattr(player, "BIN", tmp_path / "bin")
    assert "run `make environment`" in (player.build(root) or "")
    assert not (root / "docs").exists()


def test_two_workers_build_the_bundle_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, found = [], []

    def renew() -> None:
        found.append(player.renew(tmp_path, "some", "build.mjs", []))

    other = threading.Thread(target=renew)

    def built(*_: object) -> None:
        made.append(other.is_alive())
        if len(made) == 1:
            other.start()
            # Nothing tells that it waits: who doesn't has come here by then.
            other.join(0.3)

    monkeypatch.setattr(player, "install", lambda _: None)
    monkeypatch.setattr(player, "run", built)
    renew()
    other.join()
    assert (made, found) == ([False], [None, None])
    assert (tmp_path / "docs" / "assets" / "some").is_dir()


def test_build_only_when_sources_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = broken_copy(tmp_path, "player/css.d.ts", "// changed")
    assert player.build(root) is None
    bundle = root / "docs" / "assets" / "player" / "player.js"
    assert bundle.read_bytes() == BUNDLE.read_bytes()
    monkeypatch.setattr(player, "BIN", tmp_path / "nowhere")
    assert player.build(root) is None, "nothing to do"
    (root / "player" / "css.d.ts").write_text("// changed again")
    assert player.build(root)


def test_site_is_not_built_without_its_player(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_site.root / "player").mkdir()
    monkeypatch.setattr(player, "build", lambda root: "no player")
    assert build.build(small_site.root, small_site.root / "site") == ["no player"]
