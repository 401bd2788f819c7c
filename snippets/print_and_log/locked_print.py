"""Two threads print under a lock, so a line is never divided."""

import threading

print_lock = threading.Lock()


def say(*words):
    with print_lock:
        print(*words, flush=True)


threads = [
    threading.Thread(target=say, args=("page", "saved"))
    for _ in range(2)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
