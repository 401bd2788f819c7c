"""Two threads count one visit each, and nothing keeps them apart."""

import threading

visits = 0


def count_visit():
    global visits
    visits += 1


threads = [threading.Thread(target=count_visit) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(visits)
