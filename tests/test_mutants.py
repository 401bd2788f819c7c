"""The mutants: each operator's text, each verdict, the table, its exit status."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.conftest import SmallSite
from tools import mutants, mutations
from tools.mutants import CAUGHT, CUT_OFF, EQUIVALENT, Found, Row, find, judge, judged
from tools.mutations import OPERATORS, Mutant
from tools.programs import BadProgram, Program

# The operator, a program, and each of the mutants that it makes of it.
CASES = [
    (
        "no_lock",
        """
        lock = Lock()
        def add():
            with lock:
                n = 1

                text = '''a
                    b'''
        """,
        """
        lock = Lock()
        def add():
            n = 1

            text = '''a
                    b'''
        """,
    ),
    (
        "one_lock_less",
        """
        a, b = Lock(), Lock()
        locks = [Lock()]
        for lock in locks:
            with lock, open("f"), Lock():
                pass
        """,
        """
        a, b = Lock(), Lock()
        locks = [Lock()]
        for lock in locks:
            with open("f"), Lock():
                pass
        """,
        """
        a, b = Lock(), Lock()
        locks = [Lock()]
        for lock in locks:
            with lock, open("f"):
                pass
        """,
    ),
    (
        "no_acquire",
        """
        lock.acquire()
        n += 1
        lock.release()
        def other():
            if slots.acquire(timeout=1):
                try:
                    n += 1
                finally:
                    slots.release()
        """,
        """
        n += 1
        def other():
            if slots.acquire(timeout=1):
                try:
                    n += 1
                finally:
                    slots.release()
        """,
        """
        lock.acquire()
        n += 1
        lock.release()
        def other():
            if True:
                try:
                    n += 1
                finally:
                    pass
        """,
    ),
    ("no_release", "lock.acquire()\nlock.release()\n", "lock.acquire()\n"),
    (
        "no_finally",
        """
        lock = Lock()
        with lock:
            work()
        """,
        """
        lock = Lock()
        lock.acquire()
        work()
        lock.release()
        """,
    ),
    (
        "wake_up_believed",
        """
        ready = Condition()
        with ready:
            while not (orders or closed):
                ready.wait()
            while busy:
                work()
            ready.wait_for(lambda: orders, timeout=1)
            ready.wait_for(found)
        """,
        """
        ready = Condition()
        with ready:
            if not (orders or closed):
                ready.wait()
            while busy:
                work()
            ready.wait_for(lambda: orders, timeout=1)
            ready.wait_for(found)
        """,
        """
        ready = Condition()
        with ready:
            while not (orders or closed):
                ready.wait()
            while busy:
                work()
            if not (orders):
                ready.wait(timeout=1)
            ready.wait_for(found)
        """,
        """
        ready = Condition()
        with ready:
            while not (orders or closed):
                ready.wait()
            while busy:
                work()
            ready.wait_for(lambda: orders, timeout=1)
            if not (found()):
                ready.wait()
        """,
    ),
    (
        "nothing_asked",
        "print(ready.wait_for(lambda: orders, 5))\n",
        "print(ready.wait(5))\n",
    ),
    ("one_notified", "ready.notify_all()\n", "ready.notify()\n"),
    ("no_notify", "n = 1\nready.notify(2)\n", "n = 1\n"),
    ("lock_of_its_own", "full = Condition(lock)\n", "full = Condition()\n"),
    (
        "swapped_locks",
        """
        a = b = Lock()
        b = Lock()
        a = Lock()
        with a, b:
            pass
        with a:
            n = 1
            with b:
                with b:
                    n = 2
        a.acquire()
        b.acquire()
        """,
        """
        a = b = Lock()
        b = Lock()
        a = Lock()
        with b, a:
            pass
        with a:
            n = 1
            with b:
                with b:
                    n = 2
        a.acquire()
        b.acquire()
        """,
        """
        a = b = Lock()
        b = Lock()
        a = Lock()
        with a, b:
            pass
        with b:
            n = 1
            with a:
                with b:
                    n = 2
        a.acquire()
        b.acquire()
        """,
        """
        a = b = Lock()
        b = Lock()
        a = Lock()
        with a, b:
            pass
        with a:
            n = 1
            with b:
                with b:
                    n = 2
        b.acquire()
        a.acquire()
        """,
    ),
    (
        "check_outside",
        """
        lock = Lock()
        def sell():
            with lock:
                if seats > 0:
                    seats -= 1
                return seats
        """,
        """
        lock = Lock()
        def sell():
            checked = seats > 0
            with lock:
                if checked:
                    seats -= 1
                return seats
        """,
    ),
    (
        "first_outside",
        """
        lock = Lock()
        with lock:
            seen = total
            total = seen + 1
        """,
        """
        lock = Lock()
        seen = total
        with lock:
            total = seen + 1
        """,
    ),
    (
        "last_outside",
        """
        lock = Lock()
        with lock:
            seen = total
            total = seen + 1
        """,
        """
        lock = Lock()
        with lock:
            seen = total
        total = seen + 1
        """,
    ),
    (
        "lock_let_go",
        """
        lock = Lock()
        with lock:
            stock[name] -= sold
        """,
        """
        lock = Lock()
        with lock:
            read = stock[name]
        with lock:
            stock[name] = read - sold
        """,
    ),
    (
        "not_shared",
        """
        lock = Lock()
        n = 0
        def add():
            global n
            with lock:
                n += 1
        """,
        """
        lock = Lock()
        n = 0
        def add():
            lock = Lock()
            global n
            with lock:
                n += 1
        """,
    ),
    (
        "not_kept",
        """
        class Account:
            def __init__(self):
                self.lock = RLock()
            def add(self):
                with self.lock:
                    self.balance += 1
        """,
        """
        class Account:
            def __init__(self):
                self.lock = RLock()
            def add(self):
                with RLock():
                    self.balance += 1
        """,
    ),
    (
        "simple_lock",
        "lock = threading.RLock()\n",
        "lock = threading.Lock()\n",
    ),
    (
        "no_set",
        "ready = Event()\nready.set()\nother.set()\n",
        "ready = Event()\nother.set()\n",
    ),
    (
        "no_clear",
        "ready = Event()\nready.clear()\nnames.clear()\n",
        "ready = Event()\nnames.clear()\n",
    ),
    (
        "told_too_early",
        """
        waits = {"a": Event()}
        free = Semaphore(0)
        port = 80
        waits["a"].set()
        if port:
            free.release()
        letters.append(1)
        free.release()
        """,
        """
        waits = {"a": Event()}
        free = Semaphore(0)
        waits["a"].set()
        port = 80
        if port:
            free.release()
        letters.append(1)
        free.release()
        """,
        """
        waits = {"a": Event()}
        free = Semaphore(0)
        port = 80
        waits["a"].set()
        if port:
            free.release()
        free.release()
        letters.append(1)
        """,
    ),
    (
        "no_wait",
        """
        ready = Event()
        def work():
            ready.wait()
        process.wait()
        changed.wait_for(done)
        """,
        """
        ready = Event()
        def work():
            pass
        process.wait()
        changed.wait_for(done)
        """,
        """
        ready = Event()
        def work():
            ready.wait()
        process.wait()
        """,
    ),
    ("no_abort", "meet = Barrier(2)\nmeet.abort()\n", "meet = Barrier(2)\n"),
    (
        "one_permit_more",
        "a = Semaphore(2), BoundedSemaphore(len(idle)), Semaphore()\n",
        "a = Semaphore(3), BoundedSemaphore(len(idle)), Semaphore()\n",
        "a = Semaphore(2), BoundedSemaphore(len(idle) + 1), Semaphore()\n",
        "a = Semaphore(2), BoundedSemaphore(len(idle)), Semaphore(2)\n",
    ),
    (
        "one_party_more",
        "a = Barrier(2, action=f), Barrier(len(files))\n",
        "a = Barrier(3, action=f), Barrier(len(files))\n",
        "a = Barrier(2, action=f), Barrier(len(files) + 1)\n",
    ),
    (
        "one_party_less",
        "a = Barrier(2), Barrier(1), Barrier(len(files))\n",
        "a = Barrier(1), Barrier(1), Barrier(len(files))\n",
        "a = Barrier(2), Barrier(1), Barrier(len(files) - 1)\n",
    ),
    (
        "one_worker_more",
        "pool = ThreadPoolExecutor(max_workers=1)\n",
        "pool = ThreadPoolExecutor(max_workers=2)\n",
    ),
    (
        "one_worker_less",
        "pools = ThreadPoolExecutor(1), ThreadPoolExecutor(max_workers=2)\n",
        "pools = ThreadPoolExecutor(1), ThreadPoolExecutor(max_workers=1)\n",
    ),
    (
        "no_join",
        """
        for thread in threads:
            thread.join()
        ", ".join(names)
        jobs.join()
        """,
        """
        ", ".join(names)
        jobs.join()
        """,
        """
        for thread in threads:
            thread.join()
        ", ".join(names)
        """,
    ),
    (
        "joined_at_once",
        """
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        a.start()
        b.start()
        a.join()
        """,
        """
        for thread in threads:
            thread.start()
            thread.join()
        a.start()
        b.start()
        a.join()
        """,
        """
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        a.start()
        a.join()
        b.start()
        """,
    ),
    (
        "joined_under_lock",
        """
        lock = Lock()
        with lock:
            n = 1
        for thread in threads:
            thread.join()
        """,
        """
        lock = Lock()
        with lock:
            n = 1
            for thread in threads:
                thread.join()
        """,
    ),
    (
        "not_started",
        """
        class Task(threading.Thread):
            pass
        tasks = [Task() for _ in range(2)]
        for task in tasks:
            task.start()
        server.start()
        """,
        """
        class Task(threading.Thread):
            pass
        tasks = [Task() for _ in range(2)]
        server.start()
        """,
    ),
    (
        "started_too_early",
        """
        thread = Thread(target=work)
        thread.start()
        other = Timer(1, work)
        with lock:
            n = 1
        other.start()
        """,
        """
        thread = Thread(target=work)
        thread.start()
        other = Timer(1, work)
        other.start()
        with lock:
            n = 1
        """,
    ),
    (
        "run_for_start",
        "work = Thread(target=f)\nwork.start()\n",
        "work = Thread(target=f)\nwork.run()\n",
    ),
    (
        "called_at_once",
        """
        a = Thread(target=work, args=(1, "b"), name="a")
        b = Thread(target=work, args=numbers)
        pool.submit(work, 1, two=2)
        """,
        """
        a = Thread(target=work(1, "b"), name="a")
        b = Thread(target=work, args=numbers)
        pool.submit(work, 1, two=2)
        """,
        """
        a = Thread(target=work, args=(1, "b"), name="a")
        b = Thread(target=work(*numbers))
        pool.submit(work, 1, two=2)
        """,
        """
        a = Thread(target=work, args=(1, "b"), name="a")
        b = Thread(target=work, args=numbers)
        pool.submit(work(1, two=2))
        """,
    ),
    (
        "daemon",
        "a = Thread(target=f), Thread(target=f, daemon=False)\n",
        "a = Thread(target=f, daemon=True), Thread(target=f, daemon=False)\n",
    ),
    (
        "no_daemon",
        "a = Thread(target=f, daemon=True)\na.daemon = True\n",
        "a = Thread(target=f)\na.daemon = True\n",
        "a = Thread(target=f, daemon=True)\n",
    ),
    (
        "no_sentinel",
        "jobs = Queue()\njobs.put(1)\njobs.put(None)\n",
        "jobs = Queue()\njobs.put(1)\n",
    ),
    ("no_task_done", "work()\njobs.task_done()\n", "work()\n"),
    ("no_shutdown", "work()\njobs.shutdown()\n", "work()\n"),
    (
        "no_patience",
        "jobs = Queue()\nprint(jobs.get(), names.get())\n",
        "jobs = Queue()\nprint(jobs.get_nowait(), names.get())\n",
    ),
    (
        "endless_patience",
        "a = jobs.get_nowait(), jobs.put_nowait(1), lock.acquire(blocking=False)\n",
        "a = jobs.get(), jobs.put_nowait(1), lock.acquire(blocking=False)\n",
        "a = jobs.get_nowait(), jobs.put(1), lock.acquire(blocking=False)\n",
        "a = jobs.get_nowait(), jobs.put_nowait(1), lock.acquire()\n",
    ),
    (
        "no_timeout",
        "a = jobs.put(1, timeout=2), ready.wait(0.1), ready.wait()\n",
        "a = jobs.put(1), ready.wait(0.1), ready.wait()\n",
        "a = jobs.put(1, timeout=2), ready.wait(), ready.wait()\n",
    ),
    ("no_limit", "jobs = Queue(maxsize=2)\n", "jobs = Queue()\n"),
    (
        "plain_object",
        """
        import threading
        own = threading.local()
        class Mine(threading.local):
            pass
        """,
        """
        import types
        import threading
        own = types.SimpleNamespace()
        class Mine(threading.local):
            pass
        """,
        """
        import threading
        own = threading.local()
        class Mine(object):
            pass
        """,
    ),
    (
        "no_copy",
        "names = list(prices), list(map(str, prices))\n",
        "names = prices, list(map(str, prices))\n",
    ),
    (
        "read_again",
        """
        def move():
            global server
            server = 2
        def connect():
            chosen = server
            print(chosen.host, chosen.port)
        """,
        """
        def move():
            global server
            server = 2
        def connect():
            print(server.host, server.port)
        """,
    ),
    ("no_result", "n = 1\nfuture.result()\n", "n = 1\n"),
    ("no_cancel", "timer.cancel()\nn = 1\n", "n = 1\n"),
    (
        "pool_left_open",
        """
        with ThreadPoolExecutor() as pool:
            pool.submit(work)
        """,
        """
        pool = ThreadPoolExecutor()
        pool.submit(work)
        """,
    ),
]

COUNTER = '''
"""Two threads add, and no update is lost."""
import threading

counter = 0
lock = threading.Lock()


def add():
    global counter
    with lock:
        counter += 1


threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
'''.lstrip()

SMALL = ["barrier/phases.py", "deadlock/two_locks.py", "event/server.py"]


def made(name: str, text: str) -> list[Mutant]:
    """The mutants that one operator makes."""
    return [mutant for mutant in mutations.mutants(text) if mutant.operator == name]


@pytest.mark.parametrize(
    ("name", "before", "after"), [(c[0], c[1], c[2:]) for c in CASES]
)
def test_operator(name: str, before: str, after: tuple[str, ...]) -> None:
    found = made(name, dedent(before).lstrip())
    assert [m.text for m in found] == [dedent(text).lstrip() for text in after]


def test_every_operator_has_a_case_and_says_what_people_do() -> None:
    assert [case[0] for case in CASES] == [make.__name__ for make in OPERATORS]
    assert all((make.__doc__ or "").endswith(".") for make in OPERATORS)


def test_a_mutant_names_its_line() -> None:
    (mutant,) = made("no_lock", COUNTER)
    assert (mutant.line, mutant.what) == (10, "without `with lock`")


def test_mutants_of_other_letters_keep_them() -> None:
    (mutant,) = made("no_lock", 'lock = Lock()\nwith lock: # é\n    a = "ü"  # ö\n')
    assert mutant.text == 'lock = Lock()\na = "ü"  # ö\n'


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Row:
    """The counter's mutants, judged."""
    folder = tmp_path_factory.mktemp("snippets")
    (folder / "counter.py").write_text(COUNTER, "utf-8")
    return judged(Program("counter.py", folder))


