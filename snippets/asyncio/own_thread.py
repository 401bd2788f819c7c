"""In the loop's own thread a coroutine is awaited."""

import asyncio


async def fetch(page):
    return f"text of {page}"


async def main():
    task = asyncio.create_task(fetch("home"))
    print(await task)


asyncio.run(main())
