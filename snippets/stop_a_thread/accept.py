"""A server's thread looks at the event whenever accept() times out."""

import socket
import threading

stop = threading.Event()


def serve(listener):
    while not stop.is_set():
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        with connection:
            connection.sendall(b"hello")


with socket.create_server(("127.0.0.1", 0)) as listener:
    listener.settimeout(0.1)
    server = threading.Thread(target=serve, args=(listener,))
    server.start()
    with socket.create_connection(listener.getsockname()) as client:
        print(client.recv(5).decode())
    stop.set()
    server.join()
print("still running:", server.is_alive())
