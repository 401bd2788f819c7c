"""Two threads increment a counter under a lock."""

import threading

count = 0
lock = threading.Lock()


def work():
    global count
    with lock:
        count += 1


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(count)
