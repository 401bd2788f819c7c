"""Three philosophers take the lower fork first."""

import threading

forks = [threading.Lock() for _ in range(3)]


def dine(seat):
    low, high = sorted((seat, (seat + 1) % 3))
    with forks[low]:
        with forks[high]:
            pass


threads = [threading.Thread(target=dine, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("all have eaten")
