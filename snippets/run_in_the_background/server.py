"""A server with a thread for each client that remembers its clients."""

import socket
import threading

clients = {}
clients_lock = threading.Lock()


def serve(connection):
    with connection, connection.makefile("rw") as lines:
        name = lines.readline().strip()
        with clients_lock:
            clients[name] = clients.get(name, 0) + 1
            visits = clients[name]
        lines.write(f"hello {name}, visit {visits}\n")


def listen(listener, visits):
    threads = []
    for _ in range(visits):
        connection, _ = listener.accept()
        threads.append(
            threading.Thread(target=serve, args=[connection])
        )
        threads[-1].start()
    for thread in threads:
        thread.join()


with socket.create_server(("127.0.0.1", 0)) as listener:
    server = threading.Thread(target=listen, args=[listener, 3])
    server.start()
    for name in ("Ada", "Ben", "Ada"):
        with socket.create_connection(listener.getsockname()) as client:
            client.sendall(f"{name}\n".encode())
            print(client.makefile().readline().strip())
    server.join()
