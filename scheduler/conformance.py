"""CPython's own tests of threads, run inside the simulated world.

    python -m scheduler.conformance [--verbose] [NAME …]

needs an interpreter that has the `test` package.  Each test method runs once
in a world of its own, under a scheduler that is fair: these tests poll, and
sleep to let other threads come first.  What does not apply is listed in
`EXCLUDED`, with the reason; everything else must pass.  A few tests do the
same thing thousands of times over: `SMALLER` says what they do less often.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import inspect
import os
import sys
import unittest
from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from types import CodeType
from typing import Any

from scheduler.engine.records import Settings
from scheduler.model.outcome import NeedsRecord, Unexplorable
from scheduler.model.strategy import Candidate, Place, Strategy, dozes, usual
from scheduler.search.session import Session

__all__ = ["EXCLUDED", "FILES", "SMALLER", "main", "unused"]

#: Modules whose tests are run, and helpers that must be the world's too.
FILES = (
    "test.test_thread",
    "test.lock_tests",
    "test.test_threading",
    "test.test_threading_local",
    "test.test_threadsignals",
    "test.test_queue",
    "test.test_sched",
    "test.test_concurrent_futures.test_thread_pool",
    "test.test_concurrent_futures.test_as_completed",
    "test.test_concurrent_futures.test_wait",
    "test.test_concurrent_futures.test_future",
    "test.test_concurrent_futures.test_init",
    "test.test_concurrent_futures.test_shutdown",
)
_HELPERS = (
    "test.support",
    "test.support.script_helper",
    "unittest._log",
    "test.support.threading_helper",
    "test.test_concurrent_futures",
    "test.test_concurrent_futures.util",
    "test.test_concurrent_futures.executor",
)

#: Which tests do not apply, as patterns of `Class.method`, and why.
EXCLUDED: dict[str, str] = {
    "TestForkInThread.*": "forks",
    "ThreadTests.test_is_alive_after_fork": "forks",
    "ThreadJoinOnShutdown.*_after_fork": "forks",
    "ProcessPool*.*": "is about pools of processes",
    "FailingInitializerResourcesTest.*": "is about pools of processes",
    "SubinterpThreadingTests.*": "starts interpreters",
    "InterruptMainTests.*": "is about signals",
    "ThreadSignals.*": "is about signals",
    "ThreadPoolShutdownTest.test_hang_gh94440": "is about signals",
    "ThreadTests.test_PyThreadState_SetAsyncExc": "raises in a thread by its system's number, through ctypes",
    "ThreadTests.test_get*_all_threads": "sets a trace function, which is refused",
    "CSimpleQueueTest.test_reentrancy": "has the garbage collector call `put`: it never runs within a run",
    "ThreadTests.test_no_refcycle_through_target": "the record keeps a container alive to the end of the run",
    "ThreadPoolAsCompletedTest.test_free_reference_yielded_future": "the record keeps a container alive to the end of the run",
    "PyThreadingLocalTest.test_cycle_collection": "the record keeps a container alive to the end of the run",
    "PyThreadingLocalTest.test_local_refs": "the record keeps a container alive to the end of the run",
}

#: What some tests do less often here: constants of their code, and what for.
#: In one process and step by step the whole would take minutes each.
SMALLER: dict[str, dict[int, int]] = {
    "*.test_shutdown*_all_methods_in_many_threads": {1024 * 64: 256},
    "*.test_many_threads*": {50: 8, 10000: 400, 1000: 100},
}

_PROGRAM = """
import sys, unittest
import test.support.script_helper as helper
def spawns(*arguments, **options):
    raise unittest.SkipTest("starts a Python process")
for name in ("run_python_until_end", "assert_python_ok", "assert_python_failure", "spawn_python"):
    setattr(helper, name, spawns)
import {module} as module

{setup}
cls = {cls}
smaller(cls)
name = {name!r}
case = cls(name)
method = getattr(case, name)
skip = getattr(cls, "__unittest_skip__", False) or getattr(method, "__unittest_skip__", False)
if skip:
    print("skipped")
else:
    try:
        cls.setUpClass()
        try:
            case.setUp()
            try:
                method()
            finally:
                case.tearDown()
        finally:
            case.doCleanups()
            cls.tearDownClass()
            cls.doClassCleanups()
        print("passed")
    except unittest.SkipTest as error:
        print("skipped", error)
"""

_LOCKS = {
    "LockTests": "locktype = staticmethod(threading.Lock)",
    "RLockTests": "locktype = staticmethod(threading.RLock)",
    "EventTests": "eventtype = staticmethod(threading.Event)",
    "ConditionTests": "condtype = staticmethod(threading.Condition)",
    "SemaphoreTests": "semtype = staticmethod(threading.Semaphore)",
    "BoundedSemaphoreTests": "semtype = staticmethod(threading.BoundedSemaphore)",
    "BarrierTests": "barriertype = staticmethod(threading.Barrier)",
}


#: The real `assertLogs` would watch the real `logging`.
_WATCHED = """
import unittest._log
def watched(self, logger=None, level=None):
    return unittest._log._AssertLogsContext(self, logger, level, no_logs=False)
