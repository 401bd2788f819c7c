"""SIGTERM takes the same way out of the program as Ctrl-C."""

import signal
import threading

signal.signal(signal.SIGTERM, signal.default_int_handler)
stop = threading.Event()


def serve():
    while not stop.wait(timeout=0.05):
        pass
    print("server: closed its connections")


server = threading.Thread(target=serve)
server.start()
try:
    signal.raise_signal(signal.SIGTERM)
    stop.wait()
except KeyboardInterrupt:
    print("main: asked to stop")
finally:
    stop.set()
    server.join()
print("main: done")
