"""A world for one run: what the program sees, and that the next run sees the same.

No program is explored here: each is run under one schedule, as often as it says.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from scheduler.bytecode import monitor
from scheduler.engine.backend import place
from scheduler.engine.records import Observer, Settings
from scheduler.engine.run import Run
from scheduler.model.identity import identity
from scheduler.model.outcome import Unexplorable
from scheduler.model.strategy import EVERYTHING, Place
from scheduler.world import primitives, process
from scheduler.world.world import World
from tests.scheduler.below.toy import Scripted, unseen


class Worldly:
    """A program's world, and runs of it."""

    def __init__(
        self, text: str, granularity: str = "opcode", full: bool = False
    ) -> None:
        self.settings = Settings(granularity, full=full, learns=False)
        self.backend = place()
        self.world = World("worldly.py", text.encode(), granularity)
        self.strategy: Any = None

    def run(self, schedule: list[int] | None = None, observer: Any = None) -> Run:
        """One run, once the world has what it needs."""
        loaded = -1
        while True:
            ready = loaded == len(self.world.modules)
            self.strategy = unseen(Scripted(list(schedule or [])))
            run = Run(self.settings, self.strategy, self.backend)
            run.observer = observer if ready else None
            self.world.start(run)
            run.execute(self.world.body)
            if run.failure is not None:
                raise run.failure
            if (
                ready
                and loaded == len(self.world.modules)
                and self.world.apart(self.settings)
            ):
                return run
            loaded = len(self.world.modules)


@contextlib.contextmanager
def worldly(
    text: str, granularity: str = "opcode", full: bool = False
) -> Iterator[Worldly]:
    """The world of a program; afterwards the process is as it was."""
    collecting = gc.isenabled()
    monitor.use()
    made = None
    try:
        made = Worldly(text, granularity, full)
        yield made
    finally:
        if made is not None:
            made.backend.close()
            made.world.close()
        monitor.release()
        if collecting:
            gc.enable()


def printed(text: str, times: int = 1) -> list[str]:
    """What a program prints, in each of some runs."""
    with worldly(text) as made:
        return [made.run().output for _ in range(times)]


# ---------------------------------------------------------- what it sees

#: By simulated module: an expression, and what only the simulated one says.
SIMULATED = {
    "_thread": ("_thread.get_ident()", "1"),
    "_queue": ("type(_queue.SimpleQueue.put).__name__", "function"),
    "time": ("time.monotonic()", "1000.0"),
    "sys": ("sys.argv", "['worldly.py']"),
    "functools": ("type(functools.lru_cache(len)).__name__", "_lru_cache_wrapper"),
    "os": ("os.getpid()", "4711"),
    "atexit": ("type(atexit.register).__name__", "function"),
    "gc": ("gc.isenabled()", "True"),
    "builtins": ("builtins.print is print", "True"),
    "threading": ("threading.current_thread().ident", "1"),
}
#: And what it has of the real one.
REAL = {
    "time": "time.struct_time.n_fields", "sys": "sys.version_info >= (3, 13)", "functools": "functools.reduce(max, [1, 2])",
    "os": "os.path.join('a', 'b')", "signal": "signal.SIGINT.name", "gc": "gc.collect() >= 0",
    "builtins": "builtins.len([1])",
}  # fmt: skip


@pytest.mark.parametrize("module", SIMULATED)
def test_a_simulated_module(module: str) -> None:
    expression, expected = SIMULATED[module]
    assert printed(f"import {module}\nprint({expression})") == [f"{expected}\n"]


@pytest.mark.parametrize("module", REAL)
def test_what_a_simulated_module_has_of_the_real_one(module: str) -> None:
    expected = eval(REAL[module], {module: importlib.import_module(module)})
    assert printed(f"import {module}\nprint({REAL[module]})") == [f"{expected}\n"]


def test_signals_are_refused() -> None:
    with pytest.raises(Unexplorable, match="handles signals"):
        printed("import signal\nsignal.signal(signal.SIGINT, print)")
    with pytest.raises(Unexplorable, match="waits for or sends signals"):
        printed("import signal\nsignal.pause()")


def test_a_cache_in_python_is_recorded() -> None:
    """It calls the function between its look and its store, as C does."""
    text = (
        "import functools, threading\n@functools.lru_cache(1)\ndef f(n): return n\n"
        "t = threading.Thread(target=f, args=(1,))\nt.start()\nf(1)\nf(2)\nt.join()\nprint(f.cache_info().currsize)"
    )
    with worldly(text) as made:
        run = made.run([1] * 40)
        assert run.output == "1\n"
        assert made.settings.racy != {0}


# ------------------------------------------------- the next run sees the same

