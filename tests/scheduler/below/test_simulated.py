"""What stands in for the standard library's lowest layer: each function by itself.

`time` is here what stands in for it: its seconds pass at once, and nobody waits for them.
"""

from __future__ import annotations

import _thread
import csv
import gc
import io
import os
import sys
import tempfile
import tracemalloc
import types
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.bytecode import effects
from scheduler.engine.records import Pending, Settings
from scheduler.model.identity import identity
from scheduler.model.outcome import Kill, Unexplorable
from scheduler.world import process, streams, world
from tests.scheduler.below.toy import Desk, Play, no_world


def small_world() -> Any:
    """What the simulated modules ask of their world."""
    made = no_world()
    made.records = True
    made.state = {"collects": True, "stack": 0, "interval": 5000}
    made.exits = []
    made.modules = {}
    made.sys = types.ModuleType("sys")
    made.sys.__dict__.update(
        stdout=streams.Stream("<stdout>", True),
        stderr=streams.Stream("<stderr>", False),
    )
    return made


# --------------------------------------------------------------- time
# `time` is the simulated module: its seconds are counted, and nobody waits for them.


@pytest.mark.parametrize(
    "length", [0.001, 0.01, 0.02, 0.03, 0.05, 0.1, 0.3, 1 / 3, 1, 7.7]
)
@pytest.mark.parametrize("before", [0, 0.1, 3])
def test_no_clock_says_that_a_sleep_was_shorter(length: float, before: float) -> None:
    time = world._make_time(small_world())
    clocks = ["monotonic", "perf_counter", "time", "monotonic_ns", "time_ns"]
    with Desk() as desk, desk.thread(1):
        time.sleep(before)
        for name in clocks:
            clock = getattr(time, name)
            start = clock()
            time.sleep(length)
            asked = int(length * 1e9) if name.endswith("_ns") else length
            assert (
                asked <= clock() - start < asked * 1.001 + 1000 * name.endswith("_ns")
            )


def test_without_a_record_nobody_knows_what_time_it_is_after_another_s_sleep() -> None:
    small = small_world()
    small.records = False
    needed: list[str] = []
    small.need_record = lambda: needed.append("a record")
    time = world._make_time(small)
    with Desk() as desk:
        with desk.thread(2):
            time.sleep(2.5)
            time.monotonic()
        assert needed == []
        with desk.thread(1):
            time.monotonic()
        assert needed == ["a record"]


def test_a_sleep_takes_its_time_and_lets_others_go_first() -> None:
    time = world._make_time(small_world())
    with Desk() as desk, desk.thread(2) as task:
        steps = len(desk.run.trace)
        time.sleep(2.5)
        assert task.time == 2.5
        assert len(desk.run.trace) == steps + 1
        assert list(task.fired.values()) == [1]
        task.daemon = True
        time.sleep(1)
        assert task.time == 3.5
        assert list(task.fired.values()) == [2]
        with pytest.raises(ValueError, match="non-negative"):
            time.sleep(-1)
        with pytest.raises(TypeError):
            time.sleep("1")


def test_who_sleeps_waits_with_a_time_and_yields() -> None:
    seen: list[Pending] = []

    def body(play: Play) -> None:
        time = world._make_time(small_world())
        handle = play.start(lambda: time.sleep(3))
        play.run.stop(play.run.tasks[0], "look")
        pending = play.run.tasks[1].pending
        assert pending is not None
        seen.append(pending)
        handle.join()
        play.log.append(play.run.tasks[0].time)

    play = Play(body, [1, 2, 1])
    assert play.log == [3.0]
    assert play.trace == [1, 2, 1, 2, 2, 1]
    assert [(p.kind, p.seconds, p.yields) for p in seen] == [("sleep", 3.0, True)]
    # To leave who sleeps is no preemption; to leave who looks was one.
    assert play.run.preemptions == 1


