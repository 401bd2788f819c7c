"""A thread sets an asyncio event through call_soon_threadsafe."""

import asyncio


def bake(loop, ready):
    loop.call_soon_threadsafe(ready.set)
    return "apple cake"


async def main():
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    baking = asyncio.create_task(asyncio.to_thread(bake, loop, ready))
    await ready.wait()
    print("ready:", await baking)


asyncio.run(main())
