"""Both tasks are handed in while the pool is open."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=1) as pool:
    pool.submit(print, "first task")
    pool.submit(print, "second task")
