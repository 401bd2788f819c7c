"""Three calls wait for a server: in turn, in threads, in coroutines."""

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 0.01
PAGES = "index", "help", "news"


def download(page):
    time.sleep(SECONDS)
    return len(page)


async def download_async(page):
    await asyncio.sleep(SECONDS)
    return len(page)


async def gather():
    return await asyncio.gather(*map(download_async, PAGES))


def in_threads():
    with ThreadPoolExecutor() as pool:
        return list(pool.map(download, PAGES))


ways = {
    "in turn": lambda: list(map(download, PAGES)),
    "in threads": in_threads,
    "in coroutines": lambda: asyncio.run(gather()),
}
for name, way in ways.items():
    start = time.perf_counter()
    print(f"{name}: {way()}")
    if len(sys.argv) > 1:
        print(f"  {time.perf_counter() - start:.2f} s")