def verdict(row: Row, name: str) -> str:
    """The verdict on the one mutant of an operator."""
    (found,) = [v for mutant, v, _ in row.judged if mutant.operator == name]
    return found


@pytest.mark.parametrize("name", ["no_lock", "lock_let_go", "not_shared", "no_join"])
def test_caught(counter: Row, name: str) -> None:
    assert verdict(counter, name) == CAUGHT


@pytest.mark.parametrize("name", ["daemon", "no_finally", "joined_at_once"])
def test_equivalent(counter: Row, name: str) -> None:
    assert verdict(counter, name) == EQUIVALENT


ONE = ("finished", "1\n", 0, ())
TWO = ("finished", "2\n", 0, ())
BOTH = frozenset([ONE, TWO])


@pytest.mark.parametrize(
    ("original", "mutant", "expected"),
    [
        (Found(BOTH, True), Found(BOTH, True), EQUIVALENT),
        (Found(BOTH, True), Found(frozenset([ONE]), True), CAUGHT),
        (Found(BOTH, True), Found(frozenset([ONE])), CUT_OFF),
        (Found(BOTH, True), Found(), CUT_OFF),
        (Found(frozenset([ONE]), True), Found(BOTH), CAUGHT),
        (Found(frozenset([ONE]), True), Found(more=True), CAUGHT),
        (Found(BOTH, True), Found(complete=True, reason="forks"), CAUGHT),
        (Found(BOTH, True), Found(reason="the scheduler failed"), CUT_OFF),
        (Found(BOTH), Found(BOTH, True), CUT_OFF),
        (Found(), Found(BOTH, True), CUT_OFF),
        (Found(complete=True, reason="forks"), Found(BOTH, True), CUT_OFF),
    ],
)
def test_verdict(original: Found, mutant: Found, expected: str) -> None:
    assert judge(original, mutant) == expected


