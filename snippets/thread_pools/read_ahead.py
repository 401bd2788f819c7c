"""With buffersize, map reads two items ahead instead of all of them."""

from concurrent.futures import ThreadPoolExecutor

read = []


def lines():
    for number in range(5):
        read.append(number)
        yield f"line {number}"


with ThreadPoolExecutor(max_workers=1) as pool:
    results = pool.map(str.upper, lines(), buffersize=2)
    print("read before the first result:", read)
    print(next(results), read)
