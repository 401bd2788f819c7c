"""Threads leave their results in a dictionary, one key for each."""

import threading

words = {}


def count_words(title, text):
    words[title] = len(text.split())


poem = threading.Thread(
    target=count_words, args=("poem", "so much depends upon")
)
letter = threading.Thread(
    target=count_words, args=("letter", "see you on Monday then")
)
poem.start()
letter.start()
poem.join()
letter.join()
print("poem:", words["poem"], "letter:", words["letter"])