module.ExecutorMixin.assertLogs = watched
"""


def _cases(name: str) -> list[tuple[str, str, str, str]]:
    """(class, method, set-up, expression) of each test of a module."""
    module = importlib.import_module(name)
    found = []
    for label, cls in sorted(vars(module).items()):
        if not (inspect.isclass(cls) and issubclass(cls, unittest.TestCase)):
            continue
        if name == "test.lock_tests":
            if label not in _LOCKS:
                continue
            setup = (
                f"import threading\nclass Case(module.{label}):\n    {_LOCKS[label]}\n"
            )
            expression = "Case"
        elif name == "test.test_queue":
            # The module's own copies of `queue` are made by the real import.
            setup = f"import queue\nmodule.{label}.queue = queue\n"
            expression = f"module.{label}"
        else:
            if cls.__module__ != name and not label.startswith(
                ("ThreadPool", "Thread")
            ):
                continue
            setup, expression = (
                _WATCHED if "Initializer" in label else "",
                f"module.{label}",
            )
        for method in unittest.TestLoader().getTestCaseNames(cls):
            found.append((label, method, setup, expression))
    return found


class _Fair(Strategy):
    """Each thread that can go on does, after so many decisions of another."""

    TURN = 200
    always = True

    def __init__(self) -> None:
        self.turn = 0

    def pick(self, among: Sequence[Candidate], place: Place) -> Candidate:
        task = place.running
        chosen = usual(task, among)
        if place.tired:
            return chosen
        self.turn = self.turn + 1 if chosen is task else 0
        awake = [t for t in among if t is not task and not dozes(t)]
        if self.turn >= self.TURN and awake:
            self.turn = 0
            later = [t for t in awake if t.tid > task.tid]
            chosen = (later or awake)[0]
        return chosen

    def advance(self) -> bool:
        return False


def _shrunk(code: CodeType, sizes: dict[int, int]) -> CodeType:
    constants = [
        sizes.get(value, value) if type(value) is int else value
        for value in code.co_consts
    ]
    return code.replace(co_consts=tuple(constants))


def _smaller(label: str, method: str, cls: Any) -> None:
    """Replace the sizes that `SMALLER` names in the code of the test."""
    for pattern, sizes in SMALLER.items():
        if fnmatchcase(f"{label}.{method}", pattern):
            for name in (method, "_shutdown_all_methods_in_many_threads"):
                function = getattr(cls, name, None)
                if function is not None:
                    function.__code__ = _shrunk(function.__code__, sizes)


def _once(
    module: str, setup: str, cls: str, label: str, method: str
) -> tuple[str, str]:
    """("passed" | "skipped" | "failed", why)."""
    source = _PROGRAM.format(module=module, setup=setup, cls=cls, name=method)
    settings = Settings("opcode")
    settings.system = True
    settings.steps = 1_000_000
    settings.fires = settings.sleeps = 1_000_000
    # Some tests read and write files: on a busy machine that takes a while.
    settings.patience = 60.0
    with Session("conformance.py", source.encode()) as session:
        session.begin(settings, frozenset((*FILES, *_HELPERS)), strict=False)
        session.world.define("smaller", lambda case: _smaller(label, method, case))
        try:
            run = session.once(_Fair())
        except (Unexplorable, NeedsRecord) as error:
            return "failed", str(error) or type(error).__name__
        last = run.output.strip().rpartition("\n")[2]
        if run.kind in ("finished", "exception") and last.endswith("passed"):
            return "passed", ""
        _, skipped, why = last.partition("skipped")
        if skipped:
            return "skipped", why.strip() or "skips itself"
        errors = [f"{e.type}: {e.message}" for e in run.errors]
        why = "; ".join(errors or [waiter.sentence for waiter in run.waits])
        return "failed", f"{run.kind} {why}".replace("\n", " ")


def _reason(cls: str, method: str) -> str | None:
    for pattern, reason in EXCLUDED.items():
        if fnmatchcase(f"{cls}.{method}", pattern):
            return reason
    return None


def unused() -> list[str]:
    """The patterns of `EXCLUDED` and `SMALLER` that no test has the name of."""
    names = [f"{cls}.{method}" for file in FILES for cls, method, _, _ in _cases(file)]
    return [
        pattern
        for pattern in (*EXCLUDED, *SMALLER)
        if not any(fnmatchcase(name, pattern) for name in names)
    ]


def _results(file: str, wanted: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(test, result, why) of each test of a file that has a wanted name."""
    for cls, method, setup, expression in _cases(file):
        if wanted and not any(part in f"{file}.{cls}.{method}" for part in wanted):
            continue
        result, why = "skipped", _reason(cls, method)
        if why is None:
            try:
                result, why = _once(file, setup, expression, cls, method)
            except Unexplorable as error:
                result, why = "failed", str(error)
        yield f"{cls}.{method}", result, why


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests; 0 if none failed."""
    parser = argparse.ArgumentParser(prog="python -m scheduler.conformance")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only tests that contain this"
    )
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("test.lock_tests") is None:
        print("this interpreter has no `test` package; CPython built from source has")
        return 2
    gc.collect()
    # The tests collect garbage again and again: this is not what they look for.
    gc.freeze()
    total: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    print(
        f"{'CPython ' + sys.version.partition(' ')[0]:<50}{'passed':>8}{'n. a.':>8}{'failed':>8}"
    )
    for file in FILES:
        counts: Counter[str] = Counter()
        for name, result, why in _results(file, options.names):
            counts[result] += 1
            if result == "skipped":
                reasons[why] += 1
            if result == "failed" or options.verbose:
                print(f"    {result:<8} {name}  {why[:160]}", flush=True)
        if counts:
            _row(file, counts)
        total += counts
    _row("all", total)
    if reasons:
        print("\nnot applicable:")
        for why, number in reasons.most_common():
            print(f"{number:>6}  {why}")
    return 1 if total["failed"] else 0


def _row(label: str, counts: Counter[str]) -> None:
    numbers = (f"{counts[kind]:>8}" for kind in ("passed", "skipped", "failed"))
    print(f"{label:<50}{''.join(numbers)}", flush=True)


def _leave(status: int) -> Any:
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    _leave(main())
