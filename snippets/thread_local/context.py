"""A context goes with the call; thread-local data does not."""

import contextvars
import threading

user = contextvars.ContextVar("user", default="nobody")
local = threading.local()
seen = []


def look():
    seen.append(("ContextVar", user.get()))
    seen.append(("local", getattr(local, "user", "nobody")))


user.set("Ann")
local.user = "Ann"
context = contextvars.copy_context()
thread = threading.Thread(target=context.run, args=(look,))
thread.start()
thread.join()
for kind, value in seen:
    print(f"{kind:10} {value}")
