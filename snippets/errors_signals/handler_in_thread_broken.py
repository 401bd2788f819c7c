"""A thread sets a signal handler, which only the main thread may."""

import signal
import threading


def serve():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print("never reached")


server = threading.Thread(target=serve)
server.start()
server.join()
