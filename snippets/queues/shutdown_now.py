"""An immediate shutdown throws away what nobody has taken."""

import queue

jobs = queue.Queue()
jobs.put("report")
jobs.put("invoice")
jobs.shutdown(immediate=True)

for call in (jobs.get, lambda: jobs.put("letter")):
    try:
        call()
    except queue.ShutDown as error:
        print(type(error).__name__)
print("left:", jobs.qsize())
