"""Half a second for all threads together; main names the busy ones."""

import threading
import time

may_end = threading.Event()
threads = [
    threading.Thread(target=may_end.wait, name=name)
    for name in ("backup", "upload")
]
for thread in threads:
    thread.start()

deadline = time.monotonic() + 0.5
for thread in threads:
    thread.join(timeout=max(0, deadline - time.monotonic()))
print("busy:", [thread.name for thread in threads if thread.is_alive()])

may_end.set()
for thread in threads:
    thread.join()
print("busy:", [thread.name for thread in threads if thread.is_alive()])
