"""What a callback raises goes to the log, and to nobody else."""

import logging
from concurrent.futures import ThreadPoolExecutor

log = []
handler = logging.Handler()
handler.emit = lambda record: log.append(
    f"{record.name}: {record.exc_info[1]!r}"
)
logging.getLogger().addHandler(handler)


def show(future):
    raise ValueError("no window to show it in")


with ThreadPoolExecutor(max_workers=1) as pool:
    future = pool.submit(len, "a page")
    future.add_done_callback(show)

print("result:", future.result())
print("logged:", log)
