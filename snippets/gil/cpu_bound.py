"""The same counting, one part after the other and in two threads."""

import sys
import threading
import time


def count_primes(limit):
    return sum(
        all(number % divisor for divisor in range(2, number))
        for number in range(2, limit)
    )


def in_turn(limit):
    return [count_primes(limit), count_primes(limit)]


def in_threads(limit):
    counts = []

    def work():
        counts.append(count_primes(limit))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts


limit = int(sys.argv[1]) if len(sys.argv) > 1 else 100
for way in (in_turn, in_threads, in_turn, in_threads):
    start = time.perf_counter()
    print(way.__name__, sum(way(limit)))
    if len(sys.argv) > 1:
        print(f"  {time.perf_counter() - start:.2f} s")