@pytest.mark.parametrize(
    "name", ["monotonic", "perf_counter", "time", "monotonic_ns", "perf_counter_ns", "time_ns"],
)  # fmt: skip
def test_a_clock_shows_the_thread_s_own_time(name: str) -> None:
    time = world._make_time(small_world())
    clock = getattr(time, name)
    with Desk() as desk, desk.thread(2) as task:
        before, writes = clock(), task.writes
        task.time += 2
        assert clock() - before == pytest.approx(
            2 * (10**9 if name.endswith("ns") else 1)
        )
        # Who asks what time it is does not only repeat itself.
        assert task.writes > writes


def test_the_date_is_that_of_the_clock() -> None:
    time = world._make_time(small_world())
    real = types.ModuleType("time")
    with Desk() as desk, desk.thread(2) as task:
        exec("from time import *", real.__dict__)
        task.time = 86_400.0
        now = time.time()
        for name in ("localtime", "gmtime", "ctime"):
            assert getattr(time, name)() == getattr(real, name)(now)
            assert getattr(time, name)(None) == getattr(real, name)(now)
            assert getattr(time, name)(5) == getattr(real, name)(5)
        then = real.gmtime(5)
        assert time.asctime() == real.ctime(now)
        assert time.asctime(then) == real.asctime(then)
        assert time.strftime("%d %c") == real.strftime("%d %c", real.localtime(now))
        assert time.strftime("%d", then) == "01"
        assert time.clock_gettime(real.CLOCK_REALTIME) == now
        assert time.clock_gettime(real.CLOCK_MONOTONIC) == time.monotonic()
        assert time.clock_gettime_ns(real.CLOCK_MONOTONIC) == time.monotonic_ns()


def test_a_clock_that_a_class_holds_is_given_no_object() -> None:
    time = world._make_time(small_world())

    class Holder:
        clock, sleep, date = time.monotonic, time.sleep, time.gmtime

    with Desk() as desk, desk.thread(2):
        held = Holder()
        before = held.clock()
        held.sleep(2)
        assert held.clock() == before + 2
        assert held.date(0).tm_year == 1970


# ------------------------------------------------------------ streams


def test_a_write_is_a_step_and_has_an_order() -> None:
    stream = streams.Stream("<stdout>", True)
    with Desk() as desk:
        with desk.thread(1):
            assert stream.write("ab") == 2
            assert stream.write("") == 0
        with desk.thread(2):
            stream.writelines(["c", "d"])
        assert desk.run.output == "abcd"
        assert desk.run.trace == [1, 2, 2]
        assert desk.footprint(2) == "writes output"
        assert desk.met or desk.knows(2, 1)
        assert [
            e.tid for e in desk.run.tasks[1].event.races + desk.run.events[-1].races
        ] == [1]
        with pytest.raises(TypeError, match="must be str"):
            stream.write(b"a")  # type: ignore[arg-type]


def test_standard_error_shows_nothing() -> None:
    stream = streams.Stream("<stderr>", False)
    with Desk() as desk, desk.thread(1):
        assert stream.write("a") == 1
        assert desk.run.output == ""
        assert desk.run.trace == []


def test_a_write_of_a_run_that_is_over_is_none() -> None:
    stream = streams.Stream("<stdout>", True)
    with Desk() as desk, desk.thread(1):
        desk.run.dead = True
        with pytest.raises(Kill):
            stream.write("a")


def printed(*values: Any, **named: Any) -> tuple[str, int, str]:
    """What is printed, in how many steps, and what that touches."""
    made = small_world()
    write = world._make_print(made)
    with Desk("x = []") as desk:
        values = tuple(desk.space["x"] if value == "x" else value for value in values)
        desk.run.world = made
        with desk.thread(2):
            write(*values, **named)
        return desk.run.output, len(desk.run.trace), desk.footprint(2)


