"""A task is handed in after the with block has shut the pool down."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=1) as pool:
    pool.submit(print, "first task")

pool.submit(print, "second task")
