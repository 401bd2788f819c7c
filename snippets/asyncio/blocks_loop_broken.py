"""A blocking call in a coroutine stops all coroutines of the loop."""

import asyncio
import threading

answered = threading.Event()


async def answer():
    answered.set()


async def main():
    task = asyncio.create_task(answer())
    print("answered in time:", answered.wait(timeout=0.05))
    await task


asyncio.run(main())
