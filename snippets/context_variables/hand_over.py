"""A pool's task gets the caller's value only if it is handed over."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

user = contextvars.ContextVar("user", default="nobody")


def greeting():
    return f"Hello, {user.get()}"


user.set("Ann")
with ThreadPoolExecutor(max_workers=1) as pool:
    context = contextvars.copy_context()
    print("handed over:", pool.submit(context.run, greeting).result())
    empty = contextvars.Context()
    print("empty:", pool.submit(empty.run, greeting).result())