def test_print_writes_each_value_separator_and_end() -> None:
    output, steps, touched = printed("a", 1)
    assert (output, steps) == ("a 1\n", 4)
    assert "writes output" in touched
    assert printed("a", "b", sep="-", end="")[:2] == ("a-b", 3)
    assert printed("a", "b", sep="", end="")[:2] == ("ab", 2)
    assert printed(sep=None, end=None)[:2] == ("\n", 1)


def test_print_reads_what_it_prints_and_where() -> None:
    _, _, touched = printed("x")
    assert touched.startswith("reads x")
    made = small_world()
    with Desk() as desk:
        desk.run.world = made
        with desk.thread(2) as task:
            world._make_print(made)("a")
            number = desk.run.names[identity(made.sys.__dict__)][2]
            assert any((number, "stdout") in e.footprint for e in desk.events(2))
            task.quiet = 1


def test_print_to_a_buffer_writes_that() -> None:
    with Desk("import io\nx = io.StringIO()\ny = None") as desk:
        desk.run.world = small_world()
        with desk.thread(2):
            world._make_print(desk.run.world)("a", file=desk.space["x"], flush=True)
        assert desk.space["x"].getvalue() == "a\n"
        assert desk.footprint(2) == "writes x"
        assert len(desk.run.trace) == 2


def test_print_without_a_stream_prints_nothing() -> None:
    made = small_world()
    made.sys.stdout = None
    with Desk() as desk, desk.thread(1):
        desk.run.world = made
        world._make_print(made)("a")
        assert desk.run.output == ""


# ------------------------------------------------------------- modules


def test_the_collector_s_state_is_shared() -> None:
    made = small_world()
    module = world._make_gc(made)
    with Desk() as desk:
        with desk.thread(1):
            assert module.isenabled() is True
        assert desk.footprint(1) == "reads module gc"
        with desk.thread(2):
            module.disable()
        assert desk.footprint(2) == "writes module gc"
        assert made.state["collects"] is False
        assert desk.run.soiled == {"gc"}
        with desk.thread(1):
            assert module.isenabled() is False
            module.enable()
        assert made.state["collects"] is True
        assert gc.isenabled() in (True, False)


def test_the_switch_interval_is_shared() -> None:
    made = small_world()
    made.path, made.imports.seen = "m.py", {}
    made.imports.reset_sys = lambda module: None
    module = world._make_sys(made)
    real = sys.getswitchinterval()
    with Desk() as desk:
        with desk.thread(1):
            assert module.getswitchinterval() == 0.005
        assert desk.footprint(1) == "reads module sys"
        with desk.thread(2):
            module.setswitchinterval(0.25)
        assert desk.footprint(2) == "writes module sys"
        with desk.thread(1):
            assert module.getswitchinterval() == 0.25
            with pytest.raises(ValueError, match="strictly positive"):
                module.setswitchinterval(0)
    assert sys.getswitchinterval() == real


def test_exit_functions_have_an_order() -> None:
    made = small_world()
    module = world._make_atexit(made)
    with Desk() as desk:
        with desk.thread(1):
            assert module.register(print, 1, end="") is print
        with desk.thread(2):
            module.register(max)
            module.unregister(print)
        assert made.exits == [(max, (), {})]
        assert desk.footprint(1) == "writes module atexit"
        assert desk.footprint(2) == "writes module atexit"
        desk.run.tasks[1].head.footprint.clear()
        with desk.thread(2):
            module.unregister(max)
        assert desk.footprint(2) == "writes module atexit"


def test_the_size_of_stacks_is_shared() -> None:
    made = small_world()
    module = world._make_thread(made)
    with Desk() as desk, desk.thread(2):
        assert module.stack_size(65_536) == 0
        assert module.stack_size() == 65_536
        assert desk.footprint(2) == "writes module _thread"
        with pytest.raises(ValueError, match="size not valid"):
            module.stack_size(1)


def test_how_many_threads_there_are_is_learned() -> None:
    settings = Settings("opcode")
    module = world._make_thread(small_world())
    with Desk(settings=settings) as desk:
        with desk.thread(2):
            assert module._count() == 1
        assert settings.enumerates
        assert desk.run.restart
        assert desk.footprint(2) == "reads threads"


