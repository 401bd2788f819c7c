"""A counter of rings tells a late listener that one has passed."""

import threading

bell = threading.Condition()
rings = 0
heard = []


def listen(seen):
    with bell:
        heard.append(bell.wait_for(lambda: rings > seen))


listener = threading.Thread(target=listen, args=[rings])
with bell:
    rings += 1
    bell.notify_all()
listener.start()
listener.join()
print("heard:", heard)
