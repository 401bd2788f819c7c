"""Ctrl-C drops what is in line and tells the running task to stop."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

started = threading.Event()
stop = threading.Event()


def copy_disk(name):
    started.set()
    stop.wait()
    return f"{name} stopped"


with ThreadPoolExecutor(max_workers=1) as pool:
    disks = [pool.submit(copy_disk, name) for name in ("A", "B")]
    try:
        started.wait()
        signal.raise_signal(signal.SIGINT)
        print([disk.result() for disk in disks])
    except KeyboardInterrupt:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)

for disk in disks:
    print("cancelled" if disk.cancelled() else disk.result())
