"""Wall time says how long it took, CPU time how much of it was work."""

import sys
import threading
import time

CLOCKS = time.perf_counter, time.thread_time, time.process_time


def waiting(pause):
    time.sleep(pause)


def computing(pause):
    end = time.thread_time() + pause
    while time.thread_time() < end:
        pass


def measure(job, pause, threads):
    before = [clock() for clock in CLOCKS]
    workers = [
        threading.Thread(target=job, args=[pause])
        for _ in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    after = [clock() for clock in CLOCKS]
    return [b - a for a, b in zip(before, after)]


seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.05
for job in waiting, computing:
    wall, main, process = measure(job, seconds, threads=2)
    print(f"two threads {job.__name__}:")
    print("  the process worked all the time:", process >= 2 * seconds)
    print("  the main thread hardly worked:", main < seconds)
    if len(sys.argv) > 1:
        print(f"  wall {wall:.2f} s, CPU {process:.2f} s")
