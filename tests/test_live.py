"""The engine of the page: real CPython, its stacks by WebAssembly, in Node."""

import json
import re
import textwrap
from collections.abc import Iterator

import pytest

from scheduler.search.explore import SHOWN
from tests import live
from tests.live import Node
from tools import live as packed
from tools import player
from tools.programs import ROOT, programs

#: Of the programs, one of each so many: all of them are `make live-check`.
EACH = 40
#: What a program of the sample may need; the others take minutes.
RUNS = 60
#: These beside them: each run has a folder of its own, by a module with locks.
FILES = ("race_conditions/claim_file.py", "deadlock/at_import.py")

#: The most that is fetched, in bytes, whatever the host does.
WIRE = 5_000_000

GOOD = textwrap.dedent(
    """\
    import threading

    n = 0

    def add():
        global n
        n += 1

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(n)
    """
)

#: What is hostile or wrong, what is said of it, and of which line.
REFUSED = {
    "syntax": ("x = 1\ndef f(:\n", "syntax", 2, "is not Python"),
    "null": ("x = 1\0\n", "syntax", 1, "is not Python"),
    "module": (
        "import threading\nimport numpy as np\n",
        "module",
        2,
        "no module numpy",
    ),
    "module of a module": (
        "import threading\n\nimport urllib.request\n",
        "module",
        3,
        "urllib.request needs the module http, which is not in this page",
    ),
    "module of a class": (
        "def f():\n    from concurrent.futures import ProcessPoolExecutor\n\nf()\n",
        "module",
        2,
        "concurrent.futures.ProcessPoolExecutor needs the module multiprocessing",
    ),
    "module of one among several": (
        "import json, urllib.request\n",
        "module",
        1,
        "what is done there needs the module http",
    ),
    "question": ("print 1\n", "syntax", 1, "Did you mean print(...)?"),
    "event loop": (
        "import asyncio\nasyncio.run(None)\n",
        "refused",
        2,
        "The program uses asyncio.run, which runs an event loop (asyncio). That can't",
    ),
    "page": ("import js\n", "module", 1, "no module js"),
    "interpreter": (
        "from pyodide.ffi import run_sync\n",
        "module",
        1,
        "module pyodide",
    ),
    "endless": (
        "n = 0\nwhile True:\n    n += 1\n",
        "endless",
        None,
        "The main thread did not end within 200,000 steps, and had started no other",
    ),
    "input": ("x = 1\ninput()\n", "refused", 2, "needs standard input"),
    "threads": (
        "import threading\n"
        "for _ in range(1000):\n    threading.Thread(target=print).start()\n",
        "refused",
        3,
        "starts more than 100 threads",
    ),
    "output": (
        "n = 0\nwhile True:\n    n += 1\n    print('x' * 1000)\n",
        "refused",
        4,
        "prints more than 100,000 characters",
    ),
    "one output": (
        "import sys\nsys.stdout.write('x' * 10_000_000)\n",
        "refused",
        2,
        "prints more than 100,000 characters",
    ),
}

#: What leaves the engine no good for another program, and what is said of it.
SPENT = {
    "memory": (
        "kept = []\nwhile True:\n    kept.append(str(len(kept)) * 1_000_000)\n",
        "needs more memory than it has here: 512 MB",
    ),
    "memory, caught": (
        "kept = []\n"
        "while True:\n"
        "    try:\n"
        "        kept.append(str(len(kept)) * 1_000_000)\n"
        "    except MemoryError:\n"
        "        pass\n",
        "needs more memory than it has here: 512 MB",
    ),
    "memory, in threads": (
        "import threading\n"
        "kept = []\n"
        "def keep():\n"
        "    while True:\n"
        "        kept.append(str(len(kept)) * 1_000_000)\n"
        "for _ in range(2):\n"
        "    threading.Thread(target=keep).start()\n",
        "needs more memory than it has here: 512 MB",
    ),
}

