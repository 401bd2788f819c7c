"""The reduction hides nothing, where it is known what there is."""

import random
from functools import partial

import pytest

from scheduler import explore
from scheduler.search.reduction import Source
from tests.scheduler import model
from tests.scheduler.conftest import TEXTBOOK
from tools.programs import SNIPPETS


@pytest.mark.parametrize(
    ("path", "bound"),
    [
        (TEXTBOOK / "daemon.py", 2),
        (TEXTBOOK / "double_checked_broken.py", 2),
        (TEXTBOOK / "lost_wakeup_broken.py", 2),
        (TEXTBOOK / "philosophers_broken.py", 1),
        (TEXTBOOK / "print_split.py", 2),
        (TEXTBOOK / "semaphore.py", 1),
        (TEXTBOOK / "timer.py", 2),
        (TEXTBOOK / "two_locks_broken.py", 2),
        # These come to a state first with fewer preemptions left than later.
        (SNIPPETS / "liveness" / "polite_broken.py", 1),
        (SNIPPETS / "queues" / "jobs_broken.py", 1),
    ],
    ids=lambda value: getattr(value, "stem", value),
)
def test_the_same_of_primitives_within_a_bound(path, bound):
    options = {"granularity": "line", "preemptions": bound}
    everything = explore(path, reduction="none", **options)
    assert everything.complete
    assert len(everything.outcomes) > 1
    reduced = explore(path, **options)
    assert reduced.keys == everything.keys
    assert reduced.interleavings < everything.interleavings


LEAN = """import threading
n = m = 0
log = []
def work():
    global n, m
    {}
t = threading.Thread(target=work)
t.start()
{}
t.join()
print(n, m, log)
"""


@pytest.mark.parametrize(
    ("thread", "main"),
    [
        ("n += 1", "n += 2"),
        ("n = m + 1", "m = n + 1"),
        ("n += 1", "log.append(n)"),
        ("log.append(1)", "log.append(2)"),
        ("n = 1", "m = n"),
        ("n = 1; m = 1", "log[:] = [m, n]"),
    ],
)
def test_the_same_at_opcodes_without_a_bound(thread, main):
    text = LEAN.format(thread, main).encode()
    everything = explore("lean.py", source=text, reduction="none", limit=20_000)
    assert everything.complete
    assert len(everything.outcomes) > 1
    reduced = explore("lean.py", source=text)
    assert reduced.keys == everything.keys
    assert reduced.interleavings < everything.interleavings


@pytest.mark.parametrize(
    ("thread", "main"),
    [
        ("print('thread')", "print('main')"),
        ("log.append(1)", "print(log)"),
        ("n += 1", "n += 2; print(n)"),
    ],
)
def test_the_same_where_the_program_ends_before_its_threads(thread, main):
    text = LEAN.replace("target=work)", "target=work, daemon=True)")
    text = text.replace("t.join()\nprint(n, m, log)\n", "").format(thread, main)
    assert "join" not in text
    everything = explore(
        "lean.py", source=text.encode(), reduction="none", limit=20_000
    )
    assert everything.complete
    assert len(everything.outcomes) > 1
    for reduction in ("auto", "cached"):
        reduced = explore("lean.py", source=text.encode(), reduction=reduction)
        assert reduced.keys == everything.keys, reduction
        assert reduced.interleavings < everything.interleavings


def test_a_broken_reduction_is_caught():
    """That of `test_drawn.py`, with races ignored, must fail on a simple race."""
    threads = [[("add", "x", 1)], [("add", "x", 1)]]
    expected = model.outcomes(threads)

    def found(**options):
        text = model.source(threads).encode()
        outcomes = explore("random.py", source=text, **options).outcomes
        return {(o.kind, o.output) for o in outcomes}

    assert found() == expected
    assert found(strategy=partial(Source, broken=True)) < expected


BOTH = """\
import json, threading
seen = []
both = {made}
def one():
    {one}
def two():
    {two}
threads = [threading.Thread(target=f) for f in (one, two)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(both, seen)
"""


@pytest.mark.parametrize(
    "made",
    [
        '{"x": [], "y": {}}',
        '{key: [] if key == "x" else {} for key in "xy"}',
        'json.loads(\'{"x": [], "y": {}}\')',
    ],
)
def test_what_one_dictionary_holds_is_told_apart(made):
    """One run for each order of the two calls of `append` and of the two keys."""
    does = 'both["x"].append({n}); both["y"][{n}] = 0'
    text = BOTH.format(made=made, one=does.format(n=1), two=does.format(n=2))
    found = explore("both.py", source=text.encode())
    assert found.complete, found.reason
    assert len(found.outcomes) == found.interleavings == 4


# What two threads do with lists and dictionaries that one dictionary holds: change them,
# put others in their place, or one in two places.
DOES = """\
both["x"].append({n})
both["x"] and both["x"].pop()
seen.append(len(both["x"]))
seen.append(list(both["x"]))
both["x"] = [{n}]
both["x"] = both["z"][0]
it = both["x"]; it.append({n})
both["y"]["k"] = {n}
both["y"].pop("k", None)
seen.append(both["y"].get("k"))
seen.append(str(both["y"]))
both["y"] = {{"k": {n}}}
both["y"]["q"] = both["x"]
both["y"].get("q", []).append({n})
pair = ([], [{n}]); both["y"]["t"] = pair
both["y"].get("t", ([],))[0].append({n})
both["z"][0].append({n})
both["z"][0] = both["x"]
both["z"][1]["k"] = {n}
both["z"][1].clear()
both["z"] = [both["x"], both["y"]]
""".splitlines()


