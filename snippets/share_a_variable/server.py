"""One assignment swaps the whole, so a reader gets the old or new."""

import threading

server = ("old.example", 80)
connected = []


def move():
    global server
    server = ("new.example", 443)


def connect():
    host, port = server
    connected.append(f"{host}:{port}")


threads = [threading.Thread(target=f) for f in (move, connect)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
allowed = {"old.example:80", "new.example:443"}
print("one that exists:", allowed.issuperset(connected))
