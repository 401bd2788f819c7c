"""A lock makes the whole line one step."""

import threading

steps = [1]
steps_lock = threading.Lock()


def go_on():
    with steps_lock:
        steps.append(steps[-1] + 1)


threads = [threading.Thread(target=go_on) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(steps)
