"""The first answer counts, and the slower mirror is told to stop."""

import threading
from concurrent.futures import (
    FIRST_COMPLETED,
    ThreadPoolExecutor,
    wait,
)

answered = threading.Event()


def ask(mirror):
    if mirror == "slow":
        answered.wait()
        return "gave up"
    return "the page"


with ThreadPoolExecutor(max_workers=2) as pool:
    mirrors = [pool.submit(ask, m) for m in ("slow", "quick")]
    done, late = wait(mirrors, return_when=FIRST_COMPLETED)
    answered.set()

print("first:", [future.result() for future in done])
print("late:", [future.result() for future in late])
