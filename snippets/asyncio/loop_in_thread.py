"""A loop runs in a thread of its own, and the main thread uses it."""

import asyncio
import threading


async def fetch(page):
    await asyncio.sleep(0)
    return f"text of {page}"


loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()

try:
    future = asyncio.run_coroutine_threadsafe(fetch("home"), loop)
    print(future.result())
finally:
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
print("loop closed:", loop.is_closed())
