"""A reader that comes back lets a writer that waits go first."""

import threading

condition = threading.Condition()
readers = 0
writer_waits = False
overtaken = 0


def read():
    global readers, overtaken
    for _ in range(3):
        with condition:
            while writer_waits:
                condition.wait()
            readers += 1
            overtaken += writer_waits
        with condition:
            readers -= 1
            condition.notify_all()


thread = threading.Thread(target=read)
thread.start()
with condition:
    writer_waits = True
    while readers:
        condition.wait()
    writer_waits = False
    condition.notify_all()
thread.join()
print("times the writer was overtaken:", overtaken)
