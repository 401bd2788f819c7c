"""A read-only view of a dictionary shows half of a change."""

import threading
from types import MappingProxyType

current = {"host": "old.example", "port": 80}
server = MappingProxyType(current)
seen = []


def move():
    current["host"] = "new.example"
    current["port"] = 443


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
