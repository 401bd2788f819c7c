"""The levels: each can be solved, none solves itself, and the page knows."""

import functools
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import WATCH_SHIFTS, SmallSite, settled
from tools import graphs, outcomes, pages
from tools.answers import exercises
from tools.programs import ROOT, programs

FOLDER = ROOT / "docs" / "play"
NAMES = ("races", "locks", "waiting", "mend", "write")
HEADING = re.compile(
    r"^## (.+?) \{ #([a-z0-9-]+) \.(level|mend|write) \}$", re.MULTILINE
)
PLAYER = re.compile(
    r'^<div class="player" data-program="([\w/]+)" data-goal=\'(.+?)\' '
    r'markdown="0"></div>$',
    re.MULTILINE,
)
CHOICE = re.compile(
    r"^### [A-E]\. (.+?) \{ #([a-z0-9-]+) \.candidate \}\n\n"
    r'```python title="([\w/]+)\.py"( hl_lines="[\d -]+")?\n'
    r'--8<-- "\3\.py:change"\n```\n\n'
    r'<div class="choose" data-program="\3" markdown="0"></div>\n\n'
    r"/// details \| The verdict\n    attrs: \{class: verdict\}\n"
    r'(.+?)\n\n```python title="\3\.py"\n--8<-- "\3\.py"\n```\n\n'
    r'--8<-- "\3\.result\.md"\n///$',
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Level:
    """A level as its page has it: what stands from one heading to the next."""

    page: str
    kind: str
    title: str
    id: str
    text: str

    @property
    def address(self) -> str:
        """Where it is in the site."""
        return f"play/{self.page}/#{self.id}"

    @property
    def program(self) -> str:
        """The program that the reader drives."""
        return PLAYER.findall(self.text)[0][0]

    @property
    def goal(self) -> dict[str, Any]:
        """What the page checks."""
        return json.loads(PLAYER.findall(self.text)[0][1])


def read(page: str) -> list[Level]:
    text = (FOLDER / f"{page}.md").read_text("utf-8")
    found = list(HEADING.finditer(text))
    ends = [m.start() for m in found[1:]] + [len(text)]
    return [
        Level(page, m[3], m[1], m[2], text[m.end() : end])
        for m, end in zip(found, ends, strict=True)
    ]


ALL = [level for name in NAMES for level in read(name)]
LEVELS = [level for level in ALL if level.kind == "level"]
MENDS = [level for level in ALL if level.kind == "mend"]
WRITES = [level for level in ALL if level.kind == "write"]
DESK = re.compile(
    r'^<div class="desk" data-program="([\w/]+)" data-solution="([\w/]+)" '
    r'data-label="[^"]+" markdown="0"></div>$',
    re.MULTILINE,
)
DESKS = {
    program: solution
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for program, solution in DESK.findall(page.read_text("utf-8"))
}


@functools.cache
def graph_of(program: str) -> dict[str, Any]:
    found = graphs.load(programs()[f"{program}.py"])
    assert found, f"{program}: no graph: run `make update`"
    return found


def is_reached(goal: dict[str, Any], graph: dict[str, Any], state: int) -> bool:
    """Whether a state is what the goal asks for, as the page decides it."""
    ends = [o for o in graph["outcomes"] if state in o["state"]]
    for key in ("kind", "output"):
        if key in goal and not any(o[key] == goal[key] for o in ends):
            return False
    values = graph["shared"][graph["states"][state][0]]
    return all(values.get(n) == v for n, v in goal.get("shared", {}).items())


def ways(graph: dict[str, Any]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for state, thread, to, *_ in graph["edges"]:
        found.setdefault(state, {})[thread] = to
    return found


def shortest(goal: dict[str, Any], graph: dict[str, Any]) -> list[int] | None:
    """The threads to step, from the first choice on, to reach the goal."""
    next_of = ways(graph)
    came: dict[int, tuple[int, int]] = {graph["start"]: (-1, 0)}
    waiting = deque([graph["start"]])
    while waiting:
        state = waiting.popleft()
        if is_reached(goal, graph, state):
            steps = []
            while came[state][0] >= 0:
                state, thread = came[state]
                steps.append(thread)
            return steps[::-1]
        for thread, to in next_of.get(state, {}).items():
            if to not in came:
                came[to] = (state, thread)
                waiting.append(to)
    return None


def left_alone(graph: dict[str, Any]) -> list[int]:
    """The states of the run in which a thread goes on until it has to wait."""
    next_of = ways(graph)
    state, thread = 0, 1
    seen = [state]
    while next_of.get(state):
        views = graph["states"][state][3]
        does = {t: graph["views"][views[t - 1]]["does"] for t in next_of[state]}
        ready = [t for t in does if does[t] == "runs"] or [*does]
        if thread not in ready:
            thread = min(ready)
        state = next_of[state][thread]
        seen.append(state)
        assert len(seen) < 10_000
    return seen


# ------------------------------------------------------------------- the sources


def test_there_are_enough() -> None:
    assert len(LEVELS) >= 22
    assert len(MENDS) >= 6
    assert len(WRITES) >= 5
    ids = [level.id for level in ALL]
    assert len(set(ids)) == len(ids), "progress is kept by id"


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_level_is_whole(level: Level) -> None:
    fold = r"/// details \| {}\n((?:    attrs: [^\n]+\n)?)(.+?)\n///\n?"
    assert len(PLAYER.findall(level.text)) == 1
    story, rest = level.text.strip().split("\n\n", 1)
    assert 1 <= len(re.findall(r"[.?!:](?=\s|$)", story)) <= 5
    goal = re.match(r"\*\*Goal:\*\* .+\.\n\{ \.goal \}\n\n```python title=", rest)
    assert goal, "after the story: the goal, then the program"
    assert f'--8<-- "{level.program}.py"' in level.text
    hint = re.search(fold.format("A hint"), level.text, re.DOTALL)
    moral = re.search(fold.format("The moral"), level.text, re.DOTALL)
    mending = re.search(fold.format("The mending"), level.text, re.DOTALL)
    assert hint
    assert moral
    assert mending
    assert moral[1].strip() == "attrs: {class: moral}"
    assert re.search(r"\n\nRead on: \[.+\]\(\.\./.+\.md.*\)\.$", moral[2])
    twin = (programs()[f"{level.program}.py"].twin or "").removesuffix(".py")
    assert f'--8<-- "{twin}.py"\n```\n\n--8<-- "{twin}.result.md"' in mending[2]
    before = level.text[: moral.start()]
    assert ".result.md" not in before, "that tells the answer"


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_goal_is_said_in_words(level: Level) -> None:
    said = re.search(r"\*\*Goal:\*\* (.+)", level.text)
    assert said
    kinds = {"deadlock": "deadlock", "exception": "fail", "finished": "to its end"}
    if "kind" in level.goal:
        assert kinds[level.goal["kind"]] in said[1]
    for name, value in level.goal.get("shared", {}).items():
        assert f"`{name}` to {value}" in said[1]
    if "output" in level.goal:
        last = level.goal["output"].split("\n")[-2]
        assert any(part in last for part in re.findall(r"`([^`]+)`|(\d+)", said[1])[0])


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_goal_can_be_reached(level: Level) -> None:
    steps = shortest(level.goal, graph_of(level.program))
    assert steps, "no schedule reaches the goal"
    assert len(steps) <= 45


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.id)
def test_goal_is_not_reached_by_doing_nothing(level: Level) -> None:
    graph = graph_of(level.program)
    assert not any(is_reached(level.goal, graph, s) for s in left_alone(graph))


@pytest.mark.parametrize("level", MENDS, ids=lambda level: level.id)
def test_mending_is_whole(level: Level) -> None:
    choices = CHOICE.findall(level.text)
    assert 3 <= len(choices) <= 5
    assert len(choices) == level.text.count('class="choose"')
    holding = 0
    for _, _, program, _, verdict in choices:
        own = programs()[f"{program}.py"]
        known = outcomes.load(own)
        assert known
        assert known.complete
        holds = not own.twin
        holding += holds
        assert verdict.startswith("It holds." if holds else "It does not hold.")
        bad = [o for o in graph_of(program)["outcomes"] if o["bad"]]
        assert bool(bad) != holds
        if holds:
            (ending,) = known.distinct
            goal = re.search(r"\*\*Goal:\*\* .*?prints `(.+?)`", level.text)
            assert goal
            assert ending.output == f"{goal[1]}\n"
    assert 1 <= holding < len(choices)
    assert re.search(
        r"/// details \| The moral\n    attrs: \{class: moral\}\n.+?\n\n"
        r"Read on: \[.+\]\(\.\./.+\)\.\n///\s*$",
        level.text,
        re.DOTALL,
    )


@pytest.mark.parametrize("level", WRITES, ids=lambda level: level.id)
def test_what_to_write_is_whole(level: Level) -> None:
    ((program, solution),) = DESK.findall(level.text)
    wanted = re.escape(
        f'```python title="{program}.py"\n--8<-- "{program}.py"\n```\n\n'
        f'--8<-- "{program}.result.md"\n\n<div class="desk"'
    )
    assert re.search(r"\*\*Goal:\*\* .+\n\{ \.goal \}\n\n" + wanted, level.text)
    known = outcomes.load(programs()[f"{solution}.py"])
    assert known
    (ending,) = known.distinct
    assert f"`{ending.output.strip()}`" in level.text.split("{ .goal }")[0]
    assert "# yours: " in programs()[f"{program}.py"].path.read_text("utf-8")
    folds = re.findall(r"^/// details \| (.+)$", level.text, re.MULTILINE)
    assert folds == ["A hint", "A solution", "The moral"]
    assert f'--8<-- "{solution}.py"\n```\n\n--8<-- "{solution}.result.md"' in level.text


@pytest.mark.parametrize("level", MENDS, ids=lambda level: level.id)
def test_mending_can_be_written(level: Level) -> None:
    ((program, solution),) = DESK.findall(level.text)
    assert f"### Or write your own {{ #{level.id}-own .own }}" in level.text
    assert solution in {found[2] for found in CHOICE.findall(level.text)}
    assert f'--8<-- "{program}.py"' in level.text


@pytest.mark.parametrize("program", DESKS)
def test_what_is_judged_in_the_page(program: str) -> None:
    """What the page compares an answer with: a goal, and the program as given."""
    goal = graph_of(DESKS[program])["outcomes"]
    assert [outcome["kind"] for outcome in goal] == ["finished"]
    assert any(outcome["bad"] for outcome in graph_of(program)["outcomes"])
    given = graph_of(program)
    assert len(graph_of(DESKS[program])["threads"]) >= len(given["threads"])
    last = [line.strip() for line in given["source"] if "print(" in line][-1]
    assert last in map(str.strip, graph_of(DESKS[program])["source"])


def test_each_exercise_is_judged_in_the_page() -> None:
    found = {name for name in DESKS if name.startswith("exercises/")}
    assert found == {f"exercises/{name}_broken" for name in exercises()}


def test_index_lists_every_level_in_order() -> None:
    text = (FOLDER / "index.md").read_text("utf-8")
    listed = re.findall(r"^\d+\. \[(.+?)\]\((\w+)\.md#([a-z0-9-]+)\)$", text, re.M)
    assert listed == [(level.title, level.page, level.id) for level in ALL]


def test_level_must_be_of_the_program_above(small_site: SmallSite) -> None:
    result = '--8<-- "home/greet.result.md"\n\nAgain'
    div = (
        '<div class="player" data-program="home/{}" data-goal=\'{{}}\'></div>\n\nAgain'
    )
    small_site.change("docs/index.md", result, div.format("greet"))
    assert pages.check(small_site.root) == []
    small_site.change("docs/index.md", 'home/greet" data', 'home/other" data')
    (found,) = pages.check(small_site.root)
    assert "wants" in found


# ------------------------------------------------------------------- the browser


class Players:
    """Fresh browser contexts, and what went wrong in them."""

    def __init__(self, chromium: Browser, address: str) -> None:
        """Open none yet."""
        self.chromium = chromium
        self.address = address
        self.open: list[BrowserContext] = []
        self.errors: list[str] = []

    def page(self, where: str, script: str = "") -> Page:
        """Visit a page of the site in a fresh context."""
        context = self.chromium.new_context(
            reduced_motion="reduce", viewport={"width": 1280, "height": 900}
        )
        self.open.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        if script:
            page.add_init_script(script)
        page.goto(self.address + where, wait_until="load")
        return page


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Players]:
    players = Players(chromium, address)
    yield players
    for context in players.open:
        context.close()
    assert players.errors == []


