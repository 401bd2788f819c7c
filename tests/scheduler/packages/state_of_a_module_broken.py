"""A module's counter has no lock: an addition can be lost."""

# expect: finished:1 2
# expect: finished:2 2
import threading

import forgetful

threads = [threading.Thread(target=forgetful.bump) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(forgetful.count, len(forgetful.seen))
