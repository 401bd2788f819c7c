"""Two threads set the result, and the one that comes second is told."""

import threading
from concurrent.futures import Future, InvalidStateError

answer = Future()
crashes = []
threading.excepthook = lambda args: crashes.append(
    args.exc_type.__name__
)


def ask(mirror):
    try:
        answer.set_result("42")
    except InvalidStateError:
        pass


threads = [threading.Thread(target=ask, args=(m,)) for m in ("A", "B")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("answer:", answer.result(), "- crashes:", crashes)
