"""asyncio.timeout ends the waiting; the thread goes on to its end."""

import asyncio
import threading

answer_now = threading.Event()
answered = []


def ask(server):
    answer_now.wait()
    answered.append(server)


async def main():
    try:
        async with asyncio.timeout(0.05):
            await asyncio.to_thread(ask, "home")
    except TimeoutError:
        print("gave up; answered:", answered)
    answer_now.set()


asyncio.run(main())
print("after run():", answered)