def test_threading_s_list_of_threads_is_learned() -> None:
    module = types.SimpleNamespace(enumerate=lambda: ["main"])
    world._note_enumeration(small_world(), module, "enumerate")
    with Desk() as desk, desk.thread(2):
        assert module.enumerate() == ["main"]
        assert desk.footprint(2) == "reads threads"
        assert desk.settings.enumerates
    assert module.enumerate.__name__ == "enumerate"


def test_what_a_thread_is_called() -> None:
    module = world._make_thread(small_world())
    with Desk() as desk, desk.thread(2):
        assert module.get_ident() == module.get_native_id() == 2
        handle = module._make_thread_handle(2)
        assert handle.started
        assert handle.ident == 2
        with pytest.raises(SystemExit):
            module.exit()
        with pytest.raises(Kill):
            module.interrupt_main()
        assert "sends a signal" in str(desk.run.failure)


@pytest.mark.parametrize("arguments", [(1, ()), (max, [])])
def test_a_thread_that_can_t_be_started(arguments: tuple[Any, Any]) -> None:
    module = world._make_thread(small_world())
    with Desk() as desk, desk.thread(1), pytest.raises(TypeError):
        module.start_new_thread(*arguments)


def test_an_error_of_a_thread_is_told_once_and_an_exit_not_at_all() -> None:
    made = small_world()
    module = world._make_thread(made)

    def told(error: BaseException) -> Any:
        return _thread._ExceptHookArgs((type(error), error, None, None))

    def _make_invoke_excepthook() -> Callable[[Any], None]:
        def invoke_excepthook(args: Any) -> None:
            module._excepthook(args)

        # A function of `threading` is of no other.
        code = invoke_excepthook.__code__
        name = f"{_make_invoke_excepthook.__name__}.<locals>.{code.co_name}"
        invoke_excepthook.__code__ = code.replace(co_qualname=name)
        return invoke_excepthook

    invoke = _make_invoke_excepthook()
    with Desk() as desk, desk.thread(2):
        desk.run.world = made
        invoke(told(SystemExit()))
        assert not desk.run.errors
        invoke(told(KeyError("k")))
        assert [(e.thread, e.type) for e in desk.run.errors] == [(2, "KeyError")]
        made.sys.stderr = io.StringIO()
        invoke(told(KeyError("l")))
        assert "KeyError: 'l'" in made.sys.stderr.getvalue()
        assert len(desk.run.errors) == 2
        module._excepthook(told(KeyError("m")))
        assert "KeyError: 'm'" in made.sys.stderr.getvalue()
        assert len(desk.run.errors) == 2
        with pytest.raises(TypeError, match="must be ExceptHookArgs"):
            module._excepthook(1)


def test_the_exit_waits_for_threads_that_are_no_daemons() -> None:
    def body(play: Play) -> None:
        module = world._make_thread(small_world())

        def work() -> None:
            play.run.tasks[2].time = 4.0
            play.log.append("work")

        module.start_new_thread(lambda: None, ())
        play.start(work)
        module._shutdown()
        play.log.append("exit")
        first, child = play.run.tasks[0], play.run.tasks[2]
        play.log.append((first.clock[3] >= child.idx, first.time))

    play = Play(body, [1] * 9)
    assert play.log == ["work", "exit", (True, 4.0)]
    # A daemon is not waited for.
    assert play.run.tasks[1].daemon
    assert not play.run.tasks[2].daemon


def test_a_thread_is_told_how_it_was_started() -> None:
    def body(play: Play) -> None:
        module = world._make_thread(small_world())
        handle = module.start_joinable_thread(
            lambda: play.log.append("ran"), daemon=False
        )
        with pytest.raises(RuntimeError, match="already started"):
            module.start_joinable_thread(lambda: None, handle)
        handle.join()
        module.start_new_thread(play.log.append, ("another",), {})
        module._shutdown()
        task = play.run.tasks[1]
        play.log.append((task.handle is handle, task.daemon, handle.ident))

    play = Play(body, [2] * 40)
    assert play.log[0] == "ran"
    assert play.log[-1] == (True, False, 2)


