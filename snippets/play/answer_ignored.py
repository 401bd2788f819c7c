"""Only who got in goes in, and gives the place back."""

import threading

door = threading.Semaphore(1)
inside = 0


def visit():
    global inside
    if door.acquire(timeout=1):
        inside += 1
        inside -= 1
        door.release()


other = threading.Thread(target=visit)
other.start()
visit()
other.join()
print("inside at the end:", inside)
