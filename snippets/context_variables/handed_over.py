"""A thread runs in a context that is handed to it: from 3.14 on."""

import contextvars
import threading

user = contextvars.ContextVar("user", default="nobody")
seen = []


def serve():
    seen.append(user.get())
    user.set("changed in the thread")


user.set("Ann")
for context in contextvars.copy_context(), contextvars.Context():
    thread = threading.Thread(target=serve, context=context)
    thread.start()
    thread.join()
print(seen)
print("here:", user.get())