def test_a_start_is_a_step_that_the_new_thread_knows() -> None:
    def body(play: Play) -> None:
        first = play.run.tasks[0]
        before = len(play.trace)
        handle = play.start(lambda: None)
        play.log.append(play.trace[before:])
        play.log.append(play.run.tasks[1].clock[1] == first.event.idx)
        play.log.append(play.run.solo)
        handle.join()

    assert Play(body).log == [[1], True, False]


def test_a_module_that_is_loaded_alone_is_told_of_starts() -> None:
    told: list[int] = []

    def body(play: Play) -> None:
        play.run.disturbed = lambda task: told.append(task.tid)
        play.start(lambda: None).join()

    Play(body)
    assert told == [1]


def test_a_thread_that_fails_before_it_has_begun_is_refused() -> None:
    class Bootstrap:
        _name = "B"

        def _bootstrap(self) -> None:
            raise KeyError

    def body(play: Play) -> None:
        module = world._make_thread(small_world())
        module.start_joinable_thread(Bootstrap()._bootstrap)

    with pytest.raises(Unexplorable, match="fails before it has begun"):
        Play(body)


def test_a_handle_starts_one_thread() -> None:
    def body(play: Play) -> None:
        module = world._make_thread(small_world())
        handle = module.start_joinable_thread(lambda: None)
        handle.join()
        with pytest.raises(RuntimeError, match="already started"):
            module.start_joinable_thread(lambda: None, handle)

    Play(body)


def test_a_thread_that_only_ends_with_an_error_tells_it() -> None:
    def body(play: Play) -> None:
        def work() -> None:
            raise ValueError("w")

        play.start(work).join()

    assert [(e.thread, e.type) for e in Play(body).run.errors] == [(2, "ValueError")]


# ------------------------------------------------------------- process


#: Functions of `os` that change what a path names, with arguments.
BY_PATH: dict[str, list[Any]] = {
    "chmod": [0o600], "chown": [0, 0], "lchown": [0, 0], "chroot": [], "link": ["inside/n"], "mkdir": [],
    "mkfifo": [], "mknod": [], "remove": [], "rename": ["inside/n"], "replace": ["inside/n"], "rmdir": [],
    "symlink": ["inside/n"], "truncate": [0], "unlink": [], "utime": [], "setxattr": ["inside/user.n", b""],
    "removexattr": ["inside/user.n"], "chflags": [0], "lchflags": [0], "lchmod": [0],
}  # fmt: skip


@pytest.mark.parametrize("name", BY_PATH)
def test_what_lies_outside_of_the_folder_is_not_changed(name: str) -> None:
    folder = os.path.realpath(tempfile.gettempdir()) + "/own"
    rest = [
        f"{folder}/{a}" if isinstance(a, str) and "inside" in a else a
        for a in BY_PATH[name]
    ]
    assert (
        process.outside(folder, name, ["/etc/n", *rest])
        == "changes /etc/n, outside of its own folder"
    )
    assert process.outside(folder, name, [f"{folder}/n", *rest]) == ""
    assert process.outside(folder, name, [b"/etc/n", *rest]) != ""
    assert process.outside(folder, name, [Path("/etc/n"), *rest]) != ""
    if name in ("link", "rename", "replace", "symlink"):
        assert process.outside(folder, name, [f"{folder}/n", "/etc/n"]) != ""


