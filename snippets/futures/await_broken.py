"""A coroutine awaits a pool's future, which asyncio cannot do."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def main():
    with ThreadPoolExecutor() as pool:
        future = pool.submit(len, "a page")
        print("size:", await future)


asyncio.run(main())
