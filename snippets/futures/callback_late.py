"""A callback added while others run is called before those in line."""

import threading
from concurrent.futures import Future

calls = []
running = threading.Event()
added = threading.Event()


def first(future):
    running.set()
    added.wait()
    calls.append("first")


def second(future):
    calls.append("second")


def late(future):
    calls.append("late")


future = Future()
future.add_done_callback(first)
future.add_done_callback(second)
worker = threading.Thread(target=future.set_result, args=["done"])
worker.start()
running.wait()
future.add_done_callback(late)
added.set()
worker.join()
print("called:", calls)
