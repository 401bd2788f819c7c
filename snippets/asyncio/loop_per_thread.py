"""Two threads run an event loop each, and share a thread-safe queue."""

import asyncio
import queue
import threading

results = queue.Queue()


async def serve(name):
    await asyncio.sleep(0)
    results.put(f"{name}: served")


def run(name):
    asyncio.run(serve(name))


threads = [
    threading.Thread(target=run, args=(name,))
    for name in ("north", "south")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.get() for _ in threads))
