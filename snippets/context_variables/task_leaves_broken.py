"""One task's user is still set when the pool's next task runs."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

user = contextvars.ContextVar("user", default="nobody")


def serve(name):
    if name:
        user.set(name)
    return f"page for {user.get()}"


with ThreadPoolExecutor(max_workers=1) as pool:
    print(pool.submit(serve, "Ann").result())
    print(pool.submit(serve, None).result())
