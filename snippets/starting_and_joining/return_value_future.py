"""A pool runs the same function and hands back what it returns."""

from concurrent.futures import ThreadPoolExecutor


def count_words(text):
    return len(text.split())


with ThreadPoolExecutor(max_workers=2) as pool:
    poem = pool.submit(count_words, "so much depends upon")
    letter = pool.submit(count_words, "see you on Monday then")
print("poem:", poem.result(), "letter:", letter.result())
