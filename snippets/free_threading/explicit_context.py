"""The thread gets its context by hand: the same on every build."""

import contextvars
import threading

request = contextvars.ContextVar("request", default="no request")
seen = []


def handle(part):
    seen.append((part, request.get()))


request.set("request 17")
threads = [
    threading.Thread(
        target=contextvars.copy_context().run, args=(handle, "copied")
    ),
    threading.Thread(
        target=contextvars.Context().run, args=(handle, "empty")
    ),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(seen), sep="\n")
