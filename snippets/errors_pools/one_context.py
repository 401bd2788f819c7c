"""Each task runs in a copy of the context of its own."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

user = contextvars.ContextVar("user", default="nobody")


def greet():
    return f"hello {user.get()}"


user.set("Ada")
with ThreadPoolExecutor(max_workers=2) as pool:
    greetings = [
        pool.submit(contextvars.copy_context().run, greet)
        for _ in range(2)
    ]

print([greeting.result() for greeting in greetings])
