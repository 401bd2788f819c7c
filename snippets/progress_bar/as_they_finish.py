"""A bar of tqdm moves on by one for each future that is done."""

from concurrent.futures import ThreadPoolExecutor, as_completed

from tqdm import tqdm


def count_words(page):
    return len(page.split())


pages = ["welcome home", "no news today", "nothing in the shop"]
words = 0
with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(count_words, page) for page in pages]
    bar = tqdm(
        as_completed(futures),
        total=len(futures),
        unit="page",
        disable=None,
    )
    for future in bar:
        words += future.result()
print("words:", words)
