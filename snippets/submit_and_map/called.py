"""The function and its argument are submitted; a pool thread calls."""

import threading
from concurrent.futures import ThreadPoolExecutor

callers = []


def count_words(text):
    callers.append(threading.current_thread().name)
    return len(text.split())


with ThreadPoolExecutor(1, thread_name_prefix="counter") as pool:
    future = pool.submit(count_words, "to be or not to be")

print("called by", callers[0])
print("exception:", future.exception())
