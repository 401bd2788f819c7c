"""Says whether a call lets another thread run meanwhile."""

import sys
import threading
import time


def your_call():
    time.sleep(0.2)


def progress(call, interval):
    count, stop = 0, False

    def work():
        nonlocal count
        while not stop:
            count += 1
            time.sleep(0)

    sys.setswitchinterval(interval)
    other = threading.Thread(target=work)
    other.start()
    time.sleep(0.05)
    before = count
    call()
    got = count - before
    stop = True
    other.join()
    return got


your_call()
if progress(your_call, 1000) > 0:
    print("lets others run")
elif progress(your_call, 0.001) > 9:
    print("takes turns")
else:
    print("blocks")
