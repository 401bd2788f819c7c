"""The main thread waits for the event that says the port is open."""

import threading

server = {}
ready = threading.Event()


def serve():
    server["port"] = 8080
    ready.set()


thread = threading.Thread(target=serve)
thread.start()
ready.wait()
port = server.get("port")
thread.join()
print("port:", port)
