"""A thread asks for a stack of a million gibibytes."""

import threading

threading.stack_size(1 << 50)
thread = threading.Thread(target=print, args=("it runs",))
thread.start()
