"""Which call sees the user, with and without inheriting."""

import asyncio
import contextvars
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

user = contextvars.ContextVar("user", default="nobody")


def in_a_thread():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(user.get()))
    thread.start()
    thread.join()
    return seen[0]


def look():
    print("inherit:", sys.flags.thread_inherit_context)
    with ThreadPoolExecutor(max_workers=1) as pool:
        user.set("Ann")
        print("  Ann's task:", pool.submit(user.get).result())
        user.set("Ben")
        print("  Ben's task:", pool.submit(user.get).result())
        run = contextvars.copy_context().run
        print("  copied:", pool.submit(run, user.get).result())
    print("  thread:", in_a_thread())
    print("  to_thread:", asyncio.run(asyncio.to_thread(user.get)))


if sys.argv[1:] == ["look"]:
    look()
else:
    for inherit in 0, 1:
        option = f"thread_inherit_context={inherit}"
        command = [sys.executable, "-X", option, __file__, "look"]
        print(subprocess.check_output(command, text=True), end="")
