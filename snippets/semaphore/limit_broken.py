"""Nothing keeps three threads from downloading at the same time."""

import threading

count_lock = threading.Lock()
crowd_of_three = threading.Event()
inside = peak = 0


def download():
    global inside, peak
    with count_lock:
        inside += 1
        peak = max(peak, inside)
        if inside == 3:
            crowd_of_three.set()
    crowd_of_three.wait()
    with count_lock:
        inside -= 1


threads = [threading.Thread(target=download) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("at the same time:", peak)
