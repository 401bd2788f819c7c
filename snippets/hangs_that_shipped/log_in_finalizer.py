"""The log's lock is reentrant, since a finalizer may log."""

import threading

lock = threading.RLock()
messages = []
memory_is_low = False


def log(message):
    with lock:
        messages.append(message)


class Request:
    def __del__(self):
        log("never awaited")


def send():
    garbage = [Request()]
    with lock:
        if memory_is_low:
            garbage.clear()  # the collector chooses its moment
        messages.append("sent")
    garbage.clear()


thread = threading.Thread(target=send)
thread.start()
memory_is_low = True
thread.join()
print(sorted(messages))
