"""One of two threads crashes, and the total is printed all the same."""

import threading

amounts = {}


def read_amount(text):
    amounts[text] = int(text)


threads = [
    threading.Thread(target=read_amount, args=(text,), name=text)
    for text in ("12", "thirty")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("total:", sum(amounts.values()))
