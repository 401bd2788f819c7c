"""Measures what a thread costs, in seconds and as a multiple of a plain call.

    python costs.py < {"probes": [...], "tiny": false}

A probe's call is timed alone, unless it gives a row itself: the helpers below do.
"""

import concurrent.futures
import os
import queue
import statistics
import subprocess
import sys
import threading
import time
import timeit

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import calls
import scaling

CORES = scaling.CORES
PLAIN = ("def f(): pass", "f()")
MEMORY = """
import threading, sys, time
def resident(): return int(open('/proc/self/statm').read().split()[1]) * {page}
count = {count}
end = threading.Event(); ready = threading.Semaphore(0)
def wait(): ready.release(); end.wait()
before = resident()
threads = [threading.Thread(target=wait) for _ in range(count)]
for t in threads: t.start()
for t in threads: ready.acquire()
print((resident() - before) / count)
end.set()
for t in threads: t.join()
"""


def timed(space, call, enough=0.02):
    """Seconds of a call: the least of five runs."""
    timer = timeit.Timer(call, globals=space)
    number = 1
    while timer.timeit(number) < enough:
        number *= 2
    return min(timer.timeit(number) for _ in range(5)) / number


def plain():
    """Seconds of a call of an empty function."""
    space = {}
    exec(PLAIN[0], space)
    return timed(space, PLAIN[1])


def contended(threads, make, held=0.0):
    """A lock that threads take in turn: acquisitions a second, and who got how many."""
    lock, clock = make(), time.perf_counter
    if held:

        def run(n):
            for _ in range(n):
                with lock:
                    end = clock() + held
                    while clock() < end:
                        pass

    else:

        def run(n):
            for _ in range(n):
                with lock:
                    pass

    chunk = 1 if held else 200
    window = 0.5 if held else 0.2
    runs = [scaling.together(lambda i: run, threads, chunk, window) for _ in range(3)]
    for line in (run[1] for run in runs):
        if line > scaling.QUEUED:
            raise RuntimeError(f"busy: a thread stood in line for {line:.0%}")
    rates = sorted((run[0] for run in runs), key=sum)[1]
    total = sum(rates)
    return {
        "threads": threads,
        "seconds": float(f"{1 / total:.3g}"),
        "luckiest": round(max(rates) / total, 3),
        "unluckiest": round(min(rates) / total, 4),
    }


def handover(make):
    """Seconds until the other thread has an item: half of there and back."""
    there, back, rounds = make(), make(), 2000

    def answer():
        for _ in range(rounds):
            back.put(there.get())

    def once():
        other = threading.Thread(target=answer)
        other.start()
        begin = time.perf_counter()
        for k in range(rounds):
            there.put(k)
            back.get()
        took = time.perf_counter() - begin
        other.join()
        return took / rounds / 2

    return {"seconds": float(f"{statistics.median(once() for _ in range(5)):.3g}")}


def stream(make, items=20000):
    """Seconds an item, from one thread that puts to one that gets."""
    line = make()

    def take():
        for _ in range(items):
            line.get()

    def once():
        other = threading.Thread(target=take)
        other.start()
        begin = time.perf_counter()
        for k in range(items):
            line.put(k)
        other.join()
        return (time.perf_counter() - begin) / items

    return {"seconds": float(f"{statistics.median(once() for _ in range(5)):.3g}")}


def wakeup():
    """Seconds until a thread that waits for an Event goes on."""
    taken = []
    for _ in range(300):
        event, woken = threading.Event(), []
        other = threading.Thread(
            target=lambda e=event, w=woken: (e.wait(), w.append(time.perf_counter()))
        )
        other.start()
        time.sleep(0.0005)
        begin = time.perf_counter()
        event.set()
        other.join()
        taken.append(woken[0] - begin)
    return {"seconds": float(f"{statistics.median(taken):.3g}")}


