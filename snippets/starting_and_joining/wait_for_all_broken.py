"""Each thread is waited for before the next one starts."""

import threading

log = []


def copy_folder():
    log.append("began")
    log.append("done")


threads = [threading.Thread(target=copy_folder) for _ in range(2)]
for thread in threads:
    thread.start()
    thread.join()
print(log)