ENDLESS = """
import threading
thread = threading.Thread(target=print, args=("2",))
thread.start()
thread.join()
while True:
    pass
"""


def test_what_cannot_be_explored_has_a_reason() -> None:
    found = find("fork.py", "import os\nos.fork()\n", None, 60)
    assert "fork" in found.reason


def test_what_never_ends_is_caught() -> None:
    found = find("endless.py", ENDLESS, frozenset([TWO]), 60)
    assert judge(Found(frozenset([TWO]), True), found) == CAUGHT


def test_process_that_does_not_answer_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mutants, "GRACE", 0.0)
    child = mutants.Child(0.0)
    try:
        first = child.process.pid
        assert child.find("counter.py", COUNTER).reason
        assert child.process.pid != first
        child.seconds = 60
        assert child.find("counter.py", COUNTER) == Found(frozenset([TWO]), True)
    finally:
        child.close()


def test_programs_wrong_on_purpose_are_left_alone(small_site: SmallSite) -> None:
    small_site.write("snippets/home/add.py", COUNTER)
    small_site.write("snippets/home/add_broken.py", COUNTER)
    folder: Path = small_site.root / "snippets"
    assert [p.name for p in mutants.chosen(["home/add.py"], folder)] == ["home/add.py"]
    assert "home/add_broken.py" not in mutants.right(folder)
    with pytest.raises(BadProgram, match=r"^home/add_broken\.py is no right"):
        mutants.chosen(["home/add_broken.py"], folder)


def test_programs_of_the_site(capsys: pytest.CaptureFixture[str]) -> None:
    assert mutants.main(SMALL) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()[1:4]] == SMALL
    assert out.endswith("100.0%\n")


def test_survivors_are_listed_and_fail(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "judge", lambda *_: CUT_OFF)
    assert mutants.main(["event/server.py"]) == 1
    out = capsys.readouterr().out
    assert "snippets/event/server.py:16: without `ready.wait()` [no_wait]\n" in out


def test_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert mutants.main(["nowhere"]) == 2
    assert capsys.readouterr().err.startswith("nowhere is no right program")
