"""A handler leaves a note, and the main thread reports later."""

import queue
import signal
import threading

lock = threading.Lock()
notes = queue.SimpleQueue()


def note(signum, frame):
    notes.put(signum)


signal.signal(signal.SIGTERM, note)
with lock:
    signal.raise_signal(signal.SIGTERM)
signum = notes.get()
with lock:
    print("main got the lock, and", signal.Signals(signum).name)
