"""One byte on a second socket wakes a thread that waits at another."""

import select
import socket
import threading


def serve():
    while True:
        ready, _, _ = select.select([listener, wake], [], [])
        if wake in ready:
            print("server: stopped")
            return
        client, _ = listener.accept()
        client.close()


listener = socket.create_server(("127.0.0.1", 0))
wake, waker = socket.socketpair()
with listener, wake, waker:
    server = threading.Thread(target=serve)
    server.start()
    waker.send(b"x")
    server.join()
print("main: done")
