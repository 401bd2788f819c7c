"""Where a thread stops, by granularity, and what a step is told of the GIL."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import pytest

from scheduler.bytecode import effects, monitor
from scheduler.engine import turns
from scheduler.engine.records import Observer, Settings
from scheduler.engine.run import Run
from scheduler.model.strategy import Candidate, Place
from tests.scheduler.below.toy import Desk, Play, Still, unseen

#: From 3.14 on a jump that is not taken is an instruction of its own.
LATER = int(sys.version_info >= (3, 14))
SETUP = "x = [1, 2]\nn = 1\ndef g(): return n\ndef f(x, y, z):\n    "


class Asked(Still):
    """Notes at which instructions somebody is asked."""

    def __init__(self) -> None:
        self.forced: list[bool] = []

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate:
        """The same thread, always."""
        self.forced.append(place.forced)
        return place.running


def asked(body: str, granularity: str, full: bool = True) -> tuple[int, int]:
    """How often somebody is asked in a function, and how many steps it takes."""
    with Desk(SETUP + body, granularity=granularity) as desk:
        desk.run.full = full
        strategy = desk.run.strategy = unseen(Asked())
        desk.does(2, desk.space["f"])
        return len(strategy.forced), len(desk.run.trace)


@pytest.mark.parametrize(
    ("body", "opcode", "gil"),
    [
        # What touches something and calls; with the GIL: the start, what comes after a
        # call into C, and each jump backwards.
        ("pass", 0, 1),
        ("n", 1, 1),
        ("n; n", 2, 1),
        ("x[0]", 1, 1),
        ("len(x)", 2, 2),
        ("len(x); len(x)", 4, 3),
        ("x.append(1)", 2, 2),
        ("g()", 3, 2),
        ("y = 0\nwhile y < 2:\n    y += 1".replace("\n", "\n    "), 5, 2 + LATER),
    ],
)
def test_who_is_asked_where(body: str, opcode: int, gil: int) -> None:
    assert asked(body, "opcode")[0] == opcode
    assert asked(body, "gil")[0] == gil
    assert asked(body, "line")[0] == 0  # lines are events of their own


LIBRARY = (
    "class L:\n    def get(self): return 1\n    def put(self, n): ...\n    p = property(get, put)\n"
    "x = L()\nimport os\n"
)


@pytest.mark.parametrize(
    ("body", "enters"),
    [
        ("x.p", True), ("x.p = 1", True), ("x.n", False), ("x.n = 1", False), ("x.get()", True), ("len(z)", False),
        ("os.getcwd()", True), ("os.mkdir('/no/such/folder')", True),
    ],
)  # fmt: skip
def test_the_gil_can_be_handed_over_where_the_library_or_the_system_is_entered(
    body: str, enters: bool
) -> None:
    with Desk(LIBRARY) as desk:
        for name in ("get", "put"):
            monitor.ignore(vars(desk.space["L"])[name].__code__)
        found: list[bool] = []
        at = desk.run.at

        def noted(task: Any, site: Any, frame: Any) -> None:
            found.append(turns.enters(site, frame))
            at(task, site, frame)

        monitor.ignore(noted.__code__)
        desk.run.at = noted  # type: ignore[method-assign]
        desk.does(2, body)
        assert any(found) is enters


@pytest.mark.parametrize("granularity", ["opcode", "gil"])
def test_a_stop_where_nobody_is_asked_is_a_step(granularity: str) -> None:
    body = "len(x); n"
    assert asked(body, granularity, full=False) == (0, asked(body, granularity)[1])


def stop_everywhere(desk: Desk) -> None:
    """Threads have met at each instruction that is met from here on, too.

    Instructions are numbered for as long as the process lives.
    """
    desk.settings.racy.update(range(effects._numbers + 1_000))


def test_nobody_has_to_go_on_at_an_instruction() -> None:
    """Nor is that left over from the release before it."""
    from scheduler.world import primitives

    with Desk(SETUP + "n") as desk:
        strategy = desk.run.strategy = unseen(Asked())
        stop_everywhere(desk)
        desk.does(2, desk.space["f"])
        with desk.thread(2):
            lock = primitives.Lock()
            lock.acquire()
            lock.release()
        desk.does(2, desk.space["f"])
        assert strategy.forced == [False, False, True, False]


def test_a_step_for_readers_says_where_the_gil_hands_over() -> None:
    """Before the first, and after the last thing that others can see."""
    with Desk(SETUP + "len(x)\n    n\n    len(x)", granularity="reader") as desk:
        desk.run.full = True
        stop_everywhere(desk)
        hands: list[tuple[bool, bool, bool]] = []

        class Told(Observer):
            def asked(self, run: Run, task: Any) -> None:
                hands.append((task.hands_first, task.hands_last, task.seen))
                task.begins(False)

        desk.run.observer = unseen(Told())
        desk.does(2, desk.space["f"])
    seen = (False, False, True)
    # It begins; it looks, and after the call into C it may go on later; and so on.
    assert hands == [(True, True, False), seen, (False, True, True), seen, seen]


def test_for_readers_whoever_touched_everything_is_asked_everywhere() -> None:
    settings = Settings("reader", learns=False)
    settings.everything = True
    with Desk(SETUP + "n", settings=settings) as desk:
        before = len(settings.racy)
        desk.does(2, desk.space["f"])
        assert len(settings.racy) > before


def test_for_readers_what_does_not_race_is_no_step() -> None:
    with Desk(SETUP + "n", granularity="reader") as desk:
        task = desk.run.tasks[1]
        desk.does(2, desk.space["f"])
        assert desk.run.trace == []
        assert task.site != 0


def test_when_a_run_is_over_nobody_runs_on_any_thread() -> None:
    def body(play: Play) -> None:
        play.start(lambda: None).join()

    Play(body)
    assert monitor.tasks == {}


def test_what_touched_everything_does_so_after_each_call_back() -> None:
    setup = (
        "x = [[] for _ in range(70)]\ndef key(value): return 1\n"
        "def f(x, y, z): x.sort(key=key)"
    )
    with Desk(setup) as desk:
        desk.run.full = True
        desk.does(2, desk.space["f"])
        events = [e for e in desk.events(2) if ("everything",) in e.footprint]
        assert len(events) == 71


def test_what_a_step_does_after_its_head_is_not_of_the_head() -> None:
    """At a stop where nobody is asked, the event goes on in its rest."""
    with Desk(SETUP + "n") as desk:
        task = desk.run.tasks[1]
        head = task.head
        desk.does(2, desk.space["f"])
        assert task.head is head
        assert task.event is not head
        assert task.event.footprint is head.footprint
