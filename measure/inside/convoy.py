"""Measures short calls alone, and beside threads that compute.

    python convoy.py < {"probes": [...], "tiny": false}

The time of a call, in several settings: how many threads compute, on how many cores,
with which switch interval. Each setting is measured some times, and its smallest,
middle and largest figure are kept: where the threads sit is the system's choice.
"""

import os
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import calls

#: Threads that compute, cores (0: all), switch interval in seconds.
SETTINGS = [
    (1, 2, 0.005),
    (1, 1, 0.005),
    (1, 0, 0.005),
    (8, 0, 0.005),
    (1, 2, 0.0005),
    (1, 2, 0.05),
]
WINDOW = 0.06
TIMES = 3
OWN = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
QUEUED = 0.25  # the part of its time for which a thread may stand in line for a core


def name_of(setting):
    """`1 thread, 2 cores, 5 ms`."""
    threads, cores, interval = setting
    where = f"{cores} core{'s' * (cores > 1)}" if cores else "all cores"
    return f"{threads} thread{'s' * (threads > 1)}, {where}, {interval * 1000:g} ms"


def _queued():
    return int(os.pread(OWN, 99, 0).split()[1]) / 1e9


def rate(call, window=WINDOW):
    """Seconds a call, and the part of them that it stood in line for a core."""
    clock = time.perf_counter
    line = _queued()
    begin = clock()
    end = begin + window
    done, now = 0, begin
    while now < end:
        call()
        done += 1
        now = clock()
    took = now - begin
    return took / done, min(1.0, (_queued() - line) / took)


def beside(call, setting):
    """As `rate`, in a setting."""
    threads, cores, interval = setting
    stop = []

    def compute():
        number = 0
        while not stop:
            number += 1

    before = os.sched_getaffinity(0)
    usual = sys.getswitchinterval()
    if cores:
        there = sorted(before)
        first = int(os.environ.get("MEASURE_FIRST_CORE", len(there) - cores))
        os.sched_setaffinity(0, there[first : first + cores])
    computing = [threading.Thread(target=compute, daemon=True) for _ in range(threads)]
    try:
        for thread in computing:
            thread.start()
        sys.setswitchinterval(interval)
        time.sleep(0.02)
        return rate(call)
    finally:
        stop.append(1)
        sys.setswitchinterval(usual)
        for thread in computing:
            thread.join()
        os.sched_setaffinity(0, before)


def controls():
    """Beside one computing thread: a short loop, and a sleep."""
    free = hasattr(sys, "_is_gil_enabled") and not sys._is_gil_enabled()
    seen, wrong = {}, []
    known = {
        "a short loop": (lambda: sum(range(2000)), (0.7, 1.5) if free else (1.4, 4.5)),
        "a sleep of 1 ms": (
            lambda: time.sleep(0.001),
            (0.7, 1.5) if free else (3.0, 9.0),
        ),
    }
    for name, (call, (low, high)) in known.items():
        runs = [beside(call, SETTINGS[0]) for _ in range(3)]
        alone = min(rate(call)[0] for _ in range(3))
        factor = statistics.median(run[0] for run in runs) / alone
        queued = statistics.median(run[1] for run in runs)
        seen[name] = round(factor, 2)
        if not low <= factor <= high:
            wrong.append(f"{name} took {factor:.1f} times as long beside one thread")
        if queued > QUEUED:
            wrong.append(f"beside {name}, a thread stood in line for {queued:.0%}")
    return seen, wrong


def measure(probe, folder):
    """The row of a probe: seconds alone, and [smallest, middle, largest] beside."""
    call = calls.Prepared(probe, 1, folder)
    rate(call, 0.02)
    row = {"alone": min(rate(call)[0] for _ in range(TIMES)), "beside": {}}
    for setting in SETTINGS:
        runs = sorted(beside(call, setting)[0] for _ in range(TIMES))
        figures = [runs[0], statistics.median(runs), runs[-1]]
        row["beside"][name_of(setting)] = [float(f"{f:.3g}") for f in figures]
    row["alone"] = float(f"{row['alone']:.3g}")
    return row


if __name__ == "__main__":
    calls.main(controls, measure)
