"""The loop's thread waits for a coroutine that only it could run."""

import asyncio


async def fetch(page):
    return f"text of {page}"


async def main():
    loop = asyncio.get_running_loop()
    future = asyncio.run_coroutine_threadsafe(fetch("home"), loop)
    try:
        print(future.result(timeout=0.05))
    except TimeoutError:
        print("waited in vain")
        print("afterwards:", await asyncio.wrap_future(future))


asyncio.run(main())
