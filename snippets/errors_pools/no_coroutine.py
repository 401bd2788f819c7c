"""A thread calls the async function and hands over its coroutine."""

import asyncio


async def look_up():
    return "table 4"


def waiter(loop):
    future = asyncio.run_coroutine_threadsafe(look_up(), loop)
    return future.result()


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(waiter, loop))


asyncio.run(main())
