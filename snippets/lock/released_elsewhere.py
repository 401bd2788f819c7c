"""Any thread may release a lock, so a stray release opens the door."""

import threading

lock = threading.Lock()

lock.acquire()
thread = threading.Thread(target=lock.release)
thread.start()
thread.join()
print("locked:", lock.locked())
try:
    lock.release()
except RuntimeError as error:
    print("RuntimeError:", error)
