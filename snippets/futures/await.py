"""wrap_future makes an asyncio future that follows the pool's."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def main():
    with ThreadPoolExecutor() as pool:
        future = pool.submit(len, "a page")
        print("size:", await asyncio.wrap_future(future))


asyncio.run(main())
