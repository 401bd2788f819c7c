"""A thread that fails aborts the barrier, so nobody waits for it."""

import threading

barrier = threading.Barrier(2)
errors = []


def load_prices():
    try:
        float("unknown")
    except ValueError as error:
        errors.append(error)
        barrier.abort()
        return
    barrier.wait()


loader = threading.Thread(target=load_prices)
loader.start()
try:
    barrier.wait()
except threading.BrokenBarrierError:
    print("told that the loader will not come")
loader.join()
print("reason:", errors[0])