THREAD = "import sys\nimport threading\n\ndef f():\n{}\n\n" + (
    "threads = [threading.Thread(target=f) for _ in range(2)]\n"
    "for thread in threads:\n    thread.start()\n"
    "for thread in threads:\n    thread.join()\n"
    "print('after')\n"
)

#: What ends all the same, and how.
ENDED = {
    "endless": ("while True:\n    pass\n", "step-limit"),
    "catches": (
        "import threading\n"
        "lock = threading.Lock()\n"
        "lock.acquire()\n"
        "def f():\n"
        "    while True:\n"
        "        try:\n"
        "            lock.acquire()\n"
        "        except BaseException:\n"
        "            pass\n"
        "threading.Thread(target=f).start()\n",
        "deadlock",
    ),
    "endless in threads": (
        THREAD.format("    while True:\n        pass"),
        "step-limit",
    ),
    "deep in threads": (THREAD.format("    f()"), "exception"),
    "deeper in threads": (
        THREAD.format("    sys.setrecursionlimit(10**6)\n    f()"),
        "step-limit",
    ),
    "deep in C": (THREAD.format("    list(map(lambda _: f(), [0]))"), "exception"),
    "exits in threads": (THREAD.format("    sys.exit(3)"), "finished"),
    "stands in a folder of its own": (
        THREAD.format("    sys.stdout.write('1')")
        + "import os\nos.mkdir('d')\nos.chdir('d')\n",
        "finished",
    ),
    "collector": (THREAD.format("    import gc\n    gc.collect(1)"), "finished"),
    "too much at once": ("kept = 'x' * 2_000_000_000\n", "exception"),
    "long message": ("raise ValueError('x' * 10_000_000)\n", "exception"),
}


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with live.node() as started:
        yield started


def sample() -> list[str]:
    small = [p.name for p, known in live.captured() if known.interleavings <= RUNS]
    return sorted({*small[::EACH], *FILES})


@pytest.mark.parametrize("name", sample())
def test_sets_equal_the_captured_ones(node: Node, name: str) -> None:
    program, known = next((p, k) for p, k in live.captured() if p.name == name)
    assert live.found(node, program) in live.wanted(program, known)


def test_own_tests_below_an_exploration(capfd: pytest.CaptureFixture[str]) -> None:
    """Those of single parts; `make live-check` runs all of `tests/scheduler/`."""
    status = live.suite("tests/scheduler/below")
    said = capfd.readouterr().out
    assert not status, said[-4000:]
    passed = re.search(r"^(\d+) passed, (\d+) skipped", said, re.MULTILINE)
    assert passed, said[-4000:]
    assert int(passed[1]) > 100 * int(passed[2]), said[-4000:]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_run_is_a_sentence(node: Node, name: str) -> None:
    source, kind, line, said = REFUSED[name]
    answer = node.ask("graph", source)
    assert (answer["kind"], answer.get("line")) == (kind, line)
    assert said in answer["sentence"]
    assert answer["sentence"].endswith((".", "?"))
    assert "?." not in answer["sentence"]
    after(node)


@pytest.mark.parametrize("name", ENDED)
def test_what_never_ends_is_ended(node: Node, name: str) -> None:
    source, kind = ENDED[name]
    answer = node.ask("explore", source, schedules=False)
    assert [outcome["kind"] for outcome in answer["outcomes"]] == [kind]
    after(node)


@pytest.mark.parametrize("name", SPENT)
def test_what_spends_the_engine_is_a_sentence(node: Node, name: str) -> None:
    source, said = SPENT[name]
    answer = node.ask("explore", source, schedules=False, spends=True)
    assert answer["kind"] == "refused"
    assert said in answer["sentence"]
    after(node)


def test_what_the_library_never_sets_can_be_set(node: Node) -> None:
    """Its code is instrumented anew: to restart all events for that broke Python."""
    late = ROOT / "snippets" / "errors_starting" / "daemon_late_broken.py"
    for _ in range(3):
        answer = node.ask("explore", late.read_text("utf-8"), schedules=False)
        assert [outcome["kind"] for outcome in answer["outcomes"]] == ["exception"]
    after(node)


