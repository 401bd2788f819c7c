"""What the function returns is thrown away, and join() returns None."""

import threading


def count_words(text):
    return len(text.split())


poem = threading.Thread(
    target=count_words, args=("so much depends upon",)
)
poem.start()
words = poem.join()
print("poem:", words)
