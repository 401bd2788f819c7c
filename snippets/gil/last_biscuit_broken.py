"""Two threads look for a biscuit and eat it, and eat one too many."""

import threading

jar = 1


def eat():
    global jar
    jar -= 1


def visit():
    if jar > 0:
        eat()


threads = [threading.Thread(target=visit) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("in the jar:", jar)
