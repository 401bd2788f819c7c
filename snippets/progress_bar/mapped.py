"""A bar of tqdm around map, whose results come in order."""

from concurrent.futures import ThreadPoolExecutor

from tqdm import tqdm


def count_words(page):
    return len(page.split())


pages = ["welcome home", "no news today", "nothing in the shop"]
with ThreadPoolExecutor(max_workers=2) as pool:
    results = pool.map(count_words, pages)
    words = list(tqdm(results, total=len(pages), disable=None))
print("words:", words)