def memory(count=1000):
    """Bytes of resident memory for a thread that waits."""
    code = MEMORY.format(page=os.sysconf("SC_PAGE_SIZE"), count=count)
    told = [
        float(
            subprocess.run(
                [sys.executable, "-I", "-c", code],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
        for _ in range(3)
    ]
    return {"bytes": round(statistics.median(told))}


def work(rounds):
    """A loop of pure Python."""
    total = 0
    for k in range(rounds):
        total += k & 7
    return total


KINDS = {
    "threads": "ThreadPoolExecutor",
    "processes": "ProcessPoolExecutor",
    "interpreters": "InterpreterPoolExecutor",
}
ROUNDS = {}


def _sized(seconds):
    """Rounds of `work` for each of as many workers as cores, and their time alone."""
    if seconds not in ROUNDS:
        begin = time.perf_counter()
        work(500_000)
        took = time.perf_counter() - begin
        rounds = int(500_000 * seconds / took / CORES) + 1
        alone = []
        for _ in range(2):
            begin = time.perf_counter()
            for _ in range(CORES):
                work(rounds)
            alone.append(time.perf_counter() - begin)
        ROUNDS[seconds] = rounds, min(alone)
    return ROUNDS[seconds]


def pool(kind, seconds):
    """Some seconds of work by a new pool of as many workers as cores, and alone."""
    rounds, alone = _sized(seconds)
    executor = getattr(concurrent.futures, KINDS[kind])
    taken = []
    for _ in range(2):
        begin = time.perf_counter()
        with executor(CORES) as workers:
            list(workers.map(work, [rounds] * CORES))
        taken.append(time.perf_counter() - begin)
    return {
        "workers": CORES,
        "alone": float(f"{alone:.3g}"),
        "seconds": float(f"{min(taken):.3g}"),
        "of_alone": float(f"{min(taken) / alone:.2g}"),
    }


HELPERS = {
    "contended": contended,
    "handover": handover,
    "memory": memory,
    "pool": pool,
    "queue": queue,
    "stream": stream,
    "threading": threading,
    "threads": CORES,
    "wakeup": wakeup,
}


def controls():
    """A plain call that takes the same twice, a loop that gets its core, a sleep."""
    calls_ = [plain() for _ in range(3)]
    line, begin = scaling._queued(), time.perf_counter()
    work(2_000_000)
    took = time.perf_counter() - begin
    queued = (scaling._queued() - line) / took
    begin = time.perf_counter()
    time.sleep(0.05)
    slept = time.perf_counter() - begin
    seen = {
        "a plain call, ns": round(min(calls_) * 1e9, 1),
        "in line for a core": round(queued, 3),
        "a sleep of 50 ms, ms": round(slept * 1000, 1),
    }
    wrong = []
    if max(calls_) > 1.4 * min(calls_):
        wrong.append(f"a plain call took {max(calls_) / min(calls_):.1f} times as long")
    if queued > 0.1:
        wrong.append(f"a loop stood in line for a core for {queued:.0%} of its time")
    if slept > 0.06:
        wrong.append(f"a sleep of 50 ms took {slept * 1000:.0f} ms")
    return seen, wrong


def measure(probe, folder):
    """The row of a probe."""
    space = HELPERS | {"folder": folder}
    exec(probe["setup"], space)
    try:
        code = compile(probe["call"], probe["name"], "eval")
    except SyntaxError:
        row = None
    else:
        row = eval(code, space)
    if not isinstance(row, dict):
        row = {"seconds": float(f"{timed(space, probe['call']):.3g}")}
    if "seconds" in row and "alone" not in row:
        row["times"] = float(f"{row['seconds'] / plain():.2g}")
    return row


def once(probe, folder):
    """Run a probe's call once, a helper's as if it cost nothing."""
    space = {name: lambda *args: {} for name in HELPERS}
    space |= {"queue": queue, "threading": threading, "threads": 2, "folder": folder}
    exec(probe["setup"], space)
    exec(probe["call"], space)
    return {}


if __name__ == "__main__":
    calls.once = once
    calls.main(controls, measure)
