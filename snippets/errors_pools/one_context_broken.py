"""Two tasks run in one context at the same time, which is refused."""

import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor

user = contextvars.ContextVar("user", default="nobody")
refused = threading.Event()


def greet():
    refused.wait()
    return f"hello {user.get()}"


user.set("Ada")
context = contextvars.copy_context()
with ThreadPoolExecutor(max_workers=2) as pool:
    greetings = [pool.submit(context.run, greet) for _ in range(2)]
    for future in greetings:
        future.add_done_callback(lambda done: refused.set())

for future in greetings:
    error = future.exception()
    if error:
        print(str(error).split(":")[0], "-", type(error).__name__)
