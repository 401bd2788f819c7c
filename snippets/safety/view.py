"""Each change is a new dictionary behind a new read-only view."""

import threading
from types import MappingProxyType

server = MappingProxyType({"host": "old.example", "port": 80})
seen = []


def move():
    global server
    server = MappingProxyType({"host": "new.example", "port": 443})


def connect():
    chosen = server
    seen.append((chosen["host"], chosen["port"]))


threads = [
    threading.Thread(target=move),
    threading.Thread(target=connect),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
whole = {("old.example", 80), ("new.example", 443)}
print("a whole address:", seen[0] in whole)
