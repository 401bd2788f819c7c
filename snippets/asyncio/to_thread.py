"""Two blocking calls run in threads, and the coroutine gets results."""

import asyncio
import threading

both_here = threading.Barrier(2)


def read(page, *, encoding):
    both_here.wait()
    return f"{page} in {encoding}"


async def main():
    pages = await asyncio.gather(
        asyncio.to_thread(read, "home", encoding="utf-8"),
        asyncio.to_thread(read, "news", encoding="latin-1"),
    )
    print(pages)


asyncio.run(main())
