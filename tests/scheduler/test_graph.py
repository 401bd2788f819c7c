"""The state graph: every walk through it is a real run, seen step by step."""

import copy
import json
import os
import sys

import pytest

from scheduler import explore
from scheduler.graph import GIL_FIRST, GIL_LAST, Graphs, TooLarge, check, graph, words
from scheduler.model.facts import Fact
from tests.scheduler.conftest import TEXTBOOK

NAMES = (
    "counter_broken",
    "counter",
    "two_locks_broken",
    "lost_wakeup_broken",
    "sleep_broken",
    "timer",
    "pool_self_deadlock",
    "print_split",
    "thread_error",
    "future_error",
    "daemon",
    "periodic",
    "event",
)


@pytest.mark.parametrize("name", NAMES)
def test_random_walks_are_real_runs(name):
    path = TEXTBOOK / f"{name}.py"
    found = graph(path)
    check(path, found, walks=15)


@pytest.mark.parametrize("name", NAMES)
def test_the_graph_has_the_outcomes_of_the_exploration(name):
    path = TEXTBOOK / f"{name}.py"
    with Graphs(path) as graphs:
        found = graphs.build()
        if len(found["outcomes"]) != len(explore(path).outcomes):
            found = graphs.build(folded=False)
    for granularity, outcomes in (
        ("opcode", found["outcomes"]),
        ("gil", [o for o in found["outcomes"] if o["gil"]]),
    ):
        shown = {(o["kind"], o["output"], o["status"]) for o in outcomes}
        assert shown == {
            (o.kind, o.output, o.status)
            for o in explore(path, granularity=granularity).outcomes
        }, granularity


SWAPPED = """
import threading
items, taken = [], []
def put():
    items.append(1)
def take():
    global items
    batch, items = items, []
    taken.extend(batch)
threads = [threading.Thread(target=put), threading.Thread(target=take)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(items + taken)
"""


def test_what_follows_a_read_is_a_step_where_it_hides_an_outcome(tmp_path):
    path = tmp_path / "swapped.py"
    path.write_text(SWAPPED)
    with Graphs(path) as graphs:
        hidden, found = graphs.build(), graphs.build(folded=False)
    assert [o["output"] for o in hidden["outcomes"]] == ["[1]\n"]
    assert {o["output"] for o in found["outcomes"]} == {"[1]\n", "[]\n"}
    check(path, found, walks=15)


def test_a_bound_leaves_out_schedules_and_every_step_is_still_real():
    path = TEXTBOOK / "counter_broken.py"
    whole, bounded = graph(path), graph(path, preemptions=1)
    assert bounded["preemptions"] == 1
    assert len(bounded["edges"]) < len(whole["edges"])
    check(path, bounded, walks=15)


def test_a_graph_may_be_too_large():
    with pytest.raises(TooLarge, match="more than 5 states"):
        graph(TEXTBOOK / "counter.py", states=5)
    with pytest.raises(TooLarge, match="more than 3 runs"):
        graph(TEXTBOOK / "counter.py", limit=3)


def test_a_graph_of_much_output_is_too_large(tmp_path):
    path = tmp_path / "prints.py"
    path.write_text("for n in range(1_000):\n    print('x' * 90)\n")
    with pytest.raises(TooLarge, match="30,000,000 characters of output"):
        graph(path)


def test_the_graph_that_fits_has_as_many_schedules_as_it_can():
    with Graphs(TEXTBOOK / "counter_broken.py") as graphs:
        assert graphs.fitting() == graphs.build()
        found = graphs.fitting(states=100)
        assert found == graphs.build(preemptions=1)
        with pytest.raises(TooLarge):
            graphs.build(preemptions=2, states=100)
        assert graphs.fitting(states=5) is None


def test_no_bound_is_tried_where_one_run_is_too_large():
    runs = []
    with Graphs(TEXTBOOK / "counter_broken.py") as graphs:
        with pytest.raises(TooLarge):
            graphs.build(states=5, alive=lambda: runs.append("one"))
        once = len(runs)
        assert graphs.runs == 1
        assert graphs.fitting(states=5, alive=lambda: runs.append("fitting")) is None
        assert runs.count("fitting") == once


@pytest.mark.parametrize("program", ["semaphore", "counter_broken"])
def test_no_bound_is_tried_whose_graph_holds_one_that_is_too_large(program):
    runs = []
    with Graphs(TEXTBOOK / f"{program}.py") as graphs:
        for bound in (0, 1):
            most = graphs.build(preemptions=bound, alive=lambda: runs.append("built"))
        found = graphs.fitting(alive=lambda: runs.append("fitting"))
        if program == "semaphore":
            assert found == most
            assert runs.count("fitting") == runs.count("built")
        else:
            assert found == graphs.build()
            assert runs.count("fitting") > runs.count("built")


