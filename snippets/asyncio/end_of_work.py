"""A callback tells the end of each call; gather brings the outcomes."""

import asyncio

ended = []


def parse(text):
    return int(text)


def note(task):
    failed = task.cancelled() or task.exception() is not None
    ended.append(f"{task.get_name()} {'failed' if failed else 'done'}")


async def main():
    tasks = []
    for text in ("12", "free"):
        task = asyncio.create_task(
            asyncio.to_thread(parse, text), name=text
        )
        task.add_done_callback(note)
        tasks.append(task)
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    print(sorted(ended))
    print(outcomes)


asyncio.run(main())
