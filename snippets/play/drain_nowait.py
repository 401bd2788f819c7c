"""Each worker takes a job or is told that there is none."""

import queue
import threading

# --8<-- [start:change]
jobs = queue.Queue()
jobs.put("report")
done = []


def work():
    while True:
        try:
            done.append(jobs.get_nowait())
        except queue.Empty:
            return
    # --8<-- [end:change]


other = threading.Thread(target=work)
other.start()
work()
other.join()
print(done)
