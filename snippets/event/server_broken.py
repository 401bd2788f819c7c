"""The main thread asks for a port that may not be open yet."""

import threading

server = {}


def serve():
    server["port"] = 8080


thread = threading.Thread(target=serve)
thread.start()
port = server.get("port")
thread.join()
print("port:", port)
