"""The program's event is set by a thread that a module starts."""

# expect: finished:done
import threading

import delays

done = threading.Event()
delays.at_once(done.set)
done.wait()
print("done")
