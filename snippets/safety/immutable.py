"""A reader takes one frozen object and never sees half a change."""

import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Server:
    host: str
    port: int


server = Server("old.example", 80)
seen = []


def move():
    global server
    server = Server("new.example", 443)


def connect():
    chosen = server
    seen.append((chosen.host, chosen.port))


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