#: What a program changes and shows: the same in every run.
AGAIN = {
    "whether garbage is collected": "import gc\nprint(gc.isenabled())\ngc.disable()",
    "how often threads switch": "import sys\nprint(sys.getswitchinterval())\nsys.setswitchinterval(0.25)",
    "the size of stacks": "import threading\nprint(threading.stack_size(65_536))",
    "a thread's name": "import threading\nprint(threading.Thread().name)",
    "a thread's hash": "import threading\nprint(hash(threading.Thread()))",
    "the first future's hash": "from concurrent.futures import Future\nprint(hash(Future()))",
    "a future's hash": "from concurrent.futures import Future\nprint(hash(Future()) - hash(Future()))",
    "a pool's name": "from concurrent.futures import ThreadPoolExecutor\nprint(ThreadPoolExecutor()._thread_name_prefix)",
    "random numbers": "import random\nprint(random.random())",
    "standard output": "import io, sys\nprint(sys.stdout.name)\nsys.stdout = io.StringIO()",
    "arguments": "import sys\nprint(sys.argv)\nsys.argv.append(1)",
    "loggers": "import logging\nprint(logging.getLogger().handlers, logging.getLogger().level)\nlogging.basicConfig(level=1)",
    "the hook of threads": "import threading\nprint(threading.excepthook.__name__)\nthreading.excepthook = print",
    "exit functions of threads": "import threading\nprint(len(threading._threading_atexits))\nthreading._register_atexit(int)",
    "whether threading shuts down": "import threading\nprint(threading._SHUTTING_DOWN)\nthreading._SHUTTING_DOWN = True",
    "an attribute of a module": "import json\nprint(hasattr(json, 'left'))\njson.left = 1",
    "a builtin": "import builtins\nprint(hasattr(builtins, 'left'))\nbuiltins.left = 1",
    "exit functions": "import atexit\natexit.register(print, 'exit')\nprint('end')",
    "the recursion limit": "import sys\nprint(sys.getrecursionlimit() == 900)\nsys.setrecursionlimit(900)",
    "files": "import os\nprint(os.listdir())\nopen('n', 'w').close()",
    "names of temporary files": "import tempfile\nprint(tempfile.mktemp()[-8:])",
    "who is alive": "import threading\nprint(threading.active_count())\nthreading.Thread(target=int).start()",
}  # fmt: skip


@pytest.mark.parametrize("name", AGAIN)
def test_is_the_same_in_each_run(name: str) -> None:
    first, second, third = printed(AGAIN[name], 3)
    assert first == second == third
    assert first.strip() != ""


def test_a_stack_ends_where_the_program_does() -> None:
    text = "import sys, traceback\nprint(len(traceback.extract_stack()))"
    assert printed(text) == ["1\n"]


#: Whether random numbers that nobody has given a seed are drawn.
CHANCE = {
    "import random\nrandom.random()": True,
    "import random\nrandom.seed(1)\nrandom.random()": False,
    "import random\nrandom.Random().random()": True,
    "import random\nrandom.Random(1).random()": False,
    "import random": False,
    # Made up by the world: the same names in every run.
    "import tempfile\ntempfile.mktemp()": False,
}


@pytest.mark.parametrize("text", CHANCE)
def test_who_draws_what_has_no_seed_is_not_settled(text: str) -> None:
    with worldly(text) as made:
        run = made.run()
        made.world.settle(run)
        said = "draws random numbers that have no seed" in made.settings.unsettled
        assert said == CHANCE[text]


def test_a_cache_is_that_of_c() -> None:
    text = """\
import functools
class K:
    hashed = 0
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __hash__(self):
        K.hashed += 1
        return self.n
called = []
def f(*args, **named):
    called.append(args)
    return len(called)
for size in (None, 0, 2):
    g = functools.lru_cache(size)(f)
    print(g(1), g(1), g(2), g(3), g(1), g(a=1), g(a=1), g(K(1)), g(K(1)), g(K(1)))
    print(g.cache_info(), K.hashed)
    g.cache_clear()
    print(g.cache_info())
"""
    with contextlib.redirect_stdout(io.StringIO()) as usual:
        exec(text, {})
    assert printed(text) == [usual.getvalue()]


def test_what_the_runs_that_do_not_count_did_to_loggers_is_undone_too() -> None:
    text = (
        "import logging\nroot = logging.getLogger()\nprint(root.handlers, root.level)\n"
        "logging.basicConfig(level=1)"
    )
    assert printed(text, 2) == ["[] 30\n"] * 2


