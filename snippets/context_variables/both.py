"""Tasks share thread-local data, but not context variables."""

import asyncio
import contextvars
import threading

local = threading.local()
user = contextvars.ContextVar("user")
seen = []


async def serve(name, turn, my_turn, next_turn):
    local.user = name
    user.set(name)
    next_turn.set()
    await my_turn.wait()
    seen.append((name, local.user, user.get()))


async def main():
    first, second = asyncio.Event(), asyncio.Event()
    await asyncio.gather(
        serve("Ann", first, first, second),
        serve("Ben", second, second, first),
    )


asyncio.run(main())
for name, from_local, from_context in seen:
    print(f"{name}: local {from_local}, context {from_context}")
