"""A thread calls call_soon_threadsafe, which debug mode accepts."""

import asyncio


def bake(loop, ready):
    loop.call_soon_threadsafe(ready.set)


async def main():
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    await asyncio.to_thread(bake, loop, ready)
    print("ready:", await ready.wait())


asyncio.run(main(), debug=True)
