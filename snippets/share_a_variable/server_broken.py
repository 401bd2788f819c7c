"""A reader between two assignments gets a host and a port of two."""

import threading

host, port = "old.example", 80
connected = []


def move():
    global host, port
    host = "new.example"
    port = 443


def connect():
    connected.append(f"{host}:{port}")


threads = [threading.Thread(target=f) for f in (move, connect)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*connected)
