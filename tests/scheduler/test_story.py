"""What a person is told of a search: verdicts, lanes, short schedules, commands."""

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler import __main__ as command_line
from scheduler import explore, replay
from scheduler.describe import commands
from scheduler.describe.lanes import lanes
from scheduler.describe.report import report
from scheduler.describe.story import story
from scheduler.describe.trace import Row
from scheduler.model.facts import Fact
from scheduler.model.outcome import Outcome
from scheduler.search.shorten import cost, shortest, turns
from tests.scheduler.conftest import TEXTBOOK

ROOT = Path(__file__).parents[2]


# ------------------------------------------------------------------ verdicts


@pytest.mark.parametrize(
    ("name", "options", "verdict", "unsettled"),
    [
        ("counter.py", {}, "proved", ""),
        ("counter_broken.py", {}, "proved", ""),
        ("two_locks_broken.py", {}, "found", ""),
        ("two_locks_broken.py", {"limit": 2}, "found", "the limit of 2 runs was"),
        ("semaphore.py", {"limit": 5}, "not settled", "the limit of 5 runs was"),
        ("counter.py", {"preemptions": 1}, "not settled", "at most 1 preemption were"),
        ("counter.py", {"granularity": "gil"}, "not settled", "with the GIL does"),
        ("counter.py", {"granularity": "line"}, "not settled", "between lines alone"),
    ],
)
def test_there_are_three_verdicts(name, options, verdict, unsettled):
    found = explore(TEXTBOOK / name, **options)
    assert found.verdict == verdict == found.as_json()["verdict"]
    assert unsettled in found.unsettled == found.as_json()["unsettled"]
    assert bool(found.unsettled) == bool(unsettled)
    said = report(found, traces=False).splitlines()[1]
    assert said.startswith(verdict.capitalize())
    assert found.unsettled in said


def test_an_exit_status_is_a_failure(program):
    assert explore(program("import sys\nsys.exit(3)\n")).verdict == "found"
    assert explore(program("import sys\nsys.exit(0)\n")).verdict == "proved"


# ------------------------------------------------------------------ schedules


def ended(steps, key="a", preemptions=0):
    return Outcome(
        "finished", key, 0, (), schedule=list(steps), count=3, preemptions=preemptions
    )


def test_turns_are_put_together_where_the_outcome_stays():
    tried = []

    def attempt(plan):
        tried.append(plan)
        steps = [thread for thread, count in plan for _ in range(count)]
        # It comes to another end where the second thread is not interrupted.
        whole = "2222" in "".join(map(str, steps))
        return ended(steps, "b" if whole else "a")

    short = shortest(ended([1, 2, 1, 2, 2, 1, 2]), attempt)
    assert (short.output, short.count) == ("a", 3)
    assert len(turns(short.schedule)) == 3
    assert sorted(short.schedule) == [1, 1, 1, 2, 2, 2, 2]
    assert tried


def test_what_cannot_be_shortened_stays():
    long = ended([1, 2, 1])
    assert shortest(long, lambda plan: None) is long
    assert shortest(long, lambda plan: ended([1, 1, 2], "b")) is long
    assert shortest(long, lambda plan: ended([1, 2, 1, 2, 1])) is long


@pytest.mark.parametrize(
    "path", sorted(TEXTBOOK.glob("*_broken.py")), ids=lambda p: p.stem
)
def test_a_short_schedule_ends_in_the_same(path):
    as_found = {o.key: o for o in explore(path, limit=200).outcomes}
    for outcome in explore(path, limit=200, shortest=True).outcomes:
        assert replay(path, outcome.schedule).key == outcome.key
        assert cost(outcome) <= cost(as_found[outcome.key])
        assert outcome.count == as_found[outcome.key].count


def test_a_lost_update_takes_two_switches_between_its_threads():
    found = explore(TEXTBOOK / "counter_broken.py", shortest=True)
    lost = next(o for o in found.outcomes if o.output == "1\n")
    assert [thread for thread, _ in turns(lost.schedule)] == [1, 2, 3, 2, 1]


# ---------------------------------------------------------------------- lanes

ROWS = [
    Row(1, 9, "start()", [Fact("starts", thread=2)], file="a.py"),
    Row(2, 3, "with lock:", [Fact("acquires", "lock", "Lock")], file="a.py"),
    Row(
        1,
        4,
        "x = 1",
        [Fact("writes", "x", value="1"), Fact("reads", "y", value="2")],
        file="a.py",
    ),
    Row(2, 5, "y = 2", [], file="a.py"),
]
NAMES = {1: "MainThread", 2: "Thread-1 (f)"}


def test_each_thread_has_a_lane():
    assert lanes(ROWS, NAMES) == [
        "  T1 = MainThread",
        "  T2 = Thread-1 (f)",
        "",
        "  T1 T2",
        "  ●     9  start()     starts T2",
        "  │  ●  3  with lock:  acquires Lock lock",
        "  ●  │  4  x = 1       writes x = 1; reads y = 2",
        "     ●  5  y = 2",
    ]


