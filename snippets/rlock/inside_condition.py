"""Condition.wait gives back an RLock however often it was taken."""

import threading

lock = threading.RLock()
arrived = threading.Condition(lock)
taken_twice = threading.Event()
parcels = []


def wait_for_parcel():
    with lock:
        with arrived:
            taken_twice.set()
            arrived.wait_for(lambda: parcels)
            print("got", parcels.pop())


thread = threading.Thread(target=wait_for_parcel)
thread.start()
taken_twice.wait()
with arrived:
    print("main got in while the thread waits")
    parcels.append("a parcel")
    arrived.notify()
thread.join()
