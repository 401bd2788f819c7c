"""A hook notes which threads crash, and the program reports failure."""

import sys
import threading

crashed = []


def note(args):
    if not issubclass(args.exc_type, SystemExit):
        thread = args.thread
        crashed.append(thread.name if thread else "unknown")
        threading.__excepthook__(args)


threading.excepthook = note

threads = [
    threading.Thread(target=int, args=("thirty",), name="reader"),
    threading.Thread(target=sys.exit, args=(2,), name="quitter"),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if crashed:
    sys.exit(f"crashed: {', '.join(crashed)}")
