"""A pool of your own limits how many blocking calls run at once."""

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor


def read(page, *, encoding):
    return f"{page} in {encoding}"


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2) as pool:
        calls = [
            loop.run_in_executor(
                pool, functools.partial(read, page, encoding="utf-8")
            )
            for page in ("home", "news", "help")
        ]
        print(await asyncio.gather(*calls))


asyncio.run(main())
