"""The library, used by two threads that share nothing: few runs, and all outcomes.

What the library keeps for itself was there before the program: it is called the same in
every run, whoever uses it first. Else all that is like it would be taken for one thing.
"""

import contextlib
import operator
import random
import re
import sys
import warnings

import pytest

from scheduler import explore
from scheduler.bytecode import monitor
from scheduler.search import guard
from tests.scheduler import oracle

#: What is imported, what each of two threads does with it, and in how many runs that is
#: all: two where only the order remains in which they append.
USES = [
    ("array", "array.array('i', [1])[0]", 2),
    ("ast", "ast.literal_eval('[1]')", 2),
    ("calendar", "calendar.monthrange(2024, 2)", 2),
    ("copy", "copy.deepcopy({'a': [1]})", 2),
    ("graphlib", "list(graphlib.TopologicalSorter({1: [2]}).static_order())", 2),
    ("inspect", "str(inspect.signature(lambda a: 1))", 2),
    ("json", "json.loads(json.dumps({'a': [1]}))", 2),
    ("pickle", "pickle.loads(pickle.dumps([1, 'a']))", 2),
    ("pprint", "pprint.pformat([1])", 2),
    ("random", "random.Random(3).choice([1, 2])", 2),
    ("re", "re.findall('[a-z]+', 'a b')", 2),
    ("re", "re.sub('(a)', '<\\\\1>', 'xax')", 2),
    ("re", "re.compile(b'a(b)').match(b'ab').group(1)", 2),
    ("statistics", "statistics.mean([1, 2, 3])", 2),
    ("string", "'{} {a}'.format(1, a=2)", 2),
    ("textwrap", "textwrap.fill('a b c', 3)", 2),
    # These write to something of the library's: a cache, and what is warned of.
    ("logging", "logging.getLogger('a').warning('x')", 40),
    ("warnings", "warnings.warn('x')", 12),
]
PROGRAM = """\
import threading
import {module}

seen = []


def work():
    seen.append({use})


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen)
"""


@pytest.fixture(autouse=True)
def _elsewhere(_here, monkeypatch):
    """In this process pytest listens to warnings."""
    monkeypatch.setattr(guard, "_can_start", True)


@pytest.mark.parametrize(
    ("module", "use", "runs"), USES, ids=[use for _, use, _ in USES]
)
def test_who_uses_the_library_alone_disturbs_nobody(module, use, runs, program):
    path = program(PROGRAM.format(module=module, use=use))
    found = explore(path)
    assert found.complete
    assert found.interleavings <= runs
    assert [outcome.output for outcome in found.outcomes] == [oracle.printed(path)]


WARNED = """\
import re, threading, warnings

def work():
    re.compile("[[a]")

with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(told))
"""


def test_two_threads_may_both_compile_what_is_warned_of(program):
    found = explore(program(WARNED))
    assert found.complete
    assert found.outputs == {"1\n", "2\n"}


@pytest.mark.parametrize(
    "asks",
    ["one is two", "one is not two", "id(one) == id(two)", "operator.is_(one, two)"],
)
def test_who_compiled_a_pattern_is_not_settled(asks, program):
    found = explore(
        program(
            "import operator, re, threading\nseen = []\n"
            "def work(): seen.append(re.compile('ab'))\n"
            "threads = [threading.Thread(target=work) for _ in range(2)]\n"
            "for thread in threads: thread.start()\n"
            "for thread in threads: thread.join()\n"
            f"one, two = seen\nprint(one == two, {asks})"
        )
    )
    assert "tells compiled patterns apart" in found.unsettled


class Text(str):
    """A text with a hash that is the program's."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("pattern", "flags", "silent"),
    [
        ("a", 0, True),
        (b"a", 0, True),
        ("a", re.IGNORECASE, True),
        (re.compile("a"), 0, True),
        ("a", re.DEBUG, False),
        ("a", int(re.DEBUG), False),
        ("[[a]", 0, False),
        (b"[a--b]", 0, False),
        (Text("a"), 0, False),
        ("a", operator, False),
        (None, 0, False),
    ],
)
def test_to_compile_is_one_step_where_nothing_is_seen_of_it(pattern, flags, silent):
    def compiling(pattern, flags):
        return sys._getframe()

    code = re._compile.__code__  # type: ignore[attr-defined]
    assert monitor._compiles(code, compiling(pattern, flags)) is silent
    assert not monitor._compiles(compiling.__code__, compiling(pattern, flags))


def test_what_is_warned_of_is_not_one_step():
    dice = random.Random(1)
    warned = 0
    for _ in range(20_000):
        length = dice.randint(2, 8)
        pattern = "".join(dice.choices("[[]]()(?-&~|^:+10a\\\\", k=length))
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            with contextlib.suppress(re.error, OverflowError):
                re._compiler.compile(pattern, 0)  # type: ignore[attr-defined]
        if told:
            warned += 1
            assert any(part in pattern for part in monitor._MAY_WARN), pattern
    assert warned > 100


# ---------------------------------------------------------------------- chance


#: What each of two threads draws, of numbers that nobody has given a seed.
DRAWS = ["randint(1, 6)", "choice('abc')", "uniform(0, 1)", "sample(range(9), 3)"]


@pytest.mark.parametrize("draw", DRAWS)
def test_what_two_threads_draw_by_chance_has_no_order(draw):
    text = PROGRAM.format(module="random", use=f"random.{draw}")
    found = explore("draws.py", source=text.encode())
    assert found.interleavings == 2
    assert found.unsettled == "the program draws random numbers that have no seed"


def test_who_gives_a_seed_may_come_before_who_draws():
    text = """import random, threading

def draw():
    global drawn
    drawn = random.random()

threads = [threading.Thread(target=draw), threading.Thread(target=random.seed, args=(1,))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(drawn == random.Random(1).random())
"""
    assert explore("seed.py", source=text.encode()).outputs == {"False\n", "True\n"}


def test_with_a_seed_the_order_of_two_draws_shows():
    text = PROGRAM.format(module="random", use="random.random()")
    text = text.replace("def work", "random.seed(1)\n\n\ndef work")
    text = text.replace("print(seen)", "print(seen == sorted(seen))")
    assert explore("seeded.py", source=text.encode()).outputs == {"False\n", "True\n"}


def test_no_two_draws_without_a_seed_are_alike():
    draws = "[random.random() for _ in range(2)]"
    text = PROGRAM.format(module="random", use=draws)
    text = text.replace("print(seen)", "print(len({*seen[0], *seen[1]}))")
    assert explore("alike.py", source=text.encode()).outputs == {"4\n"}
