"""A pool's worker keeps its thread-local data from task to task."""

import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()


def log_in(user):
    local.user = user
    return user


def who_is_logged_in():
    return getattr(local, "user", "nobody")


with ThreadPoolExecutor(max_workers=1) as pool:
    pool.submit(log_in, "Ann").result()
    print(
        "the next task finds:", pool.submit(who_is_logged_in).result()
    )
