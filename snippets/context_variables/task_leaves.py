"""Each task runs in a context of its own, and leaves nothing behind."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

user = contextvars.ContextVar("user", default="nobody")


def serve(name):
    if name:
        user.set(name)
    return f"page for {user.get()}"


def submit(pool, function, *args):
    context = contextvars.copy_context()
    return pool.submit(context.run, function, *args)


with ThreadPoolExecutor(max_workers=1) as pool:
    print(submit(pool, serve, "Ann").result())
    print(submit(pool, serve, None).result())
