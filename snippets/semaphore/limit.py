"""A semaphore lets two of three threads download at the same time."""

import threading

slots = threading.Semaphore(2)
count_lock = threading.Lock()
crowd_of_two = threading.Event()
inside = peak = 0


def download():
    global inside, peak
    with slots:
        with count_lock:
            inside += 1
            peak = max(peak, inside)
            if inside == 2:
                crowd_of_two.set()
        crowd_of_two.wait()
        with count_lock:
            inside -= 1


threads = [threading.Thread(target=download) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("at the same time:", peak)
