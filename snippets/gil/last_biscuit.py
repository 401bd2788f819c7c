"""Two threads look for a biscuit and eat it, a lock around both."""

import threading

jar = 1
lock = threading.Lock()


def eat():
    global jar
    jar -= 1


def visit():
    with lock:
        if jar > 0:
            eat()


threads = [threading.Thread(target=visit) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("in the jar:", jar)
