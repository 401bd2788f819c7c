"""Measures how the work of 1, 2, 4, … threads adds up, in one common window.

    python scaling.py < {"probes": [...], "tiny": false}

A thread's count is read at the window's two edges, while all threads work: from before
the window begins until after it has ended. A sum of rates over windows of their own
would flatter.
"""

import os
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import calls

CHUNK = 0.0003  # seconds between two looks at the clock
WARM, WINDOW, TAIL = 0.01, 0.05, 0.01
TIMES = 3
QUEUED = 0.15  # the part of its time for which a thread may stand in line for a core
CORES = len(os.sched_getaffinity(0))
COUNTS = [n for n in (1, 2, 4, 8, 16, 32, 64) if n <= CORES]
FREE = hasattr(sys, "_is_gil_enabled") and not sys._is_gil_enabled()

TEMPLATE = """
def make(i):
{own}
    def run(n):
        for k in range(n):
{call}
    return run
"""


def _indented(text, by):
    return "\n".join(" " * by + line for line in text.strip().splitlines())


def maker(setup, own, call, name="probe"):
    """The function that gives each thread its loop; what it shares is set up once."""
    source = TEMPLATE.format(own=_indented(own or "pass", 4), call=_indented(call, 12))
    space = {"__name__": "probe"}
    exec(compile(setup, name, "exec"), space)
    exec(compile(source, name, "exec"), space)
    return space["make"]


def _queued():
    try:
        with open("/proc/thread-self/schedstat") as file:
            return int(file.read().split()[1]) / 1e9
    except OSError:
        return 0.0


def chunk_of(make):
    """How many rounds take about `CHUNK` seconds."""
    run = make(0)
    size = 1
    while True:
        begin = time.perf_counter()
        run(size)
        took = time.perf_counter() - begin
        if took >= CHUNK or size >= 1_000_000:
            return size
        size *= 2


def together(make, threads, chunk, window=WINDOW):
    """The rounds of each thread in one common window, a second.

    Returns:
        A rate for each thread, and the largest part of its time that one of them
        stood in line for a core.
    """
    clock = time.perf_counter
    edges, counts, lines, failed = [], [0.0] * threads, [0.0] * threads, []

    def begin():
        edges.append(clock() + WARM)
        edges.append(edges[0] + window)

    barrier = threading.Barrier(threads, action=begin)

    def at(edge, before, now, done, chunk):
        """The count at an edge within the last chunk."""
        if before >= edge:
            return done - chunk
        return done - chunk * (now - edge) / (now - before)

    def work(i):
        try:
            run = make(i)
            barrier.wait()
            first, last = edges
            line, begun = _queued(), clock()
            before = now = begun
            done, start, end = 0, None, None
            while now < last + TAIL or end is None:
                run(chunk)
                before, now = now, clock()
                done += chunk
                if start is None and now >= first:
                    start = at(first, before, now, done, chunk)
                if end is None and now >= last:
                    end = at(last, before, now, done, chunk)
            counts[i] = (end - start) / window
            lines[i] = (_queued() - line) / (now - begun)
        except BaseException as error:
            failed.append(error)
            barrier.abort()

    started = [threading.Thread(target=work, args=(i,)) for i in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    if failed:
        raise next(
            (e for e in failed if not isinstance(e, threading.BrokenBarrierError)),
            failed[0],
        )
    return counts, max(lines)


def scaled(make, counts=COUNTS):
    """The rate of one thread, that of more as its multiple, and the worst queue."""
    chunk = chunk_of(make)
    rates, lines = {}, []
    for threads in counts:
        runs = [together(make, threads, chunk) for _ in range(TIMES)]
        rates[threads] = statistics.median(sum(run[0]) for run in runs)
        lines.append(statistics.median(run[1] for run in runs))
    one = rates.pop(1)
    return one, {n: rate / one for n, rate in rates.items()}, max(lines)


SPIN = """
import threading, time
lock, clock = threading.Lock(), time.perf_counter
def held():
    with lock:
        end = clock() + 0.00005
        while clock() < end: pass
"""


def controls():
    """What is known: a loop, a sleep, and a lock that is held all the time."""
    most = COUNTS[-1]
    seen, wrong = {}, []
    known = {
        "a loop in Python": (
            ("", "", "x = k & 7"),
            (0.6 * most, 1.1 * most) if FREE else (0.5, 1.3),
        ),
        "a sleep": (
            ("import time", "", "time.sleep(0.001)"),
            (0.8 * most, 1.1 * most),
        ),
        "a lock that is held": ((SPIN, "", "held()"), (0.5, 1.2)),
    }
    for name, (words, (low, high)) in known.items():
        _, factors, line = scaled(maker(*words), [1, most])
        seen[name] = round(factors[most], 2)
        if not low <= factors[most] <= high:
            wrong.append(f"{name} on {most} threads came out as {seen[name]}")
        if line > QUEUED:
            wrong.append(f"in {name}, a thread stood in line for {line:.0%}")
    return seen, wrong


def measure(probe, folder):
    """The row of a probe."""
    del folder
    make = maker(probe["setup"], probe["own"], probe["call"], probe["name"])
    one, factors, line = scaled(make)
    if line > QUEUED:
        raise RuntimeError(f"busy: a thread stood in line for {line:.0%} of its time")
    return {
        "one": float(f"{one:.3g}"),
        "threads": {str(n): round(factor, 2) for n, factor in factors.items()},
    }


def once(probe, folder):
    """Run a probe's loop a few rounds in two threads."""
    del folder
    make = maker(probe["setup"], probe["own"], probe["call"], probe["name"])
    together(make, 2, 3, 0.001)
    return {}


if __name__ == "__main__":
    calls.once = once
    calls.main(controls, measure)
