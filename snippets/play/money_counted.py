"""Moving and counting the money exclude each other."""

import threading

checking = 100
savings = 0
lock = threading.Lock()


def move():
    global checking, savings
    with lock:
        checking -= 30
        savings += 30


mover = threading.Thread(target=move)
mover.start()
with lock:
    total = checking + savings
mover.join()
print("counted:", total)
