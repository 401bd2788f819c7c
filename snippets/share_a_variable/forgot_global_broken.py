"""A thread assigns to a name of its own, and the global one stays."""

import threading

temperature = None


def measure():
    temperature = 21.5
    return temperature


thread = threading.Thread(target=measure)
thread.start()
thread.join()
print("temperature:", temperature)
