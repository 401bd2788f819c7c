"""Two threads of a pool count words; futures hold the results."""

from concurrent.futures import ThreadPoolExecutor


def count_words(text):
    return len(text.split())


with ThreadPoolExecutor(max_workers=2) as pool:
    first = pool.submit(count_words, "to be or not to be")
    second = pool.submit(count_words, "that is the question")

print(first.result(), second.result())
