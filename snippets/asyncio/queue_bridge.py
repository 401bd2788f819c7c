"""A thread puts lines into an asyncio queue; a coroutine takes them."""

import asyncio
import threading


def read_lines(loop, lines):
    for line in ("first line", "last line", None):
        loop.call_soon_threadsafe(lines.put_nowait, line)


async def main():
    lines = asyncio.Queue()
    loop = asyncio.get_running_loop()
    reader = threading.Thread(target=read_lines, args=(loop, lines))
    reader.start()
    while (line := await lines.get()) is not None:
        print(line)
    await asyncio.to_thread(reader.join)


asyncio.run(main())
