"""With one lock for all calls, each thread is alone inside."""

import threading

both_inside = threading.Barrier(2)
seen = []
lock = threading.Lock()


def save():
    with lock:
        try:
            both_inside.wait(timeout=0.05)
            seen.append("not alone")
        except threading.BrokenBarrierError:
            seen.append("alone")


threads = [threading.Thread(target=save) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen)
