"""A thread asks for an event loop, and has none."""

import asyncio
import threading


async def greet():
    print("hello from a loop")


def run():
    loop = asyncio.get_event_loop()
    loop.run_until_complete(greet())


thread = threading.Thread(target=run, name="Thread-1")
thread.start()
thread.join()