def goal_of(page: Page, level: Level) -> Locator:
    return page.locator(f"#{level.id} ~ p.goal").first


def moral_of(page: Page, level: Level) -> Locator:
    return page.locator(f"#{level.id} ~ details.moral").first


def note(page: Page) -> Locator:
    return page.locator(".play-note[role=status]")


def solve(page: Page, level: Level, *, by_keys: bool = True) -> None:
    """Open the level's player and take the shortest way to its goal."""
    box = page.locator(f'.player[data-goal][data-program="{level.program}"]')
    box.locator(".player__open").click()
    section = box.locator("thread-player section")
    expect(section).to_be_focused()
    for thread in shortest(level.goal, graph_of(level.program)) or []:
        if by_keys:
            page.keyboard.press(str(thread))
        else:
            box.locator(f"thread-player [data-step='{thread}']").click()
    expect(box.locator("thread-player .goal")).to_contain_text("Reached")
    expect(goal_of(page, level)).to_have_attribute("data-solved", "")


def kept(page: Page) -> list[str]:
    return page.evaluate("JSON.parse(localStorage.getItem('play') ?? '[]')")


@pytest.mark.parametrize("name", NAMES[:3])
def test_each_level_is_solved_in_the_page(visit: Players, name: str) -> None:
    levels = [level for level in LEVELS if level.page == name]
    page = visit.page(f"play/{name}/")
    expect(page.locator("p.goal[data-solved]")).to_have_count(0)
    for level in levels:
        expect(moral_of(page, level)).not_to_have_attribute("open", "")
        solve(page, level, by_keys=level is not levels[0])
        expect(moral_of(page, level)).to_have_attribute("open", "")
        expect(note(page)).to_contain_text(f"Solved: {level.title}.")
    assert kept(page) == [level.id for level in levels]
    page.reload()
    expect(page.locator("p.goal[data-solved]")).to_have_count(len(levels))
    expect(page.locator("details.moral[open]")).to_have_count(0)
    expect(goal_of(page, levels[0])).to_contain_text("Solved.")


