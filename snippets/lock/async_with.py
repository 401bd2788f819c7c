"""Between coroutines, the lock is asyncio's own."""

import asyncio


async def save(lock):
    async with lock:
        print("saved")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(save(lock), save(lock))


asyncio.run(main())
