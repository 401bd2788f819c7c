"""Each thread holds one lock and waits for ever for the other."""

import threading

lock_a = threading.Lock()
lock_b = threading.Lock()
each_holds_one = threading.Barrier(2)


def pay():
    with lock_a:
        each_holds_one.wait()
        with lock_b:
            print("paid")


def refund():
    with lock_b:
        each_holds_one.wait()
        with lock_a:
            print("refunded")


threads = [
    threading.Thread(target=task, name=task.__name__, daemon=True)
    for task in (pay, refund)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(timeout=0.5)
    print(thread.name, "is still waiting:", thread.is_alive())