#: Functions that take what is open, as a number, and how many they take.
TAKES_OPEN = {
    **dict.fromkeys((
        "FileIO", "chdir", "chmod", "chown", "close", "dup", "fchdir", "fchmod", "fchown", "fdatasync", "fsync",
        "ftruncate", "lockf", "lseek", "mmap", "open", "posix_fadvise", "posix_fallocate", "pwrite", "pwritev",
        "removexattr", "set_blocking", "set_inheritable", "setxattr", "tcsetpgrp", "truncate", "utime", "write", "writev",
    ), 1),
    **dict.fromkeys(("copy_file_range", "dup2", "sendfile", "splice"), 2),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKES_OPEN)
def test_what_was_open_before_is_not_the_program_s(name: str) -> None:
    reads, writes = os.pipe()
    try:
        before = process.Process.__new__(process.Process)
        before.open = process._open()
    finally:
        os.close(reads)
        os.close(writes)
    said = f"uses file descriptor {reads}, which is not its own"
    own = max(before.open) + 100
    assert before.foreign(name, [reads, own]) == said
    assert before.foreign(name, [own, reads]) == (said if TAKES_OPEN[name] > 1 else "")
    assert before.foreign(name, [own, own]) == ""


@pytest.mark.parametrize("name", BY_PATH)
def test_the_null_device_may_be_written_to_alone(name: str) -> None:
    folder = os.path.realpath(tempfile.gettempdir()) + "/own"
    assert process.outside(folder, name, [os.devnull, *BY_PATH[name]]) != ""


@pytest.mark.parametrize("name", ["chmod", "chown", "fchmod", "fchown", "ftruncate"])
def test_what_is_open_is_changed_inside_of_the_folder_alone(name: str) -> None:
    with (
        tempfile.TemporaryDirectory() as own,
        tempfile.NamedTemporaryFile(dir=own) as inside,
        tempfile.NamedTemporaryFile() as elsewhere,
        open(os.devnull) as null,
    ):
        folder = os.path.realpath(own)
        assert process.outside(folder, name, [inside.fileno(), 0o600]) == ""
        assert process.outside(folder, name, [elsewhere.fileno(), 0o600]) != ""
        assert process.outside(folder, name, [null.fileno(), 0o600]) != ""
        reads, writes = os.pipe()
        try:
            assert process.outside(folder, name, [reads, 0o600]) == ""
        finally:
            os.close(reads)
            os.close(writes)


@pytest.mark.parametrize("name", ["open", "open_code", "FileIO"])
def test_a_file_outside_may_be_read_alone(name: str) -> None:
    folder = os.path.realpath(tempfile.gettempdir()) + "/own"
    assert process.outside(folder, name, ["/etc/n"]) == ""
    assert process.outside(folder, name, ["/etc/n", "r"]) == ""
    assert process.outside(folder, name, ["/etc/n", "w"]) != ""
    assert process.outside(folder, name, [f"{folder}/n", "w"]) == ""
    assert process.outside(folder, name, [os.devnull, "w"]) == ""
    assert process.outside(folder, name, [3, "w"]) == ""


@pytest.mark.parametrize("name", ["open", "FileIO"])
def test_a_link_that_leads_outside_is_outside_where_it_is_opened(name: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = os.path.realpath(made)
        os.symlink("/etc/n", f"{folder}/link")
        assert process.outside(folder, name, [f"{folder}/link", "w"]) != ""
        # The link itself is inside.
        assert process.outside(folder, "unlink", [f"{folder}/link"]) == ""
        assert process.outside(folder, "getcwd", []) == ""


@pytest.mark.parametrize("mode", ["w", "a", "x", "r+", "wb"])
def test_a_mode_that_changes_the_file(mode: Any) -> None:
    assert process.to_write(["n", mode])


@pytest.mark.parametrize("mode", ["r", "rb", "rt", -1, 1, True, "utf-8-x"])
def test_a_mode_that_does_not(mode: Any) -> None:
    assert not process.to_write(["n", mode])


@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC])
def test_flags_that_change_the_file(flags: int) -> None:
    assert process.outside("/run", "os.open", ["/etc/n", flags]) != ""
    assert process.outside("/run", "os.open", ["/run/n", flags]) == ""


