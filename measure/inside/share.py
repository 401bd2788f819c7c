"""How far other threads get while one call runs: the method of all shares.

Runs on the Python that is measured, with its standard library alone. A second thread
does nothing but count. Its progress is read from the system: how long it ran, and how
long it stood in line for a core, which is the machine's doing and not the GIL's. What
is left of the call's time it spent waiting for the GIL. Reading must not let go of the
GIL, so it goes through `ctypes.PyDLL`.
"""

import ctypes
import os
import statistics
import sys
import threading
import time

LONG = 1000.0  # a switch interval that no call here outlasts
LIBC = ctypes.PyDLL(None)


class Unmeasurable(Exception):
    """This system does not say how far a thread got."""


class Beside:
    """A second thread that counts, and what it got between two looks.

    Args:
        polite: It offers the GIL after each count, so that a long switch interval
            leaves the choice to the call that is measured.
    """

    def __init__(self, polite: bool = False) -> None:
        self.count = 0
        self.stop = False
        self.polite = polite
        self.started = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> "Beside":
        self.thread.start()
        self.started.wait()
        folder = f"/proc/self/task/{self.thread.native_id}"
        try:
            self.file = os.open(f"{folder}/schedstat", os.O_RDONLY)
            self.place = os.open(f"{folder}/wchan", os.O_RDONLY)
        except OSError as error:
            self.stop = True
            raise Unmeasurable(f"needs Linux and its schedstat: {error}") from None
        self.buffer = ctypes.create_string_buffer(100)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop = True
        self.thread.join()
        os.close(self.file)
        os.close(self.place)

    def _work(self) -> None:
        self.started.set()
        if self.polite:
            pause = time.sleep
            while not self.stop:
                self.count += 1
                pause(0)
        else:
            while not self.stop:
                self.count += 1

    def look(self) -> tuple[float, float, int]:
        """Seconds that it ran, and stood in line for a core; starts to run."""
        size = LIBC.pread(self.file, self.buffer, 99, 0)
        ran, queued, times = self.buffer.raw[:size].split()
        return int(ran) / 1e9, int(queued) / 1e9, int(times)

    def settle(self) -> int:
        """How often it had begun to run, once it sleeps until it gets the GIL.

        The caller has the GIL, and keeps it.
        """
        times, since = -1, time.perf_counter()
        patience = since + 10
        while True:
            # What is read last must be read after the calm, or a run in between is
            # missed whenever this thread has to wait for a processor.
            calm = time.perf_counter() > since + 0.001
            asleep, now = self.asleep(), self.look()[2]
            if now != times or not asleep:
                times, since = now, time.perf_counter()
                if since > patience:
                    raise Unmeasurable("a thread that waits for the GIL is not seen to")
            elif calm:
                return times

    def asleep(self) -> bool:
        """Whether it waits for the GIL; in line for a core, it does not."""
        size = LIBC.pread(self.place, self.buffer, 99, 0)
        return self.buffer.raw[:size].startswith(b"futex")


def share_of(call):
    """Share of a call's time in which the other thread was not kept from running.

    Returns:
        The share, the call's seconds, and the part of them that the other thread
        stood in line for a core.
    """
    with Beside() as other:
        time.sleep(0.01)
        ran, queued, _ = other.look()
        begin = time.perf_counter()
        kept = call()
        end = time.perf_counter()
        ran_then, queued_then, _ = other.look()
        took = end - begin
        got, line = ran_then - ran, min(queued_then - queued, took)
    del kept
    possible = max(took - line, took / 100)
    return min(1.0, got / possible), took, line / took


def released_by(ready, times=1):
    """Whether a call, which `ready` prepares, lets go of the GIL without being asked.

    The switch interval is so long that nobody is asked. Then the other thread sleeps
    until the call lets go, which wakes it: an answer by count, for a call of a
    microsecond, too.
    """
    call = ready()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(LONG)
    try:
        with Beside(polite=True) as other:
            time.sleep(0.005)
            before = other.settle()
            for _ in range(times):
                kept = call()
                if other.look()[2] != before:
                    break
            woken = other.settle() - before
            del kept
    finally:
        sys.setswitchinterval(interval)
    return woken > 0


def alone(call):
    """Seconds of a call with no other thread."""
    begin = time.perf_counter()
    kept = call()
    end = time.perf_counter()
    del kept
    return end - begin


def verdict(share, released):
    """What a share means.

    `lets`: others run nearly all the time; `turns`: they run when the interpreter
    switches, as beside Python code; `blocks`; `part`: something between.
    """
    if share is None:
        return "lets" if released else "blocks"
    if share < 0.15:
        return "blocks"
    if share >= 0.85:
        return "lets"
    if not released and share >= 0.25:
        return "turns"
    return "part"


def _loop(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


CONTROLS = {
    "a sleep": (lambda: time.sleep(0.12), "lets"),
    "a call that keeps the GIL": (lambda: LIBC.usleep(120_000), "blocks"),
    "a loop in Python": (lambda: _loop(0.12), "turns"),
}


def controls():
    """Measure what is known; return what came out, and what is wrong with it."""
    seen, wrong = {}, []
    for name, (call, expected) in CONTROLS.items():
        runs = [share_of(call) for _ in range(3)]
        share = statistics.median(run[0] for run in runs)
        got = verdict(share, released_by(lambda call=call: call))
        seen[name] = round(share, 2)
        busy = statistics.median(run[2] for run in runs)
        if got != expected:
            wrong.append(f"{name} came out as {got!r}, {share:.2f}")
        elif busy > 0.85:
            wrong.append(f"beside {name}, a thread stood in line for {busy:.0%}")
    return seen, wrong
