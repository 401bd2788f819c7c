"""An exception in a task comes out of `result`."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor() as pool:
    future = pool.submit(int, "x")
    try:
        future.result()
    except ValueError as error:
        print(error)
