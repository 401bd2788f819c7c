"""to_thread takes context variables along, run_in_executor may not."""

import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def main():
    user.set("Ada")
    loop = asyncio.get_running_loop()
    context = contextvars.copy_context()
    print("to_thread:", await asyncio.to_thread(user.get))
    print("executor:", await loop.run_in_executor(None, user.get))
    call = loop.run_in_executor(None, context.run, user.get)
    print("executor, context.run:", await call)


asyncio.run(main())