@pytest.mark.parametrize("seed", range(40))
def test_the_same_of_what_one_dictionary_holds(seed):
    chooser = random.Random(seed)
    one, two = (
        "\n    ".join(chooser.choice(DOES).format(n=n) for n in numbers)
        for numbers in ((1, 2), (3, 4))
    )
    made = '{"x": [], "y": {"k": 0}, "z": [[], {}]}'
    text = BOTH.format(made=made, one=one, two=two).encode()
    found = explore("both.py", source=text)
    assert found.complete, found.reason
    some = explore("both.py", source=text, reduction="none", preemptions=1)
    assert some.complete, some.reason
    assert some.keys <= found.keys


@pytest.mark.parametrize("made", ["Lock()", "RLock()", "Condition()"])
def test_a_thread_is_left_while_it_holds_a_lock_too(made):
    """Others come as far as to the lock, and it goes on: that is one preemption."""
    text = BOTH.format(
        made=f"threading.{made}",
        one="with both: seen.append(1)\n    seen.append(2)",
        two="seen.append(3)\n    with both: pass\n    seen.append(4)",
    )
    source = text.replace("print(both, seen)", "print(seen)").encode()
    every = explore("held.py", source=source, reduction="none", preemptions=1)
    assert every.complete, every.reason
    assert explore("held.py", source=source, preemptions=1).keys == every.keys


#: Of the threads one waits for another that goes no further where the main thread comes
#: last; had it been first, the other would do something that the main thread disturbs.
FIRST = {
    "a lock": """\
import threading
lock, late = threading.Lock(), threading.Lock()
late.acquire()
first = x = 0
seen = []
def one():
    global first
    lock.acquire(); first = 1; lock.release()
def two():
    lock.acquire()
    if first: seen.append(x)
    late.acquire()
    lock.release()
threads = [threading.Thread(target=does) for does in (one, two)]
for thread in threads: thread.start()
x = 1
late.release()
for thread in threads: thread.join()
print(seen)
""",
    "a queue": """\
import queue, threading
items, seen = queue.SimpleQueue(), []
items.put("old")
def one():
    seen.append(("one", items.get()))
def two():
    try: seen.append(("two", items.get_nowait()))
    except queue.Empty: seen.append(("two", ""))
threads = [threading.Thread(target=does) for does in (one, two)]
for thread in threads: thread.start()
items.put("new")
for thread in threads: thread.join()
print(sorted(seen))
""",
}


@pytest.mark.parametrize("name", FIRST)
def test_who_waits_at_the_end_of_what_is_left_out_goes_first_too(name):
    text = FIRST[name].encode()
    found = explore("first.py", source=text)
    every = explore("first.py", source=text, reduction="cached")
    assert found.complete, found.reason
    assert every.complete, every.reason
    assert found.keys == every.keys
    assert len(found.keys) == 3


#: What a thread does that waits, or lets others go on.
USES = (
    'seen.append("{who}" + str(x))', "seen.append(x)", "seen.append(y)", 'x = "{who}"',
    'y = "{who}"', 'items.put("{who}")', "seen.append(items.get())",
)  # fmt: skip


def waits(rng, who):
    """The lines of a thread, some within a lock, which may not be released."""

    def use():
        return rng.choice(USES).format(who=who)

    for _ in range(rng.choice([1, 1, 2])):
        held = rng.choice(["lock", "lock", "other", None])
        if held:
            yield f"{held}.acquire()"
        for _ in range(rng.randint(1, 2)):
            kind = rng.random()
            if kind < 0.35:
                yield f"if first: {use()}"
            elif kind < 0.8:
                yield "first = 1" if kind < 0.6 else "late.acquire()"
            else:
                yield use()
        if held and rng.random() < 0.85:
            yield f"{held}.release()"


def of_threads_that_wait(seed):
    """A program in which what a thread does depends on who had come before it."""
    rng = random.Random(seed)
    lines = ["import queue, threading"]
    lines += [f"{name} = threading.Lock()" for name in ("lock", "other", "late")]
    lines += ["late.acquire()", "items, seen = queue.SimpleQueue(), []"]
    lines += ['first, x, y = 0, "-", "-"']
    if rng.random() < 0.3:
        lines.append('items.put("old")')
    threads = "ab" if rng.random() < 0.75 else "abc"
    for who in threads:
        body = ["global first, x, y", *waits(rng, who)]
        lines += [f"def {who}():", *(f"    {line}" for line in body)]
    lines.append(
        f"threads = [threading.Thread(target=f) for f in ({','.join(threads)},)]"
    )
    lines.append("for thread in threads: thread.start()")
    ends = ['x = "main"', 'x = "main"', "y = x", 'items.put("main")', "first = 1"]
    lines += [rng.choice(ends) for _ in range(rng.choice([1, 1, 2]))]
    if rng.random() < 0.8:
        lines.append("late.release()")
    lines += ["for thread in threads: thread.join()", "print(seen, x, y)"]
    return "\n".join(lines).encode()


# In the last two somebody waits where the rest is left out, and must go first.
@pytest.mark.parametrize("seed", [*range(40), 236, 319])
def test_the_same_where_threads_wait(seed):
    text = of_threads_that_wait(seed)
    every = explore("waits.py", source=text, reduction="cached", limit=4_000)
    found = explore("waits.py", source=text)
    assert found.complete, found.reason
    assert every.complete, every.reason
    assert found.keys == every.keys