def test_flags_that_do_not_whatever_the_numbers_after_them() -> None:
    assert process.outside("/run", "os.open", ["n", os.O_RDONLY, 0o777, 13]) == ""


def test_flags_that_nobody_can_tell_may_change_the_file() -> None:
    assert process.outside("/run", "os.open", ["/etc/n"]) != ""


def test_what_modules_of_c_keep_is_put_back() -> None:
    usual = process.State()
    before = (
        sys.getrecursionlimit(),
        sys.get_int_max_str_digits(),
        gc.get_threshold(),
        gc.get_debug(),
        csv.field_size_limit(),
    )
    collects = gc.isenabled()
    with warnings.catch_warnings():
        filters = list(warnings.filters)
        try:
            sys.setrecursionlimit(before[0] + 1)
            sys.set_int_max_str_digits(5_000)
            gc.set_threshold(701, 11, 11)
            gc.set_debug(gc.DEBUG_UNCOLLECTABLE)
            csv.field_size_limit(before[4] + 1)
            warnings.simplefilter("ignore", BytesWarning)
            tracemalloc.start()
            usual.put(frozenset())
            assert tracemalloc.is_tracing()
            assert sys.getrecursionlimit() == before[0] + 1
            usual.put(process.ALL)
            after = (
                sys.getrecursionlimit(),
                sys.get_int_max_str_digits(),
                gc.get_threshold(),
                gc.get_debug(),
                csv.field_size_limit(),
            )
            assert after == before
            assert list(warnings.filters) == filters
            assert not gc.isenabled()
            assert not tracemalloc.is_tracing()
        finally:
            usual.put(process.ALL)
            if collects:
                gc.enable()
    assert {"sys", "gc", "_csv", "_tracemalloc", "_warnings"} == process.ALL


def test_a_run_s_folder_environment_and_mask_are_put_back() -> None:
    here, environment, mask = os.getcwd(), dict(os.environ), os.umask(0o22)
    os.umask(mask)
    temporary = tempfile.tempdir
    collects = gc.isenabled()
    own = process.Process()
    try:
        assert os.getcwd() == own.folder
        assert tempfile.gettempdir() == own.folder == os.environ["TMPDIR"]
        first = tempfile.mktemp()
        os.mkdir("d")
        Path("d/f").write_text("a")
        Path("f").write_text("b")
        os.chdir("d")
        os.environ["TOY"] = "1"
        del os.environ["PATH"]
        os.umask(0o77)
        own.renew(frozenset())
        assert os.environ.get("TOY") == "1"
        own.renew(frozenset(("system",)))
        assert os.listdir(own.folder) == []
        assert os.getcwd() == own.folder
        assert os.environ.get("TOY") is None
        assert os.environ["PATH"] == environment["PATH"]
        assert tempfile.mktemp() == first
        changed = os.umask(0)
        os.umask(changed)
        assert changed == mask
        os.umask(0o77)
        os.environ["TOY"] = "1"
    finally:
        own.close()
        if collects:
            gc.enable()
    assert (os.getcwd(), dict(os.environ), tempfile.tempdir) == (
        here,
        environment,
        temporary,
    )
    assert not os.path.exists(own.folder)
    changed = os.umask(mask)
    assert changed == mask


# ------------------------------------------------------- thread-locals


def test_each_thread_sees_its_own_attributes() -> None:
    from scheduler.world import primitives

    with Desk() as desk:
        with desk.thread(1):
            own = primitives.local()
            own.n = 1
        with desk.thread(2) as task:
            assert not hasattr(own, "n")
            own.n = 2
            assert len(task.locals) == 1
        with desk.thread(1):
            assert own.n == 1
            del own.n
            assert not hasattr(own, "n")
        assert primitives.locals_of(own) == {1: {}, 2: {"n": 2}}
        with desk.thread(2) as task:
            assert own.n == 2
            primitives.drop_locals(task)
            assert task.locals == []
        assert primitives.locals_of(own) == {1: {}}
        with desk.thread(1) as task:
            with pytest.raises(AttributeError, match="read-only"):
                own.__dict__ = {}
            with pytest.raises(TypeError, match="not supported"):
                primitives.local(1)
            primitives.drop_locals(task)
        assert primitives.locals_of(own) == {}


