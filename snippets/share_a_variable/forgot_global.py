"""A thread assigns to the global name, and others see it after join."""

import threading

temperature = None


def measure():
    global temperature
    temperature = 21.5


thread = threading.Thread(target=measure)
thread.start()
thread.join()
print("temperature:", temperature)
