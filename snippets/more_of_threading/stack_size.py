"""A thread is started with a stack of a size of your choice."""

import threading

before = threading.stack_size(256 * 1024)
thread = threading.Thread(target=print, args=("a small stack will do",))
thread.start()
thread.join()
threading.stack_size(before)