def test_a_narrow_terminal_wraps_what_was_done():
    rows = [
        *ROWS,
        Row(1, 6, "z", [Fact("reads", f"name{n}", value=str(n)) for n in range(9)]),
    ]
    for line in lanes(rows, NAMES, width=60):
        assert len(line) <= 60
    wide = " ".join(" ".join(lanes(rows, NAMES)).split())
    narrow = " ".join(" ".join(lanes(rows, NAMES, width=60)).split())
    assert "reads name8 = 8" in wide
    assert "reads name8 = 8" in narrow


def test_files_are_named_where_there_are_several():
    rows = [*ROWS, Row(2, 7, "pass", [], file="/x/b.py")]
    said = "\n".join(lanes(rows, NAMES))
    assert "a.py:3" in said
    assert "b.py:7" in said


def test_a_long_story_keeps_its_end():
    rows = [Row(1 + n % 2, n, f"line {n}", []) for n in range(1000)]
    said = lanes(rows, NAMES)
    assert "  … 800 lines before" in said
    assert "line 999" in said[-1]
    assert len(said) < 210


def test_who_waits_and_who_holds_is_told():
    found = explore(TEXTBOOK / "two_locks_broken.py", shortest=True)
    (stuck,) = found.failures
    how = story(TEXTBOOK / "two_locks_broken.py", stuck.schedule)
    assert how.waits == [1, 2, 3]
    assert how.holds == {2: ["Lock a"], 3: ["Lock b"]}
    said = "\n".join(how.lines())
    assert "  ×  ×  ×" in said
    assert "T2 waits at line 10, for Lock b, held by T3" in said
    assert "T2 holds Lock a" in said


def test_who_holds_a_condition_is_told(program):
    path = program(
        "import threading\n"
        "ready = threading.Condition()\n"
        "def wait():\n"
        "    with ready:\n"
        "        pass\n"
        "thread = threading.Thread(target=wait)\n"
        "with ready:\n"
        "    thread.start()\n"
        "    thread.join()\n"
    )
    (stuck,) = explore(path).failures
    assert story(path, stuck.schedule).holds == {1: ["Condition ready"]}


def test_a_terminal_without_the_signs_gets_others(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "ascii"))
    assert command_line._shown("● │ × … é") == "* | x ... \\xe9"
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "utf-8"))
    assert command_line._shown("● │ × … é") == "● │ × … é"


# ------------------------------------------------------------ the command line


def test_the_report_ends_with_a_command_that_works():
    path = TEXTBOOK / "two_locks_broken.py"
    run = [sys.executable, "-m", "scheduler", "explore", str(path)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    command = done.stdout.rstrip().splitlines()[-1].strip()
    again = subprocess.run(
        shlex.split(command), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "T2 waits at line 10, for Lock b, held by T3" in again.stdout
    assert "deadlock: " in again.stdout


def test_a_granularity_stands_in_the_command():
    words = shlex.split(commands.replay("a b.py", "gil", [1, 1, 2]))
    assert words[-6:] == [
        "run",
        "a b.py",
        "--granularity",
        "gil",
        "--schedule",
        "1*2.2",
    ]


def test_a_terminal_is_told_how_far_a_search_is():
    import pty  # of which a page's Python has none

    path = str(TEXTBOOK / "semaphore.py")
    run = [sys.executable, "-m", "scheduler", "explore", path]
    run += ["--limit", "400"]
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        process = subprocess.Popen(
            run, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, text=True
        )
        os.close(theirs)
        out, _ = process.communicate(timeout=200)
        said = b""
        try:
            while part := terminal.read(4096):
                said += part
        except OSError:
            pass  # the other end is closed
    text = said.decode()
    assert re.search(r"\d+ interleavings, \d+ outcomes?", text)
    assert "\n" not in text
    assert "interleavings" not in out.splitlines()[0].split(" in ")[0]


def test_progress_says_how_many_a_second_and_how_long_at_most(monkeypatch, capsys):
    now = iter([0.0, 0.5, 10.0, 100.0])
    monkeypatch.setattr(command_line.time, "monotonic", lambda: next(now))
    monkeypatch.setenv("COLUMNS", "200")
    told = command_line._Progress(1000)
    for runs, share in ((5, 0.1), (100, 0.25), (200, 1.0)):
        told(runs, 1, share)
    said = capsys.readouterr().err.split("\r")
    assert [line.removesuffix("\x1b[K") for line in said[1:]] == [
        "5 interleavings, 1 outcome",
        "100 interleavings, 1 outcome, 10 a second, 25% of what is known so far, "
        "at most 2 min to the limit of 1,000",
        "200 interleavings, 1 outcome, 2 a second, at most 7 min to the limit of 1,000",
    ]


def test_progress_leaves_out_what_does_not_fit(monkeypatch, capsys):
    now = iter([0.0, 10.0])
    monkeypatch.setattr(command_line.time, "monotonic", lambda: next(now))
    monkeypatch.setenv("COLUMNS", "80")
    command_line._Progress(1000)(100, 1, 0.25)
    said = capsys.readouterr().err.strip("\r").removesuffix("\x1b[K")
    assert said == (
        "100 interleavings, 1 outcome, 10 a second, 25% of what is known so far"
    )
