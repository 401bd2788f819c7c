"""What Python says of each old name, and what to write instead."""

import threading
import warnings

thread = threading.Thread(target=print)
old_names = [
    threading.currentThread,
    threading.activeCount,
    threading.Event().isSet,
    thread.getName,
    lambda: thread.setName("scanner"),
    thread.isDaemon,
    lambda: thread.setDaemon(True),
]
bell = threading.Condition()
with bell, warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for call in (*old_names, bell.notifyAll):
        call()
for warning in caught:
    print(warning.message)
