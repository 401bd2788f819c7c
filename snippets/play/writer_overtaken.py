"""A reader that comes back lets a writer that waits go first."""

import threading

condition = threading.Condition()
readers = 0
writers_waiting = 0
overtaken = 0


def read():
    global readers, overtaken
    for _ in range(3):
        with condition:
            while writers_waiting:
                condition.wait()
            readers += 1
            overtaken += writers_waiting
        with condition:
            readers -= 1
            condition.notify_all()


thread = threading.Thread(target=read)
thread.start()
with condition:
    writers_waiting += 1
    while readers:
        condition.wait()
    writers_waiting -= 1
    condition.notify_all()
thread.join()
print("times the writer was overtaken:", overtaken)
