"""The blocking call is in a thread, and the other coroutine runs."""

import asyncio
import threading

answered = threading.Event()


async def answer():
    answered.set()


async def main():
    task = asyncio.create_task(answer())
    in_time = await asyncio.to_thread(answered.wait, timeout=20)
    print("answered in time:", in_time)
    await task


asyncio.run(main())