def after(node: Node) -> None:
    """The next program runs as if nothing had been."""
    answer = node.ask("explore", GOOD, schedules=False)
    assert {o["output"] for o in answer["outcomes"]} == {"1\n", "2\n"}
    assert answer["verdict"] == "can"


def test_graph_and_schedules_agree(node: Node) -> None:
    """A schedule that exploring gives leads through the graph to its outcome."""
    graph = node.ask("graph", GOOD)
    steps = {(one, tid): two for one, tid, two, *_ in graph["edges"]}
    explored = node.ask("explore", GOOD)
    for outcome in explored["outcomes"]:
        state = 0
        for thread in outcome["schedule"]:
            state = steps[state, thread]
        (end,) = (o for o in graph["outcomes"] if state in o["state"])
        assert end["output"] == outcome["output"]


def test_much_output_is_explored_all_the_same(node: Node) -> None:
    """What has no room is the map in which a schedule to it is looked for."""
    source = "for n in range(1_200):\n    print('x' * 80)\n"
    answer = node.ask("explore", source)
    assert (answer["kind"], answer["verdict"]) == ("explored", "always")
    assert node.ask("graph", source)["kind"] == "too large"
    assert "schema" in node.ask("expand", source, schedule=[1, 1])
    after(node)


def test_deadlocks_that_print_the_same_have_a_schedule_each(node: Node) -> None:
    source = programs()["play/drain_broken.py"].path.read_text("utf-8")
    graph = node.ask("graph", source)
    steps = {(one, tid): two for one, tid, two, *_ in graph["edges"]}
    ends = []
    for outcome in node.ask("explore", source)["outcomes"]:
        state = 0
        for thread in outcome["schedule"]:
            state = steps[state, thread]
        ends += [i for i, o in enumerate(graph["outcomes"]) if state in o["state"]]
    assert sorted(ends) == list(range(len(graph["outcomes"])))
    stuck = [o["output"] for o in graph["outcomes"] if o["kind"] == "deadlock"]
    assert len(set(stuck)) < len(stuck)


