"""Two threads look whether a future is done, then set its result."""

import threading
from concurrent.futures import Future

answer = Future()
crashes = []
threading.excepthook = lambda args: crashes.append(
    args.exc_type.__name__
)


def ask(mirror):
    if not answer.done():
        answer.set_result("42")


threads = [threading.Thread(target=ask, args=(m,)) for m in ("A", "B")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("answer:", answer.result(), "- crashes:", crashes)
