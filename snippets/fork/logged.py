"""A child can log although another thread was logging at the fork."""

import logging
import os
import threading
import warnings

inside = threading.Event()
forked = threading.Event()


class SlowHandler(logging.Handler):
    def emit(self, record):
        if record.msg == "slow":
            inside.set()
            forked.wait()


log = logging.getLogger("shop")
log.addHandler(SlowHandler())
writer = threading.Thread(target=log.warning, args=("slow",))
writer.start()
inside.wait()
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    child = os.fork()
if child == 0:
    log.warning("from the child")
    os._exit(0)
forked.set()
writer.join()
_, status = os.waitpid(child, 0)
print("the child could log:", status == 0)
