"""A thread fails before the barrier, and the other waits in vain."""

import threading

barrier = threading.Barrier(2)
errors = []


def load_prices():
    try:
        float("unknown")
    except ValueError as error:
        errors.append(error)
        return
    barrier.wait()


loader = threading.Thread(target=load_prices)
loader.start()
try:
    barrier.wait(timeout=0.1)
except threading.BrokenBarrierError:
    print("gave up waiting for the loader")
loader.join()
print("reason:", errors[0])
