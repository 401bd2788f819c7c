"""A module that starts a thread when it is imported."""

import threading

words = []
ready = threading.Event()


def work():
    words.append("module")
    ready.set()


thread = threading.Thread(target=work, daemon=True)
thread.start()
