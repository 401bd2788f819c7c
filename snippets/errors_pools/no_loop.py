"""asyncio.run makes an event loop for the thread, and closes it."""

import asyncio
import threading


async def greet():
    print("hello from a loop")


def run():
    asyncio.run(greet())


thread = threading.Thread(target=run, name="Thread-1")
thread.start()
thread.join()