def test_a_local_that_is_made_anew_for_each_thread() -> None:
    from scheduler.world import primitives

    class Own(primitives.local):
        def __init__(self, n: int) -> None:
            self.n = n

    with Desk() as desk:
        with desk.thread(1):
            own = Own(5)
            own.n += 1
        with desk.thread(2):
            assert own.n == 5


def test_the_bookkeeping_of_threads_is_quiet() -> None:
    from scheduler.world import primitives

    lock = primitives.QuietLock()
    with Desk() as desk, desk.thread(1) as task:
        with lock:
            assert task.quiet == 1
        assert task.quiet == 0
        assert desk.run.trace == []


def test_what_threads_begin_with_is_recorded_where_threads_are_counted() -> None:
    def body(play: Play) -> None:
        play.run.settings.enumerates = True
        play.start(lambda: None).join()

    run = Play(body).run
    begun = [e for e in run.events if e.tid == 2 and ("threads",) in e.footprint]
    assert len(begun) == 2
    assert all(e.footprint[("threads",)] == 2 for e in begun)


# ---------------------------------------------------------------- caches


def test_who_asks_a_cache_meets_whoever_asked_it_before() -> None:
    small = small_world()
    small.scopes = []
    cached = world._make_functools(small).lru_cache(len)
    setup = "class L(list):\n    __hash__ = object.__hash__\nx = L()\ny = L()"
    with Desk(setup) as desk:
        with desk.thread(1):
            cached(desk.space["y"])
        assert not desk.met
        with desk.thread(2):
            cached(desk.space["x"])
        assert desk.met
        # Keys are compared by what they hold.
        assert desk.footprint(2) == "reads x, y"


# --------------------------------------------------------------- streams


def test_both_streams_of_the_process_are_stood_in_for_while_somebody_explores() -> None:
    before = sys.stdout, sys.stderr
    streams.use()
    try:
        assert type(sys.stdout) is type(sys.stderr) is streams._StandIn
    finally:
        streams.release()
    assert (sys.stdout, sys.stderr) == before


def test_an_attribute_that_what_is_simulated_takes_is_read() -> None:
    with Desk("class C: write = print\nx = C()") as desk:
        effects.attribute(desk.run, desk.run.tasks[1], desk.space["x"], "write")
        assert desk.footprint(2) == "reads x.write"


def test_what_a_function_of_c_tells_a_stream_of_the_program_s_is_not_seen() -> None:
    small = small_world()
    with Desk("import io\nx = io.StringIO()") as desk:
        small.sys.stderr = desk.space["x"]
        desk.run.world = small
        with desk.thread(2):
            streams._StandIn("stderr", None).write("a")
        assert desk.footprint(2) == "writes x"
        assert "has C write to a stream" in desk.settings.unsettled


def test_who_prints_reads_what_its_stream_writes_with() -> None:
    small = small_world()
    with Desk() as desk:
        desk.run.world = small
        desk.space["x"] = stream = streams.Stream("<stdout>", True)
        with desk.thread(2) as task:
            streams.write(task, stream, "a")
        footprint = desk.footprint(2)
        del desk.space["x"]  # it can't be closed
        assert "reads x.write" in footprint


def test_who_counts_the_functions_of_the_exit_meets_who_registers_one() -> None:
    atexit = world._make_atexit(small_world())
    with Desk() as desk:
        with desk.thread(1):
            assert atexit._ncallbacks() == 0
            atexit.register(int)
        with desk.thread(2):
            assert atexit._ncallbacks() == 1
        assert desk.footprint(2) == "reads module atexit"
