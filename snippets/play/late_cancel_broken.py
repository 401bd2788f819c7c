"""A timer is cancelled, and nobody asks whether that came in time."""

import threading

rung = []


def ring():
    rung.append("ring")


timer = threading.Timer(0.2, ring)
timer.start()
timer.cancel()
before = len(rung)
timer.join()
print("rang after the cancel:", len(rung) > before)