def test_a_world_that_is_closed_leaves_no_code_behind() -> None:
    with worldly("def f(): pass\nf()") as made:
        made.run()
        assert made.world.code in monitor.adopted()
        assert made.world.codes[0] is made.world.code
    assert monitor.adopted() == []
    assert sys.gettrace() is None


def test_the_globals_of_the_program_are_names() -> None:
    with worldly(
        "import threading\nn = 1\nt = threading.Thread(target=int)\nt.start()\nn = 2\nt.join()"
    ) as made:
        run = made.run()
        assert identity(made.world.main.__dict__) in run.namespaces
        fields = {
            where[1]
            for event in run.events
            for where in event.footprint
            if len(where) == 2
        }
        assert "n" in fields
        assert made.settings.whole_objects == 0


def test_what_was_there_before_the_program_has_the_same_name_in_each_run() -> None:
    with worldly(
        "import threading, json\nthreading.Thread(target=json.dumps, args=([],)).start()"
    ) as made:
        names = []
        for _ in range(2):
            run = made.run()
            threading = made.world.modules["threading"]
            names.append(
                [
                    run.names[identity(scope)][2]
                    for scope in (threading.__dict__, threading._active)
                ]
            )
        assert names[0] == names[1]
        assert all(name < -1_000_000 for name in names[0])


def test_what_stands_in_for_functools_was_there_before_the_program() -> None:
    with worldly("import functools") as made:
        run = made.run()
        (scope,) = made.world.scopes
        assert run.names[identity(scope)][2] < -1_000_000


# --------------------------------------------------------------- threads


TWO = "import threading\nt = threading.Thread(target=int{})\nt.start()\n{}"


def test_a_program_whose_threads_are_left_races_with_them() -> None:
    with worldly(TWO.format(", daemon=True", "")) as made:
        run = made.run([1] * 99)
        assert run.kind == "finished"
        last = run.events[-1]
        assert last.tid == 1
        assert last.footprint[EVERYTHING] == 2
        assert made.strategy.among[-1] == [1, 2]


def test_a_program_whose_threads_have_ended_has_a_last_event_too() -> None:
    with worldly(TWO.format("", "t.join()\nn = 1")) as made:
        run = made.run()
        last = run.events[-1]
        assert last.tid == 1
        assert EVERYTHING not in last.footprint
        assert last is run.tasks[0].head


def test_whether_a_thread_has_begun_is_seen() -> None:
    """`Thread.start` sets the event that `is_alive` and `start` ask for."""
    text = "import threading\nthreading.Thread(target=int).start()\n"
    text += TWO.format(
        "", "t.is_alive()\ntry: t.start()\nexcept RuntimeError: pass\nt.join()"
    )
    with worldly(text, full=True) as made:
        run = made.run()
        seen = {
            (where[1], mode)
            for event in run.events
            for where, mode in event.footprint.items()
            if len(where) == 2
        }
        assert {("_flag", 1), ("_flag", 2), ("_ident", 2)} <= seen


def test_who_starts_a_thread_looks_whether_it_has_begun() -> None:
    text = "import threading\nthreading.Thread(target=int).start()\n"
    text += TWO.format("", "try: t.start()\nexcept RuntimeError: pass")
    looked = []

    class Told(Observer):
        def touched(self, run: Run, task: Any, value: Any, name: Any, *_: Any) -> None:
            looked.append(name)

    with worldly(text, full=True) as made:
        run = made.run(observer=unseen(Told()))
        reads = [
            event.index
            for event in run.events
            for where, mode in event.footprint.items()
            if where[1:] == ("_flag",) and event.tid == 1
        ]
        assert len(reads) >= 2
    assert "_flag" not in looked


def test_at_its_start_a_thread_is_noted() -> None:
    """A second start of it would find that."""
    text = TWO.format("", TWO.format("", "").replace("import threading\n", ""))
    with worldly(text, full=True) as made:
        run = made.run()
        notes = [
            (where, event.footprint[where])
            for event in run.events
            for where in event.footprint
            if where[-1] == "started"
        ]
        # The first thread is alone: nobody could see what is noted before it starts.
        assert [mode for where, mode in notes if where == max(notes)[0]] == [2]


def test_a_thread_that_starts_threads_is_learned() -> None:
    text = "import threading\ndef f(): threading.Thread(target=int).start()\nthreading.Thread(target=f).start()"
    with worldly(text) as made:
        made.settings.learns = True
        made.settings.racy.add(-1)
        run = Run(made.settings, unseen(Scripted([])), made.backend)
        made.world.start(run)
        run.execute(made.world.body)
        assert made.settings.starters
        assert run.restart


