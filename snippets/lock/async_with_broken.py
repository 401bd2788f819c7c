"""A coroutine asks a lock for threads to wait the asyncio way."""

import asyncio
import threading

lock = threading.Lock()


async def save():
    async with lock:
        print("saved")


asyncio.run(save())
