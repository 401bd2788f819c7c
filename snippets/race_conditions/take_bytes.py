"""Bytes are taken out of a buffer, which is left empty, in one call."""

import threading

buffer = bytearray()
written = []


def receive():
    buffer.extend(b"20 ")


def flush():
    written.append(buffer.take_bytes())


threads = [
    threading.Thread(target=receive),
    threading.Thread(target=flush),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("received:", b"".join(written) + buffer)
