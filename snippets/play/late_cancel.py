"""The alarm itself looks, under a lock, whether it is still wanted."""

import threading

lock = threading.Lock()
wanted = True
rung = []


def ring():
    with lock:
        if wanted:
            rung.append("ring")


timer = threading.Timer(0.2, ring)
timer.start()
with lock:
    wanted = False
timer.cancel()
before = len(rung)
timer.join()
print("rang after the cancel:", len(rung) > before)
