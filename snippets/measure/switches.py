"""Two threads that pass a ball make the system switch between them."""

import resource
import sys
import threading
import time

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
to_ann, to_ben = threading.Semaphore(1), threading.Semaphore(0)


def play(mine, other):
    for _ in range(rounds):
        mine.acquire()
        other.release()


ann = threading.Thread(target=play, args=[to_ann, to_ben])
ben = threading.Thread(target=play, args=[to_ben, to_ann])
before = resource.getrusage(resource.RUSAGE_SELF)
start = time.perf_counter()
ann.start()
ben.start()
ann.join()
ben.join()
seconds = time.perf_counter() - start
after = resource.getrusage(resource.RUSAGE_SELF)
switches = sum(
    getattr(after, kind) - getattr(before, kind)
    for kind in ("ru_nvcsw", "ru_nivcsw")
)
print("more than one switch in five rounds:", switches > rounds / 5)
if len(sys.argv) > 1:
    print(f"{switches / rounds:.1f} switches a round")
    print(f"{seconds / rounds * 1e6:.0f} microseconds a round")
    print(f"user {after.ru_utime - before.ru_utime:.2f} s,", end=" ")
    print(f"system {after.ru_stime - before.ru_stime:.2f} s")