def test_progress_is_listed_and_forgotten(visit: Players) -> None:
    page = visit.page("play/races/")
    solve(page, LEVELS[1])
    # Scrolled to the top, the theme lets its tabs sink in: a click aimed before that
    # would land beside the link.
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(".md-tabs")).not_to_have_attribute("hidden", "")
    page.locator(".md-tabs a").get_by_text("Play", exact=True).click()
    count = page.locator(".progress__count")
    expect(count).to_have_text(f"Solved: 1 of {len(ALL)}.")
    go = page.locator(".progress a")
    expect(go).to_have_text(f"Next: {LEVELS[0].title}")
    ticked = page.locator("li[data-solved]")
    expect(ticked).to_have_text([f"{LEVELS[1].title} Solved."])
    reset = page.get_by_role("button", name="Forget what I solved")
    reset.click()
    expect(count).to_have_text(f"Solved: 0 of {len(ALL)}.")
    expect(ticked).to_have_count(0)
    expect(reset).to_be_hidden()
    expect(note(page)).to_contain_text("Forgotten")
    assert page.evaluate("localStorage.getItem('play')") is None
    expect(go).to_have_text("Begin with the first level")
    go.click()
    expect(page.locator(f"h2#{LEVELS[0].id}")).to_be_in_viewport()


