"""A timeout breaks the barrier for everybody; reset mends it."""

import threading

barrier = threading.Barrier(2)
for attempt in ("first", "second"):
    try:
        barrier.wait(timeout=0.05)
    except threading.BrokenBarrierError as error:
        print(f"{attempt} wait: {error!r}, broken: {barrier.broken}")

barrier.reset()
print("after reset, broken:", barrier.broken)

partner = threading.Thread(target=barrier.wait)
partner.start()
barrier.wait()
partner.join()
print("both passed")
