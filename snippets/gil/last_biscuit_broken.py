"""Two threads look for a biscuit and eat it, and eat one too many."""

import threading

biscuits = 1


def eat():
    global biscuits
    biscuits -= 1


def visit():
    if biscuits > 0:
        eat()


threads = [threading.Thread(target=visit) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("biscuits left:", biscuits)