def test_moral_is_one_press_away(visit: Players) -> None:
    page = visit.page("play/races/")
    solve(page, LEVELS[9])
    page.get_by_role("button", name="Read the moral").click()
    page.wait_for_timeout(300)
    moral = moral_of(page, LEVELS[9])
    expect(moral.locator("summary")).to_be_focused()
    expect(moral).to_be_in_viewport(ratio=1)
    expect(note(page)).to_be_empty()


def test_recorded_schedule_does_not_count(visit: Players) -> None:
    level = LEVELS[1]
    page = visit.page(f"play/{level.page}/")
    box = page.locator(f'.player[data-goal][data-program="{level.program}"]')
    box.locator(".player__open").click()
    inside = box.locator("thread-player")
    inside.locator("details.spoiler summary").click()
    wanted = graph_of(level.program)["outcomes"]
    index = next(i for i, o in enumerate(wanted) if o["output"] == "1\n")
    inside.locator(f"[data-outcome='{index}']").click()
    for _ in range(len(wanted[index]["schedule"])):
        page.keyboard.press("ArrowRight")
    expect(inside.locator(".goal")).to_contain_text("Reached")
    expect(note(page)).to_contain_text("That was the recorded schedule")
    assert kept(page) == []


DAMAGED = {
    "no JSON": "{",
    "a number": "42",
    "an object": '{"solved": ["lose-an-update"]}',
    "strangers": '["lose-an-update", 5, null, "<b>x</b>", "gone", "lose-an-update"]',
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damaged_progress_does_no_harm(visit: Players, what: str) -> None:
    text = json.dumps(DAMAGED[what])
    page = visit.page("play/races/", f"localStorage.play ??= {text}")
    known = what == "strangers"
    expect(page.locator("p.goal[data-solved]")).to_have_count(int(known))
    solve(page, LEVELS[0])
    assert LEVELS[0].id in kept(page)
    page.goto(f"{visit.address}play/")
    expect(page.locator(".progress__count")).to_contain_text(f"Solved: {1 + known} of")


def test_without_a_place_to_keep_progress(visit: Players) -> None:
    page = visit.page(
        "play/races/",
        "Object.defineProperty(window, 'localStorage', "
        "{get() { throw new DOMException('no', 'SecurityError'); }})",
    )
    # The theme keeps the palette there too, and says so of its own accord.
    visit.errors.clear()
    solve(page, LEVELS[1])
    expect(note(page)).to_contain_text("Solved: Lose an Update.")


@pytest.mark.parametrize("level", MENDS, ids=lambda level: level.id)
def test_verdicts_are_those_of_the_set(visit: Players, level: Level) -> None:
    page = visit.page(level.address)
    choices = sorted(
        (not programs()[f"{program}.py"].twin, program, ident)
        for _, ident, program, _, _ in CHOICE.findall(level.text)
    )
    for holds, program, ident in choices:
        head = page.locator(f"#{ident}")
        name = page.locator(f"#{ident} + .highlight > .filename")
        expect(name).to_be_hidden()
        box = page.locator(f'.choose[data-program="{program}"]')
        box.locator("button").click()
        said = box.locator("[role=status]")
        known = outcomes.load(programs()[f"{program}.py"])
        assert known
        if holds:
            (ending,) = known.distinct
            text = ending.output.strip()
            expect(said).to_have_text(
                f"✓ It holds. Under every interleaving it prints “{text}”."
            )
            expect(goal_of(page, level)).to_have_attribute("data-solved", "")
            expect(moral_of(page, level)).to_have_attribute("open", "")
        else:
            expect(said).to_contain_text("✗ It does not hold")
            said.get_by_role("button", name="Go to the schedule").click()
            bad = next(o for o in graph_of(program)["outcomes"] if o["bad"])
            words = {
                "deadlock": "end in a deadlock",
                "exception": f"fail with {bad['errors'] and bad['errors'][0]['type']}",
                "finished": f"print “{' / '.join(bad['output'].split(chr(10))[:-1])}”",
            }
            expect(said).to_contain_text(words[bad["kind"]])
            ended = page.locator(
                f'.player[data-program="{program}"] thread-player section'
            )
            expect(ended).to_have_attribute("data-ended", bad["kind"])
            expect(ended).to_be_focused()
            expect(ended).to_be_in_viewport()
            assert kept(page) == []
        expect(head).to_have_class(re.compile("chosen"))
        expect(name).to_be_visible()
        verdict = page.locator(f"#{ident} ~ details.verdict").first
        expect(verdict).to_have_attribute("open", "")
        expect(verdict).to_contain_text("Explored completely")
    assert kept(page) == [level.id]


def test_mending_without_its_recording(visit: Players) -> None:
    level = MENDS[0]
    page = visit.page(level.address)
    page.route("**/graphs/**", lambda route: route.abort())
    box = page.locator(f"#{level.id} ~ .choose").first
    box.locator("button").click()
    expect(box.locator("[role=status]")).to_contain_text("could not be read")
    assert kept(page) == []


def test_reads_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}play/races/")
    assert page.locator("p.needs-script").is_visible()
    assert page.locator(".goal").count() == len(read("races"))
    page.locator("details.moral summary").first.click()
    assert page.locator("details.moral p").first.is_visible()
    page.goto(f"{address}play/mend/")
    assert page.locator(".candidate + .highlight > .filename").first.is_visible()
    assert not page.locator(".choose").first.is_visible()
    context.close()


def test_nothing_moves(visit: Players) -> None:
    """Ticks from storage come in without moving the page."""
    ids = json.dumps([level.id for level in ALL])
    page = visit.page(
        "play/races/",
        f"localStorage.setItem('play', {json.dumps(ids)});{WATCH_SHIFTS}",
    )
    for where in (*NAMES, ""):
        page.goto(f"{visit.address}play/{where}")
        settled(page)
        expect(page.locator("[data-solved]").first).to_be_visible()
        assert page.evaluate("window.shifts") == []