def test_steps_around_a_schedule(node: Node) -> None:
    """Where a graph is too large, a schedule shows the same states as it would."""
    graph = node.ask("graph", GOOD)
    steps = {(one, tid): two for one, tid, two, *_ in graph["edges"]}
    schedule = graph["outcomes"][0]["schedule"]
    for length in (0, len(schedule) // 2, len(schedule)):
        path = node.ask("expand", GOOD, schedule=schedule[:length])
        there = {(one, tid): two for one, tid, two, *_ in path["edges"]}
        state, whole = 0, 0
        for thread in schedule[:length]:
            state, whole = there[state, thread], steps[whole, thread]
        assert {t for s, t in there if s == state} == {
            t for s, t in steps if s == whole
        }
    refused = node.ask("expand", GOOD, schedule=[7])
    assert refused["kind"] == "error"
    assert "thread 7 cannot run there" in refused["sentence"]


def test_whole_lines(node: Node) -> None:
    """A graph of lines has the outcomes of a search of lines, in steps of lines."""
    lines = node.ask("graph", GOOD, granularity="line")
    explored = node.ask("explore", GOOD, granularity="line")
    assert [o["output"] for o in lines["outcomes"]] == ["2\n"]
    assert [o["output"] for o in explored["outcomes"]] == ["2\n"]
    assert not any("at" in view for view in lines["views"])
    steps = {(one, tid): two for one, tid, two, *_ in lines["edges"]}
    state = 0
    for thread in explored["outcomes"][0]["schedule"]:
        state = steps[state, thread]
    assert state in lines["outcomes"][0]["state"]
    path = node.ask("expand", GOOD, granularity="line", schedule=[1, 1])
    assert {(one, tid) for one, tid, *_ in path["edges"] if one == 0} == {(0, 1)}
    assert not any("at" in view for view in path["views"])


def test_verdicts(node: Node) -> None:
    locked = GOOD.replace("n = 0", "n = 0\nlock = threading.Lock()", 1).replace(
        "    n += 1", "    with lock:\n        n += 1"
    )
    always = node.ask("explore", locked, schedules=False)
    assert (always["verdict"], always["complete"]) == ("always", True)
    cut = node.ask("explore", GOOD, schedules=False, limit=1)
    assert (cut["verdict"], cut["complete"]) == ("not settled", False)
    assert "limit of 1 runs" in cut["reason"]
    bound = node.ask("explore", locked, schedules=False, bound=1)
    assert bound["verdict"] == "not settled"
    assert bound["notes"] == ["only schedules with at most 1 preemption were looked at"]
    lines = node.ask("explore", locked, schedules=False, granularity="line")
    assert lines["verdict"] == "not settled"
    assert lines["notes"] == ["threads were switched between lines alone"]


def test_what_was_found_is_told_before_a_schedule_to_each_is_known(node: Node) -> None:
    explored = node.ask("explore", GOOD)
    assert all(outcome["schedule"] for outcome in explored["outcomes"])
    without = [outcome | {"schedule": []} for outcome in explored["outcomes"]]
    assert node.found == explored | {"outcomes": without}
    node.ask("explore", GOOD, schedules=False)
    assert node.found is None


def test_outcomes_that_fail_are_among_the_many_that_are_shown(node: Node) -> None:
    prints = (
        "import threading\ndef p(n): print(n, 'x')\n"
        "some = [threading.Thread(target=p, args=(n,)) for n in (1, 2)]\n"
        "for one in some: one.start()\nsome[0].join()\n"
        "if some[1].is_alive(): raise ValueError\n"
    )
    explored = node.ask("explore", prints)
    bad = [outcome["bad"] for outcome in explored["outcomes"]]
    assert len(bad) > SHOWN
    assert 0 < bad.count(True) == bad[:SHOWN].count(True)
    assert any(o["schedule"] for o in explored["outcomes"] if o["bad"])


def test_a_loop_of_very_many_rounds_is_answered_soon(node: Node) -> None:
    """No schedule to the end of a run that has none, and no map of it."""
    many = GOOD.replace("    n += 1", "    for _ in range(10**5):\n        n += 1")
    explored = node.ask("explore", many)
    assert explored["verdict"] == "not settled"
    assert [o["schedule"] for o in explored["outcomes"]] == [[]]
    (note,) = explored["notes"]
    assert "two rounds" in note
    assert node.ask("graph", many)["kind"] == "too large"
    path = node.ask("expand", many, schedule=[])
    assert {tid for one, tid, *_ in path["edges"] if one == 0} == {1}


def test_memory_does_not_grow(node: Node) -> None:
    three = GOOD.replace("range(2)", "range(3)")
    runs = node.ask("explore", three, schedules=False)["runs"]
    heap = node.heap
    while runs < 500:
        runs += node.ask("explore", three, schedules=False)["runs"]
    assert node.heap == heap


def test_packed_engine_is_light() -> None:
    assert packed.build(ROOT) is None
    manifest = json.loads((live.FOLDER / "manifest.json").read_text("utf-8"))
    files = manifest["files"].values()
    for file in files:
        assert (live.FOLDER / file["file"]).stat().st_size == file["bytes"]
    assert sum(file["bytes"] for file in files) <= WIRE
    names = {"manifest.json", *(file["file"] for file in files)}
    assert {path.name for path in live.FOLDER.iterdir()} == names


def test_engine_is_made_of_pinned_packages() -> None:
    """What npm installs has a hash in the lock file, and no address."""
    assert player.install(ROOT) is None
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name in ("pyodide", "fzstd"):
        entry = lock[f"node_modules/{name}"]
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry
