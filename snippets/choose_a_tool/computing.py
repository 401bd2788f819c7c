"""One computation in five ways, and every way gives the same answer."""

import asyncio
import concurrent.futures as cf
import sys
import time


def count_primes(numbers):
    return sum(all(n % d for d in range(2, n)) for n in numbers)


async def in_coroutines(parts):
    async def count(part):
        return count_primes(part)

    return await asyncio.gather(*map(count, parts))


def in_a_pool(make_pool, parts):
    with make_pool(max_workers=2) as pool:
        return list(pool.map(count_primes, parts))


def main(limit):
    parts = [range(3, limit, 4), range(5, limit, 4)]
    ways = {
        "in turn": lambda: list(map(count_primes, parts)),
        "coroutines": lambda: asyncio.run(in_coroutines(parts)),
    }
    for kind in "Thread", "Process", "Interpreter":
        if make_pool := getattr(cf, f"{kind}PoolExecutor", None):
            ways[kind] = lambda new=make_pool: in_a_pool(new, parts)
    answers = set()
    for name, way in ways.items():
        start = time.perf_counter()
        answers.add(sum(way()))
        if len(sys.argv) > 1:
            print(f"{time.perf_counter() - start:6.2f} s {name}")
    print("different answers:", len(answers))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
