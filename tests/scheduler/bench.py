"""The engine beside interleave-test, on the same programs: time, runs, ratios.

python tests/scheduler/bench.py [--limit RUNS]
"""

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import interleave_test as interleave  # noqa: E402

from scheduler import explore  # noqa: E402

PROGRAMS = ("counter_broken", "counter", "condition_two", "queue_one", "semaphore")


def theirs(path, bound, limit):
    code = compile(path.read_text(), str(path), "exec")

    def program():
        exec(code, {"__name__": "program", "print": lambda *a, **k: None})

    started = time.perf_counter()
    try:
        result = interleave.explore(
            program, iterations=limit, seed=1, strategy="dfs", max_preemptions=bound,
            include=[str(path)], raise_on_failure=False,
        )  # fmt: skip
    except Exception as error:
        return None, time.perf_counter() - started, type(error).__name__
    runs = getattr(result, "schedules_run", None) or getattr(
        result, "iterations", limit
    )
    return runs, time.perf_counter() - started, "" if runs < limit else "cut"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("names", nargs="*", default=PROGRAMS)
    options = parser.parse_args()
    explore(HERE.parent / "textbook" / "counter.py")  # compile what is compiled once
    print(
        f"{'program':<16}{'bound':>6} | {'ours':>22} | {'interleave-test':>26} | ratio of runs/s"
    )
    for name in options.names:
        path = HERE.parent / "textbook" / f"{name}.py"
        for bound in (None, 2):
            started = time.perf_counter()
            found = explore(path, preemptions=bound, limit=options.limit)
            seconds = time.perf_counter() - started
            ours = (
                f"{found.interleavings:>7} runs {seconds:>7.2f} s"
                + " c"[not found.complete]
            )
            if bound is None:
                print(f"{name:<16}{'none':>6} | {ours:>22} |")
                continue
            runs, took, note = theirs(path, bound, options.limit)
            if runs is None:
                print(f"{name:<16}{bound:>6} | {ours:>22} | {note:>26} |")
                continue
            ratio = (found.interleavings / seconds) / (runs / took)
            print(
                f"{name:<16}{bound:>6} | {ours:>22} | {runs:>7} runs {took:>7.2f} s {note:>4} | "
                f"{ratio:6.2f}",
                flush=True,
            )
    print("c: cut at the limit of runs")


if __name__ == "__main__":
    main()
