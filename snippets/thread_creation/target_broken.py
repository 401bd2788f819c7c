"""The function is called at once, and the thread has nothing to run."""

import threading

resized = []


def resize(photo, width):
    worker = threading.current_thread().name
    resized.append(f"{photo}: {width} px, done in {worker}")


thread = threading.Thread(target=resize("beach.jpg", 640))
thread.start()
thread.join()
print(resized[0])
