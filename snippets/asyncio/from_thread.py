"""A thread has the loop run a coroutine, and waits for its result."""

import asyncio


async def look_up(name):
    await asyncio.sleep(0)
    return f"{name} is at table 4"


def waiter(loop):
    future = asyncio.run_coroutine_threadsafe(look_up("Ada"), loop)
    return future.result(timeout=20)


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(waiter, loop))


asyncio.run(main())
