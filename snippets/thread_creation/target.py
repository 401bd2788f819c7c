"""A thread runs a function with two arguments."""

import threading

resized = []


def resize(photo, width):
    worker = threading.current_thread().name
    resized.append(f"{photo}: {width} px, done in {worker}")


thread = threading.Thread(target=resize, args=("beach.jpg", 640))
thread.start()
thread.join()
print(resized[0])