@pytest.mark.parametrize(("granularity", "waits"), [("gil", True), ("opcode", False)])
def test_with_the_gil_a_start_lets_the_new_thread_run(
    granularity: str, waits: bool
) -> None:
    kinds: list[Any] = []

    class Told(Scripted):
        def pick(self, among: Sequence[Any], place: Place) -> Any:
            pending = place.running.pending
            kinds.append(pending and (pending.kind, pending.yields))
            return super().pick(among, place)

    with worldly(TWO.format("", "t.join()"), granularity) as made:
        made.run()
        made.strategy = unseen(Told([]))
        run = Run(made.settings, made.strategy, made.backend)
        made.world.start(run)
        run.execute(made.world.body)
    assert (("started", True) in kinds) is waits


def test_for_readers_a_start_may_hand_over() -> None:
    hands: list[bool] = []

    class Told(Observer):
        started = False

        def operated(self, run: Run, task: Any, prim: Any, kind: str) -> None:
            if kind == "start":
                task.hands_last = False
                self.started = True

        def asked(self, run: Run, task: Any) -> None:
            if self.started and task.tid == 1:
                hands.append(task.hands_last)

    with worldly(TWO.format("", "n = 2\nt.join()"), "reader", full=True) as made:
        made.run(observer=unseen(Told()))
    assert hands[0]


def test_the_end_of_a_thread_is_a_step() -> None:
    with worldly(TWO.format("", "t.join()")) as made:
        run = made.run([1, 1, 2, 2])
        assert run.trace.count(2) == 2
        assert len([event for event in run.events if event.tid == 2]) == 1
        made.settings.racy.add(-1)
        run = made.run([1, 1, 2, 2])
        assert run.trace.count(2) == 2
        assert len([event for event in run.events if event.tid == 2]) == 2


def test_what_was_local_to_a_thread_goes_with_it() -> None:
    text = (
        "import threading\nown = threading.local()\ndef f(): own.n = 1\n"
        "t = threading.Thread(target=f)\nt.start()\nt.join()"
    )
    with worldly(text) as made:
        made.run()
        own = made.world.main.__dict__["own"]
        assert primitives.locals_of(own) == {1: {}}


@pytest.mark.parametrize(
    ("granularity", "lines"),
    [("opcode", False), ("line", True), ("gil", False), ("reader", True)],
)
def test_what_each_granularity_asks_of_code(granularity: str, lines: bool) -> None:
    with worldly("x = [1]\nlen(x)\ny = 2", granularity) as made:
        assert made.world.lines is lines


def test_a_pool_is_shut_down_at_the_exit() -> None:
    text = (
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\n"
        "pool.submit(print, 'task')"
    )
    with worldly(text) as made:
        runs = [made.run() for _ in range(2)]
        assert [(run.kind, run.output) for run in runs] == [("finished", "task\n")] * 2
        # What it keeps of its threads, until they are gone, is nobody's business.
        assert made.settings.unsettled == ""


def test_what_logging_keeps_for_a_fork_it_forgets() -> None:
    with worldly("import logging\nlogging.Handler()") as made:
        made.run()
        kept = made.world.modules["logging"]._at_fork_reinit_lock_weakset
        assert type(kept) is primitives.Tidy


def test_who_prints_too_much_is_refused() -> None:
    with pytest.raises(Unexplorable, match="prints more than 100,000 characters"):
        printed("print('x' * 100_000)")
    assert printed("print('x' * 99_999)") == ["x" * 99_999 + "\n"]


def test_c_tells_no_stream_of_the_program_s_what_a_finalizer_raised() -> None:
    text = (
        "import io, sys, threading\nsys.stderr = io.StringIO()\n"
        "class C:\n    def __del__(self): 1 / 0\n"
        "thread = threading.Thread(target=C)\nthread.start()\nthread.join()"
    )
    with pytest.raises(Unexplorable, match="tell a stream of the program's what"):
        printed(text)
    assert printed(text.replace("1 / 0", "...")) == [""]


# ----------------------------------------------------- where a path leads


@pytest.mark.parametrize("name", ["remove", "rmdir", "unlink"])
def test_a_name_counts_from_the_folder_that_is_given_open(name: str) -> None:
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory() as other:
        for folder, refused in ((own, False), (other, True)):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                said = process.outside(os.path.realpath(own), name, ["a", descriptor])
            finally:
                os.close(descriptor)
            assert bool(said) == refused


def test_what_is_opened_through_a_link_counts_where_it_leads_to() -> None:
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory() as other:
        link = os.path.join(own, "link")
        os.symlink(os.path.join(other, "a"), link)
        folder = os.path.realpath(own)
        assert process.outside(folder, "os.open", [link, os.O_WRONLY])
        assert not process.outside(folder, "unlink", [link])
