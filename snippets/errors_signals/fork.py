"""A new Python is started, which inherits no thread and no lock."""

import subprocess
import sys
import threading

stop = threading.Event()
watcher = threading.Thread(target=stop.wait)
watcher.start()

child = [sys.executable, "-c", "print('child: hello')"]
print(subprocess.run(child, capture_output=True, text=True).stdout)

stop.set()
watcher.join()