def test_it_is_the_same_each_time():
    path = TEXTBOOK / "event.py"
    assert graph(path) == graph(path)


def test_a_thread_between_its_read_and_its_write_cannot_be_left_by_a_gil_build():
    found = graph(TEXTBOOK / "counter_broken.py")
    facts = found["facts"]
    read = words.did([Fact("reads", "count", value="0")])
    reads = {flags for *_, did, flags in found["edges"] if facts[did] == read}
    writes = {
        flags
        for *_, did, flags in found["edges"]
        if ("writes", "count") in {(f["what"], f.get("name")) for f in facts[did][:1]}
    }
    assert reads
    assert all(not flags & GIL_LAST for flags in reads)
    assert writes
    assert all(not flags & GIL_FIRST for flags in writes)


LIBRARY = """
import threading
from collections import Counter
stock = Counter(pears=0)
def deliver():
    stock.update(pears=1)
threads = [threading.Thread(target=deliver) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock["pears"])
"""
CACHED = """
import functools
import threading
made = []
@functools.cache
def make():
    made.append(1)
threads = [threading.Thread(target=make) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(made))
"""


def foreign(found):
    return [stop for stop in found["stops"] if len(stop) == 4]


@pytest.mark.parametrize(
    ("text", "file", "fact"),
    [
        (
            LIBRARY,
            "collections/__init__.py",
            Fact("writes", "stock", value="{'pears': 1}", where="Counter.update"),
        ),
        (
            CACHED,
            "<functools.lru_cache>",
            Fact("reads", "results", value="{}", where="lru_cache"),
        ),
    ],
)
def test_a_race_inside_of_the_library_is_a_stop(tmp_path, text, file, fact):
    path = tmp_path / "program.py"
    path.write_text(text)
    found = graph(path)
    assert {stop[3] for stop in foreign(found)} == {file}
    assert words.did([fact]) in found["facts"]
    within = [view for view in found["views"] if "within" in view]
    assert within
    assert all("line" in view for view in within)
    assert os.path.join(sys.prefix, "lib") not in json.dumps(found)
    assert os.path.dirname(os.__file__) not in json.dumps(found)
    assert len(found["outcomes"]) == 2
    check(path, json.loads(json.dumps(found)), walks=15)


def test_a_stop_inside_of_the_library_must_be_there(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(LIBRARY)
    found = graph(path)
    missing = copy.deepcopy(found)
    missing["stops"] = [stop for stop in found["stops"] if len(stop) == 3]
    with pytest.raises(ValueError, match=r"a race that|the graph shows|cannot run"):
        check(path, missing, walks=15)
    wrong = copy.deepcopy(found)
    foreign(wrong)[0][2] = "0:0-1 NOP"
    with pytest.raises(ValueError, match="no such stops"):
        check(path, wrong, walks=15)


def test_a_line_of_a_start_is_the_same_in_every_run(tmp_path):
    path = tmp_path / "program.py"
    path.write_text("""
import threading
told = []
threading.excepthook = lambda args: told.append(
    args.exc_type.__name__
)
came = []
def work():
    seen = len(came)
    came.append(1)
    if len(came) - seen > 1:
        raise ValueError
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(told)
""")
    check(path, graph(path), walks=15)


def lies(found, what):
    if what == "outcome":
        found["outcomes"][0]["output"] = "a lie"
    elif what == "value":
        found["shared"][-1] = {"value": "0"}
    elif what == "edge":
        del found["edges"][len(found["edges"]) // 2 :]
    elif what == "stop":
        found["stops"] = [["<module>", 1, "1:0-1 NOP"]]
    elif what == "version":
        found["python"] = "3.0"
    else:
        found["sha256"] = "0"


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("outcome", "the schedule"),
        ("value", "the graph shows"),
        ("edge", "no step of T"),
        ("stop", "no such stops"),
        ("version", "of Python 3.0"),
        ("program", "not of the present"),
    ],
)
def test_a_graph_that_lies_is_caught(what, message):
    path = TEXTBOOK / "sleep_broken.py"
    found = copy.deepcopy(graph(path))
    lies(found, what)
    with pytest.raises(ValueError, match=message):
        check(path, found, walks=15)


def test_a_race_that_the_graph_does_not_know_is_caught():
    path = TEXTBOOK / "counter_broken.py"
    found = graph(path)
    found["stops"] = []
    with pytest.raises(
        ValueError, match=r"a race that|the graph shows|no step|cannot run"
    ):
        check(path, found, walks=15)
