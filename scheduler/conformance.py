"""CPython's own tests of threads, run inside the simulated world.

    python -m scheduler.conformance [--verbose] [NAME …]

needs an interpreter that has the `test` package.  Each test method runs once
in a world of its own.  What does not apply is listed in `EXCLUDED`, with the
reason; everything else must pass.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import os
import sys
import unittest
from collections.abc import Sequence
from typing import Any

from scheduler import monitor
from scheduler.backend import OSThreads
from scheduler.outcome import Unexplorable
from scheduler.reduction import Replay
from scheduler.run import Run, Settings
from scheduler.world import World

__all__ = ["EXCLUDED", "FILES", "main"]

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
    "test.support.threading_helper",
    "test.test_concurrent_futures",
    "test.test_concurrent_futures.util",
    "test.test_concurrent_futures.executor",
)

#: `Class.method` or `Class`, or `*.method`, and why it does not apply.
EXCLUDED: dict[str, str] = {
    "TestForkInThread": "forks",
    "ThreadRunningTests.test_unraisable_exception": "catches what goes to sys.unraisablehook",
    "CFailingQueueTest": "the same as PyFailingQueueTest here",
    "ThreadJoinOnShutdown": "starts Python processes",
    "SubinterpThreadingTests": "starts interpreters",
    "SubinterpreterTests": "starts interpreters",
    "CRLockTests": "tests the C type itself",
    "PyRLockTests": "needs a pure-Python lock in place of the simulated one",
    "ConditionAsRLockTests": "needs a pure-Python lock in place of the simulated one",
    "AtexitTests": "starts Python processes",
    "InterruptMainTests": "signals",
    "*.test_many_threads": "fifty threads and thousands of operations: too long step by step",
    "*.test_many_threads_nonblock": "fifty threads and thousands of operations: too long step by step",
    "*.test_many_threads_timeout": "fifty threads and thousands of operations: too long step by step",
    "ThreadTests.test_PyThreadState_SetAsyncExc": "raises in a thread of the system by its id",
    "ThreadTests.test_is_alive_after_fork": "forks",
    "ThreadTests.test_no_refcycle_through_target": "the recorder keeps containers alive",
    "PyThreadingLocalTest.test_cycle_collection": "the recorder keeps containers alive",
    "ThreadSignals": "signals",
    "ProcessPoolForkTest": "processes",
}

_PROGRAM = """
import sys, unittest
import {module} as module

{setup}
cls = {cls}
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
            setup, expression = "", f"module.{label}"
        for method in unittest.TestLoader().getTestCaseNames(cls):
            found.append((label, method, setup, expression))
    return found


def _once(module: str, setup: str, cls: str, method: str) -> tuple[str, str]:
    """("passed" | "skipped" | "failed", why)."""
    source = _PROGRAM.format(module=module, setup=setup, cls=cls, name=method)
    monitor.use()
    backend = OSThreads()
    world = None
    try:
        private = frozenset((*FILES, *_HELPERS))
        world = World(
            "conformance.py", source.encode(), "opcode", private, strict=False
        )
        settings = Settings("opcode")
        settings.steps = 3_000_000
        settings.fires = 1_000_000
        strategy = Replay([])
        run = Run(settings, strategy, backend)
        world.start(run)
        run.execute(world.body)
        if run.failure is not None:
            return "failed", str(run.failure) or type(run.failure).__name__
        last = run.output.strip().rpartition("\n")[2]
        if run.kind in ("finished", "exception") and last.endswith("passed"):
            return "passed", ""
        if last.startswith("skipped"):
            return "skipped", last[8:]
        why = "; ".join(f"{e.type}: {e.message}" for e in run.errors) or run.detail
        return "failed", f"{run.kind} {why}".replace("\n", " ")
    finally:
        backend.close()
        if world is not None:
            monitor.discard(world.codes)
        monitor.release()


def _reason(cls: str, method: str) -> str | None:
    for key in (f"{cls}.{method}", cls, f"*.{method}"):
        if key in EXCLUDED:
            return EXCLUDED[key]
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests; 0 if none failed."""
    parser = argparse.ArgumentParser(prog="python -m scheduler.conformance")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only tests that contain this"
    )
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    failures = 0
    print(f"{'file':<50}{'passed':>8}{'n. a.':>8}{'failed':>8}")
    for file in FILES:
        try:
            cases = _cases(file)
        except (ImportError, unittest.SkipTest) as error:
            print(f"{file:<50}  not there: {error}")
            continue
        counts = {"passed": 0, "skipped": 0, "failed": 0}
        notes: list[str] = []
        for cls, method, setup, expression in cases:
            if options.names and not any(
                n in f"{file}.{cls}.{method}" for n in options.names
            ):
                continue
            reason = _reason(cls, method)
            if reason is not None:
                result, why = "skipped", reason
            else:
                try:
                    result, why = _once(file, setup, expression, method)
                except Unexplorable as error:
                    result, why = "failed", str(error)
            counts[result] += 1
            if result == "failed" or options.verbose:
                notes.append(f"    {result:<8} {cls}.{method}  {why[:160]}")
                print(notes[-1], flush=True)
        if sum(counts.values()):
            print(
                f"{file:<50}{counts['passed']:>8}{counts['skipped']:>8}{counts['failed']:>8}",
                flush=True,
            )
        failures += counts["failed"]
    return 1 if failures else 0


def _leave(status: int) -> Any:
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    _leave(main())
