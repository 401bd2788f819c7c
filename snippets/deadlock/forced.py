"""One of the two gives its lock back, and both get through."""

import threading

lock_a = threading.Lock()
lock_b = threading.Lock()
each_holds_one = threading.Barrier(2)
done = []


def pay():
    with lock_a:
        each_holds_one.wait()
        with lock_b:
            done.append("paid")


def refund():
    with lock_b:
        each_holds_one.wait()
        if lock_a.acquire(timeout=0.05):
            try:
                done.append("refunded at once")
            finally:
                lock_a.release()
            return
    with lock_a, lock_b:
        done.append("refunded on the second try")


threads = [threading.Thread(target=task) for task in (pay, refund)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(done), sep="\n")
